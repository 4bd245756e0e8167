"""Rules to stop by: the same step in the session and without a window."""

from dataclasses import replace

import pytest

from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import edits
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.looks.snapshot import Metrics
from nnstudio.experiment.sweeps.together import train_together
from nnstudio.experiment.training.events import Rested
from nnstudio.experiment.training.run import train
from nnstudio.experiment.training.stopping import StopRules
from tests.experiment.session_driver import driven_session, experiment

EARLY = edits.set_data(
    experiment(8, training={"patience": 5, "epochs": 400, "learning_rate": 0.1}, noise=0.4),
    validation_fraction=0.3,
)


@pytest.mark.parametrize(
    "document",
    [
        experiment(8, training={"until_loss": 0.3, "epochs": 400}, source="circle"),
        experiment(8, training={"until_accuracy": 0.9, "epochs": 400}, source="circle"),
        EARLY,
    ],
)
def test_that_the_session_and_the_command_line_stop_at_the_same_step(document: Experiment) -> None:
    result = train(document)
    assert result.stopped is not None
    assert result.metrics.epoch < 400
    with driven_session() as driver:
        run_id = driver.load(document)
        driver.session.run()
        driver.wait_for_phase(run_id, "finished")
        shown = driver.wait_for_snapshot(lambda shown: shown.metrics == result.metrics)
        (rested,) = driver.of(Rested)
        assert rested.stop.sentence == result.stopped
        assert shown.metrics == result.metrics


def test_that_a_sweep_stops_each_run_by_itself() -> None:
    document = experiment(8, training={"until_loss": 0.3, "epochs": 400}, source="circle")
    other = edits.set_seed(document, 4)
    together = train_together([document, other])
    assert [result.metrics for result in together] == [
        train(document).metrics,
        train(other).metrics,
    ]


def test_that_running_on_after_a_goal_does_not_stop_at_it_again() -> None:
    document = experiment(8, training={"until_loss": 0.3, "epochs": 400}, source="circle")
    with driven_session() as driver:
        run_id = driver.load(document)
        driver.session.run()
        driver.wait_for_phase(run_id, "finished")
        driver.forget()
        driver.session.run()
        driver.wait_for_phase(run_id, "finished")
        driver.wait_for_snapshot(lambda shown: shown.metrics.epoch == 400)
        assert driver.of(Rested) == []


def test_that_rests_and_looks_back_do_not_change_when_training_stops() -> None:
    whole = train(EARLY)
    with driven_session() as driver:
        run_id = driver.load(edits.set_training(EARLY, epochs=2))
        for rest in range(2, 2 * whole.metrics.epoch, 2):
            driver.session.run()
            driver.wait_for_phase(run_id, "finished")
            if driver.of(Rested):
                break
            driver.forget()
            if rest % 6 == 0:
                driver.session.show_moment(0)
                driver.session.show_moment(10**9)
            driver.session.step()
        (rested,) = driver.of(Rested)
        assert rested.stop.sentence == whole.stopped


def test_that_what_was_best_later_is_forgotten_by_going_back() -> None:
    losses = [0.9, 0.5, 0.6, 0.4, 0.5, 0.5, 0.5, 0.5]
    points = [Metrics(e, 10 * e, 0.1, 0.1, 0.0, 0.9, 0.9, v, 0.9) for e, v in enumerate(losses)]
    rules = StopRules(EARLY.training.model_copy(update={"patience": 3}), points[0])
    assert [rules.verdict(point) for point in points[1:4]] == [None] * 3
    assert rules.go_on_from(points[2])
    other = [replace(point, validation_loss=0.6) for point in points[3:5]]
    assert rules.verdict(other[0]) is None
    stop = rules.verdict(other[1])
    assert stop is not None
    assert stop.best == points[1]
    assert not rules.go_on_from(replace(points[0], step=-1))


def test_that_patience_counts_epochs_since_the_lowest_validation_loss() -> None:
    losses = [0.9, 0.5, 0.4, 0.45, 0.42, 0.41, 0.3]
    points = [Metrics(e, 10 * e, 0.1, 0.1, 0.0, 0.9, 0.9, v, 0.9) for e, v in enumerate(losses)]
    rules = StopRules(EARLY.training.model_copy(update={"patience": 3}), points[0])
    verdicts = [rules.verdict(point) for point in points[1:6]]
    assert verdicts[:4] == [None] * 4
    stop = verdicts[4]
    assert stop is not None
    assert stop.best == points[2]
    assert "epoch 5" in stop.sentence
    assert "lowest, 0.4, at epoch 2" in stop.sentence


def test_that_patience_needs_a_validation_split() -> None:
    with pytest.raises(ExperimentError, match="no validation split"):
        edits.set_training(experiment(8), patience=5)


def test_that_the_result_says_why_it_stopped() -> None:
    fields = train(EARLY).as_dict()
    assert fields["stopped"].startswith("Stopped early at epoch")
    assert "stopped" not in train(experiment(4)).as_dict()
