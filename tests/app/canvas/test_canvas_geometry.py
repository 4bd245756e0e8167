"""Where columns and tiles stand, and which links are drawn: pure functions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnstudio.app.canvas.geometry import Page, lay_out, shown_units
from nnstudio.app.canvas.links import (
    DRAWN_LIMIT,
    drawn_limits,
    drawn_links,
    heights_at,
    unit_weights,
)
from nnstudio.app.canvas.walk import walked
from nnstudio.app.workspace.selection import Selection

PAGE = Page(760, 520, 70, 90, 80, 70)
SIZES = st.lists(st.integers(1, 4096), min_size=2, max_size=12).map(tuple)


@given(SIZES)
def test_columns_stand_apart_on_the_page_with_tiles_that_do_not_overlap(
    sizes: tuple[int, ...],
) -> None:
    layout = lay_out(sizes, PAGE)
    for left, right in zip(layout.columns, layout.columns[1:], strict=False):
        assert left.right < right.left
    for column in layout.columns:
        steps = np.diff(column.centers)
        assert (steps >= column.tile).all()
        assert column.centers[0] - column.tile / 2 >= layout.top - 1
        assert column.centers[-1] + column.tile / 2 <= layout.bottom + 1
        assert column.left >= 0
        assert column.right <= layout.width


@given(st.integers(1, 4096), st.integers(6, 24))
def test_a_long_column_shows_its_first_and_last_units_and_counts_the_rest(
    units: int, places: int
) -> None:
    shown = shown_units(units, places)
    assert shown[0] == 0
    assert shown[-1] == units - 1
    assert sorted(set(shown)) == list(shown)
    assert len(shown) == (units if units <= places else places - 1)


def test_a_tile_is_found_by_any_point_on_it() -> None:
    column = lay_out((2, 6, 2), PAGE).columns[1]
    assert column.unit_at(column.x, column.centers[4]) == 4
    assert column.unit_at(column.left - 1, column.centers[4]) is None
    assert column.unit_at(column.x, (column.centers[3] + column.centers[4]) / 2) is None


def test_the_strongest_links_are_drawn_and_the_strongest_last() -> None:
    weights = np.array([[0.1, -2.0], [0.0, 1.0]])
    drawn = drawn_links(weights, 2)
    assert drawn.numbers.tolist() == [3, 1]
    assert (drawn.pens % 2).tolist() == [0, 1]  # the second weight is negative
    assert drawn_links(weights, 10).numbers.tolist() == [0, 3, 1]


def test_all_matrices_together_stay_below_the_limit_of_links() -> None:
    assert sum(drawn_limits([576] * 9)) <= DRAWN_LIMIT
    assert drawn_limits([12, 30, 10]) == [12, 30, 10]


def test_a_maxout_link_shows_the_largest_of_its_pieces() -> None:
    matrix = np.array([[1.0, 2.0, 9.0], [3.0, -4.0, 9.0], [-5.0, 1.0, 9.0], [2.0, 3.0, 9.0]])
    assert unit_weights(matrix, 2).tolist() == [[-5.0, 2.0], [3.0, -4.0]]


@pytest.mark.parametrize("curved", [True, False])
def test_links_start_and_end_at_their_units(curved: bool) -> None:
    starts, ends = np.array([10.0, 20.0]), np.array([50.0, 0.0])
    assert np.allclose(heights_at(starts, ends, 0.0, curved), starts)
    assert np.allclose(heights_at(starts, ends, 0.5, curved), (starts + ends) / 2)
    assert np.allclose(heights_at(starts, ends, 1.0, curved), ends)


@given(SIZES, st.lists(st.sampled_from([(1, 0), (-1, 0), (0, 1), (0, -1)]), max_size=40))
def test_walking_never_leaves_the_network(
    sizes: tuple[int, ...], steps: list[tuple[int, int]]
) -> None:
    layout, selection = lay_out(sizes, PAGE), Selection()
    for right, down in steps:
        selection = walked(selection, layout, right, down)
        assert selection.layer is not None
        column = layout.columns[selection.layer + 1]
        assert selection.unit is None or selection.unit in column.shown
