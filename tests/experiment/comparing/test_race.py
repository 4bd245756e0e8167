"""Races: several pipelines trained in step give what each gives alone, and can be ended."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnstudio.experiment.comparing.race import Contender, Race, RaceThread, Standing
from nnstudio.experiment.document import (
    Experiment,
    PcaStep,
    StandardizeStep,
    WhitenStep,
)
from nnstudio.experiment.editing import edits
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.training.run import train
from tests.app.opened import experiment_on

WINE = experiment_on("wine", StandardizeStep())


def raced(epochs: int, *experiments: Experiment) -> Standing:
    race = Race([Contender(str(n), each) for n, each in enumerate(experiments)], epochs)
    while not race.standing().is_over:
        race.advance()
    return race.standing()


def test_that_each_contender_learns_as_it_does_alone() -> None:
    raw = edits.set_preprocessing(WINE, ())
    standing = raced(WINE.training.epochs, WINE, raw)
    for lane, experiment in zip(standing.lanes, (WINE, raw), strict=True):
        alone = train(experiment).metrics
        assert (lane.curves.train_loss[-1], lane.curves.test_score[-1]) == (
            alone.train_loss,
            alone.test_score,
        )
        assert len(lane.curves.train_loss) == WINE.training.epochs + 1


def test_that_whitened_inputs_have_condition_one_and_learn_sooner() -> None:
    white = edits.set_preprocessing(WINE, [WhitenStep(epsilon=0.0)])
    raw = edits.set_preprocessing(WINE, ())
    with_, without = raced(20, white, raw).lanes
    assert with_.condition == pytest.approx(1.0, abs=1e-6)
    assert without.condition > 1e6
    goal = 1.5 * with_.curves.train_loss[-1]
    reached = with_.epochs_to(goal)
    assert reached is not None
    assert without.epochs_to(goal) is None


def test_that_flat_directions_are_counted_apart() -> None:
    (lane,) = raced(1, experiment_on("digits")).lanes
    assert lane.flat > 0
    assert lane.condition < 1e12


def test_that_one_who_diverges_is_told_and_the_other_goes_on() -> None:
    wild = edits.set_training(WINE, learning_rate=1e9, optimizer="sgd")
    standing = raced(5, wild, WINE)
    assert "Training diverged" in (standing.lanes[0].problem or "")
    assert len(standing.lanes[1].curves.train_loss) == 6


def test_that_the_leak_of_whitening_is_seen_where_examples_are_hardly_more_than_features() -> None:
    gains = []
    for seed in range(6):
        right = experiment_on("breast_cancer", WhitenStep()).model_copy(update={"seed": seed})
        right = edits.set_data(right, test_fraction=0.9, seed=seed)
        right = edits.set_training(right, optimizer="sgd", learning_rate=0.1, l2=0.001)
        linear = right.network.model_copy(update={"layers": right.network.layers[-1:]})
        right = right.model_copy(update={"network": linear})
        honest, leaky = raced(100, right, edits.set_data(right, fit_on="all")).lanes
        gains.append(leaky.curves.test_score[-1] - honest.curves.test_score[-1])
    assert np.median(gains) > 0.01
    assert sum(gain > 0 for gain in gains) >= 5


def test_that_a_thread_tells_its_standing_and_ends_when_asked(qtbot: QtBot) -> None:
    endless = RaceThread([Contender("a", WINE)], 10_000_000)
    endless.start()
    seen: list[Standing] = []

    def moved() -> bool:
        news = endless.take()
        if isinstance(news, Standing):
            seen.append(news)
        return bool(seen) and seen[-1].epoch > 0

    qtbot.waitUntil(moved)
    assert endless.close()


def test_that_what_cannot_start_is_told(qtbot: QtBot) -> None:
    thread = RaceThread([Contender("a", experiment_on("iris", PcaStep(components=9)))], 5)
    thread.start()
    found: list[object] = []
    qtbot.waitUntil(lambda: found.append(thread.take()) or found[-1] is not None)  # type: ignore[func-returns-value]
    assert isinstance(found[-1], ExperimentError)
    assert thread.close()
