"""Moving by epochs through a run whose batch size was changed."""

from functools import partial

from pytestqt.qtbot import QtBot

from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.editing import edits
from tests.app.canvas_driver import network


def test_that_epochs_before_and_after_another_batch_size_are_found(qtbot: QtBot) -> None:
    workspace = Workspace(edits.set_training(network((4,)), batch_size=10))
    try:
        qtbot.waitUntil(lambda: shown(workspace) == (0, 0))
        for size, end in ((10, 1), (10, 2), (3, 3), (3, 4)):
            edit = partial(edits.set_training, batch_size=size)
            workspace.edit("batch size", edit)
            workspace.step_epoch()
            qtbot.waitUntil(lambda end=end: shown(workspace)[0] == end)  # type: ignore[misc]
            qtbot.waitUntil(lambda end=end: list(workspace.history.epochs)[-1] == end)  # type: ignore[misc]
        ends = [int(step) for step in workspace.history.steps]
        for places, there in ((-1, 3), (-1, 2), (-1, 1), (1, 2), (1, 3)):
            workspace.move_epochs(places)
            found = there, ends[there]
            qtbot.waitUntil(lambda found=found: shown(workspace) == found)  # type: ignore[misc]
    finally:
        workspace.close()


def shown(workspace: Workspace) -> tuple[int, int]:
    """Epoch and step of what is shown; -1 before there is anything."""
    snapshot = workspace.snapshot
    return (-1, -1) if snapshot is None else (snapshot.metrics.epoch, snapshot.metrics.step)
