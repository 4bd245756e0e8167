"""What the exports of code are made from: prepared data and the weights that training found."""

from dataclasses import dataclass
from pathlib import Path

from nnstudio.core.losses import probabilities
from nnstudio.core.network import Network
from nnstudio.core.spec import Loss, NetworkSpec
from nnstudio.experiment.data.dataset import Floats as Rows
from nnstudio.experiment.data.prepare import Prepared, prepare
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.exports import TrainingFailed
from nnstudio.experiment.looks.snapshot import Floats
from nnstudio.experiment.training.run import Progress, train


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A trained network: its `matrices` (rows, inputs + 1) and `slopes` (units,)."""

    prepared: Prepared
    matrices: tuple[Floats, ...]
    slopes: tuple[Floats | None, ...]
    epochs: int

    @property
    def network(self) -> NetworkSpec:
        """The network with all sizes."""
        return self.prepared.network

    @property
    def loss(self) -> Loss:
        """The loss it was trained with, which decides what its scores mean."""
        return self.prepared.training.loss

    @property
    def gives_probabilities(self) -> bool:
        """Whether its scores can be turned into probabilities of classes."""
        return self.loss == "cross_entropy"

    @property
    def example(self) -> Rows:
        """The first row (features,) of the test split."""
        return self.prepared.dataset.examples(self.prepared.test_index[:1])[0]

    def scores(self, rows: Rows) -> Floats:
        """What the window and `train` see for raw rows (n, features): scores (n, outputs)."""
        network = Network(self.network)
        for matrix, values in zip(network.matrices, self.matrices, strict=True):
            matrix[:] = values
        for slopes, learned in zip(network.slopes, self.slopes, strict=True):
            if slopes is not None and learned is not None:
                slopes[:] = learned
        return network.forward(self.prepared.encode(rows))

    def predictions(self, rows: Rows) -> Floats:
        """Probabilities (n, classes) where the loss gives them, otherwise the scores."""
        scores = self.scores(rows)
        return probabilities(self.loss, scores) if self.gives_probabilities else scores


def train_model(
    experiment: Experiment, folder: Path | None = None, on_progress: Progress | None = None
) -> Model:
    """Train as the command line does; raises ExperimentError, and TrainingFailed on divergence."""
    result = train(experiment, folder, on_progress=on_progress)
    if result.explanation is not None:
        raise TrainingFailed(result.explanation)
    prepared = prepare(experiment, folder)
    return Model(prepared, result.matrices, result.slopes, result.metrics.epoch)
