"""The viewport onto the network: zoom at the pointer, pan, hover, click, and the keyboard."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QToolTip, QWidget
from typing_extensions import override

from nnstudio.app.canvas.scene import NetworkScene
from nnstudio.app.selection import Selection

MIN_ZOOM, MAX_ZOOM = 0.1, 8.0
_NOTCH = 1.15
_NOTHING = Selection()


class NetworkView(QGraphicsView):
    """Shows a NetworkScene. In fit mode the page is the viewport and the zoom follows it; zooming
    or panning by hand ends fit mode until `fit` is asked for.
    """

    moved = Signal()
    """Where the scene lies in the viewport has changed."""
    resized = Signal()
    clicked = Signal(object)
    """A click on a unit (its Selection) or on nothing (an empty one)."""
    walked = Signal(int, int)
    """Arrow keys: columns to the right, units down."""
    opened = Signal()
    """Enter: edit the selected layer."""
    removed = Signal()
    """Delete or Backspace."""
    tip_wanted = Signal(QPointF, QPoint)
    """The pointer rests on a point of the scene, at a global position."""

    def __init__(self, scene: NetworkScene, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        self.network_scene = scene
        self.fitted = True
        self._page = QRectF(0, 0, 1, 1)
        self._panning_from: QPoint | None = None
        self._space_held = False
        self._hovered = _NOTHING
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def zoom(self) -> float:
        """Screen pixels per scene unit."""
        return self.transform().m11()

    def show_page(self, page: QRectF) -> None:
        """The scene takes `page` now; fit mode fits it, else what is seen stays where it is."""
        if self.fitted:
            self._page = page
            self._fit()
            return
        corner = self.mapToScene(QPoint(0, 0)) + page.center() - self._page.center()
        self._page = page
        self._look(self.zoom, corner)

    def fit(self) -> None:
        """Enter fit mode: show all of the page."""
        self.fitted = True
        self._fit()

    def zoom_at(self, factor: float, point: QPointF) -> None:
        """Zoom by `factor`; what lies under `point` of the viewport stays there."""
        self.set_zoom(self.zoom * factor, point)

    def set_zoom(self, zoom: float, point: QPointF | None = None) -> None:
        """Zoom by hand to `zoom`, around `point` of the viewport or its center."""
        zoom = min(max(zoom, MIN_ZOOM), MAX_ZOOM)
        point = QPointF(self.viewport().rect().center()) if point is None else point
        fixed = self.viewportTransform().inverted()[0].map(point)
        self.fitted = False
        self._look(zoom, fixed - point / zoom)

    def to_view(self, x: float, y: float) -> QPointF:
        """Where a point of the scene is in the viewport."""
        return self.viewportTransform().map(QPointF(x, y))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / 120
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._pan(QPoint(round(60 * (notches or event.angleDelta().x() / 120)), 0))
        elif notches:
            self.zoom_at(_NOTCH**notches, event.position())
        event.accept()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        if event.button() == Qt.MouseButton.MiddleButton or (left and self._space_held):
            self._panning_from = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        elif left:
            self.clicked.emit(self._unit_at(event))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._panning_from is None:
            self._hover(self._unit_at(event))
            return
        position = event.position().toPoint()
        self._pan(position - self._panning_from)
        self._panning_from = position

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._panning_from is not None:
            self._panning_from = None
            self._show_cursor()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover(_NOTHING)
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.hideText()
            self.tip_wanted.emit(self.mapToScene(event.pos()), event.globalPos())
            return True
        return super().viewportEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key in _STEPS:
            self.walked.emit(*_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif key == Qt.Key.Key_Escape:
            self.clicked.emit(_NOTHING)
        elif key == Qt.Key.Key_F:
            self.fit()
        elif key == Qt.Key.Key_0 and control:
            self.set_zoom(1.0)
        elif key == Qt.Key.Key_Space:
            self._hold_space(True)
        else:
            event.ignore()

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._hold_space(False)
        else:
            event.ignore()

    def _unit_at(self, event: QMouseEvent) -> Selection:
        return self.network_scene.unit_at(self.mapToScene(event.position().toPoint()))

    def _hover(self, unit: Selection) -> None:
        if unit != self._hovered:
            self._hovered = unit
            self.network_scene.set_hovered(unit)
            self._show_cursor()

    def _hold_space(self, held: bool) -> None:
        self._space_held = held
        self._show_cursor()

    def _show_cursor(self) -> None:
        if self._space_held:
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        elif self._hovered.unit is not None:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.viewport().unsetCursor()

    def _fit(self) -> None:
        room = self.viewport().rect()
        if self._page.isEmpty() or room.isEmpty():
            return
        zoom = min(1.0, room.width() / self._page.width(), room.height() / self._page.height())
        half = QPointF(room.width(), room.height()) / (2 * zoom)
        self._look(zoom, self._page.center() - half)

    def _pan(self, by: QPoint) -> None:
        self.fitted = False
        self._look(self.zoom, self.mapToScene(QPoint(0, 0)) - QPointF(by) / self.zoom)

    def _look(self, zoom: float, corner: QPointF) -> None:
        """Show the scene at `zoom` with its point `corner` at the top left, to whole pixels.

        The scene rectangle is exactly what is seen, so the view never scrolls by itself.
        """
        left, top = round(corner.x() * zoom) / zoom, round(corner.y() * zoom) / zoom
        size = QSizeF(self.viewport().size()) / zoom
        self.setTransform(QTransform.fromScale(zoom, zoom))
        self.setSceneRect(QRectF(QPointF(left, top), size))
        self.moved.emit()


_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
