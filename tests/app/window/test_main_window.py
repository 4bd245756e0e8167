"""The main window: its size, its menus, its files, and how it ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.appearance.theme import current_theme, set_theme
from nnstudio.app.widgets.card import Card
from nnstudio.app.widgets.popover import Popover
from nnstudio.app.window import dialogs
from nnstudio.app.window.main_window import MainWindow
from nnstudio.app.workspace.settings import recent_files
from nnstudio.app.workspace.workspace import Selection
from nnstudio.experiment.files import documents
from nnstudio.experiment.files.examples import list_examples
from tests.app.conftest import MakeWindow
from tests.app.opened import child

LECTURE_SIZE = (1280, 720)


def trigger(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, name)
    assert isinstance(action, QAction), name
    action.trigger()


def is_enabled(window: MainWindow, name: str) -> bool:
    action = window.findChild(QAction, name)
    assert isinstance(action, QAction), name
    return action.isEnabled()


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    return make_window("svm-neuron")


def test_that_everything_fits_a_small_projector(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window()
    window.resize(*LECTURE_SIZE)
    window.show()
    assert (window.width(), window.height()) == LECTURE_SIZE
    inside = window.rect()
    for card in window.findChildren(Card):
        corner = card.mapTo(window, QPoint(card.width() - 1, card.height() - 1))
        assert inside.contains(corner), card.accessibleName()


def test_that_page_keys_are_free_for_the_timeline_where_no_lesson_is_open(
    window: MainWindow, qtbot: QtBot
) -> None:
    pages = ("lesson.forward", "lesson.backward")
    assert not any(is_enabled(window, name) for name in pages)
    assert window.lessons.guide.open("approximation")
    assert all(is_enabled(window, name) for name in pages)
    window.lessons.guide.leave()
    assert not any(is_enabled(window, name) for name in pages)


def test_that_no_field_of_the_training_bar_is_cut(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    window.resize(*LECTURE_SIZE)
    window.show()
    bar = window.findChild(QWidget, "trainingBar")
    assert isinstance(bar, QWidget)
    assert bar.minimumSizeHint().width() <= LECTURE_SIZE[0]
    boxes = bar.findChildren(QComboBox)
    assert sum(box.isVisible() for box in boxes) >= 3
    child(window, QPushButton, "moreButton").click()  # and those that stand there
    qtbot.waitUntil(lambda: all(map(is_whole, boxes)))
    for label in bar.findChildren(QLabel):
        if label.isVisible():
            assert label.width() >= label.sizeHint().width(), label.text()
    child(child(window, QPushButton, "moreButton"), Popover, "popover").close()


def is_whole(box: QComboBox) -> bool:
    return box.isVisible() and box.width() >= box.minimumSizeHint().width()


def test_that_every_control_has_a_name_to_be_found_and_read_by(window: MainWindow) -> None:
    kinds = ("QPushButton", "QToolButton", "QComboBox", "QSlider", "NumberEdit", "ToggleSwitch")
    controls = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.metaObject().className() in kinds and not widget.objectName().startswith("qt_")
    ]
    nameless = [
        (widget.metaObject().className(), widget.objectName(), widget.accessibleName())
        for widget in controls
        if not widget.objectName() or not (widget.accessibleName() or _text(widget))
    ]
    assert controls
    assert not nameless


def _text(widget: QWidget) -> str:
    return str(widget.property("text") or "")


def test_that_the_title_names_the_experiment_and_marks_changes(window: MainWindow) -> None:
    name = window.workspace.experiment.name
    assert window.windowTitle() == f"[*]{name} — NNStudio"
    assert not window.isWindowModified()
    trigger(window, "addLayer")
    assert window.isWindowModified()
    trigger(window, "undo")
    assert not window.isWindowModified()


def test_that_undo_and_redo_say_what_they_do(window: MainWindow) -> None:
    assert not is_enabled(window, "undo")
    trigger(window, "addLayer")
    undo = window.findChild(QAction, "undo")
    assert isinstance(undo, QAction)
    assert undo.text() == "&Undo: add layer of 4 tanh"
    trigger(window, "undo")
    assert is_enabled(window, "redo")


def test_that_the_selected_layer_is_the_one_removed(window: MainWindow) -> None:
    trigger(window, "addLayer")
    before = window.workspace.experiment.network.layers
    window.workspace.select(Selection())
    assert not is_enabled(window, "removeLayer")
    window.workspace.select(Selection(0))
    trigger(window, "removeLayer")
    assert window.workspace.experiment.network.layers == before[1:]


def test_that_the_activation_menu_changes_all_hidden_layers(window: MainWindow) -> None:
    trigger(window, "addLayer")
    menu = window.findChild(QMenu, "activation")
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == "ReLU").trigger()
    *hidden, output = window.workspace.experiment.network.layers
    assert {layer.activation for layer in hidden} == {"relu"}
    assert output.activation == "linear"


def test_that_every_example_is_in_the_menu_and_opens(qtbot: QtBot, window: MainWindow) -> None:
    for example in list_examples():
        trigger(window, f"example.{example.name}")
        qtbot.waitUntil(lambda: window.workspace.phase != "loading")
        assert window.workspace.phase == "ready", (example.name, window.workspace.problem)
        assert not window.isWindowModified()


def test_that_a_saved_file_is_recent_and_opens_again(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "mine.nnstudio"
    monkeypatch.setattr(dialogs, "ask_save_path", lambda *_: path)
    monkeypatch.setattr(dialogs, "ask_open_path", lambda *_: path)
    trigger(window, "addLayer")
    trigger(window, "save")
    assert recent_files() == (path,)
    saved = window.workspace.experiment
    assert documents.load(path) == saved
    trigger(window, "new")
    assert window.workspace.experiment != saved
    trigger(window, "open")
    assert window.workspace.experiment == saved


def test_that_closing_asks_only_when_something_would_be_lost(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def cancel(_parent: QWidget, name: str) -> dialogs.Answer:
        asked.append(name)
        return "cancel"

    monkeypatch.setattr(dialogs, "ask_unsaved", cancel)
    trigger(window, "addLayer")
    assert not window.close()
    assert asked == [window.workspace.experiment.name]
    trigger(window, "undo")
    assert window.close()
    assert len(asked) == 1


def test_that_a_broken_file_is_told_and_nothing_lost(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "broken.json"
    path.write_text('{"schema": 1, "data": {"source": "spirl"}}')
    monkeypatch.setattr(dialogs, "ask_open_path", lambda *_: path)
    before = window.workspace.experiment
    trigger(window, "open")
    assert window.workspace.experiment == before
    sentence = window.findChild(QLabel, "problemBanner.sentence")
    assert isinstance(sentence, QLabel)
    assert "data.source" in sentence.text()


def test_that_the_theme_is_remembered(window: MainWindow, make_window: MakeWindow) -> None:
    trigger(window, "theme.dark")
    assert current_theme().name == "dark"
    checked = window.findChild(QAction, "theme.dark")
    assert isinstance(checked, QAction)
    assert checked.isChecked()
    set_theme("light")


def test_that_panels_can_be_hidden(window: MainWindow) -> None:
    window.show()
    for name in ("regions", "curves", "activations"):
        trigger(window, f"show.{name}")
        assert not window.panels[name].isVisible()
    trigger(window, "show.curves")
    assert window.panels["curves"].isVisible()


def test_that_a_minimized_window_is_not_refreshed(qtbot: QtBot, window: MainWindow) -> None:
    window.show()
    window.setWindowState(Qt.WindowState.WindowMinimized)
    window.workspace.step()
    before = window.workspace.snapshot
    qtbot.waitUntil(window.isMinimized)
    window.setWindowState(Qt.WindowState.WindowNoState)
    qtbot.waitUntil(lambda: window.workspace.snapshot is not before)


CLOSE_WHILE_TRAINING = """
import sys
from PySide6.QtCore import QTimer
import nnstudio.app.launch as launching

