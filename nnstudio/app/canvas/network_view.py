"""The viewport onto the network: hover, click, drag, pan, and the keyboard."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.canvas.geometry import Mark
from nnstudio.app.canvas.keyboard import Command, command_for
from nnstudio.app.canvas.press import Press
from nnstudio.app.canvas.scene import NetworkScene
from nnstudio.app.canvas.zoom_view import ZoomView
from nnstudio.app.workspace.selection import Selection

_NOTHING = Selection()
_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class NetworkView(ZoomView):
    """Shows a NetworkScene and says what the pointer and the keys do there."""

    pressed = Signal(object, object)
    """A press on a unit (its Selection) or on nothing (an empty one), with these modifiers."""
    dragged = Signal(QPoint)
    """What was pressed is being dragged sideways, to a global position."""
    released = Signal()
    double_clicked = Signal(QPointF)
    """A double click at a point of the scene."""
    mark_clicked = Signal(int, object)
    """A press on a Mark in the column of a layer."""
    unit_hovered = Signal(object)
    """The pointer has come to a unit (its Selection) or left it (an empty one)."""
    column_hovered = Signal(object)
    """The pointer is at the column of a layer, or of None."""
    commanded = Signal(object)
    """A key asks for this Command."""
    tip_wanted = Signal(QPointF, QPoint)
    """The pointer rests on a point of the scene, at a global position."""

    def __init__(self, scene: NetworkScene, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        self.network_scene = scene
        self._panning_from: QPoint | None = None
        self._space_held = False
        self._hovered = _NOTHING
        self._hovered_column: int | None = None
        self._hovered_mark: tuple[int, Mark] | None = None
        self._press = Press()
        self._ringed = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        if event.button() == Qt.MouseButton.MiddleButton or (left and self._space_held):
            self._panning_from = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        elif left and (mark := self._mark_at(event)) is not None:
            self.mark_clicked.emit(*mark)
        elif left:
            self._press.begin(event.globalPosition().toPoint())
            self.pressed.emit(self._pressed_at(event), event.modifiers())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._panning_from is None:
            at = event.globalPosition().toPoint()
            if self._press.drags_to(at):
                self.dragged.emit(at)
            else:
                self._hover(self._unit_at(event), self._column_at(event), self._mark_at(event))
            return
        position = event.position().toPoint()
        self.pan(position - self._panning_from)
        self._panning_from = position

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._panning_from is not None:
            self._panning_from = None
            self._show_cursor()
        elif event.button() == Qt.MouseButton.LeftButton:
            self._press.end()
            self.released.emit()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)
        left = event.button() == Qt.MouseButton.LeftButton
        if left and not self._space_held:
            self.double_clicked.emit(self.mapToScene(event.position().toPoint()))

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover(_NOTHING, None, None)
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.hideText()
            self.tip_wanted.emit(self.mapToScene(event.pos()), event.globalPos())
            return True
        return super().viewportEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = command_for(event)
        if command is Command.FIT:
            self.fit()
        elif command is Command.NATURAL_SIZE:
            self.set_zoom(1.0)
        elif command is not None:
            self.commanded.emit(command)
        elif event.key() == Qt.Key.Key_Space:
            self._hold_space(True)
        else:
            event.ignore()

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._hold_space(False)
        else:
            event.ignore()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_ring(event.reason() in _BY_TAB)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_ring(False)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._ringed:
            painter = QPainter(self.viewport())
            painter.setPen(QPen(QColor(current_theme().accent), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def _unit_at(self, event: QMouseEvent) -> Selection:
        return self.network_scene.unit_at(self.mapToScene(event.position().toPoint()))

    def _column_at(self, event: QMouseEvent) -> int | None:
        return self.network_scene.column_at(self.mapToScene(event.position().toPoint()))

    def _mark_at(self, event: QMouseEvent) -> tuple[int, Mark] | None:
        return self.network_scene.mark_at(self.mapToScene(event.position().toPoint()))

    def _pressed_at(self, event: QMouseEvent) -> Selection:
        """What a press is for: a unit, or its whole column where layers are picked together."""
        together = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if event.modifiers() & together:
            return Selection(self._column_at(event))
        return self._unit_at(event)

    def _show_ring(self, ringed: bool) -> None:
        """Outline the view while the Tab key has brought the keyboard here."""
        if ringed != self._ringed:
            self._ringed = ringed
            self.viewport().update()

    def _hover(self, unit: Selection, column: int | None, mark: tuple[int, Mark] | None) -> None:
        if mark != self._hovered_mark:
            self._hovered_mark = mark
            self.network_scene.set_hovered_mark(mark)
            self._show_cursor()
        if column != self._hovered_column:
            self._hovered_column = column
            self.column_hovered.emit(column)
        if unit != self._hovered:
            self._hovered = unit
            self.network_scene.set_hovered(unit)
            self.unit_hovered.emit(unit)
            self._show_cursor()

    def _hold_space(self, held: bool) -> None:
        self._space_held = held
        self._show_cursor()

    def _show_cursor(self) -> None:
        if self._space_held:
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        elif self._hovered.unit is not None or self._hovered_mark is not None:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.viewport().unsetCursor()
