"""The one undo command: it holds the whole experiment before and after an edit."""

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand
from typing_extensions import override

from nnstudio.experiment.document import Experiment

_MERGEABLE = 1
_ALONE = -1


class ReplaceExperiment(QUndoCommand):
    """Shows `after` when done, `before` when undone.

    Consecutive commands with the same `merge` key become one, so that dragging a slider is undone
    at once; a merged command that changes nothing disappears.
    """

    def __init__(
        self,
        text: str,
        before: Experiment,
        after: Experiment,
        show: Callable[[Experiment], None],
        merge: str | None = None,
    ) -> None:
        super().__init__(text)
        self.before = before
        self.after = after
        self._show = show
        self._merge = merge

    @override
    def redo(self) -> None:
        self._show(self.after)

    @override
    def undo(self) -> None:
        self._show(self.before)

    @override
    def id(self) -> int:
        return _ALONE if self._merge is None else _MERGEABLE

    @override
    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, ReplaceExperiment) or other._merge != self._merge:
            return False
        self.after = other.after
        self.setText(other.text())
        self.setObsolete(self.before == self.after)
        return True
