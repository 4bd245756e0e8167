"""Editing a network in training: what did not change keeps its weights, and training goes on."""

import numpy as np

from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import edits
from nnstudio.experiment.looks.snapshot import Snapshot
from nnstudio.experiment.training.events import Loaded
from tests.experiment.session_driver import Driver, driven_session, experiment


def trained(driver: Driver, document: Experiment) -> Snapshot:
    """The picture of the finished first run."""
    run_id = driver.load(document)
    driver.session.run()
    driver.wait_for_phase(run_id, "finished")
    return driver.wait_for_snapshot(lambda shown: shown.metrics.epoch == 40)


def reload(driver: Driver, document: Experiment, *, keep: bool) -> tuple[Loaded, Snapshot]:
    run_id = driver.session.load(document, keep=keep)
    shown = driver.wait_for_snapshot(lambda shown: shown.run_id == run_id)
    answers = [event for event in driver.of(Loaded) if event.run_id == run_id]
    return answers[0], shown


def test_that_an_added_neuron_leaves_the_others_and_the_epoch() -> None:
    with driven_session() as driver:
        before = trained(driver, experiment(6, 5))
        loaded, after = reload(driver, edits.set_units(experiment(6, 5), 0, 7), keep=True)
        assert loaded.kept
        assert after.metrics.epoch == 40
        np.testing.assert_array_equal(after.matrices[0][:6], before.matrices[0])
        np.testing.assert_array_equal(after.matrices[2], before.matrices[2])


def test_that_training_goes_on_after_an_edit_in_full_run() -> None:
    document = experiment(6, 5, training={"epochs": 100_000})
    with driven_session() as driver:
        first = driver.load(document)
        driver.session.run()
        driver.wait_for_epoch(first, 10)
        second = driver.session.load(edits.add_layer(document, 1), keep=True)
        driver.wait_for_phase(second, "running")
        shown = driver.wait_for_snapshot(lambda shown: shown.run_id == second)
        assert shown.metrics.epoch >= 10


def test_that_other_data_or_another_seed_start_over() -> None:
    document = experiment(6, 5)
    others = [
        edits.set_data(document, noise=0.3),
        edits.set_seed(document, 9),
        edits.toggle_step(document, "standardize", True),
    ]
    with driven_session() as driver:
        for other in others:
            trained(driver, document)
            loaded, shown = reload(driver, other, keep=True)
            assert not loaded.kept
            assert shown.metrics.epoch == 0


def test_that_opening_starts_over_even_with_the_same_experiment() -> None:
    with driven_session() as driver:
        trained(driver, experiment(6, 5))
        loaded, shown = reload(driver, experiment(6, 5), keep=False)
        assert not loaded.kept
        assert shown.metrics.epoch == 0


def test_that_an_impossible_edit_in_between_loses_nothing() -> None:
    document = experiment(6, 5)
    with driven_session() as driver:
        before = trained(driver, document)
        rejected = driver.session.load(edits.set_inputs(document, 3), keep=True)
        driver.wait_for_phase(rejected, "invalid")
        loaded, after = reload(driver, document, keep=True)
        assert loaded.kept
        for one, other in zip(before.matrices, after.matrices, strict=True):
            np.testing.assert_array_equal(one, other)


def test_that_reset_after_an_edit_gives_the_initial_weights_of_the_seed() -> None:
    bigger = experiment(7, 5)
    with driven_session() as driver:
        trained(driver, experiment(6, 5))
        reload(driver, bigger, keep=True)
        driver.session.reset()
        reset = driver.wait_for_snapshot(lambda shown: shown.metrics.epoch == 0)
    with driven_session() as driver:
        run_id = driver.load(bigger)
        fresh = driver.wait_for_snapshot(lambda shown: shown.run_id == run_id)
    for one, other in zip(reset.matrices, fresh.matrices, strict=True):
        np.testing.assert_array_equal(one, other)


def test_that_features_keep_their_weights_when_others_join_them() -> None:
    document = edits.set_inputs(experiment(6), ("x1", "x2"))
    with driven_session() as driver:
        before = trained(driver, document)
        wider = edits.set_inputs(document, ("x2", "x1^2"))
        _, after = reload(driver, wider, keep=True)
        np.testing.assert_array_equal(after.matrices[0][:, 0], before.matrices[0][:, 1])


def test_that_a_weight_set_by_hand_shows_at_once_and_training_goes_on_from_it() -> None:
    document = edits.set_layer(experiment(6, 5), 0, frozen_weights=[[2, 1]])
    with driven_session() as driver:
        trained(driver, document)
        driver.session.set_parameter(0, 2, 1, 1.5)
        driver.wait_for_snapshot(lambda shown: float(shown.matrices[0][2, 1]) == 1.5)
        driver.session.run()
        shown = driver.wait_for_snapshot(lambda shown: shown.metrics.epoch == 80)
        assert shown.matrices[0][2, 1] == 1.5


def test_that_a_slope_can_be_set_by_hand() -> None:
    with driven_session() as driver:
        trained(driver, experiment(4, activation="prelu"))
        driver.session.set_parameter(0, 3, None, 0.5)
        shown = driver.wait_for_snapshot(
            lambda shown: shown.slopes[0] is not None and shown.slopes[0][3] == 0.5
        )
        assert shown.metrics.epoch == 40
