"""One start of a process up to its first paint; run by name in processes of their own.

    python -m tests.benchmarks.first_paint bare      a Qt canvas of 60 items, NumPy imported
    python -m tests.benchmarks.first_paint app       the command `nnstudio`, with its own settings
    python -m tests.benchmarks.first_paint app 5     the same, 5 seconds longer, then its memory
    python -m tests.benchmarks.first_paint train 5   the same, training 2-8-8-8-1 all the while

It leaves at once after the first paint, without tidying up, or prints its memory in MB first.
"""

import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nnstudio.app.window.main_window import MainWindow

SETTINGS = "NNSTUDIO_BENCHMARK_SETTINGS"


def bare() -> None:
    """What any window with a canvas costs."""
    import numpy
    from PySide6 import QtCore, QtGui, QtWidgets

    class Window(QtWidgets.QMainWindow):
        def paintEvent(self, event: QtGui.QPaintEvent) -> None:
            super().paintEvent(event)
            QtCore.QTimer.singleShot(0, leave)

    def leave() -> None:
        os._exit(0 if numpy.__version__ else 1)

    application = QtWidgets.QApplication([])
    window = Window()
    window.resize(1440, 900)
    scene = QtWidgets.QGraphicsScene()
    for index in range(60):
        scene.addEllipse(index * 10, index % 7 * 30, 18, 18)
    window.setCentralWidget(QtWidgets.QGraphicsView(scene))
    window.show()
    application.exec()


def app(seconds: float, trains: bool) -> None:
    """The command as a user gives it, up to the first paint of its window."""
    import nnstudio.app
    from nnstudio.cli import main

    create = nnstudio.app.create_main_window

    def create_and_watch(*arguments: Any) -> "MainWindow":
        """Qt is not imported before the command does it."""
        from PySide6 import QtCore
        from typing_extensions import override

        class Watch(QtCore.QObject):
            @override
            def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
                if event.type() == QtCore.QEvent.Type.Paint:
                    window.removeEventFilter(self)
                    QtCore.QTimer.singleShot(round(1000 * seconds), leave)
                    if trains:
                        QtCore.QTimer.singleShot(200, lambda: begin(window))
                return False

        if folder := os.environ.get(SETTINGS):
            scope = QtCore.QSettings.Scope.UserScope
            QtCore.QSettings.setPath(QtCore.QSettings.Format.IniFormat, scope, folder)
        window = create(*arguments)
        window.installEventFilter(Watch(window))
        return window

    def begin(window: "MainWindow") -> None:
        from tests.benchmarks.experiments import spiral_lecture

        window.workspace.adopt(spiral_lecture())
        window.workspace.run()

    def leave() -> None:
        if seconds:
            print(resident_megabytes(), flush=True)
        os._exit(0)

    nnstudio.app.create_main_window = create_and_watch  # type: ignore[assignment]
    sys.argv = ["nnstudio"]
    main()


def resident_megabytes() -> float:
    """Memory of this process that is really there."""
    with open("/proc/self/status", encoding="ascii") as file:
        line = next(line for line in file if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    name, rest = sys.argv[1], float((*sys.argv[2:], "0")[0])
    if name == "bare":
        bare()
    else:
        app(rest, trains=name == "train")
