"""The card in the middle: one view at a time, the counts below, and their sum spelled out."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from nnstudio.app.canvas.counts_line import CountsLine
from nnstudio.app.window.main_window import MainWindow
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.core.spec import Activation
from nnstudio.experiment.editing import edits
from nnstudio.experiment.looks.snapshot import ProbeRequest
from tests.app.conftest import MakeWindow
from tests.app.opened import child

VIEWS = {"canvas": "canvas", "table": "analyzer", "formula": "formula"}


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    window = make_window("small-network")
    window.show()
    return window


def shown(window: MainWindow) -> list[str]:
    pages = {name: window.findChild(QWidget, page) for name, page in VIEWS.items()}
    return [name for name, page in pages.items() if isinstance(page, QWidget) and page.isVisible()]


def open_sum(window: MainWindow) -> QLabel:
    QTest.mouseClick(child(window, CountsLine, "canvas.counts"), Qt.MouseButton.LeftButton)
    return child(window, QLabel, "center.sum")


def request(workspace: Workspace) -> ProbeRequest:
    return workspace._request


def test_that_a_click_on_the_switch_shows_one_view(window: MainWindow) -> None:
    assert shown(window) == ["canvas"]
    for name in ("table", "formula", "canvas"):
        child(window, QAbstractButton, f"center.{name}").click()
        assert shown(window) == [name]
        assert child(window, QWidget, "canvas.counts").isVisible()


@pytest.mark.parametrize("name", ["table", "formula"])
def test_that_a_view_has_a_key_and_takes_the_keyboard(window: MainWindow, name: str) -> None:
    action = child_action(window, f"view.{name}")
    assert action.shortcut().toString().startswith("Ctrl+")
    action.trigger()
    assert shown(window) == [name]
    assert action.isChecked()
    assert child(window, QAbstractButton, f"center.{name}").isChecked()


def child_action(window: MainWindow, name: str) -> QAction:
    found = window.findChild(QAction, name)
    assert isinstance(found, QAction), name
    return found


def test_that_the_view_is_remembered(window: MainWindow, make_window: MakeWindow) -> None:
    child(window, QAbstractButton, "center.table").click()
    other = make_window()
    other.show()
    assert shown(other) == ["table"]
    assert child_action(other, "view.table").isChecked()


def test_that_hidden_views_ask_for_nothing(window: MainWindow) -> None:
    for name in ("regions", "curves", "activations", "data", "preprocessing", "inspector"):
        child_action(window, f"show.{name}").trigger()
    assert request(window.workspace).unit_maps > 0
    child(window, QAbstractButton, "center.table").click()
    assert request(window.workspace) == ProbeRequest(activity=True)
    child(window, QAbstractButton, "center.formula").click()
    assert request(window.workspace) == ProbeRequest()


def test_that_the_counts_follow_edits_made_in_any_view(window: MainWindow) -> None:
    child(window, QAbstractButton, "center.table").click()
    before = child(window, QLabel, "canvas.counts").text()
    window.workspace.edit("add", lambda experiment: edits.add_layer(experiment, 0))
    assert child(window, QLabel, "canvas.counts").text() != before


def test_that_a_click_on_the_counts_spells_out_the_sum(window: MainWindow) -> None:
    label = open_sum(window)
    network = window.views._drawn.network
    assert label.isVisible()
    for inputs, units in zip(network.sizes, network.sizes[1:], strict=False):
        assert f"[{inputs} × {units}]" in label.text()
    assert label.accessibleName().endswith(" parameters")
    label.window().close()


@pytest.mark.parametrize(("activation", "words"), [("maxout", "2 × ["), ("prelu", "slopes")])
def test_that_the_sum_names_pieces_and_slopes(
    window: MainWindow, activation: Activation, words: str
) -> None:
    edit = partial(edits.set_hidden_activation, activation=activation)
    window.workspace.edit(activation, edit)
    label = open_sum(window)
    assert words in label.text()
    label.window().close()


def test_that_the_sum_opens_by_keys(window: MainWindow) -> None:
    QTest.keyClick(child(window, CountsLine, "canvas.counts"), Qt.Key.Key_Return)
    label = child(window, QLabel, "center.sum")
    assert label.isVisible()
    label.window().close()
