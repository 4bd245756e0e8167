"""What a unit computes on the way forward, spelled out with its numbers."""

from nnstudio.app.center.walk.arithmetic import products, strong
from nnstudio.app.center.walk.look import Look
from nnstudio.app.center.walk.stations import output_sign

_MOST_PIECES = 3


def forward_lines(look: Look) -> list[str]:
    """The lines for the chosen unit: each pre-activation, then the output."""
    layer = look.chosen
    rows = layer.rows_of(look.unit)
    shown = range(len(rows))
    if len(rows) > _MOST_PIECES:
        shown = range(layer.winner(look.unit), layer.winner(look.unit) + 1)
    lines = [_sum(look, piece, rows[piece]) for piece in shown]
    if len(shown) < len(rows):
        lines.append(f"The other {len(rows) - 1} pieces stay below; the table has them.")
    lines.append(_activation(look))
    if layer.is_off(look.unit):
        lines.append("This neuron is switched off: it puts out 0 whatever comes in.")
    return lines


def z_sign(look: Look, piece: int) -> str:
    """What the activation sees: z, or z of a piece."""
    is_maxout = look.chosen.spec.activation == "maxout"
    return f"z<sub>{letter(piece)}</sub>" if is_maxout else "z"


def letter(piece: int) -> str:
    """What a piece is called: a, b, c, ..."""
    return chr(ord("a") + piece) if piece < 26 else str(piece + 1)


def _sum(look: Look, piece: int, row: int) -> str:
    layer = look.chosen
    weights, bias = layer.matrix[row, :-1], float(layer.matrix[row, -1])
    source = output_sign(look.layer - 1, look.layers)
    z = look.written(float(layer.z[piece, look.unit]))
    terms = products(weights, layer.source, look)
    return f"{z_sign(look, piece)} = w · {source} + b = {terms} + {look.factor(bias)} = {strong(z)}"


def _activation(look: Look) -> str:
    layer, unit = look.chosen, look.unit
    h = strong(look.written(float(layer.h[unit])))
    sign = output_sign(look.layer, look.layers)
    if layer.is_off(unit):
        return f"{sign} = {h}"
    z = float(layer.z[layer.winner(unit), unit])
    match layer.spec.activation:
        case "sigmoid":
            return f"{sign} = σ(z) = 1 / (1 + e<sup>{look.written(-z)}</sup>) = {h}"
        case "tanh":
            return f"{sign} = tanh(z) = tanh({look.written(z)}) = {h}"
        case "relu":
            return f"{sign} = max(0, z) = max(0, {look.written(z)}) = {h}"
        case "maxout":
            pieces = ", ".join(look.written(float(value)) for value in layer.z[:3, unit])
            more = ", …" if len(layer.z) > _MOST_PIECES else ""
            won = letter(layer.winner(unit))
            return f"{sign} = max({pieces}{more}) = {h}, piece {won} wins"
    if layer.slopes is None:
        return f"{sign} = z = {h}"
    slope = float(layer.slopes[unit])
    if z < 0:
        return f"{sign} = a z = {look.factor(slope)} × {look.factor(z)} = {h}, since z &lt; 0"
    return f"{sign} = z = {h}, since z ≥ 0 (slope a = {look.written(slope)} below 0)"
