"""The target of an example in words: its class or its numbers, and what label noise did."""

from typing import Any

import numpy as np

from nnstudio.experiment.data.dataset import Dataset


def target_words(dataset: Dataset, target: Any) -> str:
    """The name of a class, or the numbers to predict."""
    if dataset.class_names:
        return dataset.class_names[int(target)]
    return ", ".join(f"{value:.4g}" for value in np.atleast_1d(target))


def true_words(dataset: Dataset, example: int) -> str | None:
    """The true target of an example that label noise gave another; None where it did not."""
    truth = dataset.true_targets
    if truth is None or np.array_equal(truth[example], dataset.targets[example]):
        return None
    return target_words(dataset, truth[example])


def noise_words(dataset: Dataset, example: int) -> str:
    """What label noise did to an example, or nothing."""
    true = true_words(dataset, example)
    what = "label" if dataset.class_names else "target"
    return "" if true is None else f"{what} changed by label noise: was {true}"
