"""What the units of a layer do on the training data: histogram, dead units, saturation."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.diagnostics import dead_units, saturated_fraction
from nnstudio.core.network import Network
from nnstudio.core.rows import Inputs
from nnstudio.core.spec import LayerSpec
from nnstudio.experiment.looks.calm_range import CalmRange, Range
from nnstudio.experiment.looks.finite import finite, frozen
from nnstudio.experiment.looks.snapshot import Floats, LayerActivity

BINS = 40
PROBE_EXAMPLES = 1000
_BLOCK = 8192  # examples


def measure(
    network: Network, inputs: Inputs, ranges: Sequence[CalmRange]
) -> tuple[LayerActivity, ...]:
    """The activity of every layer, the output included.

    Histograms are over an even choice of at most 1,000 of the training inputs (examples, inputs),
    dead units over all of them. `ranges` are the axes of unbounded activations, of the same run.
    """
    for axis in ranges:
        axis.begin_look()
    stride = -(-len(inputs) // PROBE_EXAMPLES)
    outputs = network.layer_outputs(inputs[::stride])
    layers = network.spec.layers
    suspects = [dead_units(layer, values) for layer, values in zip(layers, outputs, strict=True)]
    dead = _dead_on_all(network, inputs, suspects) if stride > 1 else suspects
    parts = zip(layers, outputs, dead, ranges, strict=True)
    return tuple(_layer_activity(*part) for part in parts)


def _dead_on_all(
    network: Network, inputs: Inputs, suspects: list[NDArray[np.bool_]]
) -> list[NDArray[np.bool_]]:
    # Only a unit that is dead on the probe can be dead on all: mostly there is nothing to do.
    for start in range(0, len(inputs), _BLOCK):
        if not any(suspect.any() for suspect in suspects):
            break
        outputs = network.layer_outputs(inputs[start : start + _BLOCK])
        parts = zip(network.spec.layers, outputs, suspects, strict=True)
        suspects = [suspect & dead_units(layer, values) for layer, values, suspect in parts]
    return suspects


def _layer_activity(
    layer: LayerSpec, outputs: Floats, dead: NDArray[np.bool_], axis: CalmRange
) -> LayerActivity:
    outputs = finite(outputs)
    low, high = activation_range(layer, outputs, axis)
    values = outputs.ravel("K")
    clips = layer.activation == "relu"
    shown = values[values != 0] if clips else values
    edges = np.linspace(low, high, BINS + 1, dtype=np.float32)
    return LayerActivity(
        edges=frozen(edges),
        counts=frozen(_histogram(shown, low, high)),
        zeros=values.size - shown.size if clips else 0,
        mean=float(np.mean(values, dtype=np.float64)),
        std=float(np.std(values, dtype=np.float64)),
        dead=frozen(dead),
        saturated_fraction=saturated_fraction(layer.activation, outputs),
    )


def _histogram(values: Floats, low: float, high: float) -> NDArray[np.int64]:
    # Equal bins: one multiplication and a count, many times faster than np.histogram.
    places = ((values - low) * (BINS / (high - low))).astype(np.intp)
    return np.bincount(np.clip(places, 0, BINS - 1), minlength=BINS)


def activation_range(layer: LayerSpec, outputs: Floats, axis: CalmRange) -> Range:
    """Where the histogram of `outputs` begins and ends; when it is unbounded `axis` follows it."""
    match layer.activation:
        case "sigmoid":
            return 0.0, 1.0
        case "tanh":
            return -1.0, 1.0
        case "relu":
            return axis.follow(0.0, nice_bound(float(outputs.max())))
        case "linear":
            bound = nice_bound(float(np.abs(outputs).max()))
            return axis.follow(-bound, bound)
    return axis.follow(-nice_bound(float(-outputs.min())), nice_bound(float(outputs.max())))


def nice_bound(value: float) -> float:
    """The least of 1, 2, 5 times a power of ten, at least 0.1, that `value` does not exceed."""
    power = 10.0 ** np.floor(np.log10(max(value, 0.1)))
    return float(next(m * power for m in (1, 2, 5, 10) if value <= m * power * (1 + 1e-6)))
