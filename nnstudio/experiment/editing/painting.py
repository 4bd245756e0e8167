"""Painting: points put down, erased, moved, shaken and gathered, as pure functions.

Everything happens within a reach (x1, x2) around a place, an ellipse where the axes have units of
their own. Points stay within bounds given as (left, right, bottom, top).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnstudio.experiment.catalog import SOURCES
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.data.sources.points import (
    DECIMALS,
    Point,
    as_table,
    seated,
    shares,
    splits,
)
from nnstudio.experiment.document import MAX_POINTS, Experiment
from nnstudio.experiment.editing import edits
from nnstudio.experiment.errors import ExperimentError, Problem

Points = tuple[Point, ...]
Floats = NDArray[np.float64]
Place = tuple[float, float]
Bounds = tuple[float, float, float, float]

_PULL = 0.2  # of the way to the magnet, at each touch
_SHAKE = 0.15  # of the reach, at each touch


@dataclass(frozen=True, slots=True)
class Touch:
    """One touch of a tool: where, how far it reaches, and where points may be."""

    place: Place
    reach: Place
    bounds: Bounds


def can_paint(experiment: Experiment) -> bool:
    """Whether there are points of classes in the plane to paint on."""
    info = SOURCES[experiment.data.source]
    return info.kind == "plane" and info.task == "classification"


def with_points(experiment: Experiment, points: Points) -> Experiment:
    """The experiment on painted `points`; raises ExperimentError where there are too many.

    What is learned from stays the plane, so the network stays as it is. The points are the caller's
    work and come checked; the other values were checked before.
    """
    if len(points) > MAX_POINTS:
        raise ExperimentError(
            Problem("data.points", f"there is no room for more than {MAX_POINTS:,} points")
        )
    if not can_paint(experiment):
        return edits.set_source(experiment, "points", points=points)
    update = {"source": "points", "points": points, "formula": None, "path": None, "target": None}
    return experiment.model_copy(update={"data": experiment.data.model_copy(update=update)})


def points_in(experiment: Experiment, prepared: Prepared | None) -> Points:
    """The painted points, or those of a plane set, each in the split that it is in."""
    if experiment.data.source == "points":
        return experiment.data.points or ()
    if prepared is None or not can_paint(prepared.experiment):
        return ()
    rows, labels = prepared.dataset.rows, np.asarray(prepared.dataset.truth)
    wanted = prepared.splits.astype(np.int64)
    order = seated(wanted, _places(experiment, len(rows)))
    return _points(rows[order], labels[order])


def sprayed(touch: Touch, count: int, label: int, rng: np.random.Generator) -> Points:
    """`count` new points, evenly spread within reach."""
    angle, radius = rng.uniform(0, 2 * np.pi, count), np.sqrt(rng.random(count))
    offsets = np.column_stack((radius * np.cos(angle), radius * np.sin(angle))) * touch.reach
    rows = _within(touch.place + offsets, touch.bounds)
    return _points(rows, np.full(count, label))


def erased(experiment: Experiment, points: Points, touch: Touch) -> Points:
    """`points` without those within reach; the others keep their split as far as may be."""
    stays = ~_reached(points, touch)
    if stays.all():
        return points
    wanted = split_of(experiment, points)[stays]
    left = [points[index] for index in np.flatnonzero(stays)]
    return tuple(left[index] for index in seated(wanted, _places(experiment, len(left))))


def nearest(points: Points, touch: Touch) -> int | None:
    """The point nearest to the touch, if one is within reach."""
    if not points:
        return None
    away = _distances(points, touch)
    index = int(away.argmin())
    return index if away[index] <= 1.0 else None


def moved(points: Points, index: int, touch: Touch) -> Points:
    """`points` with one of them at the place of the touch."""
    rows = _within(np.array([touch.place]), touch.bounds)
    return _with_rows(points, np.array([index]), rows)


def shaken(points: Points, touch: Touch, rng: np.random.Generator) -> Points:
    """`points` with those within reach moved a little, at random."""
    found = np.flatnonzero(_reached(points, touch))
    steps = rng.normal(0.0, _SHAKE, (len(found), 2)) * touch.reach
    return _with_rows(points, found, _within(as_table(points)[found, :2] + steps, touch.bounds))


def gathered(points: Points, touch: Touch) -> Points:
    """`points` with those within reach drawn a little nearer to the place of the touch."""
    found = np.flatnonzero(_reached(points, touch))
    rows = as_table(points)[found, :2]
    return _with_rows(points, found, rows + _PULL * (np.array(touch.place) - rows))


def _with_rows(points: Points, index: NDArray[np.int64], rows: Floats) -> Points:
    if not len(index):
        return points
    changed = list(points)
    for place, (x1, x2) in zip(index.tolist(), rows.round(DECIMALS).tolist(), strict=True):
        changed[place] = (x1, x2, points[place][2])
    return tuple(changed)


def _distances(points: Points, touch: Touch) -> Floats:
    """How far each point is from the touch, in reaches."""
    away = (as_table(points)[:, :2] - touch.place) / touch.reach
    return np.asarray(np.hypot(away[:, 0], away[:, 1]))


def _reached(points: Points, touch: Touch) -> NDArray[np.bool_]:
    return np.asarray(_distances(points, touch) <= 1.0)


def _within(rows: Floats, bounds: Bounds) -> Floats:
    left, right, bottom, top = bounds
    return np.clip(rows, (left, bottom), (right, top))


def split_of(experiment: Experiment, points: Points) -> NDArray[np.int64]:
    """The split of each painted point, as its place in SPLITS (n,)."""
    data, labels = experiment.data, as_table(points)[:, 2].astype(np.int64)
    return splits(labels, data.test_fraction, data.validation_fraction, _seed(experiment))


def _places(experiment: Experiment, count: int) -> NDArray[np.int64]:
    data = experiment.data
    return shares(count, data.test_fraction, data.validation_fraction, _seed(experiment))


def _seed(experiment: Experiment) -> int:
    return experiment.seed if experiment.data.seed is None else experiment.data.seed


def _points(rows: Floats, labels: NDArray[np.generic]) -> Points:
    """Rows and labels as points, on round coordinates."""
    pairs = zip(rows.round(DECIMALS).tolist(), labels.tolist(), strict=True)
    return tuple((x1, x2, label) for (x1, x2), label in pairs)
