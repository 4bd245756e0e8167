"""Directions along which rows vary by the rounding of their numbers alone count as flat."""

from collections.abc import Callable

import numpy as np
import pytest

from nnstudio.core.preprocessing import (
    Center,
    FittedRotation,
    Floats,
    Pca,
    Scale,
    Standardize,
    Step,
    Whiten,
    fit_pipeline,
)

BEFORE: tuple[tuple[Step, ...], ...] = ((), (Center(),), (Standardize(),), (Scale(0.0, 1.0),))


def totals(rng: np.random.Generator, rows: int) -> Floats:
    """Two amounts and their total, with two decimals."""
    first, second = np.round(rng.normal([1000, 2000], 10, (rows, 2)), 2).T
    return np.column_stack([first, second, np.round(first + second, 2)])


def units(rng: np.random.Generator, rows: int) -> Floats:
    """A temperature in Celsius and in Fahrenheit, with two decimals, and something else."""
    celsius = np.round(rng.normal(300, 1, rows), 1)
    fahrenheit = np.round(celsius * 1.8 + 32, 2)
    return np.column_stack([celsius, fahrenheit, rng.standard_normal(rows)])


def rotated(steps: tuple[Step, ...], rows: Floats) -> tuple[FittedRotation, Floats]:
    pipeline = fit_pipeline(steps, rows)
    last = pipeline.steps[-1]
    assert isinstance(last, FittedRotation)
    return last, pipeline.transform(rows)


def assert_white(white: Floats) -> None:
    covariance = np.cov(white.T, bias=True)
    np.testing.assert_allclose(covariance, np.eye(white.shape[1]), rtol=0, atol=1e-6)


@pytest.mark.parametrize("before", BEFORE, ids=str)
@pytest.mark.parametrize("rows", [10, 20, 200, 1000])
@pytest.mark.parametrize("table", [totals, units])
def test_a_total_or_another_unit_adds_no_direction_and_is_told(
    table: Callable[[np.random.Generator, int], Floats], rows: int, before: tuple[Step, ...]
) -> None:
    for seed in range(20):
        train = table(np.random.default_rng(seed), rows)
        for step in (Whiten(), Pca()):
            fitted, _ = rotated((*before, step), train)
            assert fitted.note == "the examples it is fitted on vary along 2 of 3 directions"
        assert_white(rotated((*before, Whiten()), train)[1])


@pytest.mark.parametrize("before", BEFORE, ids=str)
def test_a_cent_more_in_another_total_stays_small(before: tuple[Step, ...]) -> None:
    train = totals(np.random.default_rng(0), 20)
    pipeline = fit_pipeline([*before, Whiten()], train)
    cent = np.array([0.0, 0.0, 0.01])
    assert np.abs(pipeline.transform(train + cent)).max() < 5


@pytest.mark.parametrize("before", BEFORE, ids=str)
@pytest.mark.parametrize("size", [1.0, 1e2, 1e4])
def test_totals_rounded_to_cents_of_exact_parts_are_a_direction_of_their_own(
    size: float, before: tuple[Step, ...]
) -> None:
    first, second = np.random.default_rng(1).normal([100, 200], 10, (200, 2)).T * size
    train = np.column_stack([first, second, np.round(first + second, 2)])
    fitted, white = rotated((*before, Whiten()), train)
    assert fitted.note == ""
    assert_white(white)


@pytest.mark.parametrize("before", BEFORE, ids=str)
@pytest.mark.parametrize("units", [1e-6, 1.0, 1e6])
def test_columns_that_nearly_agree_stay_two_directions(
    units: float, before: tuple[Step, ...]
) -> None:
    first, noise = np.random.default_rng(2).standard_normal((2, 100))
    train = np.column_stack([first, first + 4.5e-5 * noise]) * [1.0, units] + [1000.0, 0.0]
    assert 1 - np.corrcoef(train.T)[0, 1] < 2e-9
    fitted, white = rotated((*before, Whiten()), train)
    assert fitted.note == ""
    assert_white(white)


def test_a_mean_rounded_in_the_sum_of_many_large_numbers_is_no_direction() -> None:
    rng = np.random.default_rng(3)
    first, second = rng.integers(10**13, 10**13 + 100, (2, 2001)).astype(np.float64)
    train = np.column_stack([first, second, first + second])
    fitted, white = rotated((Whiten(),), train)
    assert fitted.axes.shape == (2, 3)
    np.testing.assert_allclose(white.mean(axis=0), 0, atol=1e-2)


def test_a_column_of_rounding_alone_is_no_direction_after_it_was_standardized() -> None:
    train = np.random.default_rng(4).standard_normal((60, 3))
    train[:, 1] = np.where(np.arange(60) % 2, 0.1 + 0.2, 0.3)
    assert rotated((Standardize(), Whiten()), train)[0].axes.shape == (2, 3)
