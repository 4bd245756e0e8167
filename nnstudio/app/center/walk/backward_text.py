"""What comes back to a unit: upstream gradient, local gradient, and their product."""

import numpy as np

from nnstudio.app.center.walk.arithmetic import products, strong
from nnstudio.app.center.walk.forward_text import letter, z_sign
from nnstudio.app.center.walk.look import Look
from nnstudio.app.center.walk.stations import output_sign


def backward_lines(look: Look) -> list[str]:
    """The lines for the chosen unit."""
    layer, unit = look.chosen, look.unit
    piece = layer.winner(unit)
    sign, z = output_sign(look.layer, look.layers), z_sign(look, piece)
    upstream, local = float(layer.upstream[unit]), float(layer.local[piece, unit])
    delta = strong(look.written(float(layer.delta[piece, unit])))
    origin = ", from the loss" if look.layer == look.layers - 1 else ""
    lines = [f"upstream: ∂L/∂{sign} = {_upstream(look)}{strong(look.written(upstream))}{origin}"]
    lines.append(f"local: ∂{sign}/∂{z} = {_local(look)}")
    product = f"{look.factor(upstream)} × {look.factor(local)}"
    lines.append(f"together: ∂L/∂{z} = upstream × local = {product} = {delta}")
    if layer.slope_gradient is not None and not layer.is_off(unit):
        lines.append(_slope(look))
    source = output_sign(look.layer - 1, look.layers)
    lines.append(f"each weight: ∂L/∂w = ∂L/∂{z} × {source}; the bias: ∂L/∂b = ∂L/∂{z}")
    return lines


def _upstream(look: Look) -> str:
    """Where the upstream gradient comes from, up to the last equals sign."""
    if look.layer == look.layers - 1:
        return ""
    after = look.walk.layers[look.layer + 1]
    weights, deltas = after.matrix[:, look.unit], after.delta.ravel()
    if after.spec.activation == "maxout":
        won = after.local.ravel() > 0
        weights, deltas = weights[won], deltas[won]
    if not len(weights):
        return ""
    return f"Σ w × ∂L/∂z of the next layer = {products(weights, deltas, look)} = "


def _local(look: Look) -> str:
    layer, unit = look.chosen, look.unit
    if layer.is_off(unit):
        return f"{strong('0')}: the neuron is switched off"
    piece = layer.winner(unit)
    h, value = look.factor(float(layer.h[unit])), float(layer.local[piece, unit])
    result = strong(look.written(value))
    match layer.spec.activation:
        case "sigmoid":
            return f"h (1 − h) = {h} × (1 − {h}) = {result}"
        case "tanh":
            return f"1 − h² = 1 − {h}² = {result}"
        case "relu":
            return f"{result}: z {'> 0' if value > 0 else '≤ 0, nothing passes'}"
        case "maxout":
            return f"{result} at piece {letter(piece)}, which won; 0 at the others"
    if layer.slopes is None:
        return f"{result}, no activation"
    is_below = bool(np.less(layer.z[0, unit], 0))
    return f"{result}: {'the slope a, since z &lt; 0' if is_below else 'z ≥ 0'}"


def _slope(look: Look) -> str:
    layer, unit = look.chosen, look.unit
    assert layer.slope_gradient is not None  # asked for PReLU alone
    below = look.factor(min(0.0, float(layer.z[0, unit])))
    upstream = look.factor(float(layer.upstream[unit]))
    result = strong(look.written(float(layer.slope_gradient[unit])))
    return f"its slope: ∂L/∂a = upstream × min(0, z) = {upstream} × {below} = {result}"
