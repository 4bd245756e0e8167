"""The data loss over two weights, while all other numbers of the network stay as they are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnstudio.core import activations, criteria
from nnstudio.core.arrays import Floats
from nnstudio.core.losses import encode_targets
from nnstudio.core.network import Network
from nnstudio.core.spec import Loss, NetworkSpec
from nnstudio.experiment.looks.finite import finite, fixed
from nnstudio.experiment.looks.insights import LossSurface, Pair, Place

POINTS = 41
WORK, QUICK_WORK = 8e8, 1e8  # multiplications that a surface may take, at rest and in training
_FUNCTION = 12  # multiplications that take as long as an activation
_FEWEST, _CHUNK = 64, 2**17  # examples, and numbers that stay in the cache

Extent = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Lookout:
    """What a surface is computed from: examples (n, inputs), their targets, and the loss."""

    inputs: Floats
    targets: NDArray[np.generic]
    loss: Loss


def is_there(place: Place, network: Network) -> bool:
    """Whether the network has such a weight or bias."""
    layer, row, column = place
    if not 0 <= layer < len(network.matrices):
        return False
    rows, columns = network.matrices[layer].shape
    return 0 <= row < rows and 0 <= column < columns


def loss_surface(
    network: Network,
    lookout: Lookout,
    pair: Pair,
    extent: Extent,
    step: int,
    work: float = WORK,
) -> LossSurface:
    """The surface over `extent` (left, right, bottom, top) of the two weights.

    It is over fewer of the examples where all would take more than about `work` multiplications.
    """
    affordable = _affordable(network.spec, min(pair[0][0], pair[1][0]), work)
    stride = -(-len(lookout.inputs) // affordable)
    inputs, targets = lookout.inputs[::stride], lookout.targets[::stride]
    left, right, bottom, top = extent
    values = np.meshgrid(np.linspace(left, right, POINTS), np.linspace(bottom, top, POINTS))
    grid = np.stack([axis.ravel() for axis in values], axis=1).astype(np.float32)
    encoded = encode_targets(lookout.loss, targets, network.spec.outputs).T.astype(np.float32)
    widest = max(layer.rows for layer in network.spec.layers)
    chunk = max(1, _CHUNK // (len(inputs) * widest))
    losses = np.concatenate(
        [
            _losses(network, lookout.loss, inputs, encoded, pair, grid[start : start + chunk])
            for start in range(0, len(grid), chunk)
        ]
    )
    shown = fixed(finite(losses).reshape(POINTS, POINTS))
    return LossSurface(pair, extent, shown, len(inputs), step)


def _affordable(spec: NetworkSpec, first: int, work: float) -> int:
    """For how many examples so much work from layer `first` on suffices."""
    products = sum(
        layer.rows * inputs
        for inputs, layer in zip(spec.sizes[first + 1 :], spec.layers[first + 1 :], strict=False)
    )
    functions = _FUNCTION * sum(layer.rows for layer in spec.layers[first:])
    return max(_FEWEST, int(work / (POINTS**2 * (products + functions))))


def _losses(
    network: Network, loss: Loss, inputs: Floats, targets: Floats, pair: Pair, grid: Floats
) -> Floats:
    """The mean loss (points,) with the two weights at each of `grid` (points, 2)."""
    points, examples = len(grid), len(inputs)
    first = min(pair[0][0], pair[1][0])
    source = inputs if first == 0 else network.layer_outputs(inputs)[first - 1]
    values = np.asarray(source.T, np.float32)  # the same at all points until there is a difference
    for index in range(first, len(network.matrices)):
        values = _layer(network, index, values, pair, grid)
    losses = np.empty(points * examples, values.dtype)
    for operation in criteria.bind(loss, values).operations(np.tile(targets, points), losses):
        operation()
    return losses.reshape(points, examples).mean(axis=1, dtype=np.float64)


def _layer(network: Network, index: int, values: Floats, pair: Pair, grid: Floats) -> Floats:
    """What a layer makes of `values` (inputs, examples), or (inputs, points * examples).

    The result is at each point of the grid, (units, points * examples).
    """
    layer, matrix = network.spec.layers[index], network.matrices[index]
    points = len(grid)
    first = index == min(place[0] for place in pair)
    batch = points * values.shape[1] if first else values.shape[1]
    output = np.empty((layer.units, batch), np.float32)
    bound = activations.bind(layer, output, network.slopes[index], None)
    sums = bound.preactivation.reshape(layer.rows, points, -1)
    product = matrix[:, :-1] @ values + matrix[:, -1:]
    sums[:] = product.reshape(layer.rows, 1 if first else points, -1)
    for (chosen, row, column), wanted in zip(pair, grid.T, strict=True):
        if chosen == index:
            change = (wanted - matrix[row, column])[:, np.newaxis]
            is_bias = column == matrix.shape[1] - 1
            times = 1.0 if is_bias else values[column].reshape(1 if first else points, -1)
            sums[row] += change * times
    for operation in bound.forward():
        operation()
    return output
