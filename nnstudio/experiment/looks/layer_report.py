"""The state of each layer on the whole training split, in a few numbers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.arrays import Floats
from nnstudio.core.counts import count_layers
from nnstudio.core.diagnostics import dead_units, saturated_fraction
from nnstudio.core.network import Network
from nnstudio.core.rows import Inputs
from nnstudio.core.spec import LayerSpec

_BLOCK = 8192  # examples


@dataclass(frozen=True, slots=True)
class LayerReport:
    """Counts and diagnostics of one layer; mean and standard deviation are of its activations.

    `saturated_fraction` is 0 for activations that cannot saturate.
    """

    neurons: int
    weights: int
    biases: int
    dead_fraction: float
    saturated_fraction: float
    activation_mean: float
    activation_std: float


class _Sums:
    """What is added up over blocks of examples of one layer."""

    def __init__(self, layer: LayerSpec) -> None:
        self.layer = layer
        self.dead: NDArray[np.bool_] = np.ones(layer.units, np.bool_)
        self.count = 0
        self.saturated = self.mean = self.squares = 0.0

    def add(self, outputs: Floats) -> None:
        """One more block, (examples, units); mean and squares are merged as Chan et al. do."""
        self.dead &= dead_units(self.layer, outputs)
        saturated = saturated_fraction(self.layer.activation, outputs) or 0.0
        self.saturated += saturated * outputs.size
        mean = float(np.mean(outputs, dtype=np.float64))
        squares = float(np.var(outputs, dtype=np.float64)) * outputs.size
        total, shift = self.count + outputs.size, mean - self.mean
        self.squares += squares + shift * shift * self.count * outputs.size / total
        self.mean += shift * outputs.size / total
        self.count = total


def report_layers(network: Network, inputs: Inputs) -> tuple[LayerReport, ...]:
    """One report a layer, over all rows of inputs (examples, inputs)."""
    sums = [_Sums(layer) for layer in network.spec.layers]
    for start in range(0, len(inputs), _BLOCK):
        outputs = network.layer_outputs(inputs[start : start + _BLOCK])
        for layer, values in zip(sums, outputs, strict=True):
            layer.add(values)
    return tuple(
        LayerReport(
            neurons=counts.neurons,
            weights=counts.weights,
            biases=counts.biases,
            dead_fraction=float(np.mean(layer.dead)),
            saturated_fraction=layer.saturated / layer.count,
            activation_mean=layer.mean,
            activation_std=float(np.sqrt(layer.squares / layer.count)),
        )
        for layer, counts in zip(sums, count_layers(network.spec), strict=True)
    )
