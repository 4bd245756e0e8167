"""The forward pass at one batch size, recorded once and then run as often as wanted.

Activations are kept feature-major, (units + 1, batch), with a last row of ones: the biases are the
last column of the matrix, and one product does both, W @ A, straight into the next array.
"""

import numpy as np

from nnstudio.core.activations import bind
from nnstudio.core.arrays import Floats, Operation, by_member
from nnstudio.core.parameters import Parameters
from nnstudio.core.products import product
from nnstudio.core.rows import Rows
from nnstudio.core.spec import LayerSpec, NetworkSpec


class LayerPass:
    """One layer at one batch size: `output` (units, batch) and, with ones, `extended`."""

    def __init__(
        self,
        layer: LayerSpec,
        matrix: Floats,
        slopes: Floats | None,
        slope_gradient: Floats | None,
        batch: int,
    ) -> None:
        self.layer = layer
        self.matrix = matrix
        self.extended = np.ones((layer.units + 1, *matrix.shape[:-2], batch), matrix.dtype)
        self.output = self.extended[:-1]
        self.activation = bind(layer, self.output, slopes, slope_gradient)

    def product(self, source: Floats) -> list[Operation]:
        """What multiplies `source` (inputs + 1, batch) by the matrix."""
        return product(self.matrix, by_member(source), by_member(self.activation.preactivation))


class ForwardPass:
    """A network's forward pass over `batch` rows, without dropout or noise.

    Rows go into `inputs` (batch, inputs); `run` leaves each layer's outputs in `outputs`.
    """

    def __init__(self, spec: NetworkSpec, parameters: Parameters, batch: int) -> None:
        rows = np.ones((batch, spec.inputs + 1), parameters.vector.dtype)
        self.inputs = rows[:, :-1]
        self.operations: list[Operation] = []
        self.outputs: list[Floats] = []
        source = rows.T
        for layer, matrix, slopes in zip(
            spec.layers, parameters.matrices, parameters.slopes, strict=True
        ):
            step = LayerPass(layer, matrix, slopes, None, batch)
            self.operations += [*step.product(source), *step.activation.forward()]
            self.outputs.append(step.output)
            source = step.extended

    def run(self, rows: Rows) -> list[Floats]:
        """Outputs of every layer, each (units, n), for n <= batch rows (n, inputs).

        The arrays are views that the next run overwrites.
        """
        count = len(rows)
        rows.read(slice(None), self.inputs[:count])
        for operation in self.operations:
            operation()
        return [output[:, :count] for output in self.outputs]
