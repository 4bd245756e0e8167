"""What ails a layer: dead units and saturated activations, by fixed definitions.

A unit is dead when its gradient is zero for every example: a ReLU that is never positive, a sigmoid
or tanh so far out that the derivative rounds to 0. An activation is saturated within 5 % of an end
of its range: sigmoid below 0.05 or above 0.95, tanh beyond 0.9 either way.
"""

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.arrays import Floats
from nnstudio.core.spec import Activation, LayerSpec


def dead_units(layer: LayerSpec, outputs: Floats) -> NDArray[np.bool_]:
    """Which units (units,) have a zero derivative on all examples of outputs (examples, units)."""
    match layer.activation:
        case "relu":
            return ~np.any(outputs > 0, axis=0)
        case "leaky_relu" if layer.slope == 0:
            return ~np.any(outputs > 0, axis=0)
        case "sigmoid":
            return np.all((outputs == 0) | (outputs == 1), axis=0)
        case "tanh":
            return np.all(np.abs(outputs) == 1, axis=0)
    return np.zeros(outputs.shape[1], np.bool_)


def saturated_fraction(activation: Activation, outputs: Floats) -> float | None:
    """Share of all outputs that are saturated; None for activations without two ends."""
    if activation == "sigmoid":
        return float(np.mean((outputs < 0.05) | (outputs > 0.95)))
    if activation == "tanh":
        return float(np.mean(np.abs(outputs) > 0.9))
    return None
