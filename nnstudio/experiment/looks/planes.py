"""The plane through the space of raw features that the decision regions show.

Two features are the plane; of one feature there is only a line, over which outputs are curves; of
more, the plane is spanned by two features or by the first two principal axes of the training split
and goes through the training mean. The axes are those of the standardized features, so that one
measured in large units does not take the picture for itself; pixels share a unit and stay as they
are.
"""

from dataclasses import dataclass, replace

import numpy as np

from nnstudio.core.rows import Rows
from nnstudio.experiment.data.dataset import Dataset, Floats, Labels
from nnstudio.experiment.data.fit_steps import passed
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.looks.snapshot import Plane

_MARGIN = 0.08  # of the data's range, on either side
_AXES_NUMBERS = 2**21  # that principal axes are found of, as examples drawn at random
_LEAST_EXAMPLES = 500


@dataclass(frozen=True, slots=True)
class Frame:
    """Raw rows `origin + u * first + v * second`, each (features,), for (u, v) in `extent`.

    `extent` is (left, right, bottom, top); `points` (examples, 2) are the data in (u, v). Over a
    line `second` is zero, and v of a point is its target.
    """

    origin: Floats
    first: Floats
    second: Floats
    extent: tuple[float, float, float, float]
    labels: tuple[str, str]
    points: Floats
    note: str
    is_seen: bool = False
    """Whether rows are inputs, as the network sees them, and not features."""

    def __post_init__(self) -> None:
        self.points.setflags(write=False)

    @property
    def is_line(self) -> bool:
        """Whether there is but one direction."""
        return not self.second.any()

    def grid_shape(self, resolution: int) -> tuple[int, int]:
        """Rows and columns of a grid: one row over a line."""
        return (1 if self.is_line else resolution), resolution

    def coordinates(self, resolution: int) -> Floats:
        """The centers of equal cells (2, points), bottom row of cells first, each from -1 to 1."""
        rows, columns = self.grid_shape(resolution)
        across, up = np.tile(_centers(columns), rows), np.repeat(_centers(rows), columns)
        return np.stack((across, up))

    def axes(self) -> Floats:
        """Raw rows (3, features) at the coordinates (0, 0), (1, 0), and (0, 1)."""
        left, right, bottom, top = self.extent
        across, up = (right - left) / 2 * self.first, (top - bottom) / 2 * self.second
        middle = self.origin + (left + right) / 2 * self.first + (bottom + top) / 2 * self.second
        return np.stack((middle, middle + across, middle + up))

    def grid(self, resolution: int) -> Floats:
        """Raw rows (points, features) at the centers of the cells."""
        middle, *ends = self.axes()
        return middle + self.coordinates(resolution).T @ (np.stack(ends) - middle)


def frame(prepared: Prepared, plane: Plane) -> Frame:
    """Where `plane` lies for these data; features that are not there fall back on the first two."""
    if plane.seen:
        shown = _frame(_as_seen(prepared), prepared.train_index, replace(plane, extent=None))
        return replace(shown, is_seen=True, note=f"{shown.note}, after preprocessing")
    return _frame(prepared.dataset, prepared.train_index, plane)


def _as_seen(prepared: Prepared) -> Dataset:
    """The data set of inputs instead of features."""
    dataset = prepared.dataset
    stored = dataset.stored
    inputs = (
        passed(prepared.pipeline, stored)
        if isinstance(stored, Rows)
        else prepared.encode(dataset.rows)
    )
    return replace(dataset, stored=inputs, feature_names=prepared.input_names, image_shape=None)


def _frame(dataset: Dataset, train_index: Labels, plane: Plane) -> Frame:
    count = dataset.columns
    if count == 1:
        return _line(dataset)
    if count > 2 and plane.kind == "components":
        return _components(dataset, dataset.examples(_some(dataset, train_index)))
    known = plane.first != plane.second and min(plane.first, plane.second) >= 0
    first, second = (plane.first, plane.second) if known else (0, 1)
    if max(first, second) >= count:
        first, second = 0, 1
    mean = _mean(dataset, train_index)
    shown = _features(dataset, mean, first, second)
    if plane.extent is None or not dataset.is_plane:
        return shown
    return replace(shown, extent=plane.extent)


def _mean(dataset: Dataset, index: Labels) -> Floats:
    """The mean of each feature over the examples `index`."""
    return np.asarray(sum(block.sum(axis=0) for block in dataset.blocks(index)) / len(index))


def _some(dataset: Dataset, index: Labels) -> Labels:
    """As many of the examples, which are in random order, as principal axes are soon found of."""
    return index[: max(_LEAST_EXAMPLES, _AXES_NUMBERS // dataset.columns)]


def _line(dataset: Dataset) -> Frame:
    targets = dataset.targets.reshape(len(dataset), -1)[:, 0]
    points = np.column_stack([dataset.rows[:, 0], targets.astype(np.float64)])
    name = dataset.feature_names[0]
    value = "class" if dataset.class_names else "y"
    return Frame(
        origin=np.zeros(1),
        first=np.ones(1),
        second=np.zeros(1),
        extent=_extent(points),
        labels=(name, value),
        points=points,
        note=f"{value} over {name}",
    )


def _features(dataset: Dataset, mean: Floats, first: int, second: int) -> Frame:
    directions = np.eye(len(mean))[[first, second]]
    names = dataset.feature_names[first], dataset.feature_names[second]
    points = np.concatenate([block[:, [first, second]] for block in dataset.blocks()])
    rest = len(mean) - 2
    others = "the other feature" if rest == 1 else f"the other {rest} features"
    return Frame(
        origin=mean - directions.sum(axis=0) * mean,
        first=directions[0],
        second=directions[1],
        extent=_extent(points),
        labels=names,
        points=points,
        note=f"{names[0]} and {names[1]}" + (f"; {others} at the training mean" if rest else ""),
    )


def _components(dataset: Dataset, train: Floats) -> Frame:
    mean, unit = train.mean(axis=0), _unit(dataset, train)
    _, spreads, axes = np.linalg.svd((train - mean) / unit, full_matrices=len(train) < 2)
    axes = np.array([_signed(axis) for axis in axes[:2]])
    points = np.concatenate([(block - mean) / unit @ axes.T for block in dataset.blocks()])
    kind = "raw" if dataset.image_shape else "standardized"
    share = np.sum(spreads[:2] ** 2) / max(np.sum(spreads**2), np.finfo(float).tiny)
    return Frame(
        origin=mean,
        first=unit * axes[0],
        second=unit * axes[1],
        extent=_extent(points),
        labels=("component 1", "component 2"),
        points=points,
        note=(
            f"First two principal components of the {kind} training data ({share:.0%} of the "
            "variance); the rest at the training mean"
        ),
    )


def _unit(dataset: Dataset, train: Floats) -> Floats:
    if dataset.image_shape:
        return np.ones(train.shape[1])
    spread = train.std(axis=0)
    return np.where(spread > 0, spread, 1.0)


def _signed(axis: Floats) -> Floats:
    # An axis has no sign of its own: the largest entry is made positive, so pictures do not flip.
    return axis * np.sign(axis[np.argmax(np.abs(axis))])


def _extent(points: Floats) -> tuple[float, float, float, float]:
    low, high = points.min(axis=0), points.max(axis=0)
    spread = high - low
    margin = np.where(spread > 0, _MARGIN * spread, 1.0)
    left, bottom = low - margin
    right, top = high + margin
    return float(left), float(right), float(bottom), float(top)


def _centers(count: int) -> Floats:
    return (np.arange(count, dtype=np.float64) + 0.5) * (2.0 / count) - 1.0
