"""A pointer that rests on a neuron for a moment: the workspace then knows it as hovered."""

from PySide6.QtCore import QObject, QTimer

from nnstudio.app.canvas.network_view import NetworkView
from nnstudio.app.workspace.selection import Selection
from nnstudio.app.workspace.workspace import Workspace

_MOMENT_MS = 150


class Dwell(QObject):
    """Tells the workspace what the pointer rests on, and at once when it has left."""

    def __init__(self, view: NetworkView, workspace: Workspace) -> None:
        super().__init__(view)
        self._workspace = workspace
        self._unit = Selection()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_MOMENT_MS)
        self._timer.timeout.connect(self._on_rested)
        view.unit_hovered.connect(self._on_unit_hovered)

    def _on_unit_hovered(self, unit: Selection) -> None:
        self._unit = unit
        if unit.unit is None:
            self._timer.stop()
            self._workspace.hover(unit)
        else:
            self._timer.start()

    def _on_rested(self) -> None:
        self._workspace.hover(self._unit)
