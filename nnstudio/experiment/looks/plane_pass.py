"""One pass of a network over the grid of a plane, block by block into arrays of whole layers.

Preprocessing is affine, so over a plane every input is a number times each of two coordinates plus
a constant: the first layer has three columns, however many inputs there are. Only what the features
of the plane compute is no such function; there the grid goes in as it is.
"""

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.activations import bind
from nnstudio.core.arrays import Floats
from nnstudio.core.network import Network
from nnstudio.core.spec import LayerSpec
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.looks.planes import Frame

_BLOCK_NUMBERS = 2**16  # in the widest layer's block, so that it and its neighbors stay in cache


class PlanePass:
    """For one grid of `resolution` cells a side on the plane that lies at `frame`."""

    def __init__(self, prepared: Prepared, frame: Frame, resolution: int) -> None:
        encode = np.asarray if frame.is_seen else prepared.encode
        if isinstance(prepared.experiment.network.inputs, tuple) and not frame.is_seen:
            source = prepared.encode(frame.grid(resolution)).T
            lift = np.eye(len(source) + 1)
        else:
            source = frame.coordinates(resolution)
            middle, *ends = encode(frame.axes())
            lift = np.column_stack([*(np.append(end - middle, 0.0) for end in ends), [*middle, 1]])
        self._source = np.vstack((source, np.ones(source.shape[1]))).astype(np.float32)
        self._lift = lift.astype(np.float32)  # from rows of the source to inputs and ones

    def inputs(self, most: int) -> Floats:
        """What the network sees, (inputs, points); of more than `most` inputs nothing."""
        return self._lift[: -1 if len(self._lift) - 1 <= most else 0] @ self._source

    def outputs(self, network: Network, most_units: int = 0) -> list[Floats]:
        """New arrays of the outputs of each layer, (units, points).

        Of a layer of more than `most_units`, unless it is the last, there are none: (0, points).
        """
        layers, points = network.spec.layers, self._source.shape[1]
        block = max(256, min(8192, _BLOCK_NUMBERS // max(layer.rows for layer in layers)))
        sizes = np.array([layer.units + 1 for layer in layers])
        kept = sizes <= most_units + 1
        kept[-1] = True
        wholes, scratch = _arrays(sizes * kept, points), _arrays(sizes * ~kept, block)
        matrices = (network.matrices[0] @ self._lift, *network.matrices[1:])
        for start in range(0, points, block):
            part = slice(start, min(start + block, points))
            values = self._source[:, part]
            for layer, matrix, slopes, whole, local in zip(
                layers, matrices, network.slopes, wholes, scratch, strict=True
            ):
                extended = whole[:, part] if len(whole) else local[:, : values.shape[1]]
                _compute(layer, matrix, slopes, values, extended[:-1])
                values = extended
        return [whole[:-1] for whole in wholes]


def _arrays(sizes: NDArray[np.int64], points: int) -> list[Floats]:
    """Arrays (size, points) with ones in their last row, where they have any."""
    arrays = [np.empty((size, points), np.float32) for size in sizes.tolist()]
    for array in arrays:
        array[-1:] = 1.0
    return arrays


def _compute(
    layer: LayerSpec, matrix: Floats, slopes: Floats | None, values: Floats, output: Floats
) -> None:
    """The `output` (units, points) of a layer for `values` (inputs + 1, points), ones last."""
    activation = bind(layer, output, slopes, None)
    np.matmul(matrix, values, out=activation.preactivation)
    for operation in activation.forward():
        operation()
