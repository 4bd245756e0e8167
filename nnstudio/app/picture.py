"""A picture of the window: opened off the screen, trained to the end, drawn into a PNG file."""

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QMessageLogContext,
    QSettings,
    QSize,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from nnstudio.app import create_main_window
from nnstudio.app.appearance.theme import set_theme
from nnstudio.app.window.main_window import MainWindow
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.errors import ExperimentError, Problem

_NO_SIZE_HINTS = "This plugin does not support propagateSizeHints()"
_AT_REST = {"ready", "paused", "finished", "diverged", "invalid"}


def draw_window(
    experiment: Experiment,
    path: Path,
    size: tuple[int, int],
    theme: str,
    *,
    presenting: bool = False,
) -> None:
    """Train `experiment` for its epochs in a window of `size` pixels and draw that into `path`.

    When `presenting`, it is drawn as the last row of a lecture hall sees it. The user's own window
    settings are neither read nor changed. Raises ExperimentError when the experiment cannot be
    trained or the file cannot be written.
    """
    qInstallMessageHandler(_pass_on)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    with TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        set_theme(theme)
        window = create_main_window(experiment)
        try:
            picture = _grab_trained(window, QSize(*size), presenting)
        finally:
            _dispose(window)
    if not picture.save(str(path), "PNG"):
        raise ExperimentError(Problem("", f"{path} cannot be written; is its folder there?"))


def _grab_trained(window: MainWindow, size: QSize, presenting: bool) -> QPixmap:
    workspace = window.workspace
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.finish_building()
    window.show()
    if presenting:
        window.presenter.toggle()
        window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(size)
    _wait_until(lambda: workspace.phase in _AT_REST and _is_shown(workspace))
    if workspace.phase == "ready" and workspace.experiment.training.epochs:
        workspace.run()
        _wait_until(lambda: workspace.phase in {"finished", "diverged"} and _is_shown(workspace))
    if workspace.phase == "invalid":
        raise ExperimentError(Problem("", workspace.problem or "the experiment cannot be trained"))
    window.grab()  # what is painted for the first time may ask for pictures of its own
    _wait_until(lambda: _is_idle(window))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    return window.grab()


def _is_idle(window: MainWindow) -> bool:
    """Whether nothing waits for the event loop to be free."""
    timers = window.findChildren(QTimer)
    return not any(timer.isActive() and timer.interval() == 0 for timer in timers)


def _is_shown(workspace: Workspace) -> bool:
    """Whether the newest metrics and the newest snapshot are of the same moment."""
    if workspace.phase == "invalid":
        return True
    epochs, snapshot = workspace.history.epochs, workspace.snapshot
    if snapshot is None or snapshot.regions is None or not len(epochs):
        return False
    return workspace.phase == "diverged" or snapshot.metrics.epoch == epochs[-1]


def _wait_until(condition: Callable[[], bool]) -> None:
    """Let Qt work until `condition` holds; the workspace's timer wakes it again and again."""
    while not condition():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _pass_on(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Print what Qt says, but for what the platform without a screen says of every window."""
    if _NO_SIZE_HINTS not in message:
        sys.stderr.write(message + "\n")


def _dispose(window: MainWindow) -> None:
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()
