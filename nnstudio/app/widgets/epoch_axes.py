"""The axes of curves over epochs: where the frame lies, round numbers beside it, grid lines.

They are painted once and kept as a picture until a range changes: curves grow far more often.
"""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from nnstudio.app.appearance.theme import Theme
from nnstudio.app.widgets.ticks import MINUS, tick_step

Range = tuple[float, float]

_OFFSET, _RIGHT = 3.0, 8.0  # px between numbers and frame, and right of the frame
_INTERVALS = (2.1, 5.1)  # at least, at most
_SMALLEST, _LARGEST = 1e-3, 1e4  # numbers beyond are written with a power of ten
_BESIDE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_BELOW = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True, slots=True)
class EpochAxes:
    """Ranges across and up in a widget of `width` x `height` px; `name` stands below at the end.

    With `logarithmic`, `up` is in powers of ten, with `log_epochs`, `across` is; with `percent`,
    shares are written in percent.
    """

    across: Range
    up: Range
    name: str
    logarithmic: bool
    percent: bool
    width: int
    height: int
    log_epochs: bool = False

    def epoch_at(self, x: float, frame: QRectF) -> float:
        """The epoch at a place in the frame."""
        low, high = self.across
        value = low + (x - frame.left()) / frame.width() * (high - low)
        return float(10.0**value) if self.log_epochs else value

    def place_of(self, epoch: float, frame: QRectF) -> float:
        """Where an epoch is in the frame; at its left end what comes before."""
        low, high = self.across
        value = math.log10(max(epoch, 1.0)) if self.log_epochs else epoch
        return frame.left() + (value - low) / (high - low) * frame.width()

    def frame(self, font: QFont) -> QRectF:
        """Where the curves live."""
        metrics = QFontMetricsF(font)
        line, texts = metrics.height(), [text for _, text in self._beside(font)]
        left = 6.0 + max(map(metrics.horizontalAdvance, [*texts, "0.00"]))
        return QRectF(left, line / 2, self.width - left - _RIGHT, self.height - 1.5 * line - 2.0)

    def paint(self, painter: QPainter, font: QFont, theme: Theme) -> None:
        """Draw everything but the curves."""
        frame = self.frame(font)
        painter.setFont(font)
        self._paint_left(painter, frame, font, theme)
        self._paint_bottom(painter, frame, font, theme)
        painter.setPen(QPen(QColor(theme.border), 1.0))
        for corner in (frame.topLeft(), frame.bottomRight()):
            painter.drawLine(_on_pixel(frame.bottomLeft()), _on_pixel(corner))

    def _paint_left(self, painter: QPainter, frame: QRectF, font: QFont, theme: Theme) -> None:
        line = QFontMetricsF(font).height()
        for value, text in self._beside(font):
            y = frame.bottom() - (value - self.up[0]) / (self.up[1] - self.up[0]) * frame.height()
            painter.setPen(QPen(QColor(theme.border), 1.0))
            ends = QPointF(frame.left(), y), QPointF(frame.right(), y)
            painter.drawLine(*map(_on_pixel, ends))
            painter.setPen(QColor(theme.muted))
            place = QRectF(0.0, y - line / 2, frame.left() - _OFFSET, line)
            painter.drawText(place, _BESIDE, text)

    def _paint_bottom(self, painter: QPainter, frame: QRectF, font: QFont, theme: Theme) -> None:
        """Numbers give way to the name."""
        metrics, (low, high) = QFontMetricsF(font), self.across
        top, line = frame.bottom() + _OFFSET, metrics.height()
        name = metrics.horizontalAdvance(self.name)
        begin = frame.right() - name
        painter.setPen(QColor(theme.text))
        painter.drawText(QRectF(begin, top, name + 2.0, line), Qt.AlignmentFlag.AlignTop, self.name)
        painter.setPen(QColor(theme.muted))
        step = tick_step(low, high, _intervals(frame.width(), 3.0 * line))
        step = max(step, 1.0) if self.log_epochs else step
        for value in _multiples(low, high, step):
            x, text = (
                frame.left() + (value - low) / (high - low) * frame.width(),
                f"{10.0**value:,.0f}" if self.log_epochs else _text(value, step),
            )
            half = metrics.horizontalAdvance(text) / 2 + 1.0
            if x + half < begin - _OFFSET:
                painter.drawText(QRectF(x - half, top, 2 * half, line), _BELOW, text)

    def _beside(self, font: QFont) -> list[tuple[float, str]]:
        """The numbers beside the frame, each with its value."""
        line = QFontMetricsF(font).height()
        step = tick_step(*self.up, _intervals(self.height - 1.5 * line - 2.0, 1.4 * line))
        step = max(step, 1.0) if self.logarithmic else step
        return [(value, self._written(value, step)) for value in _multiples(*self.up, step)]

    def _written(self, value: float, step: float) -> str:
        if self.logarithmic:
            return f"{10.0**value:g}".replace("-", MINUS)
        return f"{100.0 * value:.0f} %" if self.percent else _text(value, step)


def _intervals(length: float, room: float) -> float:
    least, most = _INTERVALS
    return min(max(length / room, least), most)


def _multiples(low: float, high: float, step: float) -> list[float]:
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def _text(value: float, step: float) -> str:
    """As many decimals as the step has."""
    if abs(value) < _SMALLEST or abs(value) >= _LARGEST:
        return f"{value:g}".replace("-", MINUS)
    places = max(0, math.ceil(-math.log10(step) - 1e-9))
    return f"{value:.{places}f}".replace("-", MINUS)


def _on_pixel(point: QPointF) -> QPointF:
    """A line between such points is one sharp pixel wide."""
    return QPointF(math.floor(point.x()) + 0.5, math.floor(point.y()) + 0.5)
