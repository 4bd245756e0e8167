"""What every plot shares: round numbers on axes, the theme's colors, no room taken by accident."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnstudio.app.appearance.colors import DARK, LIGHT
from nnstudio.app.appearance.theme import current_theme, set_theme
from nnstudio.app.widgets.plot import Axis, Plot


@pytest.fixture
def plot(qtbot: QtBot) -> Plot:
    plot = Plot()
    qtbot.addWidget(plot)
    plot.restyle(current_theme())
    plot.resize(240, 160)
    plot.show()
    return plot


@pytest.fixture
def light_again() -> Iterator[None]:
    yield
    set_theme("light")


def numbers(axis: Axis, low: float, high: float, lines: int = 7) -> list[str]:
    """What stands along an axis as long as so many lines of text are high."""
    levels = axis.tickValues(low, high, lines * axis.metrics.height())
    return [text for step, values in levels for text in axis.tickStrings(values, 1.0, step)]


def test_that_numbers_are_round_with_as_many_decimals_as_they_need(plot: Plot) -> None:
    assert numbers(plot.left, 0.0, 0.8) == ["0", "0.2", "0.4", "0.6", "0.8"]
    assert numbers(plot.left, -5.2, 5.2) == ["−5", "0", "5"]
    assert numbers(plot.left, 0.0, 3.0, 3) == ["0", "2"]


def test_that_the_view_ends_before_the_numbers_and_the_edges(plot: Plot) -> None:
    plot.set_range((0.0, 1.0), (0.0, 1000.0))
    frame = plot.frame()
    assert frame.left() >= plot.left.metrics.horizontalAdvance("1000")
    assert frame.top() >= plot.left.metrics.height() / 2
    assert plot.height() - frame.bottom() >= plot.bottom.metrics.height()


def test_that_numbers_stand_where_they_belong_after_the_plot_got_another_size(
    plot: Plot, qtbot: QtBot
) -> None:
    fresh = Plot()
    qtbot.addWidget(fresh)
    for each in (plot, fresh):
        each.restyle(current_theme())
        each.set_range((0.0, 1.0), (-6.0, 6.0))
    plot.grab()
    for each in (plot, fresh):
        each.resize(260, 235)
        each.show()
    assert plot.grab().toImage() == fresh.grab().toImage()


def test_that_a_plot_takes_no_keyboard_focus(plot: Plot) -> None:
    assert plot.focusPolicy() == Qt.FocusPolicy.NoFocus


@pytest.mark.usefixtures("light_again")
def test_that_a_plot_follows_the_theme(plot: Plot) -> None:
    for theme in (DARK, LIGHT):
        set_theme(theme.name)
        assert plot.grab().toImage().pixelColor(1, 1).name() == theme.surface
        assert plot.left.textPen().color().name() == theme.muted