make = launching.create_main_window

def make_and_close(experiment):
    window = make(experiment)
    window.workspace.run()
    QTimer.singleShot(int(sys.argv[1]), window.close)
    return window

launching.create_main_window = make_and_close
sys.exit(launching.launch("spiral"))
"""


@pytest.mark.parametrize("moment", [0, 40, 400])
def test_that_closing_while_training_ends_the_process(moment: int, tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", CLOSE_WHILE_TRAINING, str(moment)],
        capture_output=True,
        text=True,
        timeout=60,
        env=_environment(tmp_path),
        check=False,
    )
    complaints = [line for line in ended.stderr.splitlines() if "This plugin does not" not in line]
    assert (ended.returncode, complaints) == (0, [])


def _environment(folder: Path) -> dict[str, str]:
    return os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(folder)}


def test_that_a_short_window_makes_room_for_what_is_selected(
    qtbot: QtBot, make_window: MakeWindow
) -> None:
    window = make_window()
    window.resize(1280, 720)
    window.show()
    inspector = window.panels["inspector"]
    plots = child(window, QWidget, "preprocessing.beforeAfter")
    qtbot.waitUntil(lambda: window.workspace.snapshot is not None)
    low = inspector.height()
    window.workspace.select(Selection(0, 1))
    qtbot.waitUntil(lambda: inspector.height() > low + 60)
    high = inspector.height()
    window.workspace.select(Selection(1))
    assert (inspector.height(), plots.isVisible()) == (high, False)
    window.workspace.select(Selection())
    qtbot.waitUntil(lambda: inspector.height() == low)
    assert plots.isVisible()
    assert window.height() == 720
