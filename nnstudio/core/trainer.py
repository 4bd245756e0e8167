"""The trainer: batches through backpropagation into the optimizer, any number of steps at a time.

How steps are grouped into calls changes nothing: a run is determined by specification, data and
seed. Seed s draws the weights from stream [s, 0], the order of batches from [s, 1], and dropout and
noise from [s, 2].
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import DTypeLike, NDArray

from nnstudio.core.arrays import Floats
from nnstudio.core.engine import Engine, EngineState
from nnstudio.core.floating_point import fast_arithmetic
from nnstudio.core.health import Health, Notes
from nnstudio.core.losses import data_loss, penalty
from nnstudio.core.metrics import score
from nnstudio.core.network import Network
from nnstudio.core.optimizers import Memory
from nnstudio.core.rows import Inputs
from nnstudio.core.spec import NetworkSpec, TrainingSpec
from nnstudio.core.transplant import Places, Source, is_whole, transplant


class Diverged(ArithmeticError):
    """Training blew up; the parameters are the last good ones, those after `step` steps."""

    def __init__(self, epoch: int, step: int, reason: str) -> None:
        super().__init__(epoch, step, reason)
        self.epoch = epoch
        self.step = step
        self.reason = reason

    def __str__(self) -> str:
        return f"training diverged after epoch {self.epoch}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`loss` is the mean data loss, `score` the accuracy or, for regression targets, R^2.

    `outputs` (examples, outputs) are the logits or values that were judged.
    """

    loss: float
    score: float
    outputs: Floats = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class TrainerState:
    """A moment of a trainer: everything that what comes next depends on, in arrays of its own.

    It is a few times the size of the parameters, and less where the optimizer remembers less.
    """

    training: TrainingSpec
    parameters: Floats
    engine: EngineState
    notes: Notes

    @property
    def step(self) -> int:
        """Steps taken."""
        return self.engine.step

    @property
    def epoch(self) -> int:
        """Whole epochs trained."""
        return self.engine.epoch


