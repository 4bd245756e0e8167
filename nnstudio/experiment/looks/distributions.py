"""The distributions of a layer, with the unit that every value belongs to, and the last step's."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.arrays import Floats
from nnstudio.core.network import Network
from nnstudio.core.spec import LayerSpec
from nnstudio.experiment.looks.activity import BINS, activation_range, nice_bound
from nnstudio.experiment.looks.calm_range import CalmRange, Range
from nnstudio.experiment.looks.finite import finite, fixed
from nnstudio.experiment.looks.insights import Distribution, LayerInside

GRADIENT_DECADES = (-8.0, 1.0)
UPDATE_DECADES = (-8.0, 0.0)

Axes = dict[str, Range]
"""The ranges of one layer's sums and weights; they grow and never shrink in a run."""


def measure(
    network: Network,
    inputs: Floats,
    gradients: Sequence[Floats],
    before: Sequence[Floats] | None,
    axes: Sequence[Axes],
    ranges: Sequence[CalmRange],
) -> tuple[LayerInside, ...]:
    """Look into every layer: over `inputs` (examples, inputs), the gradients of the matrices, and
    the matrices `before` the last step if there was one. `axes` are those of the last look, and
    are brought up to date; `ranges` are the axes of activations, in this run.
    """
    outputs = [finite(values) for values in network.layer_outputs(inputs)]
    sources = (inputs, *outputs[:-1])
    return tuple(
        LayerInside(
            activations=_activations(layer, outputs[index], ranges[index]),
            preactivations=_even(
                _sums(layer, network.matrices[index], sources[index]), "sums", axes[index]
            ),
            weights=_even(by_unit(layer, network.matrices[index]), "weights", axes[index]),
            gradients=sizes(by_unit(layer, gradients[index]), GRADIENT_DECADES),
            updates=_updates(layer, index, network, before),
            update_ratio=None if before is None else ratio(network.matrices[index], before[index]),
        )
        for index, layer in enumerate(network.spec.layers)
    )


def distribution(
    values: Floats, low: float, high: float, apart: NDArray[np.bool_] | None = None
) -> Distribution:
    """The distribution of finite `values` (n, units) from `low` to `high`.

    Those that are set `apart` (n, units) count as zeros.
    """
    units = values.shape[1]
    places = ((values - low) * (BINS / (high - low))).astype(np.intp)
    np.clip(places, 0, BINS - 1, out=places)
    places += np.arange(units) * BINS
    kept = places.ravel() if apart is None else places[~apart]
    zeros = np.zeros(units, np.int64) if apart is None else apart.sum(axis=0)
    counts = np.bincount(kept, minlength=units * BINS).reshape(units, BINS)
    edges = np.linspace(low, high, BINS + 1)
    return Distribution(fixed(edges), fixed(counts), fixed(zeros))


def sizes(values: Floats, decades: Range) -> Distribution:
    """The distribution of |values| (n, units) on a logarithmic axis, exact zeros apart."""
    values = np.abs(finite(values))
    is_zero = values == 0
    found = distribution(np.log10(np.where(is_zero, 1.0, values)), *decades, is_zero)
    return Distribution(fixed(10.0**found.edges), found.counts, found.zeros, is_log=True)


def by_unit(layer: LayerSpec, matrix: Floats) -> Floats:
    """The weights of a layer's matrix, biases left out, as columns (weights, units)."""
    pieces = matrix[:, :-1].reshape(-1, layer.units, matrix.shape[1] - 1)
    return pieces.transpose(0, 2, 1).reshape(-1, layer.units)


def ratio(after: Floats, before: Floats) -> float | None:
    """||after - before|| / ||before|| of the weights of a layer; None where all were 0."""
    weights = float(np.linalg.norm(before[:, :-1].astype(np.float64)))
    step = float(np.linalg.norm((after - before)[:, :-1].astype(np.float64)))
    return step / weights if weights > 0 and np.isfinite(step / weights) else None


def _activations(layer: LayerSpec, outputs: Floats, axis: CalmRange) -> Distribution:
    low, high = activation_range(layer, outputs, axis)
    return distribution(outputs, low, high, outputs == 0 if layer.activation == "relu" else None)


def _sums(layer: LayerSpec, matrix: Floats, source: Floats) -> Floats:
    """What comes before the activation (values, units): of maxout every piece."""
    sums = source @ matrix[:, :-1].T + matrix[:, -1]
    return sums.reshape(-1, layer.units)


def _even(values: Floats, name: str, axes: Axes) -> Distribution:
    """On an axis that is as long to the left as to the right, and has grown as far as needed."""
    values = finite(values)
    largest = float(np.abs(values).max(initial=0.0))
    bound = max(axes.get(name, (0.0, 0.0))[1], nice_bound(largest))
    axes[name] = (-bound, bound)
    return distribution(values, -bound, bound)


def _updates(
    layer: LayerSpec, index: int, network: Network, before: Sequence[Floats] | None
) -> Distribution | None:
    if before is None:
        return None
    old = finite(by_unit(layer, before[index])).astype(np.float64)
    step = finite(by_unit(layer, network.matrices[index])).astype(np.float64) - old
    lengths: NDArray[np.float64] = np.linalg.norm(old, axis=0)
    if not lengths.any():
        return None
    shares = np.linalg.norm(step, axis=0) / np.where(lengths > 0, lengths, np.inf)
    return sizes(shares[np.newaxis], UPDATE_DECADES)
