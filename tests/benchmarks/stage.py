"""The real window on a screen that nobody sees, and ways to let time pass in its event loop."""

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from nnstudio.app import create_main_window
from nnstudio.app.launch import settle
from nnstudio.app.window.main_window import MainWindow
from nnstudio.experiment.document import Experiment
from tests.benchmarks.cores import OwnClock

_PATIENCE = 30.0  # seconds
_SIZE = (1440, 900)


@contextmanager
def opened(experiment: Experiment) -> Iterator[MainWindow]:
    """The window with `experiment` in it, shown and ready; settings of its own."""
    application = QApplication.instance() or QApplication([])
    with TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        window = create_main_window(experiment)
        try:
            window.resize(*_SIZE)
            window.show()
            until(lambda: window.workspace.phase != "loading")
            spin(0.3)
            settle()  # as every window does once it stands
            yield window
        finally:
            gc.unfreeze()
            window.workspace.close()
            window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            application.processEvents()


def spin(seconds: float) -> None:
    """Run the event loop so long."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def until(condition: Callable[[], bool]) -> float:
    """Run the event loop until it holds; the seconds it took by this thread's clock.

    Raises TimeoutError.
    """
    clock = OwnClock(threading.get_native_id())
    start, deadline = clock(), time.perf_counter() + _PATIENCE
    while not condition():
        if time.perf_counter() > deadline:
            raise TimeoutError("the window did not answer")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
    return clock() - start
