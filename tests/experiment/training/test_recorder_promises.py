"""What people are offered to go back to is there, of a large network and in little room too."""

import numpy as np
import pytest

from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.editing import edits
from nnstudio.experiment.training.recorder import Recorder
from nnstudio.experiment.training.training_run import TrainingRun
from tests.experiment.session_driver import experiment


def test_that_the_best_moment_is_kept_and_any_other_one_is_trained_to_however_long() -> None:
    training = {"optimizer": "sgd", "learning_rate": 0.3, "batch_size": 4}
    document = experiment(900, 900, training=training, validation_fraction=0.3)
    run = TrainingRun(1, prepare(document))
    recorder, found, seen = Recorder(run, budget=1), [], {}
    for epoch in range(1, 7):
        metrics = None
        while metrics is None:
            metrics = run.advance(epoch, 0.05)
            recorder.note_if_due(metrics is not None)
        found.append(metrics)
        seen[metrics.step] = run.trainer.network.parameters.copy()
    recorder.note()
    run._seconds_per_step = 1.0  # as on a slow computer
    lowest = min(found, key=lambda one: one.validation_loss or 0.0)
    assert len(recorder.recording) <= 4
    recorder.show(lowest.step, exactly=True)
    assert run.known_metrics == lowest
    kept = {moment.step for moment in recorder.recording}
    other = next(one.step for one in found if one.step not in kept)
    recorder.show(other, exactly=True, soon=True)
    assert run.trainer.step in kept
    recorder.show(other, exactly=True)
    assert run.trainer.step == other
    np.testing.assert_array_equal(run.trainer.network.parameters, seen[other])


@pytest.mark.parametrize(
    "changed", [{"loss": "hinge"}, {"batch_size": 16}, {"optimizer": "sgd"}, {"learning_rate": 0.3}]
)
def test_that_what_went_on_in_the_past_with_later_settings_is_trained_to_bit_by_bit(
    changed: dict[str, object],
) -> None:
    training = {"optimizer": "adam", "learning_rate": 0.01, "batch_size": 7}
    run = TrainingRun(1, prepare(experiment(4, source="moons", samples=60, training=training)))
    recorder, seen = Recorder(run, budget=9000), {}

    def train(steps: int) -> None:
        recorder.go_on()
        for _ in range(steps):
            run.take(1)
            seen[run.trainer.step] = run.trainer.network.parameters.copy()
            if run.trainer.step % 4 == 0:
                recorder.note()

    train(30)
    run.configure(edits.set_training(run.prepared.experiment, **changed))
    recorder.note_settings()
    train(10)
    recorder.show(12, exactly=True)
    train(60)
    assert 12 not in [moment.step for moment in recorder.recording]
    for step in (17, 12, 11, 13, 40):
        recorder.show(step, exactly=True)
        assert run.trainer.step == step
        np.testing.assert_array_equal(run.trainer.network.parameters, seen[step])


def test_that_metrics_of_a_moment_are_not_those_of_a_network_with_neurons_off() -> None:
    run = TrainingRun(1, prepare(experiment(6, 5)))
    recorder = Recorder(run)
    for _ in range(2):
        run.take(40)
        before = run.metrics()
        recorder.note()
    document = run.prepared.experiment
    for unit in (0, 1):
        document = edits.switch_unit(document, 0, unit, False)
    run.configure(document)
    recorder.note_settings()
    recorder.show(40, exactly=True)
    assert run.known_metrics is None
    recorder.show(80, exactly=True)
    assert run.metrics() != before
