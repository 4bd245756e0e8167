"""The line of stations: where on the way one is, and a click goes to another."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme, theme_signals

_DOT, _PRESENT = 3.5, 6.0  # px, radii


class ProgressLine(QWidget):
    """Dots on a line with the name of the present one above; `picked` carries a place."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("walk.progress")
        self.setAccessibleName("Where on the way")
        self.setToolTip("Click a station to go there")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._signs: tuple[str, ...] = ()
        self._titles: tuple[str, ...] = ()
        self._place, self._turn = 0, 0
        theme_signals().changed.connect(self.update)

    def show_stations(
        self, signs: Sequence[str], titles: Sequence[str], place: int, turn: int
    ) -> None:
        """Show the stations, the present one, and from which on the way leads back."""
        shown = tuple(signs), tuple(titles), place, turn
        if shown != (self._signs, self._titles, self._place, self._turn):
            self._signs, self._titles, self._place, self._turn = shown
            self.setAccessibleDescription(self.title)
            self.update()

    @property
    def title(self) -> str:
        """The present station, and which of how many it is."""
        if not self._titles:
            return ""
        return f"{self._titles[self._place]} ({self._place + 1} of {len(self._titles)})"

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, 2 * self.fontMetrics().height() + 16)

    def place_at(self, x: float) -> int:
        """The station nearest to a place across."""
        pitch = self.width() / max(1, len(self._signs))
        return min(max(int(x / pitch), 0), max(0, len(self._signs) - 1))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._signs:
            self.picked.emit(self.place_at(event.position().x()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._signs:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_title(painter)
            self._paint_line(painter)
            self._paint_signs(painter)

    def _paint_title(self, painter: QPainter) -> None:
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(current_theme().text))
        area = QRectF(0, 0, self.width(), self.fontMetrics().height())
        painter.drawText(area, Qt.AlignmentFlag.AlignHCenter, self.title)
        painter.setFont(self.font())

    def _paint_line(self, painter: QPainter) -> None:
        theme = current_theme()
        y = self.fontMetrics().height() + 8.0
        for place in range(len(self._signs)):
            x = self._x(place)
            done = place <= self._place
            color = QColor(self._color(place) if done else theme.border)
            if place:
                painter.setPen(QPen(color, 2))
                painter.drawLine(int(self._x(place - 1)), int(y), int(x), int(y))
            radius = _PRESENT if place == self._place else _DOT
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawEllipse(QRectF(x - radius, y - radius, 2 * radius, 2 * radius))

    def _paint_signs(self, painter: QPainter) -> None:
        metrics, pitch = self.fontMetrics(), self.width() / len(self._signs)
        fits = all(metrics.horizontalAdvance(sign) + 4 <= pitch for sign in self._signs)
        for place, sign in enumerate(self._signs):
            if fits or place == self._place:
                width = max(pitch, metrics.horizontalAdvance(sign) + 2.0)
                left = min(max(self._x(place) - width / 2, 0.0), self.width() - width)
                area = QRectF(left, self.height() - metrics.height(), width, metrics.height())
                theme = current_theme()
                is_present = place == self._place
                painter.setPen(QColor(theme.text if is_present else theme.muted))
                painter.drawText(area, Qt.AlignmentFlag.AlignHCenter, sign)

    def _color(self, place: int) -> str:
        """Forward and backward look different; the words say it, too."""
        theme = current_theme()
        return theme.negative if place >= self._turn else theme.accent

    def _x(self, place: int) -> float:
        return (place + 0.5) * self.width() / len(self._signs)
