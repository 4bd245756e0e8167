"""What holds for every test of the window: own settings, no dialog, no widget left behind."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from nnstudio.app import create_main_window
from nnstudio.app.canvas.view import CanvasView
from nnstudio.app.window import dialogs
from nnstudio.app.window.main_window import MainWindow
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.document import Experiment

MakeWindow = Callable[..., MainWindow]
OpenCanvas = Callable[[Experiment], CanvasView]


@pytest.fixture(autouse=True)
def private_settings(tmp_path: Path) -> None:
    """Nothing is read from or written to the user's settings."""
    folder = tmp_path / "settings"
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))


@pytest.fixture(autouse=True)
def discard_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows with unsaved changes close without asking."""
    monkeypatch.setattr(dialogs, "ask_unsaved", lambda *_: "discard")


@pytest.fixture(autouse=True)
def nothing_left(qapp: QApplication) -> Iterator[None]:
    """A test deletes its windows and stops its timers."""
    before = set(_windows())
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    if set(_windows()) - before:
        gc.collect()
    left = set(_windows()) - before
    assert not left, f"widgets left: {left}"
    running = [(timer.parent(), timer.interval()) for timer in _timers() if timer.isActive()]
    assert not running, f"timers still running: {running}"


@pytest.fixture
def make_window(qtbot: QtBot) -> MakeWindow:
    """Makes a main window that is closed at the end, and waits until its run is ready."""

    def make(experiment: Experiment | str | Path | None = None) -> MainWindow:
        window = create_main_window(experiment)
        qtbot.addWidget(window)
        window.finish_building()
        qtbot.waitUntil(lambda: window.workspace.phase != "loading")
        return window

    return make


@pytest.fixture
def open_canvas(qtbot: QtBot) -> Iterator[OpenCanvas]:
    """Shows a canvas on an experiment and waits until its run is ready or refused."""
    workspaces: list[Workspace] = []

    def show(experiment: Experiment) -> CanvasView:
        workspace = Workspace(experiment)
        workspaces.append(workspace)
        canvas = CanvasView(workspace)
        qtbot.addWidget(canvas)
        canvas.resize(760, 560)
        canvas.show()
        qtbot.waitUntil(lambda: workspace.phase == "invalid" or workspace.snapshot is not None)
        return canvas

    yield show
    for workspace in workspaces:
        workspace.close()


def _windows() -> list[QWidget]:
    return [widget for widget in QApplication.topLevelWidgets() if widget.parent() is None]


def _timers() -> list[QTimer]:
    objects = gc.get_objects()
    return [item for item in objects if type(item) is QTimer and isValid(item)]


@pytest.fixture
def in_window(make_window: MakeWindow) -> OpenCanvas:
    """The canvas of a main window, where menus and their keys are."""

    def show(experiment: Experiment) -> CanvasView:
        window = make_window()
        window.resize(1280, 720)
        window.workspace.adopt(experiment)
        window.show()
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
        window.canvas.setFocus()
        return window.canvas

    return show
