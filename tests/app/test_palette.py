"""The command palette and the overlay of keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.main_window import MainWindow
from nnstudio.app.palette.entries import Entry, entries, matching
from nnstudio.app.palette.palette import CommandPalette
from nnstudio.app.palette.shortcuts import ShortcutOverlay
from nnstudio.experiment.examples import list_examples
from nnstudio.experiment.lessons.library import list_lessons
from tests.app.conftest import MakeWindow
from tests.app.opened import child


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    window = make_window("small-network")
    window.show()
    return window


def open_palette(window: MainWindow) -> QLineEdit:
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    return child(window, QLineEdit, "palette.line")


def choose(window: MainWindow, typed: str) -> None:
    line = open_palette(window)
    QTest.keyClicks(line, typed)
    QTest.keyClick(line, Qt.Key.Key_Return)


def entry(words: str) -> Entry:
    return Entry(words, "Menu", "", lambda: None)


def test_that_all_typed_words_must_occur_and_beginnings_come_first() -> None:
    offered = [entry("Remove layer"), entry("Copy layers"), entry("Layer up"), entry("Run")]
    assert [found.words for found in matching(offered, "LAY")] == [
        "Layer up",
        "Remove layer",
        "Copy layers",
    ]
    assert [found.words for found in matching(offered, "lay rem")] == ["Remove layer"]
    assert matching(offered, "nothing so") == []


def test_that_every_action_example_lesson_and_setting_is_offered(window: MainWindow) -> None:
    words = {entry.words for entry in entries(window)}
    assert {example.title for example in list_examples()} <= words
    for lesson in list_lessons():
        assert any(lesson.title in word for word in words)
    assert {"Learning rate", "Zoom to fit", "Table", "Run"} <= words


def test_that_an_action_is_done_by_its_words(window: MainWindow) -> None:
    before = len(window.workspace.experiment.network.layers)
    choose(window, "add layer")
    assert len(window.workspace.experiment.network.layers) == before + 1
    assert not child(window, CommandPalette, "palette").isVisible()


def test_that_a_setting_is_gone_to(window: MainWindow, qapp: QApplication) -> None:
    choose(window, "learning rate")
    focused = qapp.focusWidget()
    assert focused is not None
    rate = child(window, QWidget, "learningRate")
    assert focused is rate or rate.isAncestorOf(focused)


def test_that_arrows_walk_what_was_found_and_escape_closes(window: MainWindow) -> None:
    line = open_palette(window)
    palette = child(window, CommandPalette, "palette")
    QTest.keyClick(line, Qt.Key.Key_Down)
    assert palette._list.currentRow() == 1
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_that_what_is_not_there_is_said(window: MainWindow) -> None:
    line = open_palette(window)
    QTest.keyClicks(line, "zzz")
    palette = child(window, CommandPalette, "palette")
    assert palette._none.isVisible()
    QTest.keyClick(line, Qt.Key.Key_Return)
    palette.close()


def test_that_the_keys_are_laid_over_the_window_until_one_is_pressed(
    window: MainWindow, qtbot: QtBot
) -> None:
    action = window.findChild(QAction, "shortcuts")
    assert isinstance(action, QAction)
    assert "?" in [keys.toString() for keys in action.shortcuts()]
    action.trigger()
    overlay = child(window, ShortcutOverlay, "shortcuts")
    texts = {label.text() for label in overlay.findChildren(QLabel)}
    assert {"Ctrl+Z", "Ctrl+K", "On the canvas"} <= texts
    QTest.keyClick(overlay, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: window.findChild(ShortcutOverlay, "shortcuts") is None)
