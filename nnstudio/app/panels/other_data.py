"""Choosing other data: an edit that says what of the network it lets go of."""

from collections.abc import Callable

from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing.edits import has_marks

_THAWED = "The data are others: nothing is frozen or switched off any more; Ctrl+Z brings it back"


def choose_data(workspace: Workspace, text: str, edit: Callable[[Experiment], Experiment]) -> None:
    """Learn from other data by `edit`, as one undo step called `text`."""
    had_marks = has_marks(workspace.experiment)
    if workspace.edit(text, edit) and had_marks and not has_marks(workspace.experiment):
        workspace.message.emit(_THAWED)
