"""One training pass at one batch size: forward, loss and backward, recorded once.

This is the whole of backpropagation. With D the gradient at a layer's pre-activation Z = W A, where
A holds the layer's inputs and a row of ones (so that the last column of W is the biases):

    dW = D A^T         the gradient of the weights and, in its last column, of the biases
    dA = W^T D         the gradient at the layer before and, in its last row, at the ones: unused

The gradient of the mean data loss, times the gain, lands in `gradient`, laid out like the
parameters. In a population there is one of everything for each member, who draws its dropout and
noise from its own generator.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np

from nnstudio.core import criteria
from nnstudio.core.arrays import Floats, Operation, by_member
from nnstudio.core.forward import LayerPass
from nnstudio.core.parameters import Parameters
from nnstudio.core.products import product
from nnstudio.core.spec import NetworkSpec, TrainingSpec


class Backprop:
    """The pass over `batch` examples; dropout and input noise are drawn from `noises`.

    There is one generator a network. The gradient is multiplied by `gain`, 0-d or, one a member,
    (members, 1).
    """

    def __init__(
        self,
        spec: NetworkSpec,
        training: TrainingSpec,
        parameters: Parameters,
        gradient: Parameters,
        batch: int,
        noises: Sequence[np.random.Generator],
        gain: Floats | float = 1.0,
    ) -> None:
        self._noises = noises
        self._sigma = training.input_noise
        shape = (spec.inputs + 1, *parameters.vector.shape[:-1], batch)
        self._noisy = np.ones(shape, parameters.vector.dtype)
        self._layers = [
            LayerPass(layer, matrix, slopes, slope_gradient, batch)
            for layer, matrix, slopes, slope_gradient in zip(
                spec.layers, parameters.matrices, parameters.slopes, gradient.slopes, strict=True
            )
        ]
        self._forward, sources, masks = self._record_forward()
        self._criterion = criteria.bind(training.loss, self._layers[-1].output, gain)
        self._backward, self._first_delta = self._record_backward(
            self._criterion.delta, gradient, sources, masks
        )
        self._first_gradient = gradient.matrices[0]

    def amplify(self, gain: Floats) -> None:
        """Go on with another gain of the same shape."""
        self._criterion.amplify(gain)

    def operations(self, columns: Floats, targets: Floats, losses: Floats) -> list[Operation]:
        """All operations on columns (inputs + 1, batch), ones last, and targets (outputs, batch).

        These arrays stay in place while their contents change from epoch to epoch. `losses`
        (batch,), or (members, batch), without gaps, receives the data loss of each example.
        """
        begin: list[Operation] = []
        if self._sigma:
            begin.append(partial(self._disturb, columns))
            columns = self._noisy
        return [
            *begin,
            *self._layers[0].product(columns),
            *self._forward,
            *self._criterion.operations(targets, losses),
            *self._backward,
            *_weight_gradient(self._first_delta, columns, self._first_gradient),
        ]

    def _disturb(self, columns: Floats) -> None:
        for generator, clean, noisy in zip(
            self._noises, _members(columns), _members(self._noisy), strict=True
        ):
            noise = generator.standard_normal(clean[:-1].T.shape, clean.dtype.type)
            noise *= self._sigma
            np.add(clean[:-1], noise.T, out=noisy[:-1])

    def _record_forward(
        self,
    ) -> tuple[list[Operation], list[Floats], dict[int, Floats]]:
        """Operations, what each layer but the first reads (with ones), and the dropout masks."""
        operations: list[Operation] = []
        sources: list[Floats] = []
        masks: dict[int, Floats] = {}
        for index, layer in enumerate(self._layers):
            if index:
                operations += layer.product(sources[-1])
            operations += layer.activation.forward()
            source = layer.extended
            if layer.layer.dropout:
                source = np.ones_like(layer.extended)
                masks[index] = np.empty(layer.output.shape, layer.output.dtype)
                operations += self._drop(layer, masks[index], source[:-1])
            sources.append(source)
        return operations, sources, masks

    def _drop(self, layer: LayerPass, mask: Floats, output: Floats) -> list[Operation]:
        """Inverted dropout: kept outputs are scaled up, so that prediction needs no change."""
        keep = 1.0 - layer.layer.dropout
        kept, drawn = np.empty(mask.shape, np.bool_), np.empty(by_member(mask).shape, mask.dtype)
        parts = [drawn] if mask.ndim == 2 else list(drawn)
        draws: list[Operation] = [
            partial(generator.random, part.shape, part.dtype.type, part)
            for generator, part in zip(self._noises, parts, strict=True)
        ]
        return [
            *draws,
            partial(np.less, by_member(drawn), np.array(keep, mask.dtype), kept),
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
                operations += _weight_gradient(inner, sources[index - 1], gradient.matrices[index])
                # The ones get a gradient too: to leave them out of a product takes a copy of W.
                extended = np.empty_like(self._layers[index - 1].extended)
                matrix = layer.matrix.swapaxes(-1, -2)
                operations += product(matrix, by_member(inner), by_member(extended))
                delta = extended[:-1]
        return operations, inner


def _weight_gradient(delta: Floats, source: Floats, out: Floats) -> list[Operation]:
    return product(by_member(delta), by_member(source).swapaxes(-1, -2), out)


def _members(array: Floats) -> list[Floats]:
    """The matrix of each network: of the only one, or of each member of a population."""
    return [array] if array.ndim == 2 else list(by_member(array))
