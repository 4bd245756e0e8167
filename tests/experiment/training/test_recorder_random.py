"""Random trainings with changes on the way: what followed a moment follows it again, bit by bit."""

from dataclasses import dataclass, field

import numpy as np
import pytest

from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import edits
from nnstudio.experiment.training.recorder import Recorder
from nnstudio.experiment.training.training_run import TrainingRun
from tests.experiment.session_driver import experiment

OPTIMIZERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam")


def drawn(rng: np.random.Generator, optimizer: str) -> Experiment:
    training = {
        "optimizer": optimizer,
        "batch_size": int(rng.integers(3, 60)),
        "learning_rate": float(rng.choice([0.001, 0.01])),
        "input_noise": float(rng.choice([0.0, 0.1])),
        "schedule": str(rng.choice(["constant", "step", "exponential", "cosine"])),
        "schedule_epochs": int(rng.integers(1, 9)),
        "l2": 0.01,
    }
    kind = str(rng.choice(["tanh", "relu", "prelu", "maxout", "sigmoid"]))
    document = experiment(6, 5, activation=kind, training=training)
    return edits.set_layer(document, 0, dropout=float(rng.choice([0.0, 0.2])))


@dataclass
class Watched:
    """A recorded run, and its weights at every step since the last change, and at any step."""

    run: TrainingRun
    recorder: Recorder
    seen: dict[int, bytes] = field(default_factory=dict)
    ever: dict[int, bytes] = field(default_factory=dict)

    @property
    def weights(self) -> bytes:
        return self.run.trainer.network.parameters.tobytes()

    def train(self, rng: np.random.Generator, steps: int) -> None:
        for _ in range(steps):
            self.run.take(1)
            self.recorder.note_if_due(rng.random() < 0.05)
            self.seen[self.run.trainer.step] = self.ever[self.run.trainer.step] = self.weights

    def change(self, rng: np.random.Generator) -> None:
        """Change a setting or a weight by hand."""
        document = self.run.prepared.experiment
        match rng.integers(4):
            case 0:
                self.run.set_parameter(0, 0, 0, float(rng.normal()))
                self.recorder.note_change()
            case 1:
                batch, loss = int(rng.integers(1, 50)), str(rng.choice(["cross_entropy", "hinge"]))
                self.run.configure(edits.set_training(document, batch_size=batch, loss=loss))
            case 2:
                optimizer = str(rng.choice(OPTIMIZERS))
                self.run.configure(edits.set_training(document, optimizer=optimizer))
            case 3:
                frozen, dropout = bool(rng.integers(2)), float(rng.choice([0.0, 0.3]))
                self.run.configure(edits.set_layer(document, 0, frozen=frozen, dropout=dropout))
        self.recorder.note_settings()
        self.seen = {self.run.trainer.step: self.weights}
        self.ever |= self.seen


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_that_what_followed_a_moment_follows_it_again(optimizer: str) -> None:
    rng = np.random.default_rng(OPTIMIZERS.index(optimizer))
    run = TrainingRun(1, prepare(drawn(rng, optimizer)))
    watched = Watched(run, Recorder(run))
    for _ in range(4):
        watched.train(rng, int(rng.integers(1, 60)))
        watched.change(rng)
    watched.train(rng, 150)
    seen, end = dict(watched.seen), run.trainer.step
    for step in rng.choice(list(seen), 5).tolist():
        watched.recorder.show(step, exactly=True)
        assert (run.trainer.step, watched.weights) == (step, seen[step])
        watched.recorder.go_on()
        watched.train(rng, end - step)
        assert watched.seen == seen


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_that_every_step_of_every_era_can_be_seen_again(optimizer: str) -> None:
    rng = np.random.default_rng(100 + OPTIMIZERS.index(optimizer))
    run = TrainingRun(1, prepare(drawn(rng, optimizer)))
    watched = Watched(run, Recorder(run))
    for _ in range(5):
        watched.train(rng, int(rng.integers(1, 40)))
        watched.change(rng)
        watched.change(rng)
    watched.train(rng, 40)
    ever, end = watched.ever, run.trainer.step
    for step in [*range(end, 0, -1), *rng.integers(1, end, 20).tolist()]:
        watched.recorder.show(step, exactly=True)
        assert run.trainer.step == step
        assert watched.weights == ever[step]
