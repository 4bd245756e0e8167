"""What spoils data on purpose: classes of unequal size, and training examples told wrong."""

from dataclasses import replace

import numpy as np

from nnstudio.experiment.data.dataset import Dataset, Labels


def imbalanced(dataset: Dataset, imbalance: float, rng: np.random.Generator) -> Dataset:
    """With class k of C thinned out at random to the share (1 - imbalance)^(k / (C - 1)).

    At least two examples of a class stay where there are so many; their order stays, too. Without
    classes, or at 0, the data set itself.
    """
    classes = len(dataset.class_names)
    if imbalance == 0.0 or classes < 2:
        return dataset
    kept = []
    for label in range(classes):
        members = np.flatnonzero(dataset.targets == label)
        share = (1.0 - imbalance) ** (label / (classes - 1))
        size = min(len(members), max(2, round(share * len(members))))
        kept.append(rng.choice(members, size, replace=False))
    index = np.sort(np.concatenate(kept))
    return replace(dataset, stored=dataset.stored[index], targets=dataset.targets[index])


def with_wrong_targets(
    dataset: Dataset, index: Labels, share: float, rng: np.random.Generator
) -> Dataset:
    """With that share of the examples at `index` given a wrong target; all others keep theirs.

    A class becomes another, each as likely; a number becomes that of another example. So a test
    on examples that are not in `index` stays honest.
    """
    chosen = rng.permutation(index)[: round(share * len(index))]
    if not len(chosen):
        return dataset
    targets = dataset.targets.copy()
    if dataset.task == "classification":
        classes = len(dataset.class_names)
        targets[chosen] = (targets[chosen] + rng.integers(1, classes, len(chosen))) % classes
    else:
        targets[chosen] = targets[np.roll(chosen, 1)]
    return replace(dataset, targets=targets, true_targets=dataset.targets)
