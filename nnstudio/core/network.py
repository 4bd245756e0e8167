"""A network: a specification, its parameters, and what it computes."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import DTypeLike

from nnstudio.core import initializers
from nnstudio.core.arrays import Floats
from nnstudio.core.forward import ForwardPass
from nnstudio.core.parameters import Parameters
from nnstudio.core.rows import Inputs, as_rows
from nnstudio.core.spec import NetworkSpec

# Numbers in the widest layer's array, so that it and its neighbors stay in the cache.
_BLOCK_NUMBERS = 2**16


class Network:
    """The parameters of one network and its forward pass.

    `parameters` is the flat vector; `matrices` (rows, inputs + 1), biases last, and `slopes` are
    views of it per layer. Not safe to share between threads: the forward pass reuses its arrays.
    """

    def __init__(self, spec: NetworkSpec, dtype: DTypeLike = np.float32) -> None:
        self.spec = spec
        self.layout = Parameters(spec, dtype)
        self._passes: dict[int, ForwardPass] = {}

    @property
    def parameters(self) -> Floats:
        """All learned numbers, one flat vector."""
        return self.layout.vector

    @property
    def matrices(self) -> tuple[Floats, ...]:
        """Weights and, in the last column, biases of each layer."""
        return self.layout.matrices

    @property
    def slopes(self) -> tuple[Floats | None, ...]:
        """Learned slopes of each PReLU layer, None for the others."""
        return self.layout.slopes

    def initialize(self, rng: np.random.Generator) -> None:
        """Draw new initial parameters."""
        initializers.initialize(self.layout, self.spec, rng)

    def respecify(self, spec: NetworkSpec) -> None:
        """Take on other settings of the same layers (a slope, a dropout); the parameters stay."""
        self.spec = spec
        self._passes.clear()

    def rest(self) -> None:
        """Let go of what only a forward pass needs, until the next one."""
        self._passes.clear()

    def load(self, parameters: Floats) -> None:
        """Copy a flat vector of parameters in."""
        self.layout.vector[:] = parameters

    def forward(self, inputs: Inputs) -> Floats:
        """Outputs (examples, outputs) of the last layer for rows (examples, inputs)."""
        result = np.empty((len(inputs), self.spec.outputs), self.parameters.dtype)
        for rows, outputs in self._blocks(inputs):
            result[rows] = outputs[-1].T
        return result

    def layer_outputs(self, inputs: Inputs) -> list[Floats]:
        """Outputs of every layer, each (examples, units), for rows (examples, inputs)."""
        results = [
            np.empty((layer.units, len(inputs)), self.parameters.dtype)
            for layer in self.spec.layers
        ]
        for rows, outputs in self._blocks(inputs):
            for result, output in zip(results, outputs, strict=True):
                result[:, rows] = output
        return [result.T for result in results]

    def _blocks(self, inputs: Inputs) -> Iterator[tuple[slice, list[Floats]]]:
        if inputs.ndim != 2 or inputs.shape[1] != self.spec.inputs:
            raise ValueError(f"rows of shape {inputs.shape} do not fit {self.spec.inputs} inputs")
        widest = max(self.spec.inputs, *(layer.rows for layer in self.spec.layers))
        largest = max(256, min(8192, _BLOCK_NUMBERS // widest))
        block = min(largest, 1 << max(4, (len(inputs) - 1).bit_length()))
        if block not in self._passes:
            self._passes[block] = ForwardPass(self.spec, self.layout, block)
        rows = as_rows(inputs)
        for start in range(0, len(rows), block):
            part = slice(start, min(start + block, len(rows)))
            with np.errstate(over="ignore", invalid="ignore", under="ignore"):
                outputs = self._passes[block].run(rows[part])
            yield part, outputs
