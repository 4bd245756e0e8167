"""What the planes of a comparison show and take: points tested on, and painting with a class."""

from PySide6.QtCore import QObject, Signal

from nnstudio.app.compare.compared import Compared, Extent
from nnstudio.app.paint.drawn_points import room_to_paint
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import painting

_MANY = 200  # points tested on that hide those trained on
_FIRST = 1_000_000  # strokes of the desk have smaller numbers


class Brush(QObject):
    """One brush for all planes; while it is on, their axes stand still."""

    changed = Signal()

    def __init__(self, workspace: Workspace, compared: Compared, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace, self._compared = workspace, compared
        self._number = _FIRST
        self._shows_test: bool | None = None
        self.is_on = False
        self.label = 0
        self.extent: Extent | None = None
        workspace.experiment_changed.connect(self._on_experiment_changed)

    @property
    def is_possible(self) -> bool:
        """Whether there is a plane to paint on."""
        return painting.can_paint(self._workspace.experiment)

    @property
    def shows_test(self) -> bool:
        """Whether points tested on are shown: while painting, when wanted, or if they are few."""
        if self._shows_test is not None or self.is_on:
            return self.is_on or bool(self._shows_test)
        standing = self._compared.standing
        lanes = () if standing is None else standing.lanes
        return not any(len(lane.prepared.test_index) > _MANY for lane in lanes)

    def show_test(self, on: bool) -> None:
        """Show points tested on, or leave them out."""
        if on != self.shows_test:
            self._shows_test = on
            self.changed.emit()

    def switch(self, on: bool) -> None:
        """Paint from now on, or stop."""
        self.is_on = on and self.is_possible
        self.extent = None
        if self.is_on:
            points = painting.points_in(self._workspace.experiment, self._workspace.prepared)
            self.extent = room_to_paint(points)
        self._compared.frame(self.extent)
        self.changed.emit()

    def choose(self, label: int) -> None:
        """Paint points of this class."""
        self.label = label
        self.changed.emit()

    def next_number(self) -> int:
        """The number of a new stroke."""
        self._number += 1
        return self._number

    def _on_experiment_changed(self, _: Experiment, new: Experiment) -> None:
        if self.is_on and new.data.source != "points":
            self.switch(True)
        else:
            self.changed.emit()
