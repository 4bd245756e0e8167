"""How often each value of an activation occurs; exact zeros stand apart, hatched, at the left."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from nnstudio.app.appearance.theme import Theme
from nnstudio.experiment.looks.snapshot import LayerActivity

_ZEROS = 0.1  # of the axis is left of it, for the bar of zeros
_BELOW = 0.02  # of the height
ZEROS = -1
"""Stands for the bar of zeros where bins are numbered."""


class Histogram:
    """Bars from the lowest to the highest edge, as high as the plot where values are most frequent.

    `heights` (bins,) and `zeros`, from 0 to 1, are what is drawn; a bar of zeros that is higher
    than all others `is_cut`, and shows it. The bin that is `chosen`, or ZEROS, stands out. It is
    painted by the widget it stands in.
    """

    def __init__(self) -> None:
        self.heights: NDArray[np.float64] = np.zeros(1)
        self.zeros = 0.0
        self.is_cut = False
        self.chosen: int | None = None

    def show_activity(self, activity: LayerActivity) -> None:
        """Show the counts of `activity`, from its lowest edge to its highest."""
        self.show_counts(activity.counts, activity.zeros)

    def show_counts(self, counts: NDArray[np.int64], zeros: int) -> None:
        """Show `counts` (bins,) and, apart, how many zeros there are."""
        highest = max(int(counts.max()), 1)
        self.heights = counts / highest
        self.zeros = min(zeros / highest, 1.0)
        self.is_cut = zeros > highest

    def bin_at(self, area: QRectF, x: float) -> int | None:
        """The bin, or ZEROS, that is painted at `x` when it is painted into `area`."""
        left = area.right() - self._axis(area)
        if left <= x <= area.right():
            return min(int((x - left) / (area.right() - left) * len(self.heights)), self._last)
        return ZEROS if self.zeros and area.left() - 2 <= x < left else None

    @property
    def _last(self) -> int:
        return len(self.heights) - 1

    def _axis(self, area: QRectF) -> float:
        """How long the axis of the bins is."""
        return area.width() / (1.0 + _ZEROS) if self.zeros else area.width()

    def paint(self, painter: QPainter, area: QRectF, theme: Theme) -> None:
        """Draw it into `area`."""
        base = area.bottom() - _BELOW * area.height()
        up = base - area.top()
        axis = self._axis(area)
        left, step = area.right() - axis, axis / len(self.heights)
        painter.setPen(QColor(theme.border))
        painter.drawLine(round(area.left()), round(base), round(area.right()), round(base))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.positive))
        painter.drawRects(
            [
                QRectF(left + place * step, base - height * up, 0.9 * step, height * up)
                for place, height in enumerate(self.heights.tolist())
                if height
            ]
        )
        if self.chosen is not None and self.chosen != ZEROS:
            place = min(self.chosen, self._last)
            tall = max(float(self.heights[place]) * up, 2.0)
            painter.setBrush(QColor(theme.warning))
            painter.drawRect(QRectF(left + place * step, base - tall, step, tall))
        if self.zeros:
            middle, tall = left - axis * _ZEROS, self.zeros * up
            self._paint_zeros(painter, QRectF(middle, base - tall, 0.07 * axis, tall), theme)

    def _paint_zeros(self, painter: QPainter, bar: QRectF, theme: Theme) -> None:
        warning = QColor(theme.warning)
        painter.setPen(QPen(warning, 1.0))
        is_chosen = self.chosen == ZEROS
        pattern = Qt.BrushStyle.SolidPattern if is_chosen else Qt.BrushStyle.BDiagPattern
        painter.setBrush(QBrush(warning, pattern))
        painter.drawRect(bar)
        if self.is_cut:
            gap = QRectF(bar.left() - 1.0, bar.top() + 0.22 * bar.height(), bar.width() + 3.0, 3.0)
            painter.fillRect(gap, QColor(theme.surface))
