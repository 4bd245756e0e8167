"""The training thread: what it obeys, what it reports, and that it always ends."""

import random
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from nnstudio.experiment.looks.snapshot import Plane, ProbeRequest
from nnstudio.experiment.training.commands import (
    Close,
    Command,
    Load,
    Pause,
    Request,
    Reset,
    Run,
    Step,
    still_matter,
)
from nnstudio.experiment.training.events import (
    Failed,
    Loaded,
    MetricsAdded,
    PhaseChanged,
    Rejected,
    Stopped,
)
from nnstudio.experiment.training.history import History
from nnstudio.experiment.training.session import Session
from tests.experiment.session_driver import Driver, driven_session, experiment

FOREVER = {"epochs": 1_000_000}
EVERYTHING = ProbeRequest(regions=40, unit_maps=16, activity=True)


def training_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "training"]


def test_that_a_loaded_run_is_ready_with_its_first_metrics_and_picture() -> None:
    with driven_session() as driver:
        run_id = driver.session.load(experiment())
        snapshot = driver.wait_for_snapshot()
        driver.wait_for_phase(run_id, "ready")
        assert [loaded.run_id for loaded in driver.of(Loaded)] == [run_id]
        assert [added.metrics.epoch for added in driver.of(MetricsAdded)] == [0]
        assert snapshot.run_id == run_id
        assert snapshot.metrics.step == 0
        assert [matrix.shape for matrix in snapshot.matrices] == [(6, 3), (5, 7), (2, 6)]


def test_that_a_run_trains_to_the_epochs_set_and_running_again_adds_as_many() -> None:
    with driven_session() as driver:
        run_id = driver.load(experiment())
        driver.session.run()
        driver.wait_for_phase(run_id, "finished")
        assert driver.of(MetricsAdded)[-1].metrics.epoch == 40
        driver.forget()
        driver.session.run()
        driver.wait_for_phase(run_id, "finished")
        assert driver.of(MetricsAdded)[-1].metrics.epoch == 80


def test_that_every_due_metric_arrives_in_order_up_to_the_last() -> None:
    with driven_session() as driver:
        run_id = driver.load(experiment(training={"epochs": 133}))
        driver.session.run()
        driver.wait_for_phase(run_id, "finished")
        epochs = [added.metrics.epoch for added in driver.of(MetricsAdded)]
        assert epochs == [*range(129), 130, 132, 133]


def test_that_the_last_picture_shows_the_end_even_if_an_older_one_was_never_taken() -> None:
    with driven_session() as driver:
        run_id = driver.load(experiment())
        driver.session.run()
        while driver.phase(run_id) != "finished":
            time.sleep(0.001)
            driver.events += driver.session.take_events()
        driver.wait_for_snapshot(lambda snapshot: snapshot.metrics.epoch == 40)


def test_that_pause_rests_at_a_moment_that_the_picture_shows() -> None:
    with driven_session() as driver:
        run_id = driver.load(experiment(training=FOREVER))
        driver.session.run()
        driver.wait_for_epoch(run_id, 3)
        driver.session.pause()
        driver.wait_for_phase(run_id, "paused")
        driver.forget()
        driver.session.request(ProbeRequest(activity=True))
        resting = driver.wait_for_snapshot(lambda snapshot: bool(snapshot.activity))
        driver.session.request(ProbeRequest())
        later = driver.wait_for_snapshot(lambda snapshot: not snapshot.activity)
        assert later.metrics == resting.metrics


def test_that_a_step_is_one_optimizer_update() -> None:
    with driven_session() as driver:
        driver.load(experiment())
        for steps in (1, 2, 3):
            driver.session.step()
            driver.wait_for_snapshot(lambda snapshot, done=steps: snapshot.metrics.step == done)  # type: ignore[misc]


def test_that_a_step_while_training_rests() -> None:
    with driven_session() as driver:
        run_id = driver.load(experiment(training=FOREVER))
        driver.session.run()
        driver.wait_for_phase(run_id, "running")
        driver.session.step()
        driver.wait_for_phase(run_id, "paused")


def test_that_an_epoch_step_ends_at_the_end_of_the_epoch() -> None:
    with driven_session() as driver:
        run_id = driver.load(experiment())
        driver.session.step()
        driver.wait_for_phase(run_id, "paused")
        driver.session.step_epoch()
        driver.wait_for_epoch(run_id, 1)
        assert driver.of(MetricsAdded)[-1].metrics.step == 10
        driver.wait_for_phase(run_id, "paused")


def test_that_reset_brings_back_the_initial_weights_and_empties_the_curves() -> None:
    with driven_session() as driver:
        run_id = driver.load(experiment())
        initial = driver.wait_for_snapshot()
        driver.session.run()
        driver.wait_for_phase(run_id, "finished")
        driver.session.reset()
        driver.wait_for_phase(run_id, "ready")
        driver.session.request(ProbeRequest(activity=True))
        again = driver.wait_for_snapshot(lambda snapshot: bool(snapshot.activity))
        assert again.metrics == initial.metrics
        for before, after in zip(initial.matrices, again.matrices, strict=True):
            assert before.tobytes() == after.tobytes()
        history = History()
        for added in driver.of(MetricsAdded):
            history.append(added.metrics)
        assert history.epochs.tolist() == [0]


