"""A network's forward pass as NumPy code: `h1 = np.tanh(W1 @ x + b1)`, with or without weights."""

from collections.abc import Sequence
from typing import NamedTuple

from nnstudio.core.arrays import Floats
from nnstudio.core.spec import LayerSpec, NetworkSpec
from nnstudio.experiment.exports.literals import numpy_array

HELPERS = {
    "sigmoid": (
        "def sigmoid(z):",
        "    return 0.5 * np.tanh(0.5 * z) + 0.5  # 1 / (1 + e^-z), without overflow",
    ),
    "leaky_relu": (
        "def leaky_relu(z, slope):",
        "    return np.maximum(0, z) + slope * np.minimum(0, z)",
    ),
}


class CodeLine(NamedTuple):
    """A line of code and a comment on it, its shapes: "(6, 2) @ (2,) + (6,) -> (6,)"."""

    code: str
    comment: str


def forward_lines(network: NetworkSpec) -> tuple[CodeLine, ...]:
    """The forward pass of one example x, a line a layer; the last one makes `scores`.

    A layer with units that are switched off takes a second line.
    """
    lines: list[CodeLine] = []
    source, last = "x", len(network.layers)
    for number, layer in enumerate(network.layers, start=1):
        target = "scores" if number == last else f"h{number}"
        code = f"{target} = {_activated(layer, number, source)}"
        lines.append(CodeLine(code, _shapes(network.sizes[number - 1], layer)))
        if layer.off:
            lines.append(CodeLine(f"{target}[{list(layer.off)}] = 0", "switched off"))
        source = target
    return tuple(lines)


def network_code(
    network: NetworkSpec, matrices: Sequence[Floats], slopes: Sequence[Floats | None]
) -> str:
    """The weights and `forward(x)`, without imports; see `Network` for the arrays."""
    parts = [
        _layer_arrays(number, layer, matrix, learned)
        for number, (layer, matrix, learned) in enumerate(
            zip(network.layers, matrices, slopes, strict=True), start=1
        )
    ]
    functions = [*_helpers(network), _forward(network)]
    return "\n".join(parts) + "\n\n\n" + "\n\n\n".join(functions) + "\n"


def _activated(layer: LayerSpec, number: int, source: str) -> str:
    inner = f"W{number} @ {source} + b{number}"
    match layer.activation:
        case "linear":
            return inner
        case "relu":
            return f"np.maximum(0, {inner})"
        case "maxout":
            return f"np.max({inner}, axis=0)"
        case "leaky_relu":
            return f"leaky_relu({inner}, {float(layer.slope)})"
        case "prelu":
            return f"leaky_relu({inner}, a{number})"
        case "tanh":
            return f"np.tanh({inner})"
        case _:
            return f"{layer.activation}({inner})"


def _shapes(inputs: int, layer: LayerSpec) -> str:
    lead = (layer.pieces,) if layer.activation == "maxout" else ()
    matrix, biases = (*lead, layer.units, inputs), (*lead, layer.units)
    return f"{matrix} @ {(inputs,)} + {biases} -> {(layer.units,)}"


def _layer_arrays(number: int, layer: LayerSpec, matrix: Floats, learned: Floats | None) -> str:
    weights, biases = matrix[:, :-1], matrix[:, -1]
    if layer.activation == "maxout":
        weights = weights.reshape(layer.pieces, layer.units, -1)
        biases = biases.reshape(layer.pieces, layer.units)
    lines = [f"W{number} = {numpy_array(weights)}", f"b{number} = {numpy_array(biases)}"]
    if learned is not None:
        lines.append(f"a{number} = {numpy_array(learned)}")
    return "\n".join(lines)


def _helpers(network: NetworkSpec) -> list[str]:
    called = "".join(line.code for line in forward_lines(network))
    return ["\n".join(lines) for name, lines in HELPERS.items() if f"{name}(" in called]


def _forward(network: NetworkSpec) -> str:
    return "\n".join(
        [
            "def forward(x):",
            f'    """From the inputs ({network.inputs},) of one example to its scores '
            f'({network.outputs},)."""',
            *(f"    {line.code}  # {line.comment}" for line in forward_lines(network)),
            "    return scores",
        ]
    )
