"""What the visible panels want: one request for all, looks as often as the fastest needs them."""

from nnstudio.app.workspace.wants import Want, pace


def test_that_the_fastest_panel_sets_the_pace() -> None:
    assert pace([Want(pace_ms=90), Want(pace_ms=30), Want(activity=True)]) == 30


def test_that_looks_are_calm_where_nobody_is_in_a_hurry() -> None:
    assert pace([]) == pace([Want(unit_maps=32)]) == 150
