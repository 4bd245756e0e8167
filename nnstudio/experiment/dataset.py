"""A data set in memory, and its split into training and test examples."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.preprocessing import ImageShape
from nnstudio.experiment.errors import ExperimentError, Problem

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
Targets = Labels | Floats

PLANE_NAMES = ("x1", "x2")


# eq=False: comparing arrays has no single truth value, so data sets compare by identity.
@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Examples as rows (n, features), with a label (n,) or target numbers (n, outputs) each.

    `class_names` is empty for regression. `image_shape` is (height, width, channels) when a row is
    an image, its channels lying together. The arrays are read-only.
    """

    title: str
    rows: Floats
    targets: Targets
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...] = ()
    image_shape: ImageShape | None = None

    def __post_init__(self) -> None:
        self.rows.setflags(write=False)
        self.targets.setflags(write=False)

    @property
    def task(self) -> Literal["classification", "regression"]:
        """What is to be learned: a class, or numbers."""
        return "classification" if self.class_names else "regression"

    @property
    def is_plane(self) -> bool:
        """Whether the examples are points (x1, x2), from which plane features can be made."""
        return self.feature_names == PLANE_NAMES


def split(
    dataset: Dataset, test_fraction: float, rng: np.random.Generator
) -> tuple[Labels, Labels]:
    """Indices of training and test examples, each in random order.

    Classes keep their shares: every class is in the training split, and every class of two or
    more examples is in the test split, too. Raises ExperimentError when nothing is left to test on.
    """
    if dataset.task == "classification":
        groups = [np.flatnonzero(dataset.targets == c) for c in range(len(dataset.class_names))]
    else:
        groups = [np.arange(len(dataset.rows))]
    sizes = np.array([len(group) for group in groups])
    tested = _test_sizes(sizes, test_fraction)
    if not tested.any():
        raise ExperimentError(
            Problem(
                "data",
                "no class has two examples, so none is left to test on; "
                "give at least two examples of one class",
            )
        )
    shuffled = [rng.permutation(group) for group in groups]
    test = np.concatenate([group[:k] for group, k in zip(shuffled, tested, strict=True)])
    train = np.concatenate([group[k:] for group, k in zip(shuffled, tested, strict=True)])
    return rng.permutation(train), rng.permutation(test)


def _test_sizes(sizes: Labels, fraction: float) -> Labels:
    """Test examples per class: the total is rounded once, the largest remainders get the rest."""
    exact = sizes * fraction
    tested = np.floor(exact).astype(np.int64)
    rest = int(np.floor(exact.sum() + 0.5)) - int(tested.sum())
    tested[np.argsort(tested - exact, kind="stable")[:rest]] += 1
    clipped: Labels = np.clip(tested, np.minimum(1, sizes - 1), np.maximum(0, sizes - 1))
    return clipped
