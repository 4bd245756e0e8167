"""A session taken back in time: what it shows, and how it goes on."""

import time
from dataclasses import replace

import numpy as np

from nnstudio.experiment.editing import edits
from nnstudio.experiment.looks.snapshot import Metrics
from nnstudio.experiment.training.checkpoint import Checkpoint
from nnstudio.experiment.training.commands import (
    Command,
    Load,
    Pause,
    PutWeights,
    ShowMoment,
    still_matter,
)
from nnstudio.experiment.training.events import MetricsAdded, Stopped
from tests.experiment.session_driver import Driver, driven_session, experiment


def finished(driver: Driver) -> int:
    """A run of 40 epochs, and its id."""
    run_id = driver.load(experiment(6, 5))
    driver.session.run()
    driver.wait_for_phase(run_id, "finished")
    driver.wait_for_snapshot(lambda shown: shown.metrics.epoch == 40)
    return run_id


def wait_for_step(driver: Driver, step: int) -> None:
    driver.wait_for_snapshot(lambda shown: shown.metrics.step == step)


def points(driver: Driver) -> list[Metrics]:
    return [added.metrics for added in driver.of(MetricsAdded)]


def test_that_a_snapshot_of_the_past_carries_its_own_metrics_and_place() -> None:
    with driven_session() as driver:
        finished(driver)
        original = points(driver)
        driver.session.show_moment(original[10].step)
        shown = driver.wait_for_snapshot(lambda shown: shown.metrics.epoch == 10)
        assert shown.metrics == original[10]
        assert shown.is_past
        assert (shown.oldest_step, shown.newest_step) == (0, original[40].step)


def test_that_looking_back_adds_nothing_to_the_curves() -> None:
    with driven_session() as driver:
        finished(driver)
        before = points(driver)
        for step in (0, 100, 200):
            driver.session.show_moment(step)
            wait_for_step(driver, step)
        assert points(driver) == before


def test_that_running_on_from_the_past_repeats_the_curves_exactly() -> None:
    with driven_session() as driver:
        run_id = finished(driver)
        original = points(driver)
        driver.session.show_moment(original[15].step)
        driver.wait_for_snapshot(lambda shown: shown.metrics.epoch == 15)
        driver.forget()
        driver.session.run()
        driver.wait_for_phase(run_id, "finished")
        assert points(driver) == original[15:41]


def test_that_a_moment_can_be_shown_while_training_runs() -> None:
    with driven_session() as driver:
        run_id = driver.load(experiment(6, 5, training={"epochs": 100_000}))
        driver.session.run()
        driver.wait_for_epoch(run_id, 30)
        driver.session.show_moment(0)
        driver.wait_for_phase(run_id, "paused")
        shown = driver.wait_for_snapshot(lambda shown: shown.is_past)
        assert shown.metrics.step == 0
        assert shown.newest_step >= 300


def test_that_a_weight_set_in_the_past_makes_another_branch() -> None:
    with driven_session() as driver:
        finished(driver)
        driver.session.show_moment(100)
        driver.wait_for_snapshot(lambda shown: shown.metrics.step == 100)
        driver.session.set_parameter(0, 0, 0, 2.5)
        shown = driver.wait_for_snapshot(lambda shown: shown.matrices[0][0, 0] == 2.5)
        assert shown.newest_step == 100


def test_that_divergence_leaves_the_last_good_moment_as_the_newest() -> None:
    with driven_session() as driver:
        run_id = driver.load(
            edits.set_training(experiment(6), learning_rate=1e6, optimizer="sgd", loss="mse")
        )
        driver.session.run()
        driver.wait_for_phase(run_id, "diverged")
        shown = driver.wait_for_snapshot(lambda shown: np.isfinite(shown.metrics.train_loss))
        assert len(driver.of(Stopped)) == 1
        assert not shown.is_past


def test_that_a_slow_run_takes_so_many_steps_a_second_and_obeys_at_once() -> None:
    with driven_session() as driver:
        run_id = driver.load(experiment(6, 5))
        driver.session.set_speed(20.0)
        start = time.perf_counter()
        driver.session.run()
        driver.wait_for_snapshot(lambda shown: shown.metrics.step >= 10)
        assert time.perf_counter() - start >= 0.4
        driver.session.set_speed(0.001)
        driver.session.pause()
        driver.wait_for_phase(run_id, "paused")


def test_that_only_the_last_of_many_moments_asked_for_is_shown() -> None:
    waiting: list[Command] = [ShowMoment(1), ShowMoment(2), Pause(), ShowMoment(3), ShowMoment(4)]
    assert still_matter(waiting) == [ShowMoment(2), Pause(), ShowMoment(4)]


def weights_after(driver: Driver, step: int) -> list[bytes]:
    shown = driver.wait_for_snapshot(lambda now: now.metrics.step == step)
    return [matrix.tobytes() for matrix in shown.matrices]


def test_that_a_divergence_is_followed_by_the_same_whether_or_not_one_looked_back() -> None:
    wild = experiment(
        6,
        training={"learning_rate": 2.0, "optimizer": "momentum", "loss": "mse", "batch_size": 500},
    )
    ends = []
    for looks_back in (False, True):
        with driven_session() as driver:
            run_id = driver.load(wild)
            driver.session.run()
            driver.wait_for_phase(run_id, "diverged")
            step = driver.of(MetricsAdded)[-1].metrics.step
            if looks_back:
                driver.session.show_moment(0)
                driver.wait_for_snapshot(lambda shown: shown.metrics.step == 0)
                driver.session.show_moment(step)
            driver.session.step()
            ends.append(weights_after(driver, step + 1))
    assert ends[0] == ends[1]


def test_that_trained_weights_outlive_edits_made_while_the_data_load() -> None:
    document = experiment(6)
    weights = Checkpoint(3, 30, (np.ones((6, 3)), np.ones((1, 7))), (None, None))
    put = PutWeights(weights)
    first, kept = Load(1, document, None), Load(2, document, None, keep=True)
    assert still_matter([first, put, kept]) == [replace(kept, keep=False), put]
    assert still_matter([put, kept, kept]) == [put, kept]
    assert still_matter([first, put, first]) == [first]


def test_that_trained_weights_wait_for_data_that_can_be_read() -> None:
    document = experiment(6, source="circle")
    lost = edits.set_data(document, source="table", path="nowhere.csv", target="y")
    with driven_session() as driver:
        run_id = driver.load(document)
        matrices = driver.wait_for_snapshot().matrices
        weights = Checkpoint(3, 30, tuple(np.ones_like(part) for part in matrices), (None, None))
        run_id = driver.session.load(lost)
        driver.session.put_weights(weights)
        driver.wait_for_phase(run_id, "invalid")
        run_id = driver.session.load(document, keep=True)
        driver.wait_for_phase(run_id, "paused")
        shown = driver.wait_for_snapshot(lambda now: now.run_id == run_id)
        assert (shown.metrics.step, shown.matrices[0].min()) == (30, 1.0)
