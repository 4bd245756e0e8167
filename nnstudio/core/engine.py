"""The engine: everything a training step does, recorded for every batch of an epoch.

One engine trains one network or, with one more axis on all arrays, a population of networks of the
same architecture as one stacked computation. It knows steps and epochs and nothing else; what
to do when a run goes wrong is for `nnstudio.core.trainer` and `nnstudio.core.population`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.arrays import Floats, Operation
from nnstudio.core.backprop import Backprop
from nnstudio.core.batches import Batches
from nnstudio.core.health import Moment, is_check, steps_to_check
from nnstudio.core.losses import encode_targets
from nnstudio.core.optimizers import Memory, Optimizer
from nnstudio.core.parameters import Parameters, frozen_mask, weight_mask
from nnstudio.core.rows import Inputs
from nnstudio.core.schedules import rate_at
from nnstudio.core.spec import Loss, NetworkSpec, TrainingSpec

_KEPT = 4096  # recorded steps: enough for every batch of most data, a few MB


Streams = Sequence[Mapping[str, object]]
"""Where random streams stand."""


@dataclass(frozen=True, slots=True, eq=False)
class EngineState:
    """Where an engine stands, but for the parameters and their specification.

    The order of the batches is not in it: it follows from `orders`, where the streams that draw it
    stood at the beginning of the epoch. `losses` are those of the epoch's examples so far.
    """

    step: int
    epoch: int
    position: int
    orders: Streams
    noises: Streams
    memory: Memory
    losses: Floats


class Engine:
    """Takes steps on `parameters`; one seed and one training specification a network.

    `step` counts steps, `epoch` whole epochs, `position` batches into the current one; `losses`
    (examples,) holds the data loss of each example when it was seen, batch by batch and in it
    member by member.
    """

    def __init__(
        self,
        parameters: Parameters,
        seeds: Sequence[int],
        inputs: Inputs,
        targets: NDArray[np.generic],
    ) -> None:
        self.parameters = parameters
        self.optimizer = Optimizer(parameters.vector)
        self._seeds = seeds
        self._inputs, self._targets = inputs, targets
        self._loaded: tuple[Loss, int] | None = None
        self.restart()

    def restart(self) -> None:
        """Back before the first step; the parameters are the caller's to set."""
        self.step = self.epoch = self.position = 0
        self._orders = [np.random.default_rng([seed, 1]) for seed in self._seeds]
        self._noises = [np.random.default_rng([seed, 2]) for seed in self._seeds]
        self._begun = _standing(self._orders)
        self.optimizer.reset()

    def record(self, spec: NetworkSpec, trainings: Sequence[TrainingSpec]) -> None:
        """Record the operations of each step, for these settings from the next step on.

        The networks share everything but learning rate and penalties. Another loss or batch size
        loads the batches anew and starts the current epoch again.
        """
        training = trainings[0]
        # What all share is a number, which is cheaper to operate with than one for each.
        self._trainings = trainings = [training] if len(set(trainings)) == 1 else trainings
        if self._loaded != (training.loss, training.batch_size):
            self._load(spec, training)
        gradient = Parameters(spec, self.parameters.vector.dtype, self._members)
        update = [
            *self.optimizer.operations(
                trainings, self.parameters.vector, gradient.vector, weight_mask(spec)
            ),
            *self._hold(frozen_mask(spec)),
        ]
        ends = (self._batches[0], self._batches[self._batches.count - 1])
        self._passes = {
            size: Backprop(
                spec, training, self.parameters, gradient, size, self._noises, self.optimizer.gain
            )
            for size in {batch.columns.shape[-1] for batch in ends}
        }
        self._update = update
        self._scheduled = any(training.schedule != "constant" for training in trainings)
        self._set_rates()
        self._steps: dict[int, list[Operation]] = {}

    def _step(self, number: int) -> list[Operation]:
        """The operations of one step, recorded when first wanted; so many are kept."""
        step = self._steps.get(number)
        if step is None:
            if len(self._steps) == _KEPT:
                self._steps.clear()
            batch = self._batches[number]
            losses = self.losses[batch.part].reshape(batch.columns.shape[1:])
            learning = self._passes[batch.columns.shape[-1]]
            learn = learning.operations(batch.columns, batch.targets, losses)
            step = self._steps[number] = [*batch.fetch, *learn, *self._update]
        return step

    @property
    def steps_per_epoch(self) -> int:
        """Batches in an epoch."""
        return self._batches.count

    @property
    def moment(self) -> Moment:
        """The present one."""
        return Moment(self.epoch, self.step, self.streams)

    def start_from(self, moment: Moment) -> None:
        """Begin an epoch at a moment, without memory of what came before."""
        self.epoch, self.step, self.position = moment.epoch, moment.step, 0
        self.streams = moment.streams
        self.optimizer.reset()

    @property
    def streams(self) -> Streams:
        """Where the random streams stand; assigning it puts them back there."""
        return _standing([*self._orders, *self._noises])

    @streams.setter
    def streams(self, states: Streams) -> None:
        _put([*self._orders, *self._noises], states)

    @property
    def state(self) -> EngineState:
        """A copy of where the engine of one network stands; assigning one takes it back there.

        That is for the settings of `record` at the time: with other batches in the meantime the
        epoch begins again. The parameters are the caller's to set, and to record anew.
        """
        orders = self._begun if self.position else _standing(self._orders)
        losses = self.losses[: self._batches[self.position].part.start].copy()
        memory, noises = self.optimizer.memory, _standing(self._noises)
        return EngineState(self.step, self.epoch, self.position, orders, noises, memory, losses)

    @state.setter
    def state(self, state: EngineState) -> None:
        self.step, self.epoch, self.position = state.step, state.epoch, 0
        _put(self._orders, state.orders)
        if state.position:
            self._begin_epoch()
            self.position = state.position
            self.losses[: len(state.losses)] = state.losses
        _put(self._noises, state.noises)
        self.optimizer.memory = state.memory

    def mean_losses(self) -> Floats:
        """Mean data loss of each network (0-d, or (members,)) in the current epoch, or the last."""
        lead, size = self.parameters.vector.shape[:-1], self._batches.size
        examples = min((self.position or self.steps_per_epoch) * size, self._batches.examples)
        whole, networks = examples // size, self._members or 1
        batches, last = np.split(self.losses[: networks * examples], [networks * whole * size])
        sums = batches.reshape(whole, networks, size).sum(axis=(0, 2), dtype=np.float64)
        sums += last.reshape(networks, -1).sum(axis=1, dtype=np.float64)
        return (sums / examples).reshape(lead)

    @property
    def _members(self) -> int | None:
        lead = self.parameters.vector.shape[:-1]
        return lead[0] if lead else None

    def _load(self, spec: NetworkSpec, training: TrainingSpec) -> None:
        encoded = encode_targets(training.loss, self._targets, spec.outputs)
        dtype = self.parameters.vector.dtype
        self._batches = Batches(self._inputs, encoded, training.batch_size, dtype, self._members)
        self.losses = np.zeros((self._members or 1) * self._batches.examples, dtype)
        self._loaded = (training.loss, training.batch_size)
        self.position = 0

    def _hold(self, frozen: NDArray[np.bool_]) -> list[Operation]:
        """What puts frozen parameters back after each update."""
        if not frozen.any():
            return []
        vector = self.parameters.vector
        return [partial(np.copyto, vector, vector.copy(), where=frozen)]

    def advance(self, steps: int, look: Callable[[], None]) -> None:
        """Take so many steps, and `look` whenever it is time to."""
        goal = self.step + steps
        while self.step < goal:
            self._take(min(goal - self.step, steps_to_check(self.step)))
            if is_check(self.step):
                look()

    def _take(self, steps: int) -> None:
        """At most so many steps, not beyond the end of the epoch."""
        if self.position == 0:
            self._begin_epoch()
        end = min(self.position + steps, self._batches.count)
        for batch in range(self.position, end):
            for operation in self._step(batch):
                operation()
        self.step += end - self.position
        self.position = end % self._batches.count
        self.epoch += self.position == 0

    def _begin_epoch(self) -> None:
        self.losses.fill(0)
        if self._members is None:  # nobody goes back to a moment of a population
            self._begun = _standing(self._orders)
        self._batches.shuffle(self._orders)
        if self._scheduled:
            self._set_rates()

    def _set_rates(self) -> None:
        self.optimizer.set_rates([rate_at(training, self.epoch) for training in self._trainings])
        for learning in self._passes.values():
            learning.amplify(self.optimizer.gain)


def _standing(generators: Sequence[np.random.Generator]) -> Streams:
    return [generator.bit_generator.state for generator in generators]


def _put(generators: Sequence[np.random.Generator], states: Streams) -> None:
    for generator, state in zip(generators, states, strict=True):
        generator.bit_generator.state = state