def test_that_a_lower_learning_rate_takes_effect_while_weights_stay() -> None:
    with driven_session() as driver:
        run_id = driver.load(experiment(training=FOREVER))
        driver.session.run()
        driver.wait_for_epoch(run_id, 3)
        driver.session.configure(experiment(training={"learning_rate": 1e-30, **FOREVER}))
        driver.session.pause()
        driver.wait_for_phase(run_id, "paused")
        driver.session.request(ProbeRequest(activity=True))
        before = driver.wait_for_snapshot(lambda snapshot: bool(snapshot.activity))
        driver.session.step()
        next_step = before.metrics.step + 1
        after = driver.wait_for_snapshot(lambda snapshot: snapshot.metrics.step == next_step)
        for old, new in zip(before.matrices, after.matrices, strict=True):
            np.testing.assert_array_equal(old, new)


def test_that_fewer_epochs_are_kept_to_while_training() -> None:
    with driven_session() as driver:
        run_id = driver.load(experiment(training=FOREVER))
        driver.session.run()
        driver.wait_for_phase(run_id, "running")
        driver.session.configure(experiment(training={"epochs": 50}))
        driver.wait_for_phase(run_id, "finished")
        assert driver.of(MetricsAdded)[-1].metrics.epoch % 50 == 0


def test_that_a_running_session_goes_on_with_the_run_loaded_next() -> None:
    with driven_session() as driver:
        driver.load(experiment(training=FOREVER))
        driver.session.run()
        run_id = driver.session.load(experiment(4, training=FOREVER))
        driver.wait_for_phase(run_id, "running")
        driver.wait_for_epoch(run_id, 3)


def test_that_nothing_of_an_old_run_is_seen_once_the_new_one_is_loaded() -> None:
    with driven_session() as driver:
        driver.load(experiment(training=FOREVER))
        driver.session.run()
        for units in range(2, 12):
            run_id = driver.session.load(experiment(units, training=FOREVER))
            driver.forget()
            driver.wait(lambda run_id=run_id: run_id in {e.run_id for e in driver.of(Loaded)})  # type: ignore[misc]
            driver.forget()
            driver.poll()
            driver.wait_for_snapshot()
            assert {snapshot.run_id for snapshot in driver.snapshots} == {run_id}
            assert {event.run_id for event in driver.events} <= {run_id}


def test_that_only_the_newest_of_many_loads_is_sure_to_be_answered() -> None:
    with driven_session() as driver:
        ids = [driver.session.load(experiment(units)) for units in range(1, 30)]
        driver.wait_for_phase(ids[-1], "ready")
        assert ids == sorted(set(ids))
        assert driver.of(Loaded)[-1].run_id == ids[-1]
        assert len(driver.of(Loaded)) < len(ids)


def test_that_a_newer_load_leaves_out_what_came_before_but_not_whether_to_train() -> None:
    old, new = Load(1, experiment(), None), Load(2, experiment(), None)
    request = Request(ProbeRequest(regions=10))
    waiting: list[Command] = [Reset(), Step(), old, Step(), Run(), request, new, Pause()]
    assert still_matter(waiting) == [Reset(), new, Run(), request, Pause()]
    assert still_matter([Run(), Close()]) == [Run(), Close()]


def test_that_an_impossible_experiment_is_rejected_and_the_next_one_is_not() -> None:
    with driven_session() as driver:
        driver.load(experiment())
        wrong = experiment()
        network = wrong.network.model_copy(update={"inputs": 7})
        run_id = driver.session.load(wrong.model_copy(update={"network": network}))
        driver.wait_for_phase(run_id, "invalid")
        assert driver.of(Rejected)[-1].problems
        driver.session.run()
        driver.session.step()
        driver.load(experiment())
        assert not driver.of(Failed)


def test_that_a_missing_file_is_rejected_with_its_name(tmp_path: Path) -> None:
    with driven_session() as driver:
        document = experiment(source="table", path="missing.csv")
        run_id = driver.session.load(document, tmp_path)
        driver.wait_for_phase(run_id, "invalid")
        assert "missing.csv" in str(driver.of(Rejected)[-1].problems[0])


def test_that_divergence_is_explained_and_leaves_finite_pictures() -> None:
    with driven_session() as driver:
        driver.session.request(EVERYTHING)
        diverging = {"learning_rate": 1e6, "optimizer": "sgd", **FOREVER}
        run_id = driver.load(experiment(activation="relu", training=diverging))
        driver.session.run()
        driver.wait_for_phase(run_id, "diverged")
        explanation = driver.of(Stopped)[-1].explanation
        assert "epoch" in explanation
        assert "1e+06" in explanation
        driver.session.request(ProbeRequest(regions=20, unit_maps=8, activity=True))
        snapshot = driver.wait_for_snapshot(
            lambda snapshot: snapshot.unit_maps[0].shape[1:] == (8, 8)
        )
        assert snapshot.regions is not None
        arrays = [*snapshot.matrices, *snapshot.unit_maps, snapshot.regions.outputs]
        assert all(np.isfinite(array).all() for array in arrays)


