"""Whoever does what is advised gets somewhere: over data sets, losses, optimizers, rates, seeds."""

from dataclasses import dataclass

import numpy as np
import pytest

from nnstudio.core.trainer import Diverged
from nnstudio.experiment.advice import failures
from nnstudio.experiment.advice.advice import Advice, Looks
from nnstudio.experiment.advice.guessing import chance_loss
from nnstudio.experiment.advice.progress import on_progress
from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import edits
from nnstudio.experiment.looks.snapshot import ProbeRequest
from nnstudio.experiment.training.history import History
from nnstudio.experiment.training.recorder import Recorder
from nnstudio.experiment.training.run import train
from nnstudio.experiment.training.training_run import TrainingRun
from tests.experiment.session_driver import experiment

EPOCHS = 45
WATCHED = ProbeRequest(activity=True, verdicts=True)
RATES = (("sgd", 0.1), ("sgd", 1.0), ("sgd", 30.0), ("momentum", 1.0), ("adam", 1.0))


@dataclass
class Followed:
    """What was advised one after another, and how good the network is in the end."""

    advised: list[Advice]
    loss: float
    guess: float


def document(source: str, loss: str, optimizer: str, rate: float, activation: str) -> Experiment:
    training = {"optimizer": optimizer, "learning_rate": rate, "batch_size": 16, "loss": loss}
    return experiment(8, source=source, activation=activation, seed=5, training=training)


def follow(start: Experiment, most: int = 3) -> Followed:
    """Train as the window does, and take all advice."""
    run, history, changed, advised = TrainingRun(1, prepare(start)), History(), 0, list[Advice]()
    with np.errstate(all="ignore"):
        for _ in range(most + 1):
            recorder, blew_up = trained(run, history)
            found = judged(run, history, recorder, changed, blew_up)
            if found is None or found.edit is None or len(advised) == most:
                break
            advised.append(found)
            following = TrainingRun(1, prepare(found.edit(run.prepared.experiment)))
            if found.restarts or found.step == 0:
                history = History()
            else:
                if found.step is not None:
                    recorder.show(found.step, exactly=True)
                history = history if following.take_over(run) else History()
            run, changed = following, following.trainer.step
        return Followed(advised, run.metrics().train_loss, chance_loss(run.prepared))


def trained(run: TrainingRun, history: History) -> tuple[Recorder, bool]:
    recorder, goal = Recorder(run), run.trainer.epoch + EPOCHS
    history.append(run.metrics())
    try:
        while run.trainer.epoch < goal:
            metrics = run.advance(goal, 0.02)
            recorder.note_if_due(metrics is not None)
            if metrics is not None:
                history.append(metrics)
    except Diverged:
        history.append(run.metrics())
        return recorder, True
    return recorder, False


def judged(
    run: TrainingRun, history: History, recorder: Recorder, changed: int, blew_up: bool
) -> Advice | None:
    seen, oldest = run.snapshot(WATCHED), recorder.recording.oldest.step
    looks = Looks(seen.activity, seen.gradient_facts, oldest, changed, seen.matrices)
    if blew_up:
        return failures.after_divergence(run.prepared, history, "It diverged.", looks)
    dead = failures.on_activity(run.prepared, history, looks)
    return dead or on_progress(run.prepared, history, looks)


@pytest.mark.parametrize("source", ["iris", "wine"])
@pytest.mark.parametrize("loss", ["cross_entropy", "hinge", "mse"])
@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_that_two_pieces_of_advice_get_a_training_somewhere(
    source: str, loss: str, activation: str
) -> None:
    for optimizer, rate in RATES:
        found = follow(document(source, loss, optimizer, rate, activation))
        told = [advice.action for advice in found.advised]
        assert len(told) <= 2, (optimizer, rate, told)
        assert found.loss < 0.95 * found.guess, (optimizer, rate, told)


@pytest.mark.parametrize("source", ["moons"])
def test_that_nothing_is_advised_in_an_endless_chain(source: str) -> None:
    for loss in ("cross_entropy", "hinge", "mse"):
        for optimizer, rate in RATES:
            found = follow(document(source, loss, optimizer, rate, "relu"))
            assert len(found.advised) <= 2, [advice.action for advice in found.advised]


def test_that_units_thrown_off_by_large_steps_call_for_smaller_ones_from_the_start() -> None:
    found = follow(document("iris", "mse", "sgd", 1.0, "relu"), most=1).advised[0]
    assert found.action == "Learning rate 1 → 0.1 and start again"
    if found.kind == "dead":
        assert "Steps at a learning rate of 1 threw them there" in found.sentence


