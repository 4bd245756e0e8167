"""The columns of a stage as histograms on one common axis, so that their ranges compare."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nnstudio.app.appearance.theme import Theme
from nnstudio.app.center.preprocessing.look import widest_columns, write
from nnstudio.app.panels.numbers import short_number
from nnstudio.experiment.data.stages import Stage, Stages

MOST = 8
BINS = 48
_LEAST_LINES = 1.9  # that a histogram is high, with its name above
_Side = Qt.AlignmentFlag


@dataclass(frozen=True, slots=True, eq=False)
class Histograms:
    """Counts (columns, bins) between `low` and `high`; `names` and `means` are of these columns."""

    names: tuple[str, ...]
    counts: NDArray[np.int64]
    means: tuple[float, ...]
    stds: tuple[float, ...]
    low: float
    high: float
    columns: int

    @property
    def caption(self) -> str:
        """How many columns there are, and the deviations of those shown."""
        stds = f"{short_number(min(self.stds))}…{short_number(max(self.stds))}"
        return f"{self.columns:,} columns, one axis for all\nσ {stds}"

    def paint(self, painter: QPainter, frame: QRectF, theme: Theme) -> None:
        """Paint one row for each column, and the ends of the axis below."""
        line = painter.fontMetrics().height()
        room = frame.adjusted(6, 4, -6, -line - 4)
        rows = min(len(self.names), max(1, int(room.height() / (_LEAST_LINES * line))))
        height = room.height() / rows
        for place in range(rows):
            row = QRectF(room.left(), room.top() + place * height, room.width(), height)
            self._paint_row(painter, row, place, theme)
        axis = QRectF(room.left(), room.bottom() + 2, room.width(), line)
        write(painter, axis, _Side.AlignLeft, short_number(self.low), theme.muted)
        write(painter, axis, _Side.AlignRight, short_number(self.high), theme.muted)

    def _paint_row(self, painter: QPainter, row: QRectF, place: int, theme: Theme) -> None:
        line = float(painter.fontMetrics().height())
        bars = row.adjusted(0, min(line, 0.55 * row.height()), 0, -1)
        name = QRectF(row.left(), row.top(), row.width(), line)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.drawLine(bars.bottomLeft(), bars.bottomRight())
        width, counts = bars.width() / BINS, self.counts[place]
        unit = bars.height() / max(int(counts.max()), 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.positive))
        for bin_ in np.flatnonzero(counts):
            height = max(float(counts[bin_]) * unit, 1.0)
            left = bars.left() + float(bin_) * width
            painter.drawRect(QRectF(left, bars.bottom() - height, max(width - 0.5, 1.0), height))
        span = self.high - self.low
        zero = bars.left() + (0.0 - self.low) / span * bars.width()
        if bars.left() <= zero <= bars.right():
            painter.setPen(QPen(QColor(theme.muted), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(zero, bars.top()), QPointF(zero, bars.bottom()))
        told = f"μ {short_number(self.means[place])}  σ {short_number(self.stds[place])}"
        needed = painter.fontMetrics().horizontalAdvance(told) + 8
        write(painter, name, _Side.AlignRight, told, theme.muted)
        write(
            painter, name.adjusted(0, 0, -needed, 0), _Side.AlignLeft, self.names[place], theme.text
        )


def histograms(found: Stages, stage: Stage) -> Histograms:
    """The columns that vary most as the data come; after a rotation the first components."""
    features = stage.names == found.stages[0].names
    rows = found.stages[0].rows if features else stage.rows
    columns = list(widest_columns(rows, MOST) if features else range(min(MOST, rows.shape[1])))
    values = stage.rows[:, columns]
    low, high = float(values.min()), float(values.max())
    if low == high:
        low, high = low - 0.5, high + 0.5
    counts = [np.histogram(values[:, place], BINS, (low, high))[0] for place in range(len(columns))]
    return Histograms(
        names=tuple(stage.names[column] for column in columns),
        counts=np.stack(counts),
        means=tuple(values.mean(axis=0).tolist()),
        stds=tuple(values.std(axis=0).tolist()),
        low=low,
        high=high,
        columns=stage.rows.shape[1],
    )
