"""What the regions panel takes from a run: points with marks, mistakes, bounds, readings."""

import numpy as np
from numpy.typing import NDArray

from nnstudio.app.appearance.images import Scale
from nnstudio.app.widgets.plane_plot import Points
from nnstudio.app.widgets.ticks import nice_ceiling, number
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.looks.snapshot import Regions

_MOST_READ = 2  # classes that a reading names
_COMPARABLE = 1.4  # spans within this factor are drawn with equal units


def scale_of(prepared: Prepared) -> Scale:
    """What the outputs of this run are."""
    if prepared.dataset.task == "regression":
        return "value"
    return "probability" if prepared.training.loss == "cross_entropy" else "score"


def equal_units(extent: tuple[float, float, float, float]) -> bool:
    """Whether both axes may share one scale without squeezing the plane."""
    left, right, bottom, top = extent
    ratio = (right - left) / (top - bottom)
    return 1.0 / _COMPARABLE <= ratio <= _COMPARABLE


def points_of(prepared: Prepared, positions: NDArray[np.floating]) -> Points:
    """The examples at `positions` (n, 2), marked by class or colored by value."""
    train = np.zeros(len(positions), dtype=bool)
    train[prepared.train_index] = True
    targets = prepared.dataset.targets
    if prepared.dataset.task == "classification":
        return Points(positions, np.asarray(targets, dtype=np.int64), train)
    values = np.asarray(targets, dtype=np.float64).reshape(len(targets), -1)[:, 0]
    shapes = np.zeros(len(positions), dtype=np.int64)
    if prepared.dataset.columns == 1:
        return Points(positions, shapes, train)  # their height shows the value
    return Points(positions, shapes, train, values, value_bound(prepared))


def value_bound(prepared: Prepared) -> float:
    """The absolute target value that a regression's colors end at."""
    largest = float(np.abs(prepared.dataset.targets).max())
    return nice_ceiling(largest) if largest > 0.0 else 1.0


def mistakes(prepared: Prepared, predictions: NDArray[np.generic]) -> NDArray[np.bool_]:
    """Which examples are put into the wrong class; a value is never simply wrong."""
    if prepared.dataset.task == "regression":
        return np.zeros(0, dtype=bool)
    return np.asarray(predictions != prepared.dataset.targets, dtype=bool)


def curve_of(regions: Regions) -> NDArray[np.floating]:
    """The curve of the first output over one feature, (n, 2)."""
    left, right, _, _ = regions.extent
    values = regions.outputs[0, 0]
    centers = left + (np.arange(len(values)) + 0.5) * ((right - left) / len(values))
    return np.column_stack((centers, values))


def reading(prepared: Prepared, regions: Regions, x: float, y: float) -> str:
    """The outputs at a point of the plane, read from the grid: "setosa 93 %, virginica 7 %"."""
    values = _at(regions.outputs, regions.extent, x, y)
    scale, names = scale_of(prepared), prepared.dataset.class_names
    if scale == "value":
        return f"prediction {number(float(values[0]))}"
    if len(values) == 1 and len(names) == 2:
        values = np.array([1 - values[0], values[0]] if scale == "probability" else [values[0]])
    if len(values) == 1:
        return f"score {number(float(values[0]))} for {names[-1]}"
    best = np.argsort(-values, kind="stable")[:_MOST_READ]
    write = _rounded if scale == "probability" else number
    return " · ".join(f"{names[k]} {write(float(values[k]))}" for k in best)


def _rounded(share: float) -> str:
    return f"{100 * share:.0f} %"


def unit_reading(
    values: NDArray[np.floating], extent: tuple[float, float, float, float], x: float, y: float
) -> str:
    """The activation of a unit at a point of the plane, read from its map (n, n)."""
    return f"activation {number(float(_at(values[np.newaxis], extent, x, y)[0]))}"


def _at(
    outputs: NDArray[np.floating], extent: tuple[float, float, float, float], x: float, y: float
) -> NDArray[np.floating]:
    left, right, bottom, top = extent
    rows, columns = outputs.shape[1:]
    column = min(max(int((x - left) / (right - left) * columns), 0), columns - 1)
    row = min(max(int((y - bottom) / (top - bottom) * rows), 0), rows - 1)
    return outputs[:, row, column]
