"""Many networks at once: a population trains as one stacked computation.

Its members have the same architecture and data and differ in seed, initial weights, learning rate
and penalties. Member by member it does what a `Trainer` with that seed and those settings does,
equal to rounding; thirty small networks cost a few times what one costs.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import DTypeLike, NDArray

from nnstudio.core import initializers
from nnstudio.core.arrays import Floats
from nnstudio.core.engine import Engine
from nnstudio.core.floating_point import fast_arithmetic
from nnstudio.core.health import Health
from nnstudio.core.losses import data_loss, penalty
from nnstudio.core.metrics import score
from nnstudio.core.network import Network
from nnstudio.core.parameters import Parameters
from nnstudio.core.rows import Inputs
from nnstudio.core.spec import NetworkSpec, TrainingSpec
from nnstudio.core.trainer import Diverged, Evaluation


class Population:
    """One network per seed, with its specification and training settings beside it.

    Specifications may differ in how weights start, training settings in learning rate, l2 and l1.
    A member that diverges is noted in `diverged`, by its number, and held at its last good weights.
    """

    def __init__(
        self,
        specs: Sequence[NetworkSpec],
        trainings: Sequence[TrainingSpec],
        inputs: Inputs,
        targets: NDArray[np.generic],
        *,
        seeds: Sequence[int],
        dtype: DTypeLike = np.float32,
    ) -> None:
        self.specs, self.trainings = specs, trainings
        self.inputs, self.targets = inputs, targets
        self.diverged: dict[int, Diverged] = {}
        self._layout = Parameters(specs[0], dtype, len(seeds))
        self._member = Network(specs[0], dtype)
        for member, (spec, seed) in enumerate(zip(specs, seeds, strict=True)):
            rng = np.random.default_rng([seed, 0])
            initializers.initialize(self._member.layout, spec, rng)
            self._layout.vector[member] = self._member.parameters
        self._engine = Engine(self._layout, seeds, inputs, targets)
        self._engine.record(specs[0], trainings)
        initial = [
            self.evaluate(member, inputs[:256], targets[:256]).loss for member in range(len(seeds))
        ]
        self._health = Health(self._layout.vector, initial, self._engine.moment)

    @property
    def parameters(self) -> Floats:
        """The flat vectors of all members (members, size)."""
        return self._layout.vector

    @property
    def step(self) -> int:
        """Steps taken."""
        return self._engine.step

    @property
    def epoch(self) -> int:
        """Whole epochs trained."""
        return self._engine.epoch

    @property
    def steps_per_epoch(self) -> int:
        """Batches in an epoch."""
        return self._engine.steps_per_epoch

    def network(self, member: int) -> Network:
        """One member's network, a copy."""
        network = Network(self.specs[member], self._layout.vector.dtype)
        network.load(self._layout.vector[member])
        return network

    def advance(self, steps: int) -> None:
        """Take `steps` optimizer steps with every member."""
        with fast_arithmetic():
            self._engine.advance(steps, self._check)
            self._hold(self._health.complaints())

    def evaluate(self, member: int, inputs: Inputs, targets: NDArray[np.generic]) -> Evaluation:
        """Loss and score of one member on any examples, without dropout and noise."""
        self._member.load(self._layout.vector[member])
        outputs = self._member.forward(inputs).astype(np.float64)
        loss = data_loss(self.trainings[member].loss, outputs, targets)
        return Evaluation(loss, score(targets, outputs), outputs)

    def penalty(self, member: int) -> float:
        """l2/2 * sum(w^2) + l1 * sum|w| over one member's weights."""
        self._member.load(self._layout.vector[member])
        training = self.trainings[member]
        return penalty(self._member.layout.weights, training.l2, training.l1)

    def _check(self) -> None:
        self._hold(self._health.complaints(self._engine.mean_losses()))
        self._health.note(self._engine.moment)

    def _hold(self, complaints: dict[int, str]) -> None:
        for member, reason in complaints.items():
            self.diverged.setdefault(
                member, Diverged(self._health.moment.epoch, self._health.moment.step, reason)
            )
        if self.diverged:
            self._health.restore(self.diverged)
