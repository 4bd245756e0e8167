"""Room for the inspector: in a short window the preprocessing plots fold away for what is selected.

They stay folded while anything is selected, so that the column moves at the first click only.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QSplitter, QWidget
from typing_extensions import override

from nnstudio.app.panels.data import DataPanel
from nnstudio.app.panels.inspector import InspectorPanel
from nnstudio.app.panels.preprocessing import PreprocessingPanel
from nnstudio.app.workspace.workspace import Workspace

_LINES = 16  # of text that the inspector of a neuron or layer wants


class InspectorRoom(QObject):
    """Watches the column that holds the three panels, and the selection."""

    def __init__(
        self,
        column: QSplitter,
        panels: tuple[DataPanel, PreprocessingPanel, InspectorPanel],
        workspace: Workspace,
    ) -> None:
        super().__init__(column)
        self._column = column
        self._data, self._preprocessing, self._inspector = panels
        self._workspace = workspace
        workspace.selection_changed.connect(self.refresh)
        later = Qt.ConnectionType.QueuedConnection
        self._preprocessing.steps_arranged.connect(self._show_all_steps, later)
        column.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.refresh()
        return super().eventFilter(watched, event)

    def prepare(self) -> None:
        """Fold the plots for what is selected, before the panels are shown beside each other."""
        self._fold(self._workspace.selection.layer is not None)

    def refresh(self) -> None:
        """Fold the plots where what is selected needs their room, and unfold them elsewhere.

        A lesson that is open shares the column out by itself.
        """
        if self._is_shared():
            return
        folded = self._workspace.selection.layer is not None and self._is_short()
        if folded == self._preprocessing.is_folded:
            return
        self._fold(folded)
        self.give_room()

    def give_room(self) -> None:
        """Let the inspector have all the room that the other panels can do without."""
        column = self._column
        sizes = [column.height() if part is self._inspector else 0 for part in self._parts()]
        column.setSizes(sizes)

    def _parts(self) -> list[QWidget]:
        parts = (self._column.widget(index) for index in range(self._column.count()))
        return [part for part in parts if part is not None]

    def _is_shared(self) -> bool:
        own = (self._data, self._preprocessing, self._inspector)
        return any(part not in own and not part.isHidden() for part in self._parts())

    def _fold(self, folded: bool) -> None:
        self._preprocessing.set_folded(folded)
        for panel in (self._preprocessing, self._inspector):
            layout = panel.layout()
            if layout is not None:
                layout.activate()  # or its least height would still be the old one

    def _show_all_steps(self) -> None:
        """Where other data can take more steps, let the inspector give what room it can spare."""
        if self._inspector.isHidden() or self._preprocessing.is_folded:
            return
        spare = self._inspector.height() - self._inspector.minimumSizeHint().height()
        given = min(self._preprocessing.lack, spare)
        if given > 0:
            sizes = self._column.sizes()  # during a lesson its page stands above the panels
            sizes[self._column.indexOf(self._preprocessing)] += given
            sizes[self._column.indexOf(self._inspector)] -= given
            self._column.setSizes(sizes)

    def _is_short(self) -> bool:
        """Whether the inspector would have too little room beside the plots."""
        if self._inspector.isHidden() or self._preprocessing.isHidden():
            return False
        gaps = 2 * self._column.handleWidth()
        data = 0 if self._data.isHidden() else self._data.minimumSizeHint().height()
        left = self._column.height() - gaps - data - self._preprocessing.full_height
        return left < _LINES * self._inspector.fontMetrics().height()
