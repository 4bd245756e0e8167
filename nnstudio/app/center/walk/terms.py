"""The table beside the network: every number that goes into the chosen unit at this station."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnstudio.app.center.walk.forward_text import letter
from nnstudio.app.center.walk.look import Look
from nnstudio.app.center.walk.stations import output_sign
from nnstudio.experiment.looks.judgment import Judgment

_WIDE = 24  # from so many inputs on the largest contributions come first

Floats = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Row:
    """One line; None is an empty cell. A `strong` one is a result, `note` says what is special.

    `place` is the row and column of a number in its layer's matrix.
    """

    name: str
    values: tuple[float | None, ...]
    strong: bool = False
    note: str = ""
    place: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What the rows are of, and what stands in their columns."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def terms(look: Look) -> Terms:
    """The table at the station of `look`."""
    match look.station.kind:
        case "input":
            return _inputs(look)
        case "loss" | "scores":
            return _scores(look)
        case "forward":
            return _forward(look)
        case "backward":
            return _backward(look)
    return _update(look)


def _inputs(look: Look) -> Terms:
    found = look.walk.trace
    order = _order(np.abs(found.inputs))
    names = look.input_names
    title = "What the network sees"
    if len(order) > _WIDE:
        title += ", largest first"
    if found.row.shape != found.inputs.shape or np.array_equal(found.row, found.inputs):
        rows = [Row(names[place], (float(found.inputs[place]),)) for place in order]
        return Terms(title, ("x",), tuple(rows))
    rows = [
        Row(names[place], (float(found.row[place]), float(found.inputs[place]))) for place in order
    ]
    return Terms(title, ("data", "x"), tuple(rows))


def _forward(look: Look) -> Terms:
    layer, sign = look.chosen, output_sign(look.layer - 1, look.layers)
    pieces = layer.rows_of(look.unit)
    names = look.source_names(look.layer)
    rows: list[Row] = []
    for piece, row in enumerate(pieces):
        weights, bias = layer.matrix[row, :-1], float(layer.matrix[row, -1])
        parts = weights * layer.source
        tag = _tag(look, piece)
        for place in _order(np.abs(parts)):
            values = (float(v[place]) for v in (layer.source, weights, parts))
            rows.append(Row(names[place] + tag, tuple(values)))
        rows.append(Row(f"bias{tag}", (None, bias, bias)))
        z = float(layer.z[piece, look.unit])
        rows.append(Row(f"z{tag}", (None, None, z), strong=True))
    rows.append(_output_row(look))
    return Terms(_title(look), (sign, "w", f"w × {sign}"), tuple(rows))


def _output_row(look: Look) -> Row:
    note = "switched off" if look.chosen.is_off(look.unit) else ""
    value = float(look.chosen.h[look.unit])
    return Row(output_sign(look.layer, look.layers), (None, None, value), True, note)


def _scores(look: Look) -> Terms:
    found = look.walk.judgment
    is_back = look.station.kind == "scores"
    headings: tuple[str, ...] = ("score", *_HEADINGS[found.loss, len(found.scores) == 1])
    columns = [found.scores, found.targets, compared(found)]
    if found.loss == "hinge":
        headings += ("cost",)
        columns.append(np.maximum(compared(found), 0.0))
    elif found.loss == "mse":
        headings += ("(s − y)²",)
        columns.append(found.terms**2)
    if is_back:
        headings += ("∂L/∂s",)
        columns.append(found.gradient)
    rows = [
        Row(name, at(columns, place), place == look.unit)
        for place, name in enumerate(look.output_names)
    ]
    rest = (None,) * (len(columns) - 1)
    rows.append(Row("loss L", (found.value, *rest), strong=True))
    return Terms("Scores and loss", headings, tuple(rows))


def compared(found: Judgment) -> Floats:
    """The terms of a loss; NaN at the right class of a hinge, which has no margin to itself."""
    if found.loss != "hinge" or len(found.scores) == 1:
        return found.terms
    return np.where(found.targets > 0, np.nan, found.terms)


def at(values: Sequence[Floats], place: int) -> tuple[float | None, ...]:
    """What a row of numbers (outputs,) has at a place; None for what is none."""
    numbers = (float(each[place]) for each in values)
    return tuple(None if math.isnan(number) else number for number in numbers)


_HEADINGS: dict[tuple[str, bool], tuple[str, str]] = {
    ("cross_entropy", False): ("y", "p"),
    ("cross_entropy", True): ("t", "p"),
    ("hinge", False): ("y", "margin"),
    ("hinge", True): ("t", "1 − t s"),
    ("mse", False): ("y", "s − y"),
    ("mse", True): ("y", "s − y"),
}


def _backward(look: Look) -> Terms:
    layer, sign = look.chosen, output_sign(look.layer - 1, look.layers)
    names = look.source_names(look.layer)
    rows: list[Row] = []
    for piece in range(len(layer.z)):
        delta = float(layer.delta[piece, look.unit])
        tag = _tag(look, piece)
        gradient = layer.source * delta
        for place in _order(np.abs(gradient)):
            values = (float(layer.source[place]), delta, float(gradient[place]))
            rows.append(Row(names[place] + tag, values))
        rows.append(Row(f"bias{tag}", (1.0, delta, delta)))
    if layer.slope_gradient is not None:
        rows.append(Row("slope a", (None, None, float(layer.slope_gradient[look.unit]))))
    return Terms(_title(look), (sign, "∂L/∂z", "∂L/∂w"), tuple(rows))


def _update(look: Look) -> Terms:
    step, training, at = look.step, look.walk.training, look.layer
    has_penalty = bool(training.l1 or training.l2)
    before, after = step.before.matrices[at], step.after.matrices[at]
    columns = [before, step.gradient.matrices[at], step.penalty.matrices[at], after - before, after]
    if not has_penalty:
        del columns[2]
    names = [*look.source_names(at), "bias"]
    rows: list[Row] = []
    for piece, row in enumerate(look.chosen.rows_of(look.unit)):
        gradient = step.gradient.matrices[at][row, :-1]
        for place in (*_order(np.abs(gradient)), len(names) - 1):
            here = row, place
            note = "frozen" if step.frozen.matrices[at][here] else ""
            values = tuple(float(column[here]) for column in columns)
            is_shown = here == look.weight
            rows.append(Row(names[place] + _tag(look, piece), values, is_shown, note, here))
    rows += _slope_rows(look, has_penalty)
    headings = ("penalty", "step", "new w") if has_penalty else ("step", "new w")
    return Terms(_title(look), ("w", "∂L/∂w", *headings), tuple(rows))


def _slope_rows(look: Look, has_penalty: bool) -> Iterator[Row]:
    step, unit, at = look.step, look.unit, look.layer
    parts = step.before, step.gradient, step.after, step.frozen
    before, gradient, after, frozen = (part.slopes[at] for part in parts)
    if before is None or gradient is None or after is None or frozen is None:
        return
    middle = (0.0,) if has_penalty else ()
    old, new = float(before[unit]), float(after[unit])
    note = "frozen" if frozen[unit] else ""
    yield Row("slope a", (old, float(gradient[unit]), *middle, new - old, new), note=note)


def _order(sizes: Floats) -> Sequence[int]:
    """The places in order, or of many the largest first."""
    if len(sizes) <= _WIDE:
        return range(len(sizes))
    return [int(place) for place in np.argsort(-sizes, kind="stable")]


def _tag(look: Look, piece: int) -> str:
    return f" ({letter(piece)})" if look.chosen.spec.activation == "maxout" else ""


def _title(look: Look) -> str:
    return f"{look.name}{', largest first' if len(look.chosen.source) > _WIDE else ''}"
