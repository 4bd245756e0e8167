"""The axes of curves over epochs: round numbers, whole powers of ten, a frame with room around."""

import pytest
from PySide6.QtGui import QFont, QFontMetricsF
from pytestqt.qtbot import QtBot

from nnstudio.app.appearance.colors import DARK, LIGHT
from nnstudio.app.appearance.theme import set_theme
from nnstudio.app.widgets.epoch_axes import EpochAxes, Range
from nnstudio.app.widgets.line_plot import LinePlot


def numbers(
    up: Range, logarithmic: bool = False, percent: bool = False, height: int = 150
) -> list[str]:
    """What stands beside the frame."""
    axes = EpochAxes((0.0, 10.0), up, "epoch 10", logarithmic, percent, 200, height)
    return [text for _, text in axes._beside(QFont())]


@pytest.mark.usefixtures("qapp")
def test_that_numbers_are_round_with_as_many_decimals_as_they_need() -> None:
    assert numbers((0.0, 0.8)) == ["0", "0.2", "0.4", "0.6", "0.8"]
    assert numbers((0.0, 3.0), height=80) == ["0", "2"]
    assert numbers((0.0, 20_000.0), height=80) == ["0", "10000", "20000"]


@pytest.mark.usefixtures("qapp")
def test_that_shares_are_in_percent_and_powers_of_ten_whole() -> None:
    assert numbers((0.0, 1.0), percent=True, height=80) == ["0 %", "50 %", "100 %"]
    assert numbers((-2.0, 1.0), logarithmic=True) == ["0.01", "0.1", "1", "10"]


@pytest.mark.usefixtures("qapp")
def test_that_the_frame_ends_before_the_numbers_and_the_edges() -> None:
    frame = EpochAxes((0.0, 10.0), (0.0, 1000.0), "", False, False, 200, 120).frame(QFont())
    metrics = QFontMetricsF(QFont())
    assert frame.left() >= metrics.horizontalAdvance("1000")
    assert frame.top() >= metrics.height() / 2
    assert 120 - frame.bottom() >= metrics.height()


def test_that_the_picture_behind_the_curves_follows_the_theme(qtbot: QtBot) -> None:
    plot = LinePlot()
    qtbot.addWidget(plot)
    plot.show()
    for theme in (DARK, LIGHT):
        set_theme(theme.name)
        assert plot.grab().toImage().pixelColor(1, 1).name() == theme.surface
