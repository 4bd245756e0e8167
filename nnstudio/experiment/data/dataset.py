"""A data set in memory, and its split into training and test examples."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.preprocessing import ImageShape
from nnstudio.core.rows import Inputs, Rows
from nnstudio.experiment.errors import ExperimentError, Problem

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
Targets = Labels | Floats

PLANE_NAMES = ("x1", "x2")
Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = ("train", "validation", "test")


# eq=False: comparing arrays has no single truth value, so data sets compare by identity.
@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Examples as rows (n, features), with a label (n,) or target numbers (n, outputs) each.

    They are `stored` as floats, or, many images, as bytes that become floats a few at a time.
    `class_names` is empty for regression. `image_shape` is (height, width, channels) when a row is
    an image, its channels lying together. `true_targets` are those before label noise changed some;
    None where it changed none. `notes` are sentences on what the source holds and these examples
    leave out. The arrays are read-only.
    """

    title: str
    stored: Inputs
    targets: Targets
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...] = ()
    image_shape: ImageShape | None = None
    true_targets: Targets | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if isinstance(self.stored, np.ndarray):
            self.stored.setflags(write=False)
        self.targets.setflags(write=False)

    def __len__(self) -> int:
        return len(self.stored)

    @property
    def columns(self) -> int:
        """How many features a row has."""
        return int(self.stored.shape[1])

    @property
    def rows(self) -> Floats:
        """All rows as floats (n, features), copied at every call where they are stored as bytes."""
        return np.asarray(self.stored, np.float64)

    def examples(self, index: Labels | slice) -> Floats:
        """Some of the rows as floats (k, features)."""
        return np.asarray(self.stored[index], np.float64)

    def blocks(self, index: Labels | slice = slice(None)) -> Iterator[Floats]:
        """Those rows in order, as floats: at once, or some at a time where they are bytes.

        Each block may be overwritten by the next.
        """
        chosen = self.stored[index]
        if isinstance(chosen, Rows):
            yield from (np.asarray(block, np.float64) for block in chosen.blocks(np.float64))
        else:
            yield np.asarray(chosen, np.float64)

    @property
    def truth(self) -> Targets:
        """The targets as they were before label noise."""
        return self.targets if self.true_targets is None else self.true_targets

    @property
    def mislabeled(self) -> NDArray[np.bool_]:
        """Which examples have a target that label noise made wrong (n,)."""
        wrong: NDArray[np.bool_] = (self.targets != self.truth).reshape(len(self), -1).any(axis=1)
        return wrong

    @property
    def task(self) -> Literal["classification", "regression"]:
        """What is to be learned: a class, or numbers."""
        return "classification" if self.class_names else "regression"

    @property
    def is_plane(self) -> bool:
        """Whether the examples are points (x1, x2), from which plane features can be made."""
        return self.feature_names == PLANE_NAMES


def some_of(dataset: Dataset, most: int | None, rng: np.random.Generator) -> Dataset:
    """At most so many examples, drawn at random, in their order; classes keep their shares, and
    each at least one example. None is all.
    """
    if most is None or most >= len(dataset):
        return dataset
    every = np.arange(len(dataset))
    _, taken = _hold_out(dataset, every, most / len(dataset), rng)
    index = np.sort(taken)
    return replace(dataset, stored=dataset.stored[index], targets=dataset.targets[index])


def split(
    dataset: Dataset, test_fraction: float, rng: np.random.Generator
) -> tuple[Labels, Labels]:
    """Indices of training and test examples, each in random order.

    Classes keep their shares: every class is in the training split, and every class of two or
    more examples is in the test split, too. Raises ExperimentError when nothing is left to test on.
    """
    train, test = _hold_out(dataset, np.arange(len(dataset)), test_fraction, rng)
    if not len(test):
        raise ExperimentError(
            Problem(
                "data",
                "no class has two examples, so none is left to test on; "
                "give at least two examples of one class",
            )
        )
    return train, test


def hold_out_validation(
    dataset: Dataset, train: Labels, fraction: float, rng: np.random.Generator
) -> tuple[Labels, Labels]:
    """The training examples that stay, and those to validate with: `fraction` of all examples.

    Classes keep their shares, as in `split`. A fraction of 0 leaves `train` as it is. Raises
    ExperimentError when nothing is left to validate with.
    """
    if fraction == 0.0:
        return train, train[:0]
    train, held = _hold_out(dataset, train, fraction * len(dataset) / len(train), rng)
    if not len(held):
        raise ExperimentError(
            Problem(
                "data.validation_fraction",
                "no class has two examples besides those to test on, so none is left to validate "
                "with; it may be 0",
            )
        )
    return train, held


def _hold_out(
    dataset: Dataset, index: Labels, fraction: float, rng: np.random.Generator
) -> tuple[Labels, Labels]:
    """What stays of the examples `index` and what is held out, stratified, in random order."""
    if dataset.task == "classification":
        labels = dataset.targets[index]
        groups = [index[labels == c] for c in range(len(dataset.class_names))]
    else:
        groups = [index]
    held = _held_sizes(np.array([len(group) for group in groups]), fraction)
    shuffled = [rng.permutation(group) for group in groups]
    out = np.concatenate([group[:k] for group, k in zip(shuffled, held, strict=True)])
    stays = np.concatenate([group[k:] for group, k in zip(shuffled, held, strict=True)])
    return rng.permutation(stays), rng.permutation(out)


def _held_sizes(sizes: Labels, fraction: float) -> Labels:
    """Examples held out per class: the total is rounded once, the largest remainders get the rest.

    Of a class without examples, none.
    """
    exact = sizes * fraction
    held = np.floor(exact).astype(np.int64)
    rest = int(np.floor(exact.sum() + 0.5)) - int(held.sum())
    held[np.argsort(held - exact, kind="stable")[:rest]] += 1
    most = np.maximum(0, sizes - 1)
    clipped: Labels = np.clip(held, np.minimum(1, most), most)
    return clipped
