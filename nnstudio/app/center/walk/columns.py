"""The network as columns of numbers: a layer is a column, the present one spread out."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnstudio.app.center.walk.forward_text import letter
from nnstudio.app.center.walk.look import Look
from nnstudio.app.center.walk.stations import output_sign
from nnstudio.app.workspace.naming import layer_name

MOST = 10  # units of a layer: all, or so many of those that matter most
_MOST_PIECES = 3

Floats = NDArray[np.floating]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """Numbers of some `units` of a layer (-1 the input).

    `values` (units,) is None where the way has not come to yet. The first column of a layer has the
    units' `names`. The `present` ones are those of the station.
    """

    layer: int
    title: str
    sign: str
    units: tuple[int, ...]
    names: tuple[str, ...]
    values: Floats | None
    present: bool


def columns(look: Look) -> tuple[Column, ...]:
    """The columns from the input to the scores."""
    return tuple(column for layer in range(-1, look.layers) for column in _columns_of(layer, look))


def _columns_of(layer: int, look: Look) -> Iterator[Column]:
    units = _shown(layer, look)
    names = _names(layer, look)
    present = _is_present(layer, look)
    title = _title(layer, len(units), look)
    for number, (sign, values) in enumerate(_numbers(layer, look)):
        yield Column(
            layer,
            "" if number else title,
            sign,
            units,
            () if number else tuple(names[unit] for unit in units),
            None if values is None else values[list(units)],
            present,
        )


def _numbers(layer: int, look: Look) -> Iterator[tuple[str, Floats | None]]:
    """What a layer shows at the station: signs and numbers (units,)."""
    sign = output_sign(layer, look.layers)
    if layer < 0:
        yield sign, look.walk.trace.inputs
        return
    if look.station.is_back and _has_come_back(layer, look):
        yield from _backward(layer, look, sign)
    elif look.station.is_back or look.station.kind == "loss" or layer <= look.station.layer:
        if look.station == _station_of(layer, look):
            yield from _before(layer, look)
        yield sign, look.walk.layers[layer].h
    else:
        yield sign, None


def _station_of(layer: int, look: Look) -> object:
    return type(look.station)("forward", layer)


def _before(layer: int, look: Look) -> Iterator[tuple[str, Floats]]:
    """What the activation sees, piece by piece while there is room."""
    found = look.walk.layers[layer]
    if found.spec.activation == "linear":
        return
    if len(found.z) == 1:
        yield "z", found.z[0]
    elif len(found.z) <= _MOST_PIECES:
        for piece, values in enumerate(found.z):
            yield f"z {letter(piece)}", values
    else:
        yield "max z", found.z.max(axis=0)


def _backward(layer: int, look: Look, sign: str) -> Iterator[tuple[str, Floats]]:
    """Gradients: upstream, local and their product at the station, the product elsewhere."""
    found = look.walk.layers[layer]
    if look.station.kind == "scores":
        yield "∂L/∂s", found.upstream
        return
    won = np.argmax(found.z, axis=0)
    each = np.arange(found.spec.units)
    if _is_present(layer, look) and look.station.kind == "backward":
        yield f"∂L/∂{sign}", found.upstream
        yield f"∂{sign}/∂z", found.local[won, each]
    yield "∂L/∂z", found.delta[won, each]


def _has_come_back(layer: int, look: Look) -> bool:
    match look.station.kind:
        case "scores":
            return layer == look.layers - 1
        case "backward":
            return layer >= look.station.layer
    return True


def _is_present(layer: int, look: Look) -> bool:
    match look.station.kind:
        case "input":
            return layer < 0
        case "loss" | "scores":
            return layer == look.layers - 1
        case "update":
            return layer == look.layer
    return layer == look.station.layer


def _shown(layer: int, look: Look) -> tuple[int, ...]:
    """All units, or of many those that move the next layer most, the chosen one among them."""
    values = look.walk.trace.inputs if layer < 0 else look.walk.layers[layer].h
    if len(values) <= MOST:
        return tuple(range(len(values)))
    sizes = np.abs(values)
    if layer + 1 < look.layers:
        sizes = sizes * np.abs(look.walk.layers[layer + 1].matrix[:, :-1]).sum(axis=0)
    if layer == look.layer:
        sizes[look.unit] = np.inf
    return tuple(sorted(int(unit) for unit in np.argsort(-sizes, kind="stable")[:MOST]))


def _names(layer: int, look: Look) -> tuple[str, ...]:
    if layer < 0:
        return look.input_names
    if layer == look.layers - 1:
        return look.output_names
    return tuple(str(unit + 1) for unit in range(look.walk.layers[layer].spec.units))


def _title(layer: int, shown: int, look: Look) -> str:
    """The name of the layer and, where not all of its units are shown, how many."""
    name, units = layer_name(layer, look.layers), look.walk.prepared.network.sizes[layer + 1]
    return f"{name} {shown}/{units:,}" if shown < units else name
