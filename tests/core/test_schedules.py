"""The learning rate of an epoch is its schedule's, in single runs and in populations."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from nnstudio.core import LayerSpec, NetworkSpec, Trainer, TrainingSpec
from nnstudio.core.population import Population
from nnstudio.core.schedules import rate_at
from nnstudio.core.spec import OPTIMIZERS, SCHEDULES, Optimizer, Schedule
from tests.core.test_trainer import rings

SPEC = NetworkSpec(2, (LayerSpec(6, "tanh"), LayerSpec(2)))


def scheduled(schedule: Schedule, epochs: int = 10, factor: float = 0.5) -> TrainingSpec:
    return TrainingSpec(
        optimizer="sgd",
        learning_rate=0.8,
        batch_size=10,
        schedule=schedule,
        schedule_epochs=epochs,
        schedule_factor=factor,
    )


def test_schedules_follow_their_formulas() -> None:
    def rates(schedule: Schedule, *epochs: int) -> list[float]:
        return [rate_at(scheduled(schedule), epoch) for epoch in epochs]

    assert rates("constant", 0, 9, 10**8) == [0.8, 0.8, 0.8]
    assert rates("step", 0, 9, 10, 19, 20) == [0.8, 0.8, 0.4, 0.4, 0.2]
    assert rates("exponential", 0, 5, 10, 20) == pytest.approx([0.8, 0.8 * 0.5**0.5, 0.4, 0.2])
    expected = [0.8, 0.4 * (1 + 0.5**0.5), 0.4, 0, 0, 0]
    assert [
        rate_at(scheduled("cosine", 20), epoch) for epoch in (0, 5, 10, 20, 21, 10**8)
    ] == pytest.approx(expected)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_every_schedule_starts_at_the_learning_rate_and_never_rises(schedule: Schedule) -> None:
    rates = [rate_at(scheduled(schedule), epoch) for epoch in range(50)]
    assert rates[0] == 0.8
    assert all(later <= earlier for earlier, later in pairwise(rates))
    assert rate_at(scheduled(schedule), 10**8) >= 0


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_run_with_a_schedule_is_a_run_whose_rate_is_set_each_epoch(
    schedule: Schedule, optimizer: Optimizer
) -> None:
    training = replace(scheduled(schedule, 3), optimizer=optimizer, learning_rate=0.05)
    run = Trainer(SPEC, training, *rings(), seed=1)
    by_hand = Trainer(SPEC, replace(training, schedule="constant"), *rings(), seed=1)
    for epoch in range(8):
        rate = rate_at(training, epoch)
        by_hand.configure(SPEC, replace(training, schedule="constant", learning_rate=rate))
        by_hand.advance(by_hand.steps_per_epoch)
    run.advance(8 * run.steps_per_epoch)
    assert run.network.parameters.tobytes() == by_hand.network.parameters.tobytes()


def test_a_schedule_chosen_within_an_epoch_acts_at_once() -> None:
    run = Trainer(SPEC, scheduled("constant"), *rings(), seed=1)
    run.advance(15)
    run.configure(SPEC, scheduled("cosine", 1))
    weights = run.network.parameters.copy()
    run.advance(30)
    np.testing.assert_array_equal(run.network.parameters, weights)


def test_members_of_a_population_follow_their_own_schedules() -> None:
    trainings = [replace(scheduled(schedule, 3), optimizer="adam") for schedule in SCHEDULES]
    population = Population([SPEC] * 4, trainings, *rings(), seeds=[5, 6, 7, 8], dtype=np.float64)
    population.advance(60)
    for member, training in enumerate(trainings):
        single = Trainer(SPEC, training, *rings(), seed=5 + member, dtype=np.float64)
        single.advance(60)
        np.testing.assert_allclose(
            population.parameters[member], single.network.parameters, rtol=1e-8, atol=1e-11
        )


def test_unknown_schedules_and_empty_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="schedule"):
        TrainingSpec(schedule="cosinus")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="epochs"):
        TrainingSpec(schedule_epochs=0)
