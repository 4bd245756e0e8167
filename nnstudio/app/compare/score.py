"""A score as a large number under its name, readable from the last row; it costs no new layout."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme

_LARGE = 1.9
_BAR = 0.35  # of a line


class Score(QWidget):
    """`caption` over a number, in the widget's font; where it has a bar, also as a length."""

    def __init__(self, caption: str, parent: QWidget | None = None, *, bar: bool = False) -> None:
        super().__init__(parent)
        self._caption, self._unit = caption, ""
        self._text, self._share = "", 0.0
        self.has_bar = bar
        self.setAccessibleName(caption)

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text

    def show_score(self, text: str, share: float, unit: str = "") -> None:
        """Show `text`, `share` of the whole as a length, and the unit behind the name."""
        if (text, share, unit) != (self._text, self._share, self._unit):
            self._text, self._share, self._unit = text, share, unit
            self.setAccessibleDescription(text)
            self.update()

    def _large(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * _LARGE)
        font.setBold(True)
        return font

    @override
    def sizeHint(self) -> QSize:
        line, large = self.fontMetrics().height(), QFontMetrics(self._large())
        bar = round(2 * _BAR * line) if self.has_bar else 0
        return QSize(large.horizontalAdvance("100.0 %"), line + large.height() + bar)

    @override
    def minimumSizeHint(self) -> QSize:
        large = QFontMetrics(self._large())
        return QSize(large.horizontalAdvance("99.9 %"), self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, line = QPainter(self), current_theme(), self.fontMetrics().height()
        painter.setPen(QColor(theme.muted))
        painter.drawText(0, self.fontMetrics().ascent(), f"{self._caption} {self._unit}")
        painter.setPen(QColor(theme.text))
        font = self._large()
        painter.setFont(font)
        painter.drawText(0, line + QFontMetrics(font).ascent(), self._text)
        if self.has_bar:
            top = line + QFontMetrics(font).height() + _BAR * line
            self._draw_bar(painter, QRectF(0.0, top, self.width(), _BAR * line))
        painter.end()

    def _draw_bar(self, painter: QPainter, place: QRectF) -> None:
        theme = current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = place.height() / 2
        painter.setBrush(QColor(theme.border))
        painter.drawRoundedRect(place, radius, radius)
        place.setWidth(place.width() * min(max(self._share, 0.0), 1.0))
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(place, radius, radius)
