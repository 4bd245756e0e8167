"""The legend of the links: what color, dashes and width mean, and how many links are drawn."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.app.canvas.link_item import negative_dashes
from nnstudio.experiment.exports.strokes import width_words

_SAMPLE = 26.0
_ALIGN = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Legend(QWidget):
    """One line of samples and words; pointer events pass through."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas.legend")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._remark = ""
        self._has_weights = True
        self._room = 0
        theme_signals().changed.connect(self.update)
        self.show_links(0, 0)

    def show_links(self, drawn: int, weights: int, has_weights: bool = True) -> None:
        """Say that `drawn` links of so many weights are drawn, or that there are none yet."""
        self._has_weights = has_weights
        told = f"{drawn:,} of {weights:,} links drawn" if drawn < weights else ""
        self._remark = width_words(drawn, weights) if has_weights else told
        signs = "Solid blue: positive, dashed orange: negative, " if has_weights else ""
        self.setAccessibleName(f"{signs}{self._remark}")
        self.update()

    def fit(self, room: int) -> None:
        """Be no wider than `room`, if it takes that without the remark."""
        self._room = room
        self.adjustSize()

    @override
    def sizeHint(self) -> QSize:
        width = self._width(self._remark)
        fits = width <= self._room
        return QSize(width if fits else self._width(""), self.fontMetrics().height() + 4)

    def _width(self, remark: str) -> int:
        metrics = self.fontMetrics()
        words = sum(metrics.horizontalAdvance(word) for word in ("positive", "negative"))
        signs = words + 2 * _SAMPLE + 34 if self._has_weights else 0
        return round(signs + (metrics.horizontalAdvance(remark) + 16 if remark else 0))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = self._paint_signs(painter) if self._has_weights else 0.0
        if self.width() >= self._width(self._remark):
            self._paint_word(painter, left, self._remark)

    def _paint_signs(self, painter: QPainter) -> float:
        theme = current_theme()
        left = self._paint_sample(painter, 0.0, "positive", QPen(QColor(theme.positive), 2.4))
        negative = QPen(QColor(theme.negative), 2.4)
        negative.setCapStyle(Qt.PenCapStyle.FlatCap)
        negative.setDashPattern(negative_dashes(2.4))
        return self._paint_sample(painter, left, "negative", negative)

    def _paint_sample(self, painter: QPainter, left: float, word: str, pen: QPen) -> float:
        painter.setPen(pen)
        middle = self.height() / 2
        painter.drawLine(QPointF(left, middle), QPointF(left + _SAMPLE, middle))
        return self._paint_word(painter, left + _SAMPLE + 6, word) + 16

    def _paint_word(self, painter: QPainter, left: float, word: str) -> float:
        painter.setPen(QColor(current_theme().muted))
        width = self.fontMetrics().horizontalAdvance(word)
        painter.drawText(QRectF(left, 0, width + 2, self.height()), _ALIGN, word)
        return left + width
