"""One example on its way through a network: what every layer makes of it, and the loss."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.losses import data_loss, predicted_labels, probabilities
from nnstudio.core.network import Network
from nnstudio.core.spec import NetworkSpec
from nnstudio.experiment.data.dataset import SPLITS, Split
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.looks.snapshot import Snapshot

Floats = NDArray[np.floating]


# eq=False: comparing arrays has no single truth value, so traces compare by identity.
@dataclass(frozen=True, slots=True, eq=False)
class LayerTrace:
    """`z` (pieces, units) before the activation, one row except for maxout; `h` (units,) after."""

    z: Floats
    h: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """The numbers of one example: `row` as it came (features,), `inputs` as the network sees it.

    `layers` ends with the scores. `probabilities` (classes,) is None for losses without any.
    `target` and `predicted` are a class index, or target numbers (outputs,).
    """

    index: int
    split: Split
    row: Floats
    inputs: Floats
    layers: tuple[LayerTrace, ...]
    probabilities: Floats | None
    target: int | Floats
    predicted: int | Floats
    loss: float


def network_of(spec: NetworkSpec, snapshot: Snapshot) -> Network:
    """A network of its own with the parameters of `snapshot`, which must be one of `spec`.

    It computes in double precision, so that every number can be checked by hand.
    """
    network = Network(spec, np.float64)
    for mine, given in zip(network.matrices, snapshot.matrices, strict=True):
        mine[:] = given
    for slopes, learned in zip(network.slopes, snapshot.slopes, strict=True):
        if slopes is not None and learned is not None:
            slopes[:] = learned
    return network


def trace(prepared: Prepared, snapshot: Snapshot, index: int) -> Trace:
    """Follow example `index` of the data set through the network at the moment of `snapshot`."""
    dataset, loss = prepared.dataset, prepared.training.loss
    row = dataset.examples(slice(index, index + 1))[0]
    inputs = prepared.encode(row[np.newaxis])[0]
    network = network_of(prepared.network, snapshot)
    outputs = [output[0] for output in network.layer_outputs(inputs[np.newaxis])]
    scores, targets = outputs[-1][np.newaxis], dataset.targets[index : index + 1]
    is_class = bool(dataset.class_names)
    return Trace(
        index=index,
        split=SPLITS[prepared.splits[index]],
        row=row,
        inputs=inputs,
        layers=_layers(prepared.network, network.matrices, inputs, outputs),
        probabilities=probabilities(loss, scores)[0] if loss == "cross_entropy" else None,
        target=int(targets[0]) if is_class else targets[0],
        predicted=int(predicted_labels(scores)[0]) if is_class else scores[0],
        loss=data_loss(loss, scores, targets),
    )


def _layers(
    spec: NetworkSpec, matrices: Sequence[Floats], inputs: Floats, outputs: Sequence[Floats]
) -> tuple[LayerTrace, ...]:
    sources = (inputs, *outputs[:-1])
    return tuple(
        LayerTrace((matrix[:, :-1] @ source + matrix[:, -1]).reshape(-1, layer.units), output)
        for layer, matrix, source, output in zip(
            spec.layers, matrices, sources, outputs, strict=True
        )
    )
