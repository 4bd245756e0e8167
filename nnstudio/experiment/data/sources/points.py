"""Painted points: the data set they are, and a split that stays while one paints.

Place i of the list is tested on where the fractional part of o + i / 1.618... lies below the test
fraction, with o drawn from the seed: so a point keeps its split whatever is painted after it, and
every stroke is split in nearly the right shares (the golden ratio spreads any run of places
evenly). The validation split is the part above the test split. The first point of a class is always
trained on, and where nothing falls to the test split the last point that may go there does.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nnstudio.experiment.catalog import SOURCES
from nnstudio.experiment.data.dataset import PLANE_NAMES, Dataset, Labels
from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.wording import counted

Point = tuple[float, float, int]
Split = Labels

DECIMALS = 4  # of painted coordinates
LEAST = "paint at least three points, of two classes or more"
_GOLDEN = (5**0.5 - 1) / 2
_TRAIN, _VALIDATION, _TEST = range(3)


def load_points(points: Sequence[Point] | None) -> Dataset:
    """The points as a data set of as many classes as the highest asks for.

    Raises ExperimentError where there is nothing to tell apart.
    """
    table = as_table(points or ())
    labels = table[:, 2].astype(np.int64)
    used = np.unique(labels)
    if len(table) == 0:
        raise _too_few(f"there are no points yet; {LEAST}")
    if len(used) == 1:
        there = f"{counted(len(table), 'point')}, all of class {used[0]}"
        raise _too_few(f"there is nothing to tell apart in {there}; {LEAST}")
    if len(table) < 3:
        raise _too_few(f"with {counted(len(table), 'point')} none is left to test on; {LEAST}")
    names = tuple(f"class {label}" for label in range(int(used[-1]) + 1))
    return Dataset(SOURCES["points"].title, table[:, :2].copy(), labels, PLANE_NAMES, names)


def as_table(points: Sequence[Point]) -> NDArray[np.float64]:
    """The points as rows x1, x2, class (n, 3)."""
    return np.array(points, dtype=np.float64).reshape(-1, 3)


def shares(count: int, test: float, validation: float, seed: int) -> Split:
    """Which split each of the first `count` places is in, whatever stands there."""
    start = np.random.default_rng([seed, 15]).random()
    parts = (start + _GOLDEN * np.arange(count)) % 1.0
    return np.where(parts < test, _TEST, np.where(parts < test + validation, _VALIDATION, _TRAIN))


def splits(labels: Labels, test: float, validation: float, seed: int) -> Split:
    """The split of each point: 0 trained on, 1 validated with, 2 tested on."""
    found = shares(len(labels), test, validation, seed)
    firsts = np.unique(labels, return_index=True)[1]
    found[firsts] = _TRAIN
    if len(found) and not (found == _TEST).any():
        others = np.setdiff1d(np.arange(len(found)), firsts)
        found[others[-1:]] = _TEST
    return found


def split_points(
    dataset: Dataset, test: float, validation: float, seed: int
) -> tuple[Labels, Labels, Labels]:
    """Indices of the examples to train on, to validate with and to test on."""
    found = splits(np.asarray(dataset.targets, np.int64), test, validation, seed)
    return (
        np.flatnonzero(found == _TRAIN),
        np.flatnonzero(found == _VALIDATION),
        np.flatnonzero(found == _TEST),
    )


def seated(wanted: Split, places: Split) -> Labels:
    """An order of the points that gives each the split it is `wanted` in, as far as may be.

    `places` is the split of each place. Raises nothing: points left over take the places left over.
    """
    order = np.full(len(wanted), -1, np.int64)
    for part in (_TRAIN, _VALIDATION, _TEST):
        points, seats = np.flatnonzero(wanted == part), np.flatnonzero(places == part)
        both = min(len(points), len(seats))
        order[seats[:both]] = points[:both]
    order[order < 0] = np.setdiff1d(np.arange(len(wanted)), order)
    return order


def _too_few(message: str) -> ExperimentError:
    return ExperimentError(Problem("data.points", message))
