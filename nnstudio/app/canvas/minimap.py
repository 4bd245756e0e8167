"""A small overview of a network that is larger than the view: press or drag to look elsewhere."""

from collections.abc import Sequence
from math import inf

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.canvas.geometry import Layout
from nnstudio.app.canvas.zoom_view import ZoomView

_LARGEST = QSizeF(140, 86)
_INSET = 5.0
_APART = 6  # px above captions
_FAR_LESS = 0.5


class Minimap(QWidget):
    """Stands on the viewport of `view`, and only while part of the page is out of sight."""

    def __init__(self, view: ZoomView) -> None:
        super().__init__(view.viewport())
        self._view = view
        self._layout: Layout | None = None
        self._corner = 0
        self._is_held = False
        self.setObjectName("canvas.minimap")
        self.setAccessibleName("Overview of the network")
        self.setToolTip("Press or drag to look elsewhere; F shows everything")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def place(
        self, layout: Layout, room: QRect, columns: Sequence[QRectF], captions: Sequence[QRect]
    ) -> None:
        """Show where the view is in `layout`, in a lower corner of `room`.

        It stays where it is, or goes where it hides less of the `columns`, with their names, and
        nothing of the `captions`: into the other corner, or above them.
        """
        self._layout = layout
        seen, page = self._view.sceneRect(), self._page(layout)
        slack = 2 / self._view.zoom
        self.setVisible(not seen.adjusted(-slack, -slack, slack, slack).contains(page))
        if self.isVisible():
            size = page.size().scaled(_LARGEST, Qt.AspectRatioMode.KeepAspectRatio)
            width, height = (round(edge + 2 * _INSET) for edge in (size.width(), size.height()))
            if not self._is_held:
                above = min((c.top() for c in captions), default=room.bottom()) - _APART
                bottoms = (room.bottom(), min(above, room.bottom()))
                lefts = (room.left(), room.right() - width)
                places = [QRect(x, y - height, width, height) for y in bottoms for x in lefts]
                self._corner = self._best(places, columns, captions)
                self.setGeometry(places[self._corner])
            self.raise_()
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._layout is None:
            return
        painter, theme = QPainter(self), current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(QColor(theme.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.muted))
        for column in self._layout.columns:
            area = QRectF(column.left, column.top, column.tile, column.bottom - column.top)
            place = self._to_map(area)
            painter.drawRoundedRect(place.adjusted(-0.5, 0, 0.5, 0), 1, 1)
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRect(self._to_map(self._view.sceneRect()).intersected(room))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._is_held = True
        self._look(event.position())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._look(event.position())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._is_held = False

    def _best(
        self, places: Sequence[QRect], columns: Sequence[QRectF], captions: Sequence[QRect]
    ) -> int:
        """Which of the places hides the least; the present one unless another hides far less."""
        hidden = [_hidden(QRectF(place), columns, captions) for place in places]
        best = hidden.index(min(hidden))
        return best if hidden[best] < _FAR_LESS * hidden[self._corner] else self._corner

    def _look(self, at: QPointF) -> None:
        if self._layout is not None:
            page, scale = self._page(self._layout), self._scale()
            corner = QPointF(_INSET, _INSET)
            self._view.look_at(page.topLeft() + (at - corner) / scale)

    def _to_map(self, area: QRectF) -> QRectF:
        """Where an area of the scene is on the map."""
        if self._layout is None:
            return QRectF()
        page, scale = self._page(self._layout), self._scale()
        corner = (area.topLeft() - page.topLeft()) * scale + QPointF(_INSET, _INSET)
        return QRectF(corner, area.size() * scale)

    def _scale(self) -> float:
        """Pixels of the map for each unit of the scene."""
        page = self._page(self._layout) if self._layout is not None else QRectF(0, 0, 1, 1)
        across = (self.width() - 2 * _INSET) / max(page.width(), 1.0)
        return min(across, (self.height() - 2 * _INSET) / max(page.height(), 1.0))

    def _page(self, layout: Layout) -> QRectF:
        """What there is to see: all columns with a little room around."""
        first, last = layout.columns[0], layout.columns[-1]
        top = min(column.top for column in layout.columns)
        bottom = max(layout.bottom, *(column.bottom for column in layout.columns))
        return QRectF(first.left, top, last.right - first.left, bottom - top)


def _hidden(place: QRectF, columns: Sequence[QRectF], captions: Sequence[QRect]) -> float:
    """How many pixels of columns a place hides; a caption counts more than all of them."""
    if any(place.intersects(QRectF(caption)) for caption in captions):
        return inf
    covered = (place.intersected(column) for column in columns)
    return sum(area.width() * area.height() for area in covered)
