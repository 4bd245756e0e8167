"""Advice: said when something is wrong, with the number and the edit that helps; else silence."""

from collections.abc import Iterator

import numpy as np
import pytest

from nnstudio.experiment.advice import failures
from nnstudio.experiment.advice.advice import Looks
from nnstudio.experiment.advice.progress import on_progress
from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import edits
from nnstudio.experiment.looks.probes import ProbeCache, layer_activity
from nnstudio.experiment.looks.snapshot import Metrics
from nnstudio.experiment.training.history import History
from nnstudio.experiment.training.stopping import Stop
from nnstudio.experiment.training.training_run import TrainingRun
from tests.experiment.session_driver import experiment


def trained(document: Experiment, epochs: int = 60) -> tuple[TrainingRun, History]:
    run, history = TrainingRun(1, prepare(document)), History()
    for metrics in measured(run, epochs):
        history.append(metrics)
    return run, history


def measured(run: TrainingRun, epochs: int) -> Iterator[Metrics]:
    yield run.metrics()
    while run.trainer.epoch < epochs:
        metrics = run.advance(epochs, 0.01)
        if metrics is not None:
            yield metrics


def history_of(*losses: float) -> History:
    history = History()
    for epoch, loss in enumerate(losses):
        history.append(Metrics(epoch, 10 * epoch, loss, loss, 0.0, 0.5, 0.5))
    return history


@pytest.mark.parametrize("source", ["spiral", "circle", "moons", "xor", "iris"])
def test_that_nothing_is_said_while_a_network_learns(source: str) -> None:
    document = edits.toggle_step(experiment(8, 8, source=source), "standardize", True)
    run, history = TrainingRun(1, prepare(document)), History()
    for metrics in measured(run, 60):
        history.append(metrics)
        assert on_progress(run.prepared, history) is None


def test_that_divergence_is_answered_by_a_lower_rate_and_a_way_back() -> None:
    document = experiment(training={"learning_rate": 10.0})
    history = history_of(0.7, 0.6, 0.5, 9.0, 1e8)
    found = failures.after_divergence(prepare(document), history, "It diverged.")
    assert found.action == "Learning rate 10 → 0.01 and go back 20 steps, to epoch 2"
    assert found.step == 20
    assert found.edit is not None
    assert found.edit(document).training.learning_rate == 0.01


def test_that_divergence_from_the_start_is_answered_by_a_new_start() -> None:
    document = experiment(training={"learning_rate": 0.5, "optimizer": "sgd"})
    found = failures.after_divergence(prepare(document), history_of(0.7, 1.0), "It diverged.")
    assert found.action == "Learning rate 0.5 → 0.05 and start again"
    assert found.step == 0


def test_that_a_loss_no_number_ever_was_has_nothing_to_press() -> None:
    prepared = prepare(experiment())
    assert failures.after_divergence(prepared, history_of(np.nan), "No.").action == ""


def test_that_a_plateau_at_chance_is_told_with_its_loss_and_a_higher_rate() -> None:
    run, history = trained(experiment(6, training={"learning_rate": 1e-6, "optimizer": "sgd"}))
    found = on_progress(run.prepared, history)
    assert found is not None
    assert found.kind == "plateau"
    assert f"the loss stays at {history.train_loss[-1]:.3g}" in found.sentence
    assert found.action == "Learning rate 1e-06 → 0.01"


def test_that_unscaled_inputs_are_told_with_their_ratio_when_they_hinder() -> None:
    prepared = prepare(experiment(6, 5, source="wine"))
    spreads = prepared.train_inputs.std(axis=0)
    found = on_progress(prepared, history_of(*[0.6] * 40))
    assert found is not None
    assert found.kind == "unscaled"
    assert f"{spreads.max() / spreads.min():,.0f} times" in found.sentence
    assert found.edit is not None
    assert [step.step for step in found.edit(prepared.experiment).preprocessing] == ["standardize"]


def test_that_a_layer_of_dead_units_is_told() -> None:
    run, _ = trained(experiment(6, 5, activation="relu"), epochs=1)
    for unit in range(6):
        run.set_parameter(0, unit, 2, -100.0)
    activity = layer_activity(ProbeCache(run.prepared), run.trainer.network)
    found = failures.on_activity(run.prepared, history_of(0.7), Looks(activity))
    assert found is not None
    assert "All 6 neurons of hidden layer 1 are dead" in found.sentence
    assert found.edit is not None
    assert found.edit(run.prepared.experiment).network.layers[0].activation == "leaky_relu"


def test_that_one_living_unit_is_enough() -> None:
    run, _ = trained(experiment(6, 5, activation="relu"), epochs=1)
    activity = layer_activity(ProbeCache(run.prepared), run.trainer.network)
    assert failures.on_activity(run.prepared, history_of(0.7), Looks(activity)) is None


def test_that_early_stopping_offers_the_best_moment() -> None:
    best = Metrics(80, 800, 0.1, 0.2, 0.0, 1.0, 0.9, 0.2, 0.9)
    found = failures.after_rest(Stop("Stopped early.", best))
    assert (found.action, found.step, found.edit) == ("Go back to epoch 80", 800, None)
