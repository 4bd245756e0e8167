"""What curves tell of a training that gets nowhere; and silence while a network learns."""

import numpy as np
import pytest

from nnstudio.core.losses import data_loss
from nnstudio.experiment.advice.advice import Advice, Looks
from nnstudio.experiment.advice.guessing import chance_loss
from nnstudio.experiment.advice.progress import on_progress
from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import edits
from nnstudio.experiment.files.documents import load
from nnstudio.experiment.files.examples import example_names
from nnstudio.experiment.looks.snapshot import Metrics, ProbeRequest
from nnstudio.experiment.training.history import History
from nnstudio.experiment.training.training_run import TrainingRun
from tests.experiment.session_driver import experiment

WATCHED = ProbeRequest(activity=True, verdicts=True)


def advised(document: Experiment, epochs: int) -> Advice | None:
    """The first advice while a window that looks at the layers trains so long."""
    run, history = TrainingRun(1, prepare(document)), History()
    history.append(run.metrics())
    while run.trainer.epoch < epochs:
        metrics = run.advance(epochs, 0.01)
        if metrics is None:
            continue
        history.append(metrics)
        snapshot = run.snapshot(WATCHED) if len(history) >= 30 else None
        looks = Looks(snapshot.activity, snapshot.gradient_facts) if snapshot else Looks()
        found = on_progress(run.prepared, history, looks)
        if found is not None:
            return found
    return None


def starting(document: Experiment, **start: object) -> Experiment:
    """With these fields in every hidden layer."""
    for layer in range(len(document.network.layers) - 1):
        document = edits.set_layer(document, layer, **start)
    return document


@pytest.mark.parametrize("name", [name for name in example_names() if name != "digits"])
def test_that_nothing_is_said_while_an_example_learns(name: str) -> None:
    assert advised(load(name), 60) is None


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_that_steps_too_large_to_learn_are_told_though_nothing_blows_up(optimizer: str) -> None:
    document = edits.set_training(load("iris"), optimizer=optimizer, learning_rate=10.0)
    found = advised(document, 120)
    assert found is not None
    assert found.kind == "overshooting"
    assert "worse than that of guessing, 1.1: at a learning rate of 10 the" in found.sentence
    usual = {"sgd": "0.1", "adam": "0.01"}[optimizer]
    assert found.action == f"Learning rate 10 → {usual} and start again"
    assert found.edit is not None
    assert advised(found.edit(document), 60) is None


def test_that_steps_made_too_large_lead_back_to_before_the_change() -> None:
    prepared, history = prepare(experiment(training={"learning_rate": 10.0})), History()
    for epoch in range(60):
        loss = 0.6 - 0.01 * epoch if epoch <= 20 else 5.0
        history.append(Metrics(epoch, 10 * epoch, loss, loss, 0.0, 0.5, 0.5))
    found = on_progress(prepared, history, Looks(changed=200))
    assert found is not None
    assert found.action == "Learning rate 10 → 0.01 and go back 390 steps, to epoch 20"
    assert found.step == 200
    assert on_progress(prepared, history, Looks(changed=450)) is None


@pytest.mark.parametrize(
    ("oldest", "way", "restarts"),
    [(50, "go back 540 steps, to epoch 5", False), (100, "start again", True)],
)
def test_that_no_way_leads_back_beyond_what_is_recorded(
    oldest: int, way: str, restarts: bool
) -> None:
    prepared, history = prepare(experiment(training={"learning_rate": 10.0})), History()
    for epoch in range(60):
        loss = 0.5 if epoch < 10 else 5.0
        history.append(Metrics(epoch, 10 * epoch, loss, loss, 0.0, 0.5, 0.5))
    found = on_progress(prepared, history, Looks(oldest=oldest, changed=50))
    assert found is not None
    assert found.action == f"Learning rate 10 → 0.01 and {way}"
    assert found.restarts == restarts


def test_that_saturation_by_large_initial_weights_is_told_with_its_share() -> None:
    training = {"learning_rate": 0.01, "optimizer": "sgd"}
    document = experiment(8, 8, activation="sigmoid", training=training)
    document = starting(document, initializer="normal", scale=100.0)
    found = advised(document, 300)
    assert found is not None
    assert found.kind == "saturated"
    assert "% of the activations of hidden layer 1 are saturated" in found.sentence
    assert found.action == "Smaller initial weights (Glorot, scale 1) in layer 1, 2"
    assert found.edit is not None
    layer = found.edit(document).network.layers[1]
    assert (layer.initializer, layer.scale) == ("glorot", 1.0)


def test_that_a_vanishing_gradient_is_told_with_its_ratio() -> None:
    training = {"learning_rate": 0.01, "optimizer": "sgd"}
    document = experiment(8, 8, 8, 8, 8, 8, activation="sigmoid", training=training)
    found = advised(document, 100)
    assert found is not None
    assert found.kind == "vanishing"
    assert "times that of the last layer" in found.sentence
    assert found.edit is not None
    hidden = found.edit(document).network.layers[:-1]
    assert {(layer.activation, layer.initializer) for layer in hidden} == {("relu", "he")}


@pytest.mark.parametrize("loss", ["cross_entropy", "hinge", "mse"])
@pytest.mark.parametrize("source", ["spiral", "iris"])
def test_that_no_constant_scores_have_a_lower_loss_than_guessing(source: str, loss: str) -> None:
    prepared = prepare(experiment(source=source, training={"loss": loss}))
    guess, rng = chance_loss(prepared), np.random.default_rng(1)
    targets = prepared.train_targets
    for _ in range(200):
        scores = np.tile(rng.normal(size=prepared.network.outputs), (len(targets), 1))
        assert data_loss(prepared.training.loss, scores, targets) >= guess - 1e-9


def test_that_a_loss_before_the_change_does_not_make_steps_too_large() -> None:
    prepared, history = prepare(experiment(training={"learning_rate": 1e-6})), History()
    for epoch in range(80):
        loss = 0.6 if epoch < 40 else 2.0
        history.append(Metrics(epoch, 10 * epoch, loss, loss, 0.0, 0.5, 0.5))
    found = on_progress(prepared, history, Looks(changed=400))
    assert found is not None
    assert (found.kind, found.action) == ("plateau", "Learning rate 1e-06 → 0.001")
