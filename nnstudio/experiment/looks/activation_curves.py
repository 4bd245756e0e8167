"""The curve of every activation and its derivative, and sigmoid on its way to tanh."""

import numpy as np

from nnstudio.core import activations
from nnstudio.core.arrays import Floats
from nnstudio.core.spec import Activation, LayerSpec


def curve(activation: Activation, z: Floats, slope: float = 0.01) -> tuple[Floats, Floats]:
    """An activation and its derivative at each of `z` (n,); maxout is of the pieces z and 0."""
    pieces = activation == "maxout"
    layer = LayerSpec(1, activation, slope=slope, pieces=2 if pieces else 1)
    output = np.empty((1, len(z)), np.float64)
    learned = np.array([slope]) if activation == "prelu" else None
    bound = activations.bind(layer, output, learned, None)
    bound.preactivation[:] = 0.0
    bound.preactivation[0] = z
    for operation in bound.forward():
        operation()
    value = output[0].copy()
    operations, below = bound.backward(np.ones_like(output))
    for operation in operations:
        operation()
    return value, below[0].copy()


def morphed(share: float) -> tuple[float, float, float]:
    """A factor, an inner factor and a shift: sigmoid at 0, tanh at 1, since tanh x = 2σ(2x) − 1."""
    return 1.0 + share, 1.0 + share, -share


def morph(share: float, x: Floats) -> Floats:
    """The sigmoid stretched by `morphed(share)` at each of `x` (n,)."""
    factor, inner, shift = morphed(share)
    return factor * curve("sigmoid", inner * x)[0] + shift
