"""Lineages: through any edits it stays known which layer and which unit is which."""

from itertools import count

from nnstudio.experiment.document import LayerSettings
from nnstudio.experiment.editing.layer_edits import inserted, moved, without
from nnstudio.experiment.editing.lineage import (
    FIRST,
    Origins,
    beginning,
    brought_back,
    by_places,
    follow,
    likely,
    sources,
)

FOUR, EIGHT = LayerSettings(units=4), LayerSettings(units=8)
RELU = LayerSettings(units=4, activation="relu")
OUTPUT = LayerSettings(units="auto")


def test_that_a_layer_between_equal_ones_is_the_new_one_where_the_edit_says_so() -> None:
    fresh, old, new = count(FIRST), [FOUR, FOUR, OUTPUT], [FOUR, FOUR, FOUR, OUTPUT]
    before = beginning(old, fresh)
    after = follow(before, old, new, fresh, Origins(inserted([0, 1, 2], 0, [None])))
    assert after[1:] == before
    assert after[0].layer not in {line.layer for line in before}


def test_that_a_removed_layer_is_the_one_that_goes() -> None:
    fresh, old, new = count(FIRST), [FOUR, FOUR, FOUR, OUTPUT], [FOUR, FOUR, OUTPUT]
    before = beginning(old, fresh)
    after = follow(before, old, new, fresh, Origins(without([0, 1, 2, 3], (0,))))
    assert after == before[1:]


def test_that_moved_layers_take_their_numbers_along() -> None:
    fresh, old = count(FIRST), [FOUR, FOUR, OUTPUT]
    before = beginning(old, fresh)
    after = follow(before, old, old, fresh, Origins(moved([0, 1, 2], (0,), 2)))
    assert after == (before[1], before[0], before[2])


def test_that_a_unit_that_goes_leaves_the_others_their_numbers() -> None:
    fresh, three = count(FIRST), LayerSettings(units=3)
    before = beginning([FOUR, OUTPUT], fresh)
    gone = Origins((0, 1), {0: (0, 2, 3)})
    less = follow(before, [FOUR, OUTPUT], [three, OUTPUT], fresh, gone)
    assert less[0].units == (0, 2, 3)
    more = follow(less, [three, OUTPUT], [FOUR, OUTPUT], fresh)
    assert more[0].units is not None
    assert more[0].units[:3] == (0, 2, 3)
    assert more[0].units[3] >= FIRST
    assert sources(before, (4, 2), more, (4, 2)) == [(0, [0, 2, 3, None]), (1, [0, 1])]


def test_that_units_of_an_output_that_follows_the_data_go_by_their_places() -> None:
    fresh, pair = count(FIRST), LayerSettings(units=2)
    before = beginning([FOUR, OUTPUT], fresh)
    assert before[1].units is None
    fixed = follow(before, [FOUR, OUTPUT], [FOUR, pair], fresh)
    assert sources(before, (4, 2), fixed, (4, 2)) == [(0, [0, 1, 2, 3]), (1, [0, 1])]
    assert sources(before, (4, 2), before, (4, 3)) == [(0, [0, 1, 2, 3]), (1, [0, 1, None])]


def test_that_likely_layers_are_those_alike_from_both_ends() -> None:
    assert likely((EIGHT, FOUR, OUTPUT), (EIGHT, FOUR, OUTPUT)) == [0, 1, 2]
    assert likely((EIGHT, OUTPUT), (EIGHT, RELU, OUTPUT)) == [0, None, 1]
    assert likely((EIGHT, EIGHT, OUTPUT), (EIGHT, OUTPUT)) == [0, 2]
    assert likely((EIGHT, FOUR, OUTPUT), (EIGHT, RELU, OUTPUT)) == [0, 1, 2]
    assert likely((OUTPUT,), (EIGHT, OUTPUT)) == [None, 0]
    dropped = FOUR.model_copy(update={"dropout": 0.5})
    assert likely((FOUR, OUTPUT), (RELU, dropped, OUTPUT)) == [None, 0, 1]


def test_that_a_size_that_goes_down_and_up_in_one_edit_brings_its_units_back() -> None:
    fresh, three = count(FIRST), LayerSettings(units=3)
    base = beginning([FOUR, OUTPUT], fresh)
    less = follow(base, [FOUR, OUTPUT], [three, OUTPUT], fresh)
    more = follow(less, [three, OUTPUT], [EIGHT, OUTPUT], fresh)
    back = brought_back(more, base)
    assert back[0].units is not None
    assert back[0].units[:4] == (0, 1, 2, 3)
    assert min(back[0].units[4:]) >= FIRST
    assert brought_back(follow(less, [three, OUTPUT], [FOUR, OUTPUT], fresh), base) == base
    assert brought_back(base, by_places(2)) == base
