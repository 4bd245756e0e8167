"""What every plot shares: axes with round ticks, the way from data to pixels, theme and hover.

Plots paint themselves with a QPainter: it costs a third of a general plotting scene, needs no extra
import at the start of the window, and lets each label stand exactly where it has room.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTransform,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from nnstudio.app.theme import Theme, current_theme, theme_signals
from nnstudio.app.widgets.layers import Layers

_TICK = 3.0  # px between the frame and its numbers
_CENTER = Qt.AlignmentFlag.AlignCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Axis:
    """A range of numbers with the positions that carry a label, and what it measures."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...] = ()
    label: str = ""


class Plot(QWidget):
    """A plot with two axes; subclasses say where its frame lies and paint what is in it."""

    hovered = Signal(object)
    """The data coordinates under the pointer (QPointF), or None when it left the frame."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.horizontal = Axis(0.0, 1.0)
        self.vertical = Axis(0.0, 1.0)
        self.layers = Layers(self)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._measure_font()
        self.setMouseTracking(True)
        theme_signals().changed.connect(self.update)

    def set_axes(self, horizontal: Axis, vertical: Axis) -> None:
        """Show these ranges from now on."""
        if (horizontal, vertical) != (self.horizontal, self.vertical):
            self.horizontal, self.vertical = horizontal, vertical
            self._measure_axes()
            self.update()

    def frame(self) -> QRectF:
        """The rectangle the data live in, in widget pixels."""
        raise NotImplementedError

    def paint(self, painter: QPainter, frame: QRectF, theme: Theme) -> None:
        """Paint everything."""
        raise NotImplementedError

    def _measure_font(self) -> None:
        """Numbers on axes are one point smaller than the window's text, never below 9 points."""
        self.tick_font = QFont(self.font())
        self.tick_font.setPointSizeF(max(9.0, self.tick_font.pointSizeF() - 1.0))
        self._font_key = self.tick_font.key()
        self.tick_metrics = QFontMetricsF(self.tick_font)
        self.line_height = self.tick_metrics.height()
        self._measure_axes()

    def _measure_axes(self) -> None:
        """Measure the widest number of the vertical axis, in pixels."""
        widths = (self.tick_metrics.horizontalAdvance(text) for _, text in self.vertical.ticks)
        self.left_width = max(widths, default=0.0)

    def to_widget(self) -> QTransform:
        """The transform from data to widget pixels."""
        frame, across, up = self.frame(), self.horizontal, self.vertical
        x_scale = frame.width() / (across.high - across.low)
        y_scale = -frame.height() / (up.high - up.low)
        left, bottom = frame.left() - across.low * x_scale, frame.bottom() - up.low * y_scale
        return QTransform(x_scale, 0.0, 0.0, y_scale, left, bottom)

    def to_data(self, position: QPointF) -> QPointF:
        """The data coordinates of a point of the widget."""
        inverse, _ = self.to_widget().inverted()
        return inverse.map(position)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        frame, theme = self.frame(), current_theme()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(theme.surface))
            if min(frame.width(), frame.height()) >= 8:
                painter.setFont(self.tick_font)
                self.paint(painter, frame, theme)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._measure_font()
            self.update()
        super().changeEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        inside = self.frame().contains(event.position())
        self.hovered.emit(self.to_data(event.position()) if inside else None)
        super().mouseMoveEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None)
        super().leaveEvent(event)

    def draw_layer(
        self, painter: QPainter, name: str, theme: Theme, draw: Callable[[QPainter, Theme], None]
    ) -> None:
        """Paint a layer that depends on size, font, theme and axes alone."""

        def draw_anew(layer_painter: QPainter) -> None:
            layer_painter.setFont(self.tick_font)
            draw(layer_painter, theme)

        frame = self.frame().getRect()
        key = theme.name, self._font_key, self.horizontal, self.vertical, frame
        self.layers.draw(painter, name, key, draw_anew)

    def draw_grid(self, painter: QPainter, frame: QRectF, theme: Theme) -> None:
        """Horizontal lines at the ticks."""
        to_widget = self.to_widget()
        painter.setPen(QPen(QColor(theme.border), 1))
        for value, _ in self.vertical.ticks:
            y = round(to_widget.map(QPointF(0.0, value)).y()) + 0.5
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))

    def draw_left_numbers(self, painter: QPainter, frame: QRectF, theme: Theme) -> None:
        """The vertical axis' numbers, kept within the widget."""
        to_widget, height = self.to_widget(), self.line_height
        painter.setPen(QColor(theme.muted))
        for value, text in self.vertical.ticks:
            top = to_widget.map(QPointF(0.0, value)).y() - height / 2
            top = min(max(top, 0.0), self.height() - height)
            area = QRectF(0.0, top, frame.left() - 2 * _TICK, height)
            painter.drawText(area, _RIGHT, text)

    def draw_bottom_numbers(
        self, painter: QPainter, frame: QRectF, theme: Theme, after: str = ""
    ) -> None:
        """The horizontal axis' numbers; `after` stands at the right end and goes first."""
        to_widget, metrics = self.to_widget(), self.tick_metrics
        top, height = frame.bottom() + _TICK, self.line_height
        painter.setPen(QColor(theme.muted))
        limit = frame.right() + metrics.horizontalAdvance("0")
        if after:
            width = metrics.horizontalAdvance(after)
            painter.drawText(QRectF(frame.right() - width, top, width, height), _CENTER, after)
            limit = frame.right() - width - metrics.horizontalAdvance("0")
        taken = 0.0
        for value, text in self.horizontal.ticks:
            width = metrics.horizontalAdvance(text)
            left = to_widget.map(QPointF(value, 0.0)).x() - width / 2
            if taken <= left and left + width <= limit:
                painter.drawText(QRectF(left, top, width, height), _CENTER, text)
                taken = left + width + metrics.horizontalAdvance("0")
