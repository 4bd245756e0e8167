"""One training pass at one batch size: forward, loss and backward, recorded once.

This is the whole of backpropagation. With D the gradient at a layer's pre-activation Z = W A, where
A holds the layer's inputs and a row of ones (so that the last column of W is the biases):

    dW = D A^T         the gradient of the weights and, in its last column, of the biases
    dA = W^T D         the gradient at the layer before, the ones left out

The gradient of the mean data loss lands in `gradient`, laid out like the parameters.
"""

from functools import partial

import numpy as np

from nnstudio.core import criteria
from nnstudio.core.arrays import Floats, Operation
from nnstudio.core.forward import LayerPass
from nnstudio.core.parameters import Parameters
from nnstudio.core.spec import NetworkSpec, TrainingSpec


class Backprop:
    """The pass over `batch` examples. `noise` is the generator dropout and input noise draw from.

    Each run adds the sum of the data loss over its batch to `total` (0-d).
    """

    def __init__(
        self,
        spec: NetworkSpec,
        training: TrainingSpec,
        parameters: Parameters,
        gradient: Parameters,
        batch: int,
        noise: np.random.Generator,
        total: Floats,
    ) -> None:
        self._noise = noise
        self._sigma = training.input_noise
        self._rows = np.ones((batch, spec.inputs + 1), parameters.vector.dtype)
        self._layers = [
            LayerPass(layer, matrix, slopes, slope_gradient, batch)
            for layer, matrix, slopes, slope_gradient in zip(
                spec.layers, parameters.matrices, parameters.slopes, gradient.slopes, strict=True
            )
        ]
        forward, sources, masks = self._record_forward()
        criterion = criteria.bind(training.loss, self._layers[-1].output)
        self._targets = criterion.targets
        backward, first_delta = self._record_backward(criterion.delta, gradient, sources, masks)
        count: Operation = partial(np.add, total, criterion.loss, total)
        self._operations = [*forward, *criterion.operations(), count, *backward]
        first = self._layers[0]
        self._first_product = partial(first.matrix.dot, out=first.activation.preactivation)
        self._last_product = partial(first_delta.dot, out=gradient.matrices[0])

    def run(self, rows: Floats, targets: Floats) -> None:
        """Learn from rows (batch, inputs + 1), ones last, and encoded targets (batch, outputs)."""
        if self._sigma:
            rows = self._noisy(rows)
        np.copyto(self._targets, targets.T)
        self._first_product(rows.T)
        for operation in self._operations:
            operation()
        self._last_product(rows)

    def _noisy(self, rows: Floats) -> Floats:
        noise = self._noise.standard_normal(self._rows[:, :-1].shape, self._rows.dtype.type)
        noise *= self._sigma
        np.add(rows[:, :-1], noise, out=self._rows[:, :-1])
        return self._rows

    def _record_forward(
        self,
    ) -> tuple[list[Operation], list[Floats], dict[int, Floats]]:
        """Operations, what each layer but the first reads (with ones), and the dropout masks."""
        operations: list[Operation] = []
        sources: list[Floats] = []
        masks: dict[int, Floats] = {}
        for index, layer in enumerate(self._layers):
            if index:
                operations.append(layer.product(sources[-1]))
            operations += layer.activation.forward()
            source = layer.extended
            if layer.layer.dropout:
                source = np.ones_like(layer.extended)
                masks[index] = np.empty_like(layer.output)
                operations += self._drop(layer, masks[index], source[:-1])
            sources.append(source)
        return operations, sources, masks

    def _drop(self, layer: LayerPass, mask: Floats, output: Floats) -> list[Operation]:
        """Inverted dropout: kept outputs are scaled up, so that prediction needs no change."""
        keep = 1.0 - layer.layer.dropout
        kept = np.empty(mask.shape, np.bool_)
        return [
            partial(self._noise.random, mask.shape, mask.dtype.type, mask),
            partial(np.less, mask, np.array(keep, mask.dtype), kept),
            partial(np.multiply, kept, np.array(1.0 / keep, mask.dtype), mask),
            partial(np.multiply, layer.output, mask, output),
        ]

    def _record_backward(
        self,
        delta: Floats,
        gradient: Parameters,
        sources: list[Floats],
        masks: dict[int, Floats],
    ) -> tuple[list[Operation], Floats]:
        """Operations, and the gradient at the first layer's pre-activation."""
        operations: list[Operation] = []
        for index in range(len(self._layers) - 1, -1, -1):
            layer = self._layers[index]
            if index in masks:
                operations.append(partial(np.multiply, delta, masks[index], delta))
            more, inner = layer.activation.backward(delta)
            operations += more
            if index:
                operations.append(
                    partial(inner.dot, sources[index - 1].T, gradient.matrices[index])
                )
                delta = np.empty_like(self._layers[index - 1].output)
                operations.append(partial(layer.matrix[:, :-1].T.dot, inner, delta))
        return operations, inner
