"""What each split holds: examples of each class, and mean and deviation of each feature."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.rows import Inputs, Rows
from nnstudio.experiment.data.dataset import SPLITS, Dataset, Floats, Labels, Split
from nnstudio.experiment.data.prepare import Prepared


# eq=False: comparing arrays has no single truth value, so statistics compare by identity.
@dataclass(frozen=True, slots=True, eq=False)
class SplitStatistics:
    """One split: `examples`, `classes` (classes,) of them, and `means`, `spreads` (features,).

    Features are raw, before preprocessing; a spread is the standard deviation, divided by n.
    """

    split: Split
    examples: int
    classes: NDArray[np.int64]
    means: Floats
    spreads: Floats


def split_statistics(prepared: Prepared, features: int) -> tuple[SplitStatistics, ...]:
    """The statistics of every split that has examples, and of the first `features` at most."""
    dataset = _narrowed(prepared.dataset, features)
    indices = (prepared.train_index, prepared.validation_index, prepared.test_index)
    pairs = zip(SPLITS, indices, strict=True)
    return tuple(_statistics(dataset, split, index) for split, index in pairs if len(index))


def _narrowed(dataset: Dataset, features: int) -> Dataset:
    """The same examples with fewer features."""
    stored, first = dataset.stored, slice(features)
    if isinstance(stored, Rows):
        offset, factor = (
            None if numbers is None else numbers[first]
            for numbers in (stored.offset, stored.factor)
        )
        narrow: Inputs = replace(
            stored, source=stored.source[:, first], offset=offset, factor=factor
        )
    else:
        narrow = stored[:, first]
    return replace(dataset, stored=narrow, feature_names=dataset.feature_names[first])


def _statistics(dataset: Dataset, split: Split, index: Labels) -> SplitStatistics:
    sums = np.zeros(dataset.columns)
    for block in dataset.blocks(index):
        sums += block.sum(axis=0)
    means = sums / len(index)
    squares = np.zeros(dataset.columns)
    for block in dataset.blocks(index):
        squares += ((block - means) ** 2).sum(axis=0)
    classes = len(dataset.class_names)
    counts = np.zeros(0, np.int64)
    if classes:
        counts = np.bincount(dataset.targets[index].astype(np.int64), minlength=classes)
    return SplitStatistics(split, len(index), counts, means, np.sqrt(squares / len(index)))
