"""The welcome at the first start."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton
from pytestqt.qtbot import QtBot

from nnstudio.app.window.main_window import MainWindow
from nnstudio.app.window.welcome import Welcome
from nnstudio.app.workspace.settings import remember_file
from nnstudio.experiment.lessons.library import lesson_names
from tests.app.conftest import MakeWindow
from tests.app.opened import child


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    window = make_window("small-network")
    window.show()
    return window


def is_gone(window: MainWindow) -> bool:
    return window.findChild(Welcome, "welcome") is None


def test_that_newcomers_are_welcomed_once(window: MainWindow, qtbot: QtBot) -> None:
    window.welcome_newcomers()
    QTest.keyClick(child(window, QPushButton, "welcome.start"), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: is_gone(window))
    window.welcome_newcomers()
    assert is_gone(window)


def test_that_the_first_lesson_is_one_click_away(window: MainWindow, qtbot: QtBot) -> None:
    window.show_welcome()
    child(window, QAbstractButton, "welcome.start").click()
    lesson = window.lessons.guide.lesson
    assert lesson is not None
    assert lesson.name == lesson_names()[0]
    qtbot.waitUntil(lambda: is_gone(window))


def test_that_a_click_beside_it_ends_it(window: MainWindow, qtbot: QtBot) -> None:
    window.show_welcome()
    welcome = child(window, Welcome, "welcome")
    QTest.mouseClick(welcome, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    qtbot.waitUntil(lambda: is_gone(window))


def test_that_recent_files_are_offered_and_open(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "mine.json"
    assert window.workspace.save(path)
    remember_file(path)
    window.show_welcome()
    welcome = child(window, Welcome, "welcome")
    offered = {button.text(): button for button in welcome.findChildren(QPushButton)}
    offered["mine.json"].click()
    assert window.workspace.path == path
    qtbot.waitUntil(lambda: is_gone(window))
