"""The window. Importing this package imports no Qt: that happens when a window is made."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nnstudio.app.window.main_window import MainWindow
    from nnstudio.experiment.document import Experiment

_FIRST_EXAMPLE = "spiral"


def create_main_window(experiment: "Experiment | str | Path | None" = None) -> "MainWindow":
    """A window with `experiment` in it: a document, a file, the name of a shipped example, or the
    spiral. Needs a running QApplication; raises ExperimentError when it cannot be read.
    """
    from nnstudio.app.appearance.appearance import apply_appearance
    from nnstudio.app.window.main_window import MainWindow
    from nnstudio.app.workspace.workspace import Workspace, read

    # Qt would spread painting over all cores and wait for the one that trains.
    os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
    path = None
    if experiment is None or isinstance(experiment, (str, Path)):
        experiment, path = read(_FIRST_EXAMPLE if experiment is None else experiment)
    apply_appearance()
    workspace = Workspace(experiment, path)
    try:
        return MainWindow(workspace)
    except BaseException:
        workspace.close()  # otherwise its thread would keep the process alive
        raise
