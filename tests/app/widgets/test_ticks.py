"""Numbers of plots: round steps, ranges that stand still, and short values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnstudio.app.widgets.ticks import (
    grown,
    nice_ceiling,
    number,
    percent,
    tick_step,
)


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6), st.integers(2, 8))
def test_that_steps_are_round_and_few(low: float, span: float, count: int) -> None:
    step = tick_step(low, low + span, count)
    assert span / step <= count * 1.00001
    assert f"{step:e}"[0] in "125"


@given(st.floats(1e-9, 1e9))
def test_that_a_nice_ceiling_is_not_below_and_not_far_above(value: float) -> None:
    assert value * (1 - 1e-8) <= nice_ceiling(value) <= 1.7 * value


def test_that_an_axis_stands_still_until_a_value_leaves_it_or_it_is_mostly_empty() -> None:
    assert grown(0.8, 0.7) == 0.8
    assert grown(0.8, 0.21) == 0.8
    assert grown(0.8, 0.9) == 1.0
    assert grown(0.8, 0.1) == 0.1


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0398, "0.0398"), (12.345, "12.35"), (1234.0, "1,234"), (5.1e6, "5.1e6"), (-0.5, "−0.5000")],
)
def test_that_a_measured_number_is_short(value: float, text: str) -> None:
    assert number(value) == text


def test_that_what_is_not_a_number_is_a_dash() -> None:
    assert number(float("nan")) == percent(float("nan")) == "—"


def test_that_only_all_is_100_percent() -> None:
    assert percent(1.0) == "100.0 %"
    assert percent(0.9999) == "99.9 %"
