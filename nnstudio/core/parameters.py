"""Where the learned numbers live: one flat vector, with a view of it per layer.

The optimizer sees the vector alone and so needs a few vector operations a step; the layers see
their views. Layer after layer, the vector holds the matrix (rows, inputs + 1) whose last column is
the biases, then, for PReLU, the slopes.
"""

import numpy as np
from numpy.typing import DTypeLike, NDArray

from nnstudio.core.arrays import Floats
from nnstudio.core.counts import count_network
from nnstudio.core.spec import NetworkSpec


class Parameters:
    """A flat vector of a network's size and its views: `matrices` and `slopes`, one per layer.

    With `members`, one vector per member of a population: (members, size).
    """

    vector: Floats
    matrices: tuple[Floats, ...]
    slopes: tuple[Floats | None, ...]

    def __init__(
        self, spec: NetworkSpec, dtype: DTypeLike = np.float32, members: int | None = None
    ) -> None:
        lead = () if members is None else (members,)
        self.vector = np.zeros((*lead, count_network(spec).parameters), dtype)
        matrices: list[Floats] = []
        slopes: list[Floats | None] = []
        start = 0
        for inputs, layer in zip(spec.sizes, spec.layers, strict=False):
            size = layer.rows * (inputs + 1)
            matrix = self.vector[..., start : start + size]
            matrices.append(matrix.reshape(*lead, layer.rows, inputs + 1))
            start += size
            learned = layer.units if layer.activation == "prelu" else 0
            slopes.append(self.vector[..., start : start + learned] if learned else None)
            start += learned
        self.matrices, self.slopes = tuple(matrices), tuple(slopes)

    @property
    def weights(self) -> tuple[Floats, ...]:
        """The matrices without their biases: what the penalty is a penalty on."""
        return tuple(matrix[..., :-1] for matrix in self.matrices)


def frozen_mask(spec: NetworkSpec) -> NDArray[np.bool_]:
    """A vector laid out like the parameters: True where training must not change anything."""
    mask = Parameters(spec, np.int8)
    for layer, matrix, slopes in zip(spec.layers, mask.matrices, mask.slopes, strict=True):
        pieces = matrix.reshape(-1, layer.units, matrix.shape[1])
        units = slice(None) if layer.frozen else list(layer.frozen_units)
        pieces[:, units] = 1
        for unit, column in layer.frozen_weights:
            pieces[:, unit, column] = 1
        if slopes is not None:
            slopes[units] = 1
    return mask.vector.astype(np.bool_)


def weight_mask(spec: NetworkSpec) -> Floats:
    """A vector laid out like the parameters: 1 at weights, 0 at biases and slopes."""
    mask = Parameters(spec, np.float64)
    for weights in mask.weights:
        weights.fill(1.0)
    return mask.vector
