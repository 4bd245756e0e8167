"""A label that changes all the time has room for its text."""

from functools import partial

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from nnstudio.app.widgets.steady import Steady
from nnstudio.app.window.main_window import MainWindow
from tests.app.conftest import MakeWindow
from tests.app.opened import child


def test_that_a_text_from_before_the_window_was_shown_has_room(qtbot: QtBot) -> None:
    label = QLabel("a")
    steady = Steady(label)
    qtbot.addWidget(steady)
    label.setText("a text that is a good deal longer")
    steady.show()
    assert steady.sizeHint().width() >= label.sizeHint().width()


def test_that_the_status_bar_cuts_nothing(make_window: MakeWindow, qtbot: QtBot) -> None:
    window: MainWindow = make_window()
    window.resize(1280, 720)
    window.show()
    for name in ("state", "seed", "zoom"):
        label = child(window, QLabel, f"statusBar.{name}")
        qtbot.waitUntil(partial(_has_room, label))


def _has_room(label: QLabel) -> bool:
    return label.width() >= label.sizeHint().width()