def test_that_a_lower_rate_goes_on_after_divergence() -> None:
    with driven_session() as driver:
        diverging = {"learning_rate": 1e6, "optimizer": "sgd", **FOREVER}
        run_id = driver.load(experiment(training=diverging, activation="relu"))
        driver.session.run()
        driver.wait_for_phase(run_id, "diverged")
        epoch = driver.of(MetricsAdded)[-1].metrics.epoch
        tamed = {"learning_rate": 1e-6, "optimizer": "sgd", **FOREVER}
        driver.session.configure(experiment(training=tamed, activation="relu"))
        driver.session.run()
        driver.wait_for_epoch(run_id, epoch + 3)
        assert driver.phase(run_id) == "running"


def test_that_snapshots_hold_what_was_asked_for_and_cannot_be_written() -> None:
    with driven_session() as driver:
        driver.session.request(EVERYTHING)
        driver.load(experiment())
        snapshot = driver.wait_for_snapshot()
        assert snapshot.regions is not None
        assert snapshot.regions.outputs.shape == (2, 40, 40)
        assert [maps.shape for maps in snapshot.unit_maps] == [
            (2, 16, 16),
            (6, 16, 16),
            (5, 16, 16),
            (2, 16, 16),
        ]
        assert len(snapshot.activity) == 3
        with pytest.raises(ValueError, match="read-only"):
            snapshot.matrices[0][0, 0] = 1.0


def test_that_a_request_while_training_shows_in_the_pictures_to_come() -> None:
    with driven_session() as driver:
        driver.load(experiment(training=FOREVER))
        driver.session.run()
        driver.session.request(ProbeRequest(regions=10, plane=Plane(first=1, second=0)))
        regions = driver.wait_for_snapshot(lambda snapshot: snapshot.regions is not None).regions
        assert regions is not None
        assert regions.labels == ("x2", "x1")


def test_that_examples_per_second_are_known_while_training() -> None:
    with driven_session() as driver:
        driver.load(experiment(training=FOREVER))
        driver.session.run()
        training = driver.wait_for_snapshot(lambda snapshot: snapshot.metrics.epoch > 3)
        assert training.examples_per_second > 1000


def test_that_an_error_of_the_program_is_reported_and_the_thread_lives_on() -> None:
    with driven_session() as driver:
        run_id = driver.load(experiment())
        other_sizes = experiment(3, 3, 3)
        driver.session.request(ProbeRequest(regions=-1))
        driver.wait(lambda: bool(driver.of(Failed)))
        assert "Traceback" in driver.of(Failed)[-1].traceback
        driver.wait_for_phase(run_id, "paused")
        driver.session.request(ProbeRequest())
        driver.load(other_sizes)


def test_that_closing_ends_the_thread_at_any_moment() -> None:
    rng = random.Random(5)
    for _ in range(60):
        session = Session()
        session.start()
        driver = Driver(session)
        actions = [
            session.run,
            session.pause,
            session.step,
            session.step_epoch,
            session.reset,
            lambda session=session: session.load(experiment(rng.randint(1, 20), training=FOREVER)),  # type: ignore[misc]
            lambda session=session: session.request(EVERYTHING),  # type: ignore[misc]
        ]
        session.load(experiment(training=FOREVER))
        for _ in range(rng.randint(0, 12)):
            rng.choice(actions)()
            if rng.random() < 0.5:
                driver.poll()
            if rng.random() < 0.3:
                driver.wait(lambda driver=driver: bool(driver.events))  # type: ignore[misc]
        assert session.close()
        driver.poll()
        assert not driver.of(Failed)
    assert not training_threads()


def test_that_fifty_sessions_start_and_close_quickly() -> None:
    for _ in range(50):
        session = Session()
        session.start()
        session.load(experiment(training=FOREVER))
        session.run()
        assert session.close()
    assert not training_threads()


def test_that_closing_takes_less_than_two_seconds_while_a_large_network_trains() -> None:
    session = Session()
    session.start()
    driver = Driver(session)
    large = experiment(512, 256, source="digits", activation="relu", training=FOREVER)
    run_id = session.load(large)
    session.request(EVERYTHING)
    session.run()
    driver.wait_for_phase(run_id, "running")
    start = time.monotonic()
    assert session.close(timeout=2.0)
    assert time.monotonic() - start < 2.0


def test_that_closing_a_session_that_was_never_started_or_twice_does_no_harm() -> None:
    session = Session()
    assert session.close()
    session = Session()
    session.start()
    assert session.close()
    assert session.close()


def test_that_phases_are_reported_once_each() -> None:
    with driven_session() as driver:
        run_id = driver.load(experiment())
        driver.session.run()
        driver.wait_for_phase(run_id, "finished")
        phases = [change.phase for change in driver.of(PhaseChanged)]
        assert phases == ["ready", "running", "finished"]
