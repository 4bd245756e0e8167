"""What a recording keeps when there is no room for all, and how moments are found in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnstudio.experiment.looks.snapshot import Metrics
from nnstudio.experiment.training.recording import Moment, Recording


def recording(*steps: int, budget: int = 10**9) -> Recording[str]:
    kept: Recording[str] = Recording(budget)
    for step in steps:
        kept.add(moment(step))
    return kept


def moment(step: int, size: int = 100, state: str = "") -> Moment[str]:
    return Moment(step, size, state)


def steps(kept: Recording[str]) -> list[int]:
    return [each.step for each in kept]


def test_that_everything_is_kept_while_there_is_room() -> None:
    kept = recording(*range(50), budget=5000)
    assert steps(kept) == list(range(50))
    assert kept.size == 5000


def test_that_every_second_of_the_older_half_goes_when_it_is_full() -> None:
    kept = recording(*range(11), budget=1000)
    assert steps(kept) == [0, 2, 4, 5, 6, 7, 8, 9, 10]


@given(
    sizes=st.lists(st.integers(1, 400), min_size=2, max_size=300),
    budget=st.integers(1000, 5000),
)
def test_that_first_and_newest_stay_and_the_budget_holds(sizes: list[int], budget: int) -> None:
    kept: Recording[str] = Recording(budget)
    for step, size in enumerate(sizes):
        kept.add(moment(step, size=size))
        assert kept.newest.step == step
        assert kept.oldest.step == 0
        assert kept.size == sum(each.size for each in kept) <= budget


def test_that_two_moments_are_kept_however_large() -> None:
    kept = recording(0, 1, 2, 3, budget=150)
    assert steps(kept) == [0, 3]


def test_that_the_number_of_moments_is_bounded_too() -> None:
    kept: Recording[str] = Recording(10**9, most=100)
    for step in range(1000):
        kept.add(moment(step))
    assert len(kept) <= 100
    assert steps(kept)[-40:] == list(range(960, 1000))


def test_that_an_earlier_moment_drops_the_later_ones() -> None:
    kept = recording(0, 10, 20, 30)
    kept.add(moment(20, state="another"))
    assert steps(kept) == [0, 10, 20]
    assert kept.newest.state == "another"
    assert kept.size == 300


@pytest.mark.parametrize(
    ("step", "before", "nearest"), [(0, 0, 0), (9, 0, 10), (14, 10, 10), (99, 20, 20), (-5, 0, 0)]
)
def test_that_moments_are_found_by_step(step: int, before: int, nearest: int) -> None:
    kept = recording(0, 10, 20)
    assert kept.before(step).step == before
    assert kept.nearest(step).step == nearest


@pytest.mark.parametrize(
    ("step", "places", "found"),
    [(10, 1, 20), (10, -1, 0), (15, 1, 20), (15, -1, 10), (20, 5, 20), (0, -3, 0)],
)
def test_that_neighbors_are_counted_from_any_step(step: int, places: int, found: int) -> None:
    assert recording(0, 10, 20).neighbor(step, places).step == found


def measured(step: int, train_loss: float, validation_loss: float | None) -> Metrics:
    return Metrics(step, step, train_loss, 1.0, 0.0, 0.5, 0.5, validation_loss)


def test_that_the_best_moments_stay_however_little_room_there_is() -> None:
    kept: Recording[str] = Recording(150)
    losses = [(3.0, 3.0), (2.0, 1.0), (0.5, 2.0), (float("nan"), 4.0), (0.7, 5.0), (0.8, None)]
    for step, (train, validation) in enumerate(losses):
        kept.add(Moment(step, 100, "", measured(step, train, validation)))
    kept.add(moment(6))
    assert steps(kept) == [0, 1, 2, 6]
    assert not kept.is_best(measured(7, 0.6, 1.5))
    assert kept.is_best(measured(7, 0.6, 0.5))
