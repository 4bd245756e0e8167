"""How often each value of an activation occurs; exact zeros stand apart, hatched, at the left."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from nnstudio.app.theme import Theme
from nnstudio.experiment.snapshot import LayerActivity

_ZEROS = 0.1  # of the axis is left of it, for the bar of zeros
_BELOW = 0.02  # of the height


class Histogram:
    """Bars from the lowest to the highest edge, as high as the plot where values are most frequent.

    `heights` (bins,) and `zeros`, from 0 to 1, are what is drawn; a bar of zeros that is higher
    than all others `is_cut`, and shows it. It is painted by the widget it stands in.
    """

    def __init__(self) -> None:
        self.heights: NDArray[np.float64] = np.zeros(1)
        self.zeros = 0.0
        self.is_cut = False

    def show_activity(self, activity: LayerActivity) -> None:
        """Show the counts of `activity`, from its lowest edge to its highest."""
        highest = max(int(activity.counts.max()), 1)
        self.heights = activity.counts / highest
        self.zeros = min(activity.zeros / highest, 1.0)
        self.is_cut = activity.zeros > highest

    def paint(self, painter: QPainter, area: QRectF, theme: Theme) -> None:
        """Draw it into `area`."""
        base = area.bottom() - _BELOW * area.height()
        up = base - area.top()
        axis = area.width() / (1.0 + _ZEROS) if self.zeros else area.width()
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
        if self.zeros:
            middle, tall = left - axis * _ZEROS, self.zeros * up
            self._paint_zeros(painter, QRectF(middle, base - tall, 0.07 * axis, tall), theme)

    def _paint_zeros(self, painter: QPainter, bar: QRectF, theme: Theme) -> None:
        warning = QColor(theme.warning)
        painter.setPen(QPen(warning, 1.0))
        painter.setBrush(QBrush(warning, Qt.BrushStyle.BDiagPattern))
        painter.drawRect(bar)
        if self.is_cut:
            gap = QRectF(bar.left() - 1.0, bar.top() + 0.22 * bar.height(), bar.width() + 3.0, 3.0)
            painter.fillRect(gap, QColor(theme.surface))
