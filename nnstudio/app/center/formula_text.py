"""The forward pass as rich text: each layer's formula and shapes, and one example's numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import cast

import numpy as np
from numpy.typing import NDArray

from nnstudio.app.appearance.colors import Theme
from nnstudio.app.canvas.wording import ACTIVATION_NAMES, subscript
from nnstudio.app.workspace.naming import layer_name
from nnstudio.core.spec import Activation, LayerSpec, Loss, NetworkSpec
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.describe import forward_formula
from nnstudio.experiment.exports.numpy_network import forward_lines
from nnstudio.experiment.looks.snapshot import Snapshot
from nnstudio.experiment.looks.trace import LayerTrace, Trace

_MOST, _FIRST, _LAST = 10, 6, 2  # numbers of a vector: all, or so many of both ends
_MOST_PIECES = 3
_PAD = "\u2007"  # a space as wide as a digit
_SYMBOL = re.compile(r"\b([Wbhazxp])(\d+[a-z]?)?\b")
_FUNCTION = re.compile(rf"\b({'|'.join(ACTIVATION_NAMES)})(?=\()")

Floats = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Writing:
    """How to write: as code or mathematics, with so many decimals, in which colors and font."""

    as_code: bool
    decimals: int
    theme: Theme
    code_family: str


@dataclass(frozen=True, slots=True)
class Example:
    """What the numbers of a page are of."""

    prepared: Prepared
    snapshot: Snapshot
    trace: Trace


def page(network: NetworkSpec, example: Example | None, writing: Writing) -> str:
    """The whole page; without an example, formulas and shapes alone."""
    last = len(network.layers)
    lines = _code(network) if writing.as_code else _mathematics(network)
    parts = [_section("Input", _input_shape(network, writing), "", _inputs(example), writing)]
    for index, (formula, shapes) in enumerate(lines):
        rows = _layer_rows(example, index, index == last - 1)
        parts.append(_section(layer_name(index, last), shapes, formula, rows, writing))
    if example is not None:
        parts.append(_loss(example, writing))
    return f"<table width='100%' cellspacing='0' cellpadding='2'>{''.join(parts)}</table>"


def vector(values: Floats, writing: Writing, width: int = 0) -> str:
    """Numbers in a row, the middle of many left out, each padded to `width` characters."""
    shown = [float(value) for value in _ends(values)]
    numbers = [
        _colored(value, _signed(value, writing).rjust(width, _PAD), writing) for value in shown
    ]
    if len(values) > _MOST:
        left_out = len(values) - _FIRST - _LAST
        numbers.insert(_FIRST, _muted(f"… {left_out:,} more …", writing))
    return "  ".join(numbers)


def _ends(values: Floats) -> Floats:
    if len(values) <= _MOST:
        return values
    return np.concatenate([values[:_FIRST], values[-_LAST:]])


def _signed(value: float, writing: Writing) -> str:
    return ("−" if value < 0 else "+") + _digits(abs(value), writing)


def _digits(size: float, writing: Writing) -> str:
    return f"{size:.{writing.decimals}f}" if size < 1e5 else f"{size:.{writing.decimals}e}"


def _colored(value: float, text: str, writing: Writing) -> str:
    theme = writing.theme
    color = theme.negative if value < 0 else theme.positive if value > 0 else theme.muted
    return f"<span style='color:{color}'>{text}</span>"


def _section(
    title: str, shapes: str, formula: str, rows: Sequence[tuple[str, Floats]], writing: Writing
) -> str:
    size = "" if writing.as_code else "font-size:large"
    head = (
        f"<tr><td colspan='2' style='padding-top:9px'><b>{title}</b>"
        f"{'&nbsp; ' if shapes else ''}{_muted(shapes, writing)}</td></tr>"
    )
    if formula:
        written = f"<span style='{size}'>{_written(formula, writing)}</span>"
        head += f"<tr><td colspan='2' style='padding-left:14px'>{written}</td></tr>"
    texts = (_signed(float(value), writing) for _, values in rows for value in _ends(values))
    width = max(map(len, texts), default=0)
    return head + "".join(
        _row(name, vector(values, writing, width), writing) for name, values in rows
    )


def _row(name: str, value: str, writing: Writing) -> str:
    written = _written(name, writing)
    return (
        f"<tr><td width='64' align='right' style='white-space:pre'>"
        f"{_muted_html(written, writing)}</td><td style='white-space:pre-wrap'>= {value}</td></tr>"
    )


def _written(text: str, writing: Writing) -> str:
    """A formula with its symbols set as mathematics, or as code."""
    if writing.as_code:
        code = escape(text).replace("\n", "<br>")
        return f"<span style='font-family:\"{writing.code_family}\"'>{code}</span>"
    named = _FUNCTION.sub(lambda match: ACTIVATION_NAMES[cast(Activation, match[1])], escape(text))
    return _SYMBOL.sub(_symbol, named)


def _symbol(match: re.Match[str]) -> str:
    letter, index = match.groups()
    name = f"<b>{letter}</b>" if letter.isupper() else f"<i>{letter}</i>"
    return f"{name}<sub>{index}</sub>" if index else name


def _code(network: NetworkSpec) -> list[tuple[str, str]]:
    """Code and shapes of each layer; what is switched off takes a second line."""
    found: list[tuple[str, str]] = []
    for code, comment in forward_lines(network):
        if "[" in code.partition(" = ")[0]:
            found[-1] = (f"{found[-1][0]}\n{code}", f"{found[-1][1]}, {comment}")
        else:
            found.append((code, comment))
    return found


def _mathematics(network: NetworkSpec) -> list[tuple[str, str]]:
    """Formula and shapes of each layer."""
    last, found = len(network.layers), []
    for number, formula in enumerate(forward_formula(network), start=1):
        result = "scores" if number == last else f"h{subscript(number)}"
        layer, inputs = network.layers[number - 1], network.sizes[number - 1]
        found.append((formula, _shapes(number, inputs, layer, result)))
    return found


def _shapes(number: int, inputs: int, layer: LayerSpec, result: str) -> str:
    """The shapes in one line: "W₁ 6 × 2 · b₁ 6 × 1 · h₁ 6 × 1"; maxout has one W and b a piece."""
    at, column = subscript(number), f"{layer.units:,} × 1"
    parts = [f"W{at} {layer.units:,} × {inputs:,}", f"b{at} {column}", f"{result} {column}"]
    if layer.activation == "maxout":
        parts[:2] = [f"{layer.pieces} times (W{at} {layer.units:,} × {inputs:,} · b{at} {column})"]
    if layer.activation == "prelu":
        parts.insert(2, f"a{at} {column}")
    if layer.off:
        parts.append(f"switched off: {', '.join(str(unit + 1) for unit in layer.off)}")
    return " · ".join(parts)


def _input_shape(network: NetworkSpec, writing: Writing) -> str:
    return f"x ({network.inputs},)" if writing.as_code else f"x {network.inputs:,} × 1"


def _inputs(example: Example | None) -> list[tuple[str, Floats]]:
    if example is None:
        return []
    trace = example.trace
    if trace.row.shape == trace.inputs.shape and np.array_equal(trace.row, trace.inputs):
        return [("x", trace.inputs)]
    return [("data", trace.row), ("x", trace.inputs)]


def _layer_rows(example: Example | None, index: int, is_output: bool) -> list[tuple[str, Floats]]:
    if example is None:
        return []
    layer, number = example.trace.layers[index], index + 1
    spec = example.prepared.network.layers[index]
    slopes = example.snapshot.slopes[index]
    rows = [] if spec.activation == "linear" else list(_before(layer, number))
    if slopes is not None:
        rows.append((f"a{number}", slopes))
    return [*rows, ("scores" if is_output else f"h{number}", layer.h)]


def _before(layer: LayerTrace, number: int) -> Iterator[tuple[str, Floats]]:
    """What the activation sees; of many pieces the first two and the last."""
    count = len(layer.z)
    if count == 1:
        yield f"z{number}", layer.z[0]
        return
    shown = range(count) if count <= _MOST_PIECES else (0, 1, count - 1)
    for piece in shown:
        yield f"z{number}{chr(ord('a') + piece)}", layer.z[piece]


def _loss(example: Example, writing: Writing) -> str:
    prepared, trace = example.prepared, example.trace
    classes = prepared.dataset.class_names
    rows = ""
    if trace.probabilities is not None:
        shares = [_digits(float(share), writing) for share in _ends(trace.probabilities)]
        rows += _row("p", "  ".join(shares), writing)
    if isinstance(trace.target, int):
        rows += _verdict(classes[trace.target], classes[int(trace.predicted)], writing)
        formula = _loss_formula(prepared.training.loss, prepared.network.outputs)
        formula = formula.replace("%y", escape(classes[trace.target]))
    else:
        rows += _row("y", vector(trace.target, writing), writing)
        formula = _loss_formula("mse", prepared.network.outputs)
    rows += _row("loss", _digits(trace.loss, writing), writing)
    head = (
        "<tr><td colspan='2' style='padding-top:9px'><b>Loss of this example</b></td></tr>"
        "<tr><td colspan='2' style='padding-left:14px'>"
        f"<span style='font-size:large'>{formula}</span></td></tr>"
    )
    return head + rows


def _verdict(target: str, predicted: str, writing: Writing) -> str:
    right = target == predicted
    color = writing.theme.good if right else writing.theme.bad
    words = "✓ right" if right else f"✗ wrong: it is {escape(target)}"
    said = f"{escape(predicted)} <span style='color:{color}'>{words}</span>"
    return _row("says", said, writing)


def _loss_formula(loss: Loss, outputs: int) -> str:
    """The formulas of `nnstudio.core.losses`; %y stands for the class of the example."""
    match loss:
        case "cross_entropy":
            turned = "σ(score)" if outputs == 1 else "softmax(scores)"
            return f"<i>p</i> = {turned}, &nbsp;loss = −log <i>p</i><sub>%y</sub>"
        case "hinge" if outputs == 1:
            return "loss = max(0, 1 − <i>t</i> · score), &nbsp;<i>t</i> = ±1"
        case "hinge":
            term = "max(0, <i>s<sub>j</sub></i> − <i>s</i><sub>%y</sub> + 1)"
            return f"loss = Σ<sub>j ≠ %y</sub> {term}"
        case "mse":
            return "loss = mean (scores − <i>y</i>)²"


def _muted(text: str, writing: Writing) -> str:
    return _muted_html(escape(text), writing)


def _muted_html(html: str, writing: Writing) -> str:
    return f"<span style='color:{writing.theme.muted}'>{html}</span>"
