"""The project's own core as contenders: one trainer, thirty in turn, a population of thirty."""

import numpy as np

from nnstudio.core.population import Population
from nnstudio.core.trainer import Trainer
from tests.benchmarks.workloads import SEED, Matrices, Workload


class Ours:
    """The trainer, with everything it does: its loss of every step, its watch for divergence."""

    def __init__(self, workload: Workload) -> None:
        self.workload = workload
        rows, labels = workload.data
        self.trainer = Trainer(workload.network, workload.training, rows, labels, seed=SEED)

    def prepare(self) -> None:
        """Initial weights, the first epoch's order."""
        self.trainer.reset()

    def run(self, count: int) -> None:
        """Train so many epochs."""
        self.trainer.advance(count * self.workload.steps_per_epoch)

    def matrices(self) -> Matrices:
        """The weights now."""
        return [np.array(matrix) for matrix in self.trainer.network.matrices]


class Singles:
    """Networks that differ in their seed, each trained by itself."""

    def __init__(self, workload: Workload, members: int) -> None:
        self.workload = workload
        rows, labels = workload.data
        self.trainers = [
            Trainer(workload.network, workload.training, rows, labels, seed=seed)
            for seed in range(members)
        ]

    def prepare(self) -> None:
        """Initial weights."""
        for trainer in self.trainers:
            trainer.reset()

    def run(self, count: int) -> None:
        """Train every network so many epochs."""
        for trainer in self.trainers:
            trainer.advance(count * self.workload.steps_per_epoch)


class Together:
    """The same networks as a population."""

    def __init__(self, workload: Workload, members: int) -> None:
        self.workload = workload
        self.members = members
        self.prepare()

    def prepare(self) -> None:
        """Initial weights."""
        workload, members = self.workload, self.members
        rows, labels = workload.data
        self.population = Population(
            [workload.network] * members,
            [workload.training] * members,
            rows,
            labels,
            seeds=range(members),
        )

    def run(self, count: int) -> None:
        """Train every network so many epochs."""
        self.population.advance(count * self.workload.steps_per_epoch)
