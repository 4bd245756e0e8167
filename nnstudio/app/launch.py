"""Running the application: from the first window to the last event, errors told on the way."""

import gc
import linecache
import logging
import os
import queue
import signal
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from nnstudio.app import create_main_window

if TYPE_CHECKING:
    from nnstudio.app.window.main_window import MainWindow
    from nnstudio.experiment.document import Experiment

_POLL_MS = 200
_SETTLED_MS = 1000
_LOG = logging.getLogger(__name__)


def launch(experiment: "Experiment | str | Path | None" = None) -> int:
    """Show the window until it is closed; returns the exit code of the process.

    Needs a screen; raises ExperimentError when the experiment cannot be read.
    """
    application = QApplication(sys.argv[:1])
    application.setApplicationName("nnstudio")
    application.setApplicationDisplayName("NNStudio")
    application.setDesktopFileName("nnstudio")
    window = create_main_window(experiment)
    reporter = ErrorReporter(window)
    reporter.install()
    signal.signal(signal.SIGINT, _quit)
    signal.signal(signal.SIGTERM, _quit)
    window.show()
    QTimer.singleShot(_SETTLED_MS, settle)
    if experiment is None:
        QTimer.singleShot(0, window.welcome_newcomers)
    try:
        code = application.exec()
    finally:
        reporter.uninstall()
        ended = window.workspace.close()
    _dispose(window)
    if not ended:
        _leave(code)
    return code


class ErrorReporter(QObject):
    """Logs every error nobody caught, in any thread, and tells each distinct one in the window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._told: set[str] = set()
        self._hooks = sys.excepthook, threading.excepthook
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tell)

    def install(self) -> None:
        """Catch from now on."""
        self._hooks = sys.excepthook, threading.excepthook
        sys.excepthook = self._on_error
        threading.excepthook = self._on_thread_error
        self._timer.start(_POLL_MS)

    def uninstall(self) -> None:
        """Leave errors to whoever caught them before."""
        self._timer.stop()
        sys.excepthook, threading.excepthook = self._hooks

    def _on_error(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        text = "".join(traceback.format_exception(kind, error, trace))
        _LOG.error("an error nobody caught:\n%s", text)
        self._waiting.put(text)

    def _on_thread_error(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self._on_error(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def _tell(self) -> None:
        while not self._waiting.empty():
            text = self._waiting.get()
            if text not in self._told:
                self._told.add(text)
                last = text.strip().splitlines()[-1]
                self._window.show_error(f"Something went wrong inside NNStudio: {last}")


def settle() -> None:
    """From now on what the window stands on is not looked through for garbage any more."""
    linecache.clearcache()  # Qt has read the source of every module, and it is kept there
    gc.freeze()


def _quit(_number: int, _frame: object) -> None:
    QCoreApplication.quit()


def _leave(code: int) -> None:
    """End the process although a thread is in the midst of a calculation that cannot be stopped."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _dispose(window: "MainWindow") -> None:
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()
