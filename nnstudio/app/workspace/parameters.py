"""One learned number of the network: where it is, what it is called, and what it is now."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnstudio.app.canvas.wording import feature_label
from nnstudio.app.workspace.naming import layer_name
from nnstudio.core.spec import NetworkSpec
from nnstudio.experiment.looks.snapshot import Floats, Snapshot


@dataclass(frozen=True, slots=True)
class Parameter:
    """The number in `row` and `column` of a layer's matrix, whose last column is the biases.

    Row p * units + u is piece p of unit u. With `column` None it is the slope of unit `row`.
    """

    layer: int
    row: int
    column: int | None


def value_of(parameter: Parameter, snapshot: Snapshot) -> float | None:
    """What `parameter` is in `snapshot`; None where the snapshot has no such number."""
    return _number_at(parameter, snapshot.matrices, snapshot.slopes)


def gradient_of(parameter: Parameter, snapshot: Snapshot) -> float | None:
    """The slope of the loss in `parameter`; None where nobody asked for gradients."""
    gradients = snapshot.gradients
    if gradients is None:
        return None
    return _number_at(parameter, gradients.matrices, gradients.slopes)


def strongest_row(matrix: Floats, units: int, unit: int, column: int) -> int:
    """The row of a unit's number in a column of its matrix: of maxout's pieces the largest."""
    return unit + units * int(np.abs(matrix[unit::units, column]).argmax())


def _number_at(
    parameter: Parameter, matrices: Sequence[Floats], slopes: Sequence[Floats | None]
) -> float | None:
    layer, row, column = parameter.layer, parameter.row, parameter.column
    if not 0 <= layer < len(matrices):
        return None
    values = slopes[layer] if column is None else matrices[layer]
    place = (row,) if column is None else (row, column)
    if values is None or not _inside(place, values.shape):
        return None
    return float(values[place])


def _inside(place: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    return all(0 <= index < size for index, size in zip(place, shape, strict=True))


def parameter_name(parameter: Parameter, network: NetworkSpec, inputs: Sequence[str]) -> str:
    """Its name: "weight x₂ → Hidden 1 neuron 3", "bias of Output neuron 1"."""
    layer = network.layers[parameter.layer]
    piece, unit = divmod(parameter.row, layer.units)
    owner = f"{layer_name(parameter.layer, len(network.layers))} neuron {unit + 1}"
    if layer.rows > layer.units:
        owner += f", piece {piece + 1}"
    if parameter.column is None:
        return f"slope of {owner}"
    if parameter.column == network.sizes[parameter.layer]:
        return f"bias of {owner}"
    return f"weight {source_name(parameter.layer, parameter.column, inputs)} → {owner}"


def source_name(layer: int, column: int, inputs: Sequence[str]) -> str:
    """What comes in there: a feature of the first layer, a neuron of the layer before."""
    return feature_label(inputs[column]) if layer == 0 else f"neuron {column + 1}"
