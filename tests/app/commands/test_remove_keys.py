"""Delete and Backspace remove what is selected in the network, wherever the keyboard is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.center.layer_table import LayerTable
from nnstudio.app.window.main_window import MainWindow
from nnstudio.app.workspace.selection import Selection
from tests.app.conftest import MakeWindow
from tests.app.opened import child


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    """A network with two hidden layers of 4 neurons, shown and active."""
    window = make_window("figure-3-4-4-1")
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    return window


def sizes(window: MainWindow) -> list[object]:
    return [layer.units for layer in window.workspace.experiment.network.layers[:-1]]


def press(window: MainWindow, focused: QWidget, key: Qt.Key) -> None:
    focused.setFocus()
    assert focused.hasFocus()
    QTest.keyClick(window.windowHandle(), key)


def action(window: MainWindow, name: str) -> QAction:
    found = window.findChild(QAction, name)
    assert isinstance(found, QAction), name
    return found


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_that_the_selected_neuron_goes_also_after_a_click_on_run(
    window: MainWindow, key: Qt.Key
) -> None:
    assert sizes(window) == [4, 4]
    window.workspace.select(Selection(0, 1))
    press(window, child(window, QPushButton, "runButton"), key)
    assert sizes(window) == [3, 4]
    press(window, window.canvas.view, key)
    assert sizes(window) == [2, 4]


def test_that_a_field_keeps_the_key_for_its_text(window: MainWindow) -> None:
    before = sizes(window)
    window.workspace.select(Selection(0, 1))
    fields = [
        field
        for kind in (QLineEdit, QAbstractSpinBox)
        for field in window.findChildren(kind)
        if field.isVisible() and field.isEnabled() and not field.focusProxy()
    ]
    assert fields
    for field in fields:
        press(window, field, Qt.Key.Key_Delete)
        press(window, field, Qt.Key.Key_Backspace)
    assert sizes(window) == before


def test_that_a_table_keeps_the_key_for_its_rows(window: MainWindow) -> None:
    window.views.open_view("table")
    before = sizes(window)
    window.workspace.select(Selection(0))
    table = child(window, LayerTable, "analyzer.table")
    press(window, table, Qt.Key.Key_Delete)
    assert sizes(window) == before[1:]  # once, by the table
    window.canvas.setFocus()
    assert action(window, "remove").shortcut().toString() == "Del"


def test_that_what_cannot_go_is_said(window: MainWindow, qtbot: QtBot) -> None:
    window.workspace.select(Selection(len(sizes(window)), 0))
    with qtbot.waitSignal(window.workspace.message) as said:
        press(window, child(window, QPushButton, "runButton"), Qt.Key.Key_Delete)
    assert said.args == ["Output cannot be removed"]


def test_that_rows_of_the_menu_wait_for_something_to_act_on(window: MainWindow) -> None:
    window.workspace.select(Selection())
    names = ("remove", "removeLayer", "moveLeft", "moveRight")
    assert not any(action(window, name).isEnabled() for name in names)
    window.workspace.select(Selection(0))
    assert [action(window, name).isEnabled() for name in names] == [True, True, False, True]


def test_that_no_two_rows_of_a_menu_have_the_same_words(window: MainWindow) -> None:
    for menu in window.menuBar().actions():
        shown = menu.menu()
        words = [row.text().replace("&", "") for row in shown.actions() if row.text()]  # type: ignore[attr-defined]
        assert len(set(words)) == len(words)
