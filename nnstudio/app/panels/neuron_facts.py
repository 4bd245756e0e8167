"""How one neuron behaves on the first training examples: mean, active and saturated shares."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.diagnostics import saturated_fraction
from nnstudio.core.network import Network
from nnstudio.core.spec import NetworkSpec
from nnstudio.experiment.looks.snapshot import Snapshot

EXAMPLES = 200
MAX_PARAMETERS = 300_000
HALF = {"sigmoid": 0.5, "tanh": 0.0, "relu": 0.0, "leaky_relu": 0.0, "prelu": 0.0}


@dataclass(frozen=True, slots=True)
class NeuronFacts:
    """`active` is the share of examples that lie on the neuron's positive side (w·x + b > 0), None
    where that says nothing (linear, maxout); `saturated` is None where nothing can saturate.
    """

    mean: float
    active: float | None
    saturated: float | None


def neuron_facts(
    network: NetworkSpec,
    snapshot: Snapshot,
    inputs: NDArray[np.floating],
    layer: int,
    unit: int,
) -> NeuronFacts | None:
    """The facts over the first `EXAMPLES` of `inputs` (n, inputs); None for a network so large
    that the window would stumble over it.
    """
    matrices = snapshot.matrices[: layer + 1]
    if sum(matrix.size for matrix in matrices) > MAX_PARAMETERS:
        return None
    part = Network(replace(network, layers=network.layers[: layer + 1]))
    for mine, given in zip(part.matrices, matrices, strict=True):
        mine[:] = given
    for my_slopes, slopes in zip(part.slopes, snapshot.slopes, strict=False):
        if my_slopes is not None and slopes is not None:
            my_slopes[:] = slopes
    outputs = part.forward(inputs[:EXAMPLES])[:, unit]
    activation = network.layers[layer].activation
    half = HALF.get(activation)
    return NeuronFacts(
        mean=float(outputs.mean()),
        active=None if half is None else float(np.mean(outputs > half)),
        saturated=saturated_fraction(activation, outputs),
    )
