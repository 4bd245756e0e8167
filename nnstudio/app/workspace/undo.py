"""The undo commands: one holds the whole experiment before and after an edit, perhaps with a moment
of the run, the other one learned number before and after it was set by hand.
"""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtGui import QUndoCommand
from typing_extensions import override

from nnstudio.app.workspace.parameters import Parameter
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing.lineage import Lineage

_MERGEABLE = 1
_PARAMETER = 2
_ALONE = -1


class Version(NamedTuple):
    """The experiment at one time, and which layers and units of its network are which."""

    experiment: Experiment
    lineage: Lineage


class ReplaceExperiment(QUndoCommand):
    """Shows `after` when done, `before` when undone.

    Consecutive commands with the same `merge` key become one, so that dragging a slider is undone
    at once; a merged command that changes nothing disappears.
    """

    def __init__(
        self,
        text: str,
        before: Version,
        after: Version,
        show: Callable[[Version], None],
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

    def goes_on(self, merge: str | None) -> bool:
        """Whether an edit with that key is part of this one."""
        return merge is not None and merge == self._merge

    @override
    def id(self) -> int:
        return _ALONE if self._merge is None else _MERGEABLE

    @override
    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, ReplaceExperiment) or not self.goes_on(other._merge):
            return False
        self.after = other.after
        self.setText(other.text())
        self.setObsolete(self.before.experiment == self.after.experiment)
        return True


class GoBack(ReplaceExperiment):
    """Also takes the run elsewhere: `go` before it is done, `come_back` once it is undone."""

    def __init__(
        self,
        text: str,
        before: Version,
        after: Version,
        show: Callable[[Version], None],
        go: Callable[[], None],
        come_back: Callable[[], None],
    ) -> None:
        super().__init__(text, before, after, show)
        self._go = go
        self._come_back = come_back

    @override
    def redo(self) -> None:
        self._go()
        super().redo()

    @override
    def undo(self) -> None:
        super().undo()
        self._come_back()


class SetParameter(QUndoCommand):
    """Gives a learned number the value `after` when done, `before` when undone.

    Consecutive changes of the same number in one `gesture` are undone as one.
    """

    def __init__(
        self,
        text: str,
        gesture: int,
        parameter: Parameter,
        before: float,
        after: float,
        put: Callable[[Parameter, float], None],
    ) -> None:
        super().__init__(text)
        self.parameter = parameter
        self._gesture = gesture
        self.before = before
        self.after = after
        self._put = put

    @override
    def redo(self) -> None:
        self._put(self.parameter, self.after)

    @override
    def undo(self) -> None:
        self._put(self.parameter, self.before)

    @override
    def id(self) -> int:
        return _PARAMETER

    @override
    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, SetParameter):
            return False
        if (other.parameter, other._gesture) != (self.parameter, self._gesture):
            return False
        self.after = other.after
        return True
