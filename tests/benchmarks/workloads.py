"""The networks that are timed: one of each size a class works with, and the data they train on.

Each row of training data is (inputs), targets are labels. What a contender needs to begin exactly
where the others do is here too: the initial weights, and the order of the examples in each epoch.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.network import Network
from nnstudio.core.spec import LayerSpec, NetworkSpec, TrainingSpec
from nnstudio.experiment.data.sources import load_dataset
from nnstudio.experiment.document import DataSettings, Source

Floats = NDArray[np.floating]
Labels = NDArray[np.int64]
Matrices = list[NDArray[np.float32]]
"""Per layer (units, inputs + 1), the biases last."""

SEED = 1


@dataclass(frozen=True)
class Workload:
    """One network, how it trains, and where its `examples` come from: a source, or at random."""

    sizes: tuple[int, ...]
    activation: Literal["tanh", "relu"]
    optimizer: Literal["sgd", "momentum", "adam"]
    rate: float
    batch: int
    examples: int
    source: Source | None = None

    @property
    def name(self) -> str:
        """The way the table names it: "2-8-8-8-1 batch 10"."""
        return f"{'-'.join(map(str, self.sizes))} batch {self.batch}"

    @property
    def network(self) -> NetworkSpec:
        """The network as the core takes it."""
        *hidden, outputs = self.sizes[1:]
        start: Literal["he", "glorot"] = "he" if self.activation == "relu" else "glorot"
        layers = [LayerSpec(units, self.activation, start) for units in hidden]
        return NetworkSpec(self.sizes[0], (*layers, LayerSpec(outputs)))

    @property
    def training(self) -> TrainingSpec:
        """The training as the core takes it."""
        return TrainingSpec("cross_entropy", self.optimizer, self.rate, self.batch)

    @property
    def classes(self) -> int:
        """One output tells two classes apart."""
        return max(2, self.sizes[-1])

    @property
    def steps_per_epoch(self) -> int:
        """Every workload's examples fill its batches."""
        return self.examples // self.batch

    @property
    def flops_per_step(self) -> int:
        """Of the products: forward, backward to the weights and, but for the first, the inputs."""
        weights = [i * o for i, o in zip(self.sizes[:-1], self.sizes[1:], strict=True)]
        return 2 * self.batch * (3 * sum(weights) - weights[0])

    @cached_property
    def data(self) -> tuple[NDArray[np.float32], Labels]:
        """Rows (examples, inputs) in random order, and labels."""
        rng = np.random.default_rng(7)
        if self.source is None:
            rows = rng.standard_normal((self.examples, self.sizes[0]), np.float32)
            return rows, rng.integers(0, self.classes, self.examples)
        settings = DataSettings(source=self.source, samples=self.examples)
        dataset = load_dataset(settings, SEED, None)
        order = rng.permutation(len(dataset.rows))[: self.examples]
        rows64 = dataset.rows[order]
        standard = (rows64 - rows64.mean(axis=0)) / (rows64.std(axis=0) + 1e-6)
        return standard.astype(np.float32), dataset.targets[order].astype(np.int64)

    def initial(self) -> Matrices:
        """The weights that the core starts from with this seed."""
        network = Network(self.network)
        network.initialize(np.random.default_rng([SEED, 0]))
        return [np.array(matrix, np.float32) for matrix in network.matrices]

    def orders(self) -> Iterator[NDArray[np.int64]]:
        """The order of the examples in each epoch: the core's own stream of this seed."""
        rng = np.random.default_rng([SEED, 1])
        while True:
            yield rng.permutation(self.examples)

    def with_one_output(self) -> "Workload":
        """The same for a peer that has one logistic output whenever there are two classes."""
        return replace(self, sizes=(*self.sizes[:-1], 1)) if self.sizes[-1] == 2 else self


SPIRAL = Workload((2, 8, 8, 8, 1), "tanh", "sgd", 0.03, 10, 500, "spiral")
CIRCLE = Workload((2, 20, 20, 2), "relu", "adam", 0.01, 32, 512, "circle")
DIGITS = Workload((64, 128, 64, 10), "relu", "adam", 0.001, 128, 1792, "digits")
IMAGES = Workload((784, 256, 128, 10), "relu", "adam", 0.001, 128, 6400)
LARGE_IMAGES = Workload((3072, 512, 256, 10), "relu", "momentum", 0.01, 256, 2560)
CLASSROOM = (SPIRAL, CIRCLE, DIGITS, IMAGES)
