"""Two curves over epochs, training solid and test dashed, with a cursor that reads exact values.

Points are appended to polygons in data coordinates and a transform brings them to the screen: a
refresh costs what is new, not what is there.
"""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from nnstudio.app.theme import Theme
from nnstudio.app.widgets.plot import Axis, Plot
from nnstudio.app.widgets.ticks import grown, linear_ticks, log_ticks, nice_ceiling

Column = NDArray[np.float64]

_SMALLEST = 1e-12  # what a logarithmic axis shows of a loss of exactly 0


class LinePlot(Plot):
    """Training and test values over epochs.

    The vertical axis starts at 0 (at -1 when a score is negative), ends on a round number, at
    `ceiling` at least, and keeps still between round numbers.
    """

    def __init__(self, label: str, parent: QWidget | None = None, ceiling: float = 0.0) -> None:
        super().__init__(parent)
        self._label, self._ceiling = label, ceiling
        self._logarithmic = False
        self._percent = False
        self._epochs: Column = np.zeros(0)
        self._values: Column = np.zeros((2, 0))
        self.polygons = (QPolygonF(), QPolygonF())
        self._cursor: float | None = None
        self.remark = ""
        self.setMinimumSize(96, 60)
        self._update_axes()

    def set_percent(self, percent: bool) -> None:
        """Write the vertical axis in percent (accuracy), or as plain numbers."""
        if percent != self._percent:
            self._percent = percent
            self._update_axes()

    def set_label(self, label: str, remark: str = "") -> None:
        """What is measured, and a remark beside it, above the plot."""
        if (label, remark) != (self._label, self.remark):
            self._label, self.remark = label, remark
            self.update()

    def set_logarithmic(self, logarithmic: bool) -> None:
        """Switch the vertical axis between linear and logarithmic."""
        if logarithmic != self._logarithmic:
            self._logarithmic = logarithmic
            self.polygons = (QPolygonF(), QPolygonF())
            self._extend_polygons(0)
            self._update_axes()

    def set_curves(self, epochs: Column, train: Column, test: Column) -> None:
        """Show these curves (points,); when they continue the ones shown, new points alone cost."""
        shown, values = len(self._epochs), np.stack((train, test))
        if not self._continues(epochs, values, shown):
            shown = 0
            self._forget()
        elif len(epochs) == shown:
            return
        self._epochs, self._values = epochs, values
        self._extend_polygons(shown)
        self._update_axes()
        self.update()

    def set_cursor(self, epoch: float | None) -> None:
        """Mark one epoch with a vertical line, or none."""
        if epoch != self._cursor:
            self._cursor = epoch
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(150, 110)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._update_axes()

    @override
    def frame(self) -> QRectF:
        line = self.line_height
        left = max(self.left_width, self.tick_metrics.horizontalAdvance("0.00")) + 7
        top = 1.5 * line + 1.0
        return QRectF(left, top, self.width() - left - 5, self.height() - top - line - 4)

    @override
    def paint(self, painter: QPainter, frame: QRectF, theme: Theme) -> None:
        self._draw_label(painter, theme)
        self.draw_layer(painter, "axes", theme, self._draw_axes)
        self._draw_curves(painter, frame, theme)

    def _draw_axes(self, painter: QPainter, theme: Theme) -> None:
        self.draw_grid(painter, self.frame(), theme)
        self.draw_left_numbers(painter, self.frame(), theme)
        self.draw_bottom_numbers(painter, self.frame(), theme, after=self.horizontal.label)

    def _draw_label(self, painter: QPainter, theme: Theme) -> None:
        """What is measured and the remark; where both have no room, what is asked for."""
        metrics = self.tick_metrics
        area = QRectF(0.0, 0.0, self.width() - 1.0, self.line_height)
        indent = metrics.horizontalAdvance(self._label + "  ")
        both = indent + metrics.horizontalAdvance(self.remark) <= area.width()
        if both or self._cursor is None:
            painter.setPen(QColor(theme.text))
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft, self._label)
            area.setLeft(indent)
        if both or self._cursor is not None:
            painter.setPen(QColor(theme.muted))
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft, self.remark)

    def _draw_curves(self, painter: QPainter, frame: QRectF, theme: Theme) -> None:
        painter.setClipRect(frame.adjusted(-1, -2, 2, 2))
        if self._cursor is not None:
            x = round(self.to_widget().map(QPointF(self._cursor, 0.0)).x()) + 0.5
            painter.setPen(QPen(QColor(theme.muted), 1))
            painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(self.to_widget(), True)
        for polygon, pen in zip(reversed(self.polygons), _pens(theme), strict=True):
            painter.setPen(pen)
            if polygon.size() == 1:
                painter.drawPoint(polygon.first())
            painter.drawPolyline(polygon)

    def _forget(self) -> None:
        """Start over with an empty plot and an axis that fits what comes."""
        self.polygons = (QPolygonF(), QPolygonF())
        self._cursor = None
        self.vertical = Axis(0.0, 0.0)

    def _continues(self, epochs: Column, values: Column, shown: int) -> bool:
        """Whether the given curves start with the ones shown, by their ends."""
        if not 0 < shown <= len(epochs):
            return False
        same = np.array_equal(values[:, [0, shown - 1]], self._values[:, [0, -1]], equal_nan=True)
        return same and bool(epochs[shown - 1] == self._epochs[-1])

    def _extend_polygons(self, start: int) -> None:
        """Append the points from index `start` on, leaving out what is not a number."""
        for values, polygon in zip(self._values, self.polygons, strict=True):
            points = zip(self._epochs[start:].tolist(), values[start:].tolist(), strict=True)
            for epoch, value in points:
                if math.isfinite(value):
                    polygon.append(QPointF(epoch, self._height(value)))

    def _height(self, value: float) -> float:
        return math.log10(max(value, _SMALLEST)) if self._logarithmic else value

    def _update_axes(self) -> None:
        last = float(self._epochs[-1]) if len(self._epochs) else 0.0
        right = nice_ceiling(max(last, 10.0))
        across = Axis(0.0, right, linear_ticks(0.0, right, 4), f"epoch {right:,.0f}")
        self.set_axes(across, self._log_axis() if self._logarithmic else self._linear_axis())

    def _tick_count(self) -> int:
        room = self.frame().height() / (1.25 * self.line_height)
        return min(max(int(room), 2), 5)

    def _linear_axis(self) -> Axis:
        values = self._values[np.isfinite(self._values)]
        high = grown(self.vertical.high, max(float(values.max(initial=0.0)), self._ceiling))
        low = -1.0 if values.min(initial=0.0) < 0.0 else 0.0
        ticks = linear_ticks(low, high, self._tick_count())
        if self._percent:
            ticks = tuple((value, f"{100 * value:.0f} %") for value, _ in ticks)
        return Axis(low, high, ticks)

    def _log_axis(self) -> Axis:
        values = self._values[np.isfinite(self._values)]
        if not values.size:
            values = np.ones(1)
        low = math.floor(math.log10(max(float(values.min()), _SMALLEST)))
        high = max(math.ceil(math.log10(max(float(values.max()), _SMALLEST))), low + 1)
        return Axis(low, high, log_ticks(low, high, self._tick_count()))


@lru_cache(maxsize=4)
def _pens(theme: Theme) -> tuple[QPen, QPen]:
    """The pens of the test curve, painted first, and of the training curve."""
    test = QPen(QColor(theme.muted), 1.2, Qt.PenStyle.CustomDashLine)
    test.setDashPattern([4.0, 3.0])
    train = QPen(QColor(theme.accent), 1.6)
    for pen in (test, train):
        pen.setCosmetic(True)
    return test, train
