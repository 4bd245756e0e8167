"""The step that the optimizer of a training would take on one example alone, number by number.

It is taken by the optimizer itself, on a copy of what it remembers, in double precision.
"""

from dataclasses import dataclass

import numpy as np

from nnstudio.core.arrays import Floats
from nnstudio.core.network import Network
from nnstudio.core.optimizers import ADAM_DECAYS, Optimizer
from nnstudio.core.parameters import Parameters, frozen_mask, weight_mask
from nnstudio.core.spec import NetworkSpec
from nnstudio.experiment.looks.judgment import judge
from nnstudio.experiment.looks.walkthrough import Walk


@dataclass(frozen=True, slots=True, eq=False)
class Remembered:
    """What an optimizer remembers of every number: a velocity or mean gradient, and squares."""

    first: Parameters
    second: Parameters


@dataclass(frozen=True, slots=True, eq=False)
class OwnStep:
    """Every part laid out as the parameters are, in double precision.

    The gradient is that of the loss; the penalty's is apart. `time` counts Adam's steps, this one
    among them. Where `frozen` is 1, nothing moves.
    """

    before: Parameters
    gradient: Parameters
    penalty: Parameters
    after: Parameters
    frozen: Parameters
    old: Remembered
    new: Remembered
    time: int


def own_step(found: Walk) -> OwnStep:
    """The step at the end of a walk."""
    with np.errstate(all="ignore"):
        return _taken(found)


def _taken(found: Walk) -> OwnStep:
    spec, training = found.prepared.network, found.training
    before, gradient, after = (Parameters(spec, np.float64) for _ in range(3))
    for place, layer in enumerate(found.layers):
        before.matrices[place][:] = layer.matrix
        gradient.matrices[place][:] = layer.gradients
        slopes, pull = before.slopes[place], gradient.slopes[place]
        if slopes is not None and pull is not None:
            slopes[:], pull[:] = layer.slopes, layer.slope_gradient
    mask = weight_mask(spec)
    penalty = (training.l2 * before.vector + training.l1 * np.sign(before.vector)) * mask
    after.vector[:] = before.vector
    optimizer = Optimizer(after.vector)
    if found.memory is not None:
        optimizer.memory = found.memory
    old, adam = _remembered(spec, optimizer), training.optimizer == "adam"
    used = gradient.vector.copy()
    operations = optimizer.operations([training], after.vector, used, mask)
    optimizer.set_rates([found.rate])
    used *= optimizer.gain
    for operation in operations:
        operation()
    frozen = frozen_mask(spec)
    after.vector[frozen] = before.vector[frozen]
    new = _remembered(spec, optimizer)
    if adam:
        old, new = _means(old), _means(new)
    return OwnStep(
        before,
        gradient,
        _laid_out(spec, penalty),
        after,
        _laid_out(spec, frozen.astype(np.float64)),
        old,
        new,
        optimizer.time,
    )


def loss_after(found: Walk, step: OwnStep) -> float:
    """The loss of the example once every number took its step."""
    network = Network(found.prepared.network, np.float64)
    network.load(step.after.vector)
    with np.errstate(all="ignore"):
        scores = network.forward(found.trace.inputs[np.newaxis])[0]
        return judge(found.judgment.loss, scores, found.trace.target).value


def _remembered(spec: NetworkSpec, optimizer: Optimizer) -> Remembered:
    return Remembered(_laid_out(spec, optimizer.first), _laid_out(spec, optimizer.second))


def _means(sums: Remembered) -> Remembered:
    """Adam keeps its means as sums, each over one less its decay."""
    for part, decay in zip((sums.first, sums.second), ADAM_DECAYS, strict=True):
        part.vector[:] *= 1.0 - decay
    return sums


def _laid_out(spec: NetworkSpec, vector: Floats) -> Parameters:
    layout = Parameters(spec, np.float64)
    layout.vector[:] = vector
    return layout
