"""A viewport that shows a page of a scene: fitted to it, or zoomed and panned by hand."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget
from typing_extensions import override

MIN_ZOOM, MAX_ZOOM = 0.1, 8.0
NOTCH = 1.15
_MARGIN = 60.0  # px around what is revealed: headers and captions stand at the edges


class ZoomView(QGraphicsView):
    """In fit mode the page is the viewport and the zoom follows it; zooming or panning by hand
    ends fit mode until `fit` is asked for. What is made for a page is never wider than the viewport
    unless it could not be read otherwise: then it is not made smaller.
    """

    moved = Signal()
    """Where the scene lies in the viewport has changed."""
    resized = Signal()

    def __init__(self, scene: QGraphicsScene, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        # Of a viewport that Qt made, Python would have to find out which of all widgets it is.
        self.setViewport(QWidget())
        self.fitted = True
        self.wheel_scrolls = False
        """Whether the wheel scrolls; with Ctrl it zooms then too."""
        self._page = QRectF(0, 0, 1, 1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

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
        """Enter fit mode: show all of the page, or of one that is too wide the left end."""
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

    def look_at(self, point: QPointF) -> None:
        """Bring a point of the scene to the middle of the viewport, by hand."""
        self.fitted = False
        half = QPointF(self.viewport().width(), self.viewport().height()) / (2 * self.zoom)
        self._look(self.zoom, point - half)

    def reveal(self, area: QRectF) -> None:
        """Pan as little as it takes to see an area of the scene; what is seen stays in place."""
        seen = self.sceneRect()
        if seen.contains(area):
            return
        margin = _MARGIN / self.zoom
        area = area.adjusted(-margin, -margin, margin, margin)
        across = min(area.left() - seen.left(), 0) or max(area.right() - seen.right(), 0)
        down = min(area.top() - seen.top(), 0) or max(area.bottom() - seen.bottom(), 0)
        self.fitted = False
        self._look(self.zoom, seen.topLeft() + QPointF(across, down))

    def pan(self, by: QPoint) -> None:
        """Move what is seen by some pixels of the viewport, by hand."""
        self.fitted = False
        self._look(self.zoom, self.mapToScene(QPoint(0, 0)) - QPointF(by) / self.zoom)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        notches, across = event.angleDelta().y() / 120, event.angleDelta().x() / 120
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan(QPoint(round(60 * (notches or across)), 0))
        elif self.wheel_scrolls and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.pan(QPoint(round(60 * across), round(60 * notches)))
        elif notches:
            self.zoom_at(NOTCH**notches, event.position())
        event.accept()

    def _fit(self) -> None:
        room = self.viewport().rect()
        if self._page.isEmpty() or room.isEmpty():
            return
        zoom = min(1.0, room.height() / self._page.height())
        corner = self._page.center() - QPointF(room.width(), room.height()) / (2 * zoom)
        corner.setX(min(corner.x(), self._page.left()))
        self._look(zoom, corner)

    def _look(self, zoom: float, corner: QPointF) -> None:
        """Show the scene at `zoom` with its point `corner` at the top left, to whole pixels.

        The scene rectangle is exactly what is seen, so the view never scrolls by itself.
        """
        left, top = round(corner.x() * zoom) / zoom, round(corner.y() * zoom) / zoom
        size = QSizeF(self.viewport().size()) / zoom
        self.setTransform(QTransform.fromScale(zoom, zoom))
        self.setSceneRect(QRectF(QPointF(left, top), size))
        self.moved.emit()
