"""The tooltip of the canvas: it follows training while it is open, and asks for gradients then."""

from PySide6.QtCore import QObject, QPoint, QPointF, QRect
from PySide6.QtWidgets import QToolTip

from nnstudio.app.canvas.network_view import NetworkView
from nnstudio.app.canvas.picture import NetworkPicture
from nnstudio.app.canvas.tips import tip_at
from nnstudio.app.workspace.selection import Selection
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.looks.snapshot import Snapshot

_STILL = 3  # px that the pointer may move and still rest


class LiveTip(QObject):
    """Opens where the pointer rests; `picture` is what is drawn."""

    def __init__(self, view: NetworkView, workspace: Workspace, picture: NetworkPicture) -> None:
        super().__init__(view)
        self.picture = picture
        self._view = view
        self._workspace = workspace
        self._point = QPointF()
        self._at = QPoint()
        self._text = ""
        view.tip_wanted.connect(self._on_wanted)
        workspace.snapshot_changed.connect(self._on_snapshot_changed)

    def _on_wanted(self, point: QPointF, at: QPoint) -> None:
        self._point, self._at = point, at
        self._show(self._workspace.snapshot)
        on_unit = self._view.network_scene.unit_at(point)
        on_input = on_unit != Selection() and on_unit.layer == -1
        if self._text and not on_input:
            self._workspace.want(self._view, gradients=True)
        else:
            self._workspace.unwant(self._view)

    def _on_snapshot_changed(self, snapshot: Snapshot) -> None:
        if not self._text:
            return
        if QToolTip.isVisible() and QToolTip.text() == self._text:
            self._show(snapshot)
        else:
            self._text = ""
            self._workspace.unwant(self._view)

    def _show(self, snapshot: Snapshot | None) -> None:
        scene, port = self._view.network_scene, self._view.viewport()
        if snapshot is not None and not scene.fits(snapshot):
            snapshot = None
        self._text = tip_at(self._point, scene, self.picture, snapshot)
        place = port.mapFromGlobal(self._at)
        around = QRect(place.x() - _STILL, place.y() - _STILL, 2 * _STILL + 1, 2 * _STILL + 1)
        QToolTip.showText(self._at, self._text, port, around)
