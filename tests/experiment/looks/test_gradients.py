"""The gradients that a snapshot holds, against differences of the loss itself."""

from dataclasses import replace

import numpy as np
import pytest

from nnstudio.core.losses import data_loss
from nnstudio.core.network import Network
from nnstudio.experiment.data.prepare import Prepared, prepare
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.looks.gradients import GradientProbe
from nnstudio.experiment.looks.snapshot import ProbeRequest
from nnstudio.experiment.training.training_run import TrainingRun
from tests.experiment.session_driver import experiment

STEP = 1e-6


def double(document: Experiment) -> tuple[Prepared, Network]:
    ready = prepare(document)
    network = Network(ready.network, np.float64)
    network.initialize(np.random.default_rng(0))
    return ready, network


def difference(ready: Prepared, network: Network, place: int) -> float:
    """The slope of the training loss in one number of the vector, from two points beside it."""
    losses = []
    for step in (STEP, -STEP):
        network.parameters[place] += step
        scores = network.forward(ready.train_inputs)
        losses.append(data_loss(ready.training.loss, scores, ready.train_targets))
        network.parameters[place] -= step
    return (losses[0] - losses[1]) / (2 * STEP)


@pytest.mark.parametrize("activation", ["tanh", "prelu", "maxout"])
@pytest.mark.parametrize("source", ["spiral", "plane"])
def test_that_gradients_are_the_slopes_of_the_training_loss(source: str, activation: str) -> None:
    training = {"loss": "mse"} if source == "plane" else {"l2": 0.5, "input_noise": 0.3}
    ready, network = double(
        experiment(4, 3, source=source, activation=activation, samples=60, training=training)
    )
    layers = tuple(replace(layer, dropout=0.4) for layer in network.spec.layers)
    network.respecify(replace(network.spec, layers=layers))
    probe = GradientProbe(network, ready.training, ready.train_inputs, ready.train_targets)
    found = probe.measure()
    vector = [
        number
        for matrix, slopes in zip(found.matrices, found.slopes, strict=True)
        for number in (*matrix.ravel(), *(() if slopes is None else slopes))
    ]
    expected = [difference(ready, network, place) for place in range(len(network.parameters))]
    np.testing.assert_allclose(vector, expected, atol=1e-7)
    assert np.abs(vector).max() > 0.01


def test_that_a_snapshot_holds_gradients_only_when_asked_for() -> None:
    run = TrainingRun(1, prepare(experiment(samples=100)))
    assert run.snapshot(ProbeRequest()).gradients is None
    snapshot = run.snapshot(ProbeRequest(gradients=True))
    assert snapshot.gradients is not None
    assert snapshot.gradients.examples == len(run.prepared.train_inputs)
    for gradient, matrix in zip(snapshot.gradients.matrices, snapshot.matrices, strict=True):
        assert gradient.shape == matrix.shape
        assert not gradient.flags.writeable


def test_that_gradients_follow_the_weights_and_a_new_loss() -> None:
    document = experiment(samples=100)
    run = TrainingRun(1, prepare(document))
    moments = [run.snapshot(ProbeRequest(gradients=True)).gradients]
    run.take(5)
    moments.append(run.snapshot(ProbeRequest(gradients=True)).gradients)
    training = document.training.model_copy(update={"loss": "hinge"})
    run.configure(document.model_copy(update={"training": training}))
    moments.append(run.snapshot(ProbeRequest(gradients=True)).gradients)
    first, second, third = (moment.matrices[0] for moment in moments if moment is not None)
    assert not np.array_equal(first, second)
    assert not np.array_equal(second, third)


def test_that_looking_at_gradients_does_not_change_training() -> None:
    looked, alone = (TrainingRun(1, prepare(experiment(samples=100))) for _ in range(2))
    for _ in range(5):
        looked.take(3)
        alone.take(3)
        looked.snapshot(ProbeRequest(gradients=True))
    assert np.array_equal(looked.trainer.network.parameters, alone.trainer.network.parameters)
