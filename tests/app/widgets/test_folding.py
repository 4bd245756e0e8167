"""The window fits a small projector: the last settings of the training bar go under More."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.center.view import VIEWS
from nnstudio.app.toolbar.toolbar import TrainingBar
from nnstudio.app.toolbar.training_settings import SETTINGS
from nnstudio.app.widgets.popover import Popover
from tests.app.conftest import MakeWindow
from tests.app.opened import child


def in_bar(bar: TrainingBar) -> list[str]:
    """The settings that stand in the bar itself."""
    popover = child(bar, Popover, "popover")
    names = [setting.name for setting in SETTINGS]
    return [name for name in names if not popover.isAncestorOf(child(bar, QWidget, name))]


def test_that_the_last_settings_stand_under_more_while_the_window_is_narrow(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window("spiral")
    window.resize(1280, 720)
    window.show()
    bar = child(window, TrainingBar, "trainingBar")
    every = [setting.name for setting in SETTINGS]
    qtbot.waitUntil(lambda: in_bar(bar) == every)
    window.resize(1024, 768)
    qtbot.waitUntil(lambda: bar.width() < 1030)
    assert 3 <= len(in_bar(bar)) < len(every)
    assert in_bar(bar) == every[: len(in_bar(bar))]
    more = child(bar, QPushButton, "moreButton")
    assert more.geometry().right() <= 1024
    more.click()
    assert all(child(bar, QWidget, name).isVisible() for name in every)
    child(bar, Popover, "popover").hide()
    window.resize(1280, 720)
    qtbot.waitUntil(lambda: in_bar(bar) == every)


@pytest.mark.parametrize("page", ["canvas", "table", "formula", "curves"])
def test_that_the_window_fits_a_small_projector(make_window: MakeWindow, page: str) -> None:
    window = make_window("spiral")
    window.views.show_view(page)
    window.show()
    least = window.minimumSizeHint()
    assert least.width() <= 1024
    assert least.height() <= 720


def test_that_pages_without_room_stand_under_a_button(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window("spiral")
    window.resize(1024, 768)
    window.show()
    last = child(window, QAbstractButton, f"center.{VIEWS[-1][0]}")
    qtbot.waitUntil(lambda: not last.isVisible())
    more = child(window, QPushButton, "center.more")
    more.click()
    last.click()
    assert window.views.shown == VIEWS[-1][0]
    assert not last.isVisible()
    window.resize(1600, 900)
    qtbot.waitUntil(last.isVisible)
    assert not more.isVisible()