def test_that_scaled_inputs_are_advised_with_the_ratio_where_steps_differ_in_size() -> None:
    found = follow(document("wine", "mse", "sgd", 1.0, "relu"), most=1).advised[0]
    assert found.action == "Standardize the inputs, learning rate 1 → 0.1, and start again"
    assert "times as much as" in found.sentence
    assert found.edit is not None
    after = found.edit(document("wine", "mse", "sgd", 1.0, "relu"))
    assert [step.step for step in after.preprocessing] == ["standardize"]
    assert after.training.learning_rate == 0.1


def test_that_large_targets_call_for_a_rate_that_suits_them_at_once() -> None:
    start = document("function", "mse", "sgd", 0.1, "relu")
    found = follow(edits.set_data(start, formula="50*x", samples=60))
    assert [advice.action for advice in found.advised] == [
        "Learning rate 0.1 → 0.001 and start again"
    ]
    assert "The targets vary by" in found.advised[0].sentence
    assert found.loss < 0.5 * found.guess


def test_that_a_plain_step_far_too_large_is_answered_by_the_largest_usual_rate() -> None:
    training = {"optimizer": "sgd", "learning_rate": 10.0, "batch_size": 16, "epochs": 400}
    start = experiment(7, 8, source="three_spirals", activation="leaky_relu", training=training)
    assert train(start).diverged
    found = follow(start).advised[0]
    assert found.action == "Learning rate 10 → 0.1 and start again"
    assert found.edit is not None
    assert train(found.edit(start)).metrics.train_score > 0.95


def starting(
    source: str, optimizer: str, rate: float, activation: str, **start: object
) -> Experiment:
    """Three hidden layers that start so."""
    training = {"optimizer": optimizer, "learning_rate": rate, "batch_size": 32, "loss": "mse"}
    start_from = experiment(8, 8, 8, source=source, activation=activation, training=training)
    for layer in range(3):
        start_from = edits.set_layer(start_from, layer, **start)
    return start_from


def test_that_initial_weights_are_blamed_where_they_start_far_off_and_not_the_rate() -> None:
    start = starting("xor", "sgd", 0.03, "relu", scale=10.0)
    found = follow(start)
    assert [advice.action for advice in found.advised] == [
        "Initial weights of the usual size in layers 1, 2, 3 and start again"
    ]
    assert "The initial weights are too large: with them the loss is" in found.advised[0].sentence
    assert found.advised[0].restarts
    assert found.loss < 0.5 * found.guess


def test_that_initial_weights_and_a_large_rate_are_mended_together() -> None:
    found = follow(starting("moons", "sgd", 3.0, "relu", scale=10.0), most=1)
    assert found.advised[0].action == (
        "Initial weights of the usual size in layers 1, 2, 3, learning rate 3 → 0.1, "
        "and start again"
    )
    assert found.loss < 0.5 * found.guess


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_that_zero_weights_are_named_and_mended_in_one_go(activation: str) -> None:
    start = edits.set_layer(
        starting("xor", "adam", 0.01, activation, initializer="zeros"), 3, initializer="zeros"
    )
    found = follow(start)
    assert [advice.action for advice in found.advised] == [
        "He weights in layers 1, 2, 3, 4 and start again"
    ]
    assert "layers 1, 2, 3, 4 start at zero" in found.advised[0].sentence
    assert found.loss < 0.5 * found.guess


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_that_a_penalty_that_holds_the_weights_at_zero_is_named(activation: str) -> None:
    start = edits.set_training(starting("xor", "adam", 0.01, activation), l2=3.0)
    found = follow(start)
    assert [advice.action for advice in found.advised] == ["Penalty L2 3 → 0.001 and start again"]
    assert "The penalty L2 3 holds the weights at zero" in found.advised[0].sentence
    assert found.loss < 0.5 * found.guess


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_that_a_rate_too_small_is_raised_before_anything_else_is_blamed(activation: str) -> None:
    found = follow(starting("moons", "adam", 1e-6, activation, initializer="uniform"))
    assert [advice.action for advice in found.advised][:1] == ["Learning rate 1e-06 → 0.001"]
    assert len(found.advised) <= 2
    assert all(advice.kind != "overshooting" for advice in found.advised)


def test_that_all_dead_layers_are_mended_together() -> None:
    run = TrainingRun(1, prepare(starting("xor", "sgd", 0.01, "relu")))
    for layer, inputs in enumerate((2, 8, 8)):
        for unit in range(8):
            run.set_parameter(layer, unit, inputs, -50.0)
    seen = run.snapshot(WATCHED)
    found = failures.on_activity(run.prepared, History(), Looks(seen.activity))
    assert found is not None
    assert found.action == "Make layers 1, 2, 3 leaky ReLU"
    assert found.edit is not None
    hidden = found.edit(run.prepared.experiment).network.layers[:-1]
    assert {layer.activation for layer in hidden} == {"leaky_relu"}
