"""What one unit adds up on the probe, before its activation makes something of it."""

import numpy as np

from nnstudio.core.arrays import Floats
from nnstudio.core.network import Network
from nnstudio.core.spec import LayerSpec
from nnstudio.experiment.looks.finite import finite, fixed
from nnstudio.experiment.looks.insights import UnitSums


def unit_sums(network: Network, inputs: Floats, layer: int, unit: int) -> UnitSums | None:
    """The sums of a unit over `inputs` (examples, inputs); None where there is no such unit."""
    layers = network.spec.layers
    if not 0 <= layer < len(layers) or not 0 <= unit < layers[layer].units:
        return None
    spec = layers[layer]
    source = inputs if layer == 0 else finite(network.layer_outputs(inputs)[layer - 1])
    rows = network.matrices[layer][unit :: spec.units]
    sums = finite(rows[:, :-1] @ source.T + rows[:, -1:])
    slope = _slope(network, layer, unit)
    if spec.activation != "maxout":
        return UnitSums(layer, unit, fixed(sums), slope)
    along = int(np.ptp(rows[:, :-1], axis=0).argmax())
    others = finite(source).mean(axis=0, dtype=np.float64)
    others[along] = 0.0
    heights = rows[:, :-1] @ others + rows[:, -1]
    lines = finite(np.stack((rows[:, along], heights), axis=1))
    positions = fixed(np.array(source[:, along]))
    return UnitSums(layer, unit, fixed(sums), slope, along, positions, fixed(lines))


def slope_below_zero(spec: LayerSpec, learned: Floats | None, unit: int) -> float:
    """The slope below zero of a unit: 0 for a ReLU, 1 for what is linear there."""
    match spec.activation:
        case "prelu" if learned is not None:
            return float(learned[unit])
        case "leaky_relu" | "prelu":
            return spec.slope
        case "relu":
            return 0.0
    return 1.0


def _slope(network: Network, layer: int, unit: int) -> float:
    slope = slope_below_zero(network.spec.layers[layer], network.slopes[layer], unit)
    return slope if np.isfinite(slope) else 0.0
