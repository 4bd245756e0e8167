"""One example forward and backward, each number in double precision.

With h the outputs of a layer, z = W x + b what its activation sees, and L the loss of the example:

    upstream  dL/dh       at the output layer from the loss, else the sum of w dL/dz of the next
    local     dh/dz       the slope of the activation; 0 where a unit is switched off
    delta     dL/dz       upstream times local
    gradient  dL/dW       delta x^T, and delta itself for the bias

Nothing is dropped and no noise is added: that is for training alone.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.optimizers import Memory
from nnstudio.core.schedules import rate_at
from nnstudio.core.spec import LayerSpec, TrainingSpec
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.looks.judgment import Judgment, judge
from nnstudio.experiment.looks.snapshot import Metrics, Snapshot
from nnstudio.experiment.looks.trace import LayerTrace, Trace, network_of, trace

Floats = NDArray[np.floating]


@dataclass(frozen=True, slots=True, eq=False)
class LayerWalk:
    """One layer: `source` (inputs,) is what it reads, `matrix` (rows, inputs + 1) has biases last.

    `z`, `local` and `delta` are (pieces, units), one piece except for maxout; row
    piece * units + unit of the matrix belongs to a piece of a unit. `h` and `upstream` are
    (units,). `slopes` (units,) are the slopes below zero of leaky ReLU and PReLU; only the
    latter's have a gradient.
    """

    spec: LayerSpec
    source: Floats
    matrix: Floats
    slopes: Floats | None
    z: Floats
    h: Floats
    upstream: Floats
    local: Floats
    delta: Floats
    slope_gradient: Floats | None

    def rows_of(self, unit: int) -> tuple[int, ...]:
        """The rows of the matrix that belong to a unit, piece by piece."""
        return tuple(range(unit, self.spec.rows, self.spec.units))

    def winner(self, unit: int) -> int:
        """The piece that gives the unit's output: the first of the largest."""
        return int(np.argmax(self.z[:, unit]))

    def is_off(self, unit: int) -> bool:
        """Whether the unit is switched off."""
        return unit in self.spec.off

    @property
    def gradients(self) -> Floats:
        """The loss's gradient at the weights and, last, at the biases (rows, inputs + 1)."""
        return np.outer(self.delta.ravel(), np.append(self.source, 1.0))


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """An example's way through a network at one moment, and back.

    `training` are the settings that the next step was taken with, or will be, and `memory` what the
    optimizer remembers, if that is known.
    """

    prepared: Prepared
    metrics: Metrics
    training: TrainingSpec
    memory: Memory | None
    trace: Trace
    judgment: Judgment
    layers: tuple[LayerWalk, ...]

    @property
    def rate(self) -> float:
        """The learning rate at this moment."""
        return rate_at(self.training, self.metrics.epoch)


def walk(prepared: Prepared, snapshot: Snapshot, index: int) -> Walk:
    """Follow example `index` of the data set forward and backward at the moment of `snapshot`."""
    with np.errstate(all="ignore"):  # steps that were too large leave numbers that overflow
        return _walked(prepared, snapshot, index)


def _walked(prepared: Prepared, snapshot: Snapshot, index: int) -> Walk:
    followed = trace(prepared, snapshot, index)
    judgment = judge(prepared.training.loss, followed.layers[-1].h, followed.target)
    network = network_of(prepared.network, snapshot)
    layers: list[LayerWalk] = []
    upstream, last = judgment.gradient, len(network.matrices) - 1
    for place in range(last, -1, -1):
        source = followed.layers[place - 1].h if place else followed.inputs
        spec, matrix = prepared.network.layers[place], network.matrices[place]
        slopes = _slopes(spec, network.slopes[place])
        layer = _backward(spec, source, matrix, slopes, followed.layers[place], upstream)
        layers.append(layer)
        upstream = matrix[:, :-1].T @ layer.delta.ravel()
    return Walk(
        prepared,
        snapshot.metrics,
        _training(prepared, snapshot),
        snapshot.memory,
        followed,
        judgment,
        tuple(reversed(layers)),
    )


def _training(prepared: Prepared, snapshot: Snapshot) -> TrainingSpec:
    """Those of the time of a past moment, where optimizer and loss still are the same."""
    now, then = prepared.training, snapshot.then
    if then is None or (then.optimizer, then.loss) != (now.optimizer, now.loss):
        return now
    return then


def _backward(
    spec: LayerSpec,
    source: Floats,
    matrix: Floats,
    slopes: Floats | None,
    found: LayerTrace,
    upstream: Floats,
) -> LayerWalk:
    on = np.ones(spec.units)
    on[list(spec.off)] = 0.0
    local = _local(spec, found, slopes) * on
    learned = None
    if spec.activation == "prelu":
        learned = upstream * on * np.minimum(found.z[0], 0.0)
    delta = upstream * local
    return LayerWalk(
        spec, source, matrix, slopes, found.z, found.h, upstream, local, delta, learned
    )


def _slopes(spec: LayerSpec, learned: Floats | None) -> Floats | None:
    return np.full(spec.units, spec.slope) if spec.activation == "leaky_relu" else learned


def _local(spec: LayerSpec, found: LayerTrace, slopes: Floats | None) -> Floats:
    """dh/dz (pieces, units) of units that are on; at a kink what training takes."""
    z, h = found.z, found.h
    match spec.activation:
        case "sigmoid":
            return (h * (1.0 - h))[np.newaxis]
        case "tanh":
            return (1.0 - h * h)[np.newaxis]
        case "relu":
            return (z > 0).astype(np.float64)
        case "maxout":
            return (np.arange(len(z))[:, np.newaxis] == np.argmax(z, axis=0)).astype(np.float64)
    return np.ones_like(z) if slopes is None else np.where(z < 0, slopes, 1.0)
