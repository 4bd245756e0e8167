"""The slope of the loss in every learned number, on a fixed probe of the training split.

It is the gradient of the mean data loss at this moment, without the penalty, dropout or input
noise, so that it changes with the network alone and not with the draw of a batch.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.backprop import Backprop
from nnstudio.core.losses import encode_targets
from nnstudio.core.network import Network
from nnstudio.core.parameters import Parameters
from nnstudio.core.spec import NetworkSpec, TrainingSpec
from nnstudio.experiment.looks.finite import finite, frozen
from nnstudio.experiment.looks.snapshot import Floats, Gradients


class GradientProbe:
    """Backpropagation over one choice of examples, recorded once for a network and its settings.

    `inputs` are (examples, inputs), `targets` labels or values a row. Belongs to one thread.
    """

    def __init__(
        self,
        network: Network,
        training: TrainingSpec,
        inputs: Floats,
        targets: NDArray[np.generic],
    ) -> None:
        spec = _without_dropout(network.spec)
        self._network, self._spec, self._training = network, network.spec, training
        self._gradient = Parameters(spec, network.parameters.dtype)
        self.examples = batch = len(inputs)
        rows = np.ones((batch, spec.inputs + 1), network.parameters.dtype)
        rows[:, :-1] = inputs
        encoded = encode_targets(training.loss, targets, spec.outputs)
        wanted = np.ascontiguousarray(encoded.T, rows.dtype)
        backprop = Backprop(
            spec, replace(training, input_noise=0.0), network.layout, self._gradient, batch, ()
        )
        self._operations = backprop.operations(rows.T, wanted, np.zeros(batch, rows.dtype))

    def is_for(self, network: Network, training: TrainingSpec) -> bool:
        """Whether it measures this network with these settings."""
        same = self._network is network and self._spec == network.spec
        return same and self._training.loss == training.loss

    def measure(self) -> Gradients:
        """The gradients at the network's present weights."""
        with np.errstate(over="ignore", invalid="ignore", under="ignore", divide="ignore"):
            for operation in self._operations:
                operation()
        matrices = tuple(frozen(finite(matrix)) for matrix in self._gradient.matrices)
        slopes = tuple(None if s is None else frozen(finite(s)) for s in self._gradient.slopes)
        return Gradients(matrices, slopes, self.examples)


def _without_dropout(spec: NetworkSpec) -> NetworkSpec:
    return replace(spec, layers=tuple(replace(layer, dropout=0.0) for layer in spec.layers))