class Trainer:
    """Trains one network on inputs (examples, features) and targets (labels, or values a row).

    Raises ValueError where sizes cannot fit or there is no example.
    """

    def __init__(
        self,
        spec: NetworkSpec,
        training: TrainingSpec,
        inputs: Inputs,
        targets: NDArray[np.generic],
        *,
        seed: int,
        dtype: DTypeLike = np.float32,
    ) -> None:
        if len(inputs) == 0 or len(inputs) != len(targets):
            raise ValueError(f"{len(inputs)} examples cannot go with {len(targets)} targets")
        if inputs.ndim != 2 or inputs.shape[1] != spec.inputs:
            raise ValueError(f"inputs of shape {inputs.shape} do not fit {spec.inputs} inputs")
        self.inputs, self.targets = inputs, targets
        self.seed = seed
        self.network = Network(spec, dtype)
        self.training = training
        self._engine = Engine(self.network.layout, [seed], inputs, targets)
        self.reset()

    def reset(self) -> None:
        """Back to the initial weights of the seed, before the first step."""
        self.network.initialize(np.random.default_rng([self.seed, 0]))
        self._engine.restart()
        self._engine.record(self.network.spec, [self.training])
        self._watch()

    def set_parameter(self, layer: int, row: int, column: int, value: float) -> None:
        """Give one number of a layer's matrix (rows, inputs + 1), biases last, another value."""
        self.network.matrices[layer][row, column] = value
        self._engine.record(self.network.spec, [self.training])
        self._watch()

    def set_slope(self, layer: int, unit: int, value: float) -> None:
        """Give the learned slope of a PReLU unit another value."""
        slopes = self.network.slopes[layer]
        if slopes is None:
            raise ValueError(f"layer {layer} learns no slopes")
        slopes[unit] = value
        self._engine.record(self.network.spec, [self.training])
        self._watch()

    def take_over(self, other: "Trainer", inputs: Places, layers: Sequence[Source | None]) -> int:
        """Go on from another trainer's moment with what the two networks share.

        `inputs` and `layers` say where inputs, layers and units were in the other network. Returns
        how many of its numbers were taken over.
        """
        copied = transplant(other.network, self.network, inputs, layers)
        self._engine.record(self.network.spec, [self.training])
        if self._continues(other, inputs) and is_whole(self.network, layers):
            self._engine.streams = other._engine.streams
            self._engine.optimizer.memory = other._engine.optimizer.memory
        self._engine.step, self._engine.epoch = other.step, other.epoch
        self._watch()
        return copied

    def state(self) -> TrainerState:
        """The present moment, to be restored later."""
        parameters = self.network.parameters.copy()
        return TrainerState(self.training, parameters, self._engine.state, self._health.notes)

    def restore(self, state: TrainerState) -> None:
        """Go back, or on, to another moment of this network.

        What follows is bit by bit what followed then. Settings that changed since stay as they are
        now: another optimizer starts without memory, another loss or batch size with the epoch.
        Raises ValueError where the state is of a network of another size.
        """
        if state.parameters.shape != self.network.parameters.shape:
            raise ValueError("the state is of a network of another size")
        self.network.load(state.parameters)
        self._engine.state = _fitting(state, self.training)
        self._engine.record(self.network.spec, [self.training])
        self._watch()
        if state.training == self.training:
            self._health.notes = state.notes

    def _continues(self, other: "Trainer", inputs: Places) -> bool:
        """Whether nothing but the examples is another."""
        same = (self.network.spec, self.training.optimizer, self.seed)
        known = other.network.spec, other.training.optimizer, other.seed
        return same == known and list(inputs) == list(range(self.network.spec.inputs))

    @property
    def step(self) -> int:
        """Steps taken."""
        return self._engine.step

    @property
    def epoch(self) -> int:
        """Whole epochs trained."""
        return self._engine.epoch

    @property
    def memory(self) -> Memory:
        """A copy of what the optimizer remembers."""
        return self._engine.optimizer.memory

    @property
    def steps_per_epoch(self) -> int:
        """Batches in an epoch."""
        return self._engine.steps_per_epoch

    @property
    def steps_left(self) -> int:
        """Steps to the end of the current epoch."""
        return self.steps_per_epoch - self._engine.position

    def configure(self, spec: NetworkSpec, training: TrainingSpec) -> None:
        """Go on with other settings from the next step; weights stay.

        Layer sizes and activations must be the same. A new optimizer starts without memory, a new
        loss or batch size with a new epoch.
        """
        if training.optimizer != self.training.optimizer:
            self._engine.optimizer.reset()
        self.training = training
        self.network.respecify(spec)
        self._engine.record(spec, [training])
        self._watch()

    def advance(self, steps: int) -> None:
        """Take `steps` optimizer steps. Raises Diverged with the last good weights restored."""
        with fast_arithmetic():
            self._engine.advance(steps, self._check)
            self._give_up_if(self._health.complaints())

    def verify(self, loss: float) -> None:
        """Hold a loss of the training examples against the limit. Raises Diverged as `advance`."""
        self._give_up_if(self._health.complaints(np.array(loss)))

    def evaluate(self, inputs: Inputs, targets: NDArray[np.generic]) -> Evaluation:
        """Loss and score of the present weights on any examples, without dropout and noise."""
        outputs = self.network.forward(inputs).astype(np.float64)
        loss = data_loss(self.training.loss, outputs, targets)
        return Evaluation(loss, score(targets, outputs), outputs)

    def penalty(self) -> float:
        """l2/2 * sum(w^2) + l1 * sum|w| over the weights."""
        return penalty(self.network.layout.weights, self.training.l2, self.training.l1)

    def _watch(self) -> None:
        """Start watching for divergence from here."""
        initial = self.evaluate(self.inputs[:256], self.targets[:256]).loss
        self._health = Health(self.network.parameters, [initial], self._engine.moment)

    def _check(self) -> None:
        self._give_up_if(self._health.complaints(self._engine.mean_losses()))
        self._health.note(self._engine.moment)

    def _give_up_if(self, complaints: dict[int, str]) -> None:
        if not complaints:
            return
        good = self._health.moment
        self._health.restore([0])
        self._engine.start_from(good)
        raise Diverged(good.epoch, good.step, complaints[0])


def _fitting(state: TrainerState, training: TrainingSpec) -> EngineState:
    """The engine's part of a state, without what has no meaning under other settings."""
    engine, then = state.engine, state.training
    if then.optimizer != training.optimizer:
        engine = replace(engine, memory=Memory(None, None, 0))
    if (then.loss, then.batch_size) != (training.loss, training.batch_size):
        engine = replace(engine, position=0)
    return engine
