"""What is drawn on a square whose picture is not shown: the curve of the activation between thin
axes, and the signs that the canvas has too: bias, cross, lock.
"""

from collections.abc import Collection

import numpy as np

from nnstudio.core.arrays import Floats
from nnstudio.core.spec import LayerSpec
from nnstudio.experiment.exports.drawing import Color, Disc, Sign, Stroke
from nnstudio.experiment.exports.drawing_layout import Column
from nnstudio.experiment.exports.strokes import bias_mark
from nnstudio.experiment.looks.activation_curves import curve

_INNER = 0.52  # of the square's half edge is the half edge of the curve's box
_REACH = 3.0  # sums from minus to plus this are drawn
_POINTS = 13  # an odd number: the middle one is 0, where ReLU bends
_SHALLOWEST = 0.12  # a smaller slope would look like none


def column_signs(
    column: Column, layer: LayerSpec, matrix: Floats | None, dead: Collection[int]
) -> list[tuple[Sign, ...]]:
    """The signs of each unit that a column shows; those of a unit that is off are none.

    `matrix` has the layer's weights with the biases as last column, or is not known.
    """
    biases = None if matrix is None else _biases(matrix, layer.units)
    largest = 1.0 if biases is None else float(np.abs(biases).max()) or 1.0
    made = []
    for unit, y in zip(column.shown, column.heights, strict=True):
        place = column.x, y, column.radius
        signs: list[Sign] = []
        if unit not in layer.off:
            signs += _curve(layer, *place)
            if biases is not None:
                signs += _bias(float(biases[unit]), abs(float(biases[unit])) / largest, *place)
            signs += _cross(*place) if unit in dead else ()
            signs += _lock(*place) if layer.frozen or unit in layer.frozen_units else ()
        made.append(tuple(signs))
    return made


def _curve(layer: LayerSpec, x: float, y: float, radius: float) -> tuple[Sign, ...]:
    """The curve of a layer's activation in the square around a place; of maxout, of z and 0."""
    z = np.linspace(-_REACH, _REACH, _POINTS)
    slope = layer.slope
    if layer.activation in ("leaky_relu", "prelu") and abs(slope) < _SHALLOWEST:
        slope = _SHALLOWEST if slope >= 0 else -_SHALLOWEST
    values = curve(layer.activation, z, slope)[0]
    half = _INNER * radius
    across = x + half * z / _REACH
    upwards = y - half * values / np.abs(values).max()
    places = [(float(a), float(b)) for a, b in zip(across, upwards, strict=True)]
    return (
        _line(x - half, y, x + half, y, "off", 0.7),
        _line(x, y - half, x, y + half, "off", 0.7),
        Stroke(tuple(places), "muted", 1.6),
    )


def _bias(bias: float, share: float, x: float, y: float, radius: float) -> tuple[Sign, ...]:
    """A disc with the bias's sign; `share` is its size over the largest of the layer."""
    edge, left, up = bias_mark(2 * radius, share)
    color: Color = "negative" if bias < 0 else "positive"
    left, below = x - radius + left + edge / 2, y + radius - up - edge / 2
    arm = 0.24 * edge
    signs: list[Sign] = [
        Disc(left, below, edge / 2, color, 1.2),
        _line(left - arm, below, left + arm, below, color, 1.6),
    ]
    if bias >= 0:
        signs.append(_line(left, below - arm, left, below + arm, color, 1.6))
    return tuple(signs)


def _cross(x: float, y: float, radius: float) -> tuple[Sign, ...]:
    """Of a neuron that is dead on all training data."""
    arm, width = 0.68 * radius, 0.12 * radius
    return (
        _line(x - arm, y - arm, x + arm, y + arm, "bad", width),
        _line(x + arm, y - arm, x - arm, y + arm, "bad", width),
    )


def _lock(x: float, y: float, radius: float) -> tuple[Sign, ...]:
    """Of a neuron that training leaves alone, in the upper right corner."""
    height = min(0.48 * radius, 11.0)
    center, bottom = x + radius - 0.45 * height - 3, y - radius + 3 + height
    middle, reach = bottom - 0.27 * height, 0.24 * height
    turn = np.linspace(np.pi, 0.0, 7)
    top = bottom - 0.69 * height
    arch = [(center + reach * np.cos(t), top - reach * np.sin(t)) for t in turn]
    shackle = [(center - reach, middle), *arch, (center + reach, middle)]
    places = tuple((float(a), float(b)) for a, b in shackle)
    body = 0.39 * height
    return (
        Stroke(places, "text", 0.13 * height),
        _line(center - body, middle, center + body, middle, "text", 0.55 * height),
    )


def _biases(matrix: Floats, units: int) -> Floats:
    """One bias a unit: of a maxout unit's pieces the largest in size."""
    pieces = matrix[:, -1].reshape(-1, units)
    return np.asarray(pieces[np.abs(pieces).argmax(axis=0), np.arange(units)])


def _line(x0: float, y0: float, x1: float, y1: float, color: Color, width: float) -> Stroke:
    return Stroke(((x0, y0), (x1, y1)), color, width)
