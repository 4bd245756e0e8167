"""What mouse and keyboard do on the canvas: they select, drag and command; gestures edit."""

from PySide6.QtCore import QObject, QPoint, QPointF, QRectF, Qt

from nnstudio.app.canvas.geometry import Layout
from nnstudio.app.canvas.gestures import Gestures
from nnstudio.app.canvas.keyboard import Command
from nnstudio.app.canvas.network_view import NetworkView
from nnstudio.app.canvas.number_field import NumberField
from nnstudio.app.canvas.overlay import Overlay
from nnstudio.app.canvas.picking import extended, picked
from nnstudio.app.canvas.reorder import Reorder
from nnstudio.app.canvas.walk import walked
from nnstudio.app.workspace.parameters import Parameter, strongest_row
from nnstudio.app.workspace.selection import Selection

_STEPS = {
    Command.LEFT: (-1, 0),
    Command.RIGHT: (1, 0),
    Command.UP: (0, -1),
    Command.DOWN: (0, 1),
}


class Hands(QObject):
    """Listens to the drawing and its headers; `layout` is where the columns stand now."""

    def __init__(self, view: NetworkView, overlay: Overlay, gestures: Gestures) -> None:
        super().__init__(view)
        self._view = view
        self._overlay = overlay
        self._gestures = gestures
        self._workspace = gestures.workspace
        self._reorder = Reorder(view, gestures)
        self._field = NumberField(gestures.workspace, view.viewport())
        self._held: int | None = None
        self._on_release: Selection | None = None
        self.layout: Layout
        self._connect()

    def _connect(self) -> None:
        for source in (self._view, self._overlay):
            source.pressed.connect(self._on_pressed)
            source.dragged.connect(self._on_dragged)
            source.released.connect(self._on_released)
        self._view.double_clicked.connect(self._on_double_clicked)
        self._view.column_hovered.connect(self._overlay.show_hovered)
        self._view.commanded.connect(self._on_commanded)

    def _on_pressed(self, clicked: Selection, modifiers: Qt.KeyboardModifier) -> None:
        """Select at once, but let go of several layers only when they turn out not dragged."""
        self._view.setFocus()
        self._workspace.mark(frozenset())
        self._held, self._on_release = clicked.layer, None
        hidden = len(self._gestures.hidden)
        chosen = picked(self._workspace.selection, clicked, modifiers, hidden)
        if chosen == clicked and clicked.layer in self._workspace.selection.layers:
            self._on_release = chosen
        else:
            self._workspace.select(chosen)

    def _on_dragged(self, at: QPoint) -> None:
        if self._held is None or self._held not in range(len(self._gestures.hidden)):
            return
        selected = self._gestures.selected
        layers = selected if self._held in selected else (self._held,)
        self._on_release = None
        place = self._view.viewport().mapFromGlobal(at)
        self._reorder.drag(layers, place, self.layout, self._overlay.zone)

    def _on_released(self) -> None:
        self._held = None
        self._reorder.drop()
        if self._on_release is not None:
            self._workspace.select(self._on_release)
            self._on_release = None

    def _on_double_clicked(self, point: QPointF) -> None:
        """Open the number there, or add a layer in a gap."""
        parameter = self._parameter_at(point)
        gap = self.layout.gap_at(point.x())
        if parameter is not None:
            self._field.open(parameter, self._view.to_view(point.x(), point.y()).toPoint())
        elif gap is not None and self._view.network_scene.unit_at(point) == Selection():
            self._gestures.add_layer(gap)

    def _parameter_at(self, point: QPointF) -> Parameter | None:
        """The bias or weight drawn at a point; of maxout's pieces the largest, as drawn."""
        scene, snapshot = self._view.network_scene, self._workspace.snapshot
        if snapshot is None or not scene.fits(snapshot):
            return None
        owner, link = scene.bias_at(point), scene.link_at(point)
        if owner.layer is not None and owner.unit is not None:
            layer, unit, column = owner.layer, owner.unit, -1
        elif link is not None:
            layer, unit, column = link.layer, link.target, link.source
        else:
            return None
        matrix, units = snapshot.matrices[layer], scene.columns[layer + 1].picture.units
        row = strongest_row(matrix, units, unit, column)
        return Parameter(layer, row, column % matrix.shape[1])

    def _on_commanded(self, command: Command) -> None:
        if command is Command.LEAVE:
            self._leave()
        elif command in _STEPS:
            step = walked(self._workspace.selection, self.layout, *_STEPS[command])
            self._workspace.select(step)
            self._view.reveal(self._area(step))
        else:
            self._change(command)

    def _area(self, chosen: Selection) -> QRectF:
        """Where in the scene a unit is, or a whole column."""
        column = self.layout.columns[0 if chosen.layer is None else chosen.layer + 1]
        if chosen.unit is None or chosen.unit not in column.shown:
            return QRectF(column.left, column.top, column.tile, column.bottom - column.top)
        top = column.centers[column.shown.index(chosen.unit)] - column.tile / 2
        return QRectF(column.left, top, column.tile, column.tile)

    def _change(self, command: Command) -> None:
        layer = self._workspace.selection.layer
        match command:
            case Command.EXTEND_LEFT | Command.EXTEND_RIGHT:
                self._extend(1 if command is Command.EXTEND_RIGHT else -1)
            case Command.GROW | Command.SHRINK:
                self._step_units(1 if command is Command.GROW else -1)
            case Command.REMOVE:
                self._gestures.remove_chosen()
            case Command.OPEN if layer is not None:
                self._overlay.open(layer)

    def _leave(self) -> None:
        """Escape: let go of what is dragged, else of what is pointed out and selected."""
        if self._reorder.active:
            self._held = None
            self._reorder.cancel()
        elif not self._overlay.cancel():
            self._workspace.mark(frozenset())
            self._workspace.select(Selection())

    def _extend(self, by: int) -> None:
        selection, hidden = self._workspace.selection, len(self._gestures.hidden)
        if selection.layer is not None and 0 <= selection.layer + by < hidden:
            self._workspace.select(extended(selection, selection.layer + by, hidden))

    def _step_units(self, by: int) -> None:
        layer = self._workspace.selection.layer
        if layer is not None and self._gestures.may_resize(layer):
            self._gestures.step_units(layer, by)
        else:
            self._gestures.say("The size of the input and the output follows the data")
