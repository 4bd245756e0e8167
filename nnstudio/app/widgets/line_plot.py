"""Curves over epochs: training solid, test dashed, validation dotted, and others faint behind them.

A cursor marks the epoch that is read. It paints itself: curves grow many times a second, and
pyqtgraph's items would cost the window a third of the time it has for that. What lies behind the
curves is kept as a picture, and of a curve at most two points a pixel are drawn.
"""

import math
from collections.abc import Sequence
from itertools import zip_longest

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import Theme, current_theme, theme_signals
from nnstudio.app.widgets.curve import DASHES, DOTS, Column, Curve, stroke
from nnstudio.app.widgets.epoch_axes import EpochAxes, Range
from nnstudio.app.widgets.plot import small_font
from nnstudio.app.widgets.ticks import grown, nice_ceiling

_SMALLEST = 1e-12  # what a logarithmic axis shows of a loss of exactly 0
_ABOVE = 0.03  # room for a curve along the upper end
_FAINT = 0.45

Line = tuple[Column, Column, str]
"""Epochs, values, and color of a curve in the background."""


class LinePlot(QWidget):
    """Training and test values over epochs, validation values and a penalty where there are some.

    The vertical axis starts at 0 (at -1 when a score is negative), ends on a round number, at
    `ceiling` at least, and keeps still between round numbers.
    """

    hovered = Signal(object)
    """The data coordinates under the pointer (QPointF), or None when it left the frame."""

    def __init__(self, parent: QWidget | None = None, ceiling: float = 0.0) -> None:
        super().__init__(parent)
        self._ceiling, self._high = ceiling, 0.0
        self._epochs: Column = np.zeros(0)
        self._values: Column = np.zeros((2, 0))
        self._lines: tuple[Line, ...] = ()
        self._is_percent = self._is_logarithmic = self._has_log_epochs = False
        self.others: list[Curve] = []
        self.train, self.test = Curve("accent"), Curve("muted", DASHES)
        self.validation, self.penalty = Curve("good", DOTS), Curve("warning")
        self.cursor_epoch: float | None = None
        self._ground: QPixmap | None = None
        self.axes = self._fitting_axes()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(96, 46)
        theme_signals().changed.connect(self._repaint)

    def set_percent(self, percent: bool) -> None:
        """Write the vertical axis in percent (accuracy), or as plain numbers."""
        if percent != self._is_percent:
            self._is_percent = percent
            self._repaint()

    def set_logarithmic(self, logarithmic: bool) -> None:
        """Switch the vertical axis between linear and logarithmic."""
        self._is_logarithmic = logarithmic
        self._draw_curves()
        self._draw_others()

    def set_log_epochs(self, logarithmic: bool) -> None:
        """Switch the axis of epochs; a logarithmic one begins at epoch 1."""
        if logarithmic != self._has_log_epochs:
            self._has_log_epochs = logarithmic
            self._draw_curves()
            self._draw_others()

    def set_curves(self, epochs: Column, train: Column, test: Column, *more: Column) -> None:
        """Show these curves (points,); `more` are validation and penalty. What is not known is NaN.

        The same ones again cost nothing.
        """
        values, shown = np.stack((train, test, *more)), len(self._epochs)
        is_other = not shown or values.shape[0] != self._values.shape[0]
        if is_other or not np.array_equal(values[:, :shown], self._values, equal_nan=True):
            self._high = 0.0  # another run: the axis fits what comes
            self.set_cursor(None)
        elif len(epochs) == shown:
            return
        self._epochs, self._values = epochs, values
        self._draw_curves()

    def set_others(self, others: Sequence[Line]) -> None:
        """Show these curves behind, thin and faint."""
        if len(others) == len(self._lines) and all(map(_is_same, others, self._lines)):
            return
        self._lines = tuple(others)
        self._draw_others()

    def set_cursor(self, epoch: float | None) -> None:
        """Mark one epoch with a vertical line, or none."""
        if epoch != self.cursor_epoch:
            self.cursor_epoch = epoch
            self.update()

    def frame(self) -> QRectF:
        """The rectangle the data live in, in widget pixels."""
        return self.axes.frame(small_font(self.font()))

    def to_data(self, position: QPointF) -> QPointF:
        """The data coordinates of a point of the widget."""
        frame, (low, high) = self.frame(), self.axes.up
        up = (frame.bottom() - position.y()) / frame.height()
        return QPointF(self.axes.epoch_at(position.x(), frame), low + up * (high - low))

    @override
    def sizeHint(self) -> QSize:
        return QSize(150, 90)

    def _draw_curves(self) -> None:
        """Leave out what is not a number; a single point is a dot."""
        nothing = np.zeros(0)
        curves = (self.train, self.test, self.validation, self.penalty)
        for curve, values in zip_longest(curves, self._values):
            self._draw(curve, *((nothing, nothing) if values is None else (self._epochs, values)))
        self._update_axes()

    def _draw(self, curve: Curve, epochs: Column, values: Column) -> None:
        known = np.isfinite(values)
        if self._has_log_epochs:
            known &= epochs >= 1.0
            epochs = np.log10(np.maximum(epochs, 1.0))
        shown = values[known]
        if self._is_logarithmic:
            shown = np.log10(np.maximum(shown, _SMALLEST))
        curve.x, curve.y = epochs[known], shown

    def _draw_others(self) -> None:
        self.others = [Curve(color) for _, _, color in self._lines]
        for curve, (epochs, values, _) in zip(self.others, self._lines, strict=True):
            self._draw(curve, epochs, values)
        self._ground = None
        self._update_axes()

    def _update_axes(self) -> None:
        axes = self._fitting_axes()
        if axes != self.axes:
            self.axes, self._ground = axes, None
        self.update()

    def _repaint(self) -> None:
        """Draw all of it anew: theme, font or size are others."""
        self._ground = None
        self._update_axes()

    def _fitting_axes(self) -> EpochAxes:
        ends = [float(epochs[-1]) for epochs, _, _ in self._lines if len(epochs)]
        ends += [float(self._epochs[-1])] if len(self._epochs) else []
        right = nice_ceiling(max([10.0, *ends]))
        low, high = self._logarithmic_range() if self._is_logarithmic else self._linear_range()
        return EpochAxes(
            (0.0, math.log10(right) if self._has_log_epochs else right),
            (low, high + _ABOVE * (high - low)),
            f"epoch {right:,.0f}",
            self._is_logarithmic,
            self._is_percent,
            self.width(),
            self.height(),
            self._has_log_epochs,
        )

    def _linear_range(self) -> Range:
        values = self._values[np.isfinite(self._values)]
        self._high = grown(self._high, max(float(values.max(initial=0.0)), self._ceiling))
        return -1.0 if values.min(initial=0.0) < 0.0 else 0.0, self._high

    def _logarithmic_range(self) -> Range:
        """Whole powers of ten."""
        values = self._values[np.isfinite(self._values)]
        if not values.size:
            values = np.ones(1)
        low = math.floor(math.log10(max(float(values.min()), _SMALLEST)))
        high = math.ceil(math.log10(max(float(values.max()), _SMALLEST)))
        return low, max(high, low + 1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, frame = current_theme(), self.frame()
        if self._ground is None:
            self._ground = self._painted_ground(frame, theme)
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._ground)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(frame.adjusted(-1.0, 0.0, 1.0, 1.0))
            for curve in (self.penalty, self.test, self.validation, self.train):
                color = QColor(getattr(theme, curve.color))
                stroke(painter, curve, color, self.axes, frame)
            if self.cursor_epoch is not None:
                x = self.axes.place_of(self.cursor_epoch, frame)
                painter.setPen(QPen(QColor(theme.muted), theme.stroke))
                painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))

    def _painted_ground(self, frame: QRectF, theme: Theme) -> QPixmap:
        """The axes, and the curves that do not grow."""
        ratio = self.devicePixelRatioF()
        ground = QPixmap(self.size() * ratio)
        ground.setDevicePixelRatio(ratio)
        ground.fill(QColor(theme.surface))
        with QPainter(ground) as painter:
            self.axes.paint(painter, small_font(self.font()), theme)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(frame.adjusted(-1.0, 0.0, 1.0, 1.0))
            for curve in self.others:
                color = QColor(curve.color)
                color.setAlphaF(_FAINT)
                stroke(painter, curve, color, self.axes, frame)
        return ground

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        inside = self.frame().contains(event.position())
        self.hovered.emit(self.to_data(event.position()) if inside else None)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._repaint()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._repaint()
        super().changeEvent(event)


def _is_same(one: Line, other: Line) -> bool:
    return one[2] == other[2] and np.array_equal(one[1], other[1], equal_nan=True)
