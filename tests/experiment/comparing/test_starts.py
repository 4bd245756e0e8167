"""Many random starts: as populations what each is alone, sorted, seen, quick, and cancelled."""

from time import perf_counter

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnstudio.experiment.comparing.starts import Progress, StartsThread, seeds_of, try_starts
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import edits
from nnstudio.experiment.editing.variations import varied
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.files import documents
from nnstudio.experiment.lessons.library import load_lesson
from nnstudio.experiment.training.run import train
from tests.app.opened import experiment_on

SPIRAL = experiment_on("spiral")


def test_that_starts_differ_in_weights_alone() -> None:
    members = seeds_of(SPIRAL, 3)
    assert [member.seed for member in members] == [3, 4, 5]
    assert {member.data.seed for member in members} == {3}


def test_that_each_start_is_what_it_is_alone() -> None:
    for start in try_starts(SPIRAL, 4).starts:
        alone = train(start.result.experiment)
        assert start.loss == pytest.approx(alone.metrics.train_loss, rel=1e-4)
        assert start.weights.epoch == SPIRAL.training.epochs


def test_that_starts_are_told_how_far_they_are_and_come_sorted_with_their_regions() -> None:
    shares: list[float] = []
    trial = try_starts(SPIRAL, 20, on_share=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)
    losses = [start.loss for start in trial.starts]
    assert losses == sorted(losses)
    assert len({start.seed for start in trial.starts}) == 20
    pictures = [start.regions.outputs for start in trial.starts if start.regions is not None]
    assert len(pictures) == 20
    assert not np.array_equal(pictures[0], pictures[-1])
    assert trial.quantile(0.0) == losses[0]


def test_that_data_without_a_plane_have_no_regions() -> None:
    assert all(start.regions is None for start in try_starts(experiment_on("wine"), 2).starts)


def test_that_stop_rules_hold_for_each_start() -> None:
    early = edits.set_training(SPIRAL, until_loss=0.65, epochs=200)
    starts = try_starts(early, 3).starts
    assert any(start.result.stopped for start in starts)
    for start in starts:
        assert start.result.metrics == train(start.result.experiment).metrics


def test_that_thirty_starts_of_a_network_of_twenty_are_quick() -> None:
    example = edits.set_data(documents.load("spiral"), samples=400)
    while len(example.network.layers) > 2:
        example = edits.remove_layer(example, 0)
    began = perf_counter()
    trial = try_starts(edits.set_units(example, 0, 20))
    assert len(trial.starts) == 30
    assert perf_counter() - began < 10.0


def test_that_the_lesson_on_luck_shows_in_its_starts() -> None:
    experiment = edits.set_training(load_lesson("luck").experiment, epochs=1500)
    small, large = (
        try_starts(each) for each in varied(experiment, "network.layers.0.units", "3 16")
    )
    spreads = [trial.quantile(0.9) - trial.quantile(0.1) for trial in (small, large)]
    assert spreads[0] > 10 * spreads[1]


def wait_for_end(qtbot: QtBot, thread: StartsThread) -> Progress:
    seen: list[Progress] = []

    def look() -> bool:
        progress = thread.take()
        if progress is not None:
            seen.append(progress)
        return bool(seen) and seen[-1].is_over

    qtbot.waitUntil(look)
    return seen[-1]


def begun(*experiments: Experiment, count: int = 5) -> StartsThread:
    thread = StartsThread(experiments, count)
    thread.start()
    return thread


def test_that_several_settings_are_tried_one_after_the_other(qtbot: QtBot) -> None:
    thread = begun(*varied(SPIRAL, "network.layers.0.units", "2, 8"))
    progress = wait_for_end(qtbot, thread)
    assert [trial.title for trial in progress.trials] == [
        "2 neurons in hidden 1",
        "8 neurons in hidden 1",
    ]
    assert thread.close()


def test_that_it_can_be_cancelled() -> None:
    thread = begun(edits.set_training(SPIRAL, epochs=10_000_000))
    assert thread.close()
    progress = thread.take()
    assert progress is not None
    assert progress.is_over
    assert not progress.trials


def test_that_what_cannot_be_trained_is_told(qtbot: QtBot) -> None:
    thread = begun(edits.set_layer(SPIRAL, 2, units=5))
    problem = wait_for_end(qtbot, thread).problem
    assert isinstance(problem, ExperimentError)
    assert "network.layers.2.units" in str(problem)
    assert thread.close()
