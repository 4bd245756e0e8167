"""The command palette and the overlay of keys."""

from time import process_time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.palette.entries import Entry, entries, matching, name_of, recent_first
from nnstudio.app.palette.palette import CommandPalette
from nnstudio.app.palette.shortcuts import ShortcutOverlay
from nnstudio.app.window.main_window import MainWindow
from nnstudio.experiment.files.examples import list_examples
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


def test_that_what_was_chosen_last_comes_first() -> None:
    offered = [entry("Copy"), entry("Layer"), entry("Run")]
    found = recent_first(offered, [name_of(offered[2]), "gone", name_of(offered[1])])
    assert [one.words for one in found] == ["Run", "Layer", "Copy"]


def test_that_the_palette_remembers_what_was_chosen(window: MainWindow) -> None:
    choose(window, "zoom to fit")
    open_palette(window)
    palette = child(window, CommandPalette, "palette")
    assert palette._shown[0].words == "Zoom to fit"
    palette.close()


def test_that_a_letter_in_the_palette_takes_no_time_to_be_seen(window: MainWindow) -> None:
    line = open_palette(window)
    palette = child(window, CommandPalette, "palette")
    assert len(palette._shown) > 100
    begun = process_time()
    for _ in range(10):
        QTest.keyClicks(line, "e")
        palette.grab()
        QTest.keyClick(line, Qt.Key.Key_Backspace)
        palette.grab()
    assert (process_time() - begun) / 20 < 0.05
    palette.close()


def test_that_a_row_of_the_palette_says_words_place_and_keys(window: MainWindow) -> None:
    line = open_palette(window)
    QTest.keyClicks(line, "zoom to fit")
    palette = child(window, CommandPalette, "palette")
    spoken = palette._list.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Zoom to fit, View, F"
    image = palette._list.grab().toImage()
    row = palette._list.visualItemRect(palette._list.item(0))
    colors = {image.pixel(x, row.center().y()) for x in range(row.width())}
    assert len(colors) > 5  # letters are drawn
    palette.close()


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1024, 768)])
def test_that_the_overlay_of_keys_fits(window: MainWindow, width: int, height: int) -> None:
    window.resize(width, height)
    window.show_shortcuts()
    overlay = child(window, ShortcutOverlay, "shortcuts")
    assert overlay.height() <= height
    assert overlay.width() <= width
    overlay.close()
