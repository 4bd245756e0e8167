"""Some columns of a stage as histograms, each on an axis of its own or all on a common one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nnstudio.app.appearance.theme import Theme
from nnstudio.app.canvas.wording import counted
from nnstudio.app.center.preprocessing.look import write
from nnstudio.app.panels.numbers import short_number
from nnstudio.core.preprocessing import Floats
from nnstudio.experiment.data.stages import Stage

BINS = 48
_LEAST_LINES = 1.9  # that a histogram is high, with its name above
_MARGIN = 4.0
_Side = Qt.AlignmentFlag


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """Counts (bins,) of one column between `low` and `high`, with its mean and deviation."""

    name: str
    counts: NDArray[np.int64]
    low: float
    high: float
    mean: float
    std: float


@dataclass(frozen=True, slots=True, eq=False)
class Histograms:
    """The `rows` that are shown of `columns`, from column `first` on; `room` says for how many
    there is place. `common` is whether they stand on one axis.
    """

    rows: tuple[Row, ...]
    first: int
    columns: int
    room: int
    common: bool

    @property
    def caption(self) -> str:
        """Which columns these are, of how many, and their deviations."""
        every = counted(self.columns, "column")
        if not self.rows:
            return f"{every}\nno more"
        stds = [row.std for row in self.rows]
        if self.columns == 1:
            return f"{every}\nσ {short_number(stds[0])}"
        last = self.first + len(self.rows)
        which = f"{self.first + 1:,}–{last:,} of " if len(self.rows) < self.columns else ""
        axis = "one axis for all" if self.common else "an axis each"
        spread = f"σ {short_number(min(stds))}…{short_number(max(stds))}"
        return f"{which}{every}, {axis}\n{spread}"

    def paint(self, painter: QPainter, frame: QRectF, theme: Theme) -> None:
        """Paint one row for each column, and the ends of a common axis below."""
        line = float(painter.fontMetrics().height())
        below = line if self.common else 0.0
        room = frame.adjusted(6, _MARGIN, -6, -below - _MARGIN)
        height = room.height() / max(self.room, 1)
        for place, row in enumerate(self.rows):
            area = QRectF(room.left(), room.top() + place * height, room.width(), height)
            self._paint_row(painter, area, row, theme)
        if self.common and self.rows:
            axis = QRectF(room.left(), room.bottom() + 2, room.width(), line)
            write(painter, axis, _Side.AlignLeft, short_number(self.rows[0].low), theme.muted)
            write(painter, axis, _Side.AlignRight, short_number(self.rows[0].high), theme.muted)

    def _paint_row(self, painter: QPainter, area: QRectF, row: Row, theme: Theme) -> None:
        line = float(painter.fontMetrics().height())
        bars = area.adjusted(0, min(line, 0.55 * area.height()), 0, -1)
        _paint_bars(painter, bars, row, theme)
        if self.common:
            told = f"μ {short_number(row.mean)}  σ {short_number(row.std)}"
        else:
            told = f"{short_number(row.low)} … {short_number(row.high)}"
        needed = painter.fontMetrics().horizontalAdvance(told) + 8
        words = QRectF(area.left(), area.top(), area.width(), line)
        write(painter, words, _Side.AlignRight, told, theme.muted)
        write(painter, words.adjusted(0, 0, -needed, 0), _Side.AlignLeft, row.name, theme.text)


def _paint_bars(painter: QPainter, bars: QRectF, row: Row, theme: Theme) -> None:
    """The bars on their line, and a dotted line at zero."""
    painter.setPen(QPen(QColor(theme.border), 1))
    painter.drawLine(bars.bottomLeft(), bars.bottomRight())
    width, unit = bars.width() / BINS, bars.height() / max(int(row.counts.max()), 1)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.positive))
    for bin_ in np.flatnonzero(row.counts):
        height = max(float(row.counts[bin_]) * unit, 1.0)
        left = bars.left() + float(bin_) * width
        painter.drawRect(QRectF(left, bars.bottom() - height, max(width - 0.5, 1.0), height))
    zero = bars.left() + (0.0 - row.low) / (row.high - row.low) * bars.width()
    if bars.left() <= zero <= bars.right():
        painter.setPen(QPen(QColor(theme.muted), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(zero, bars.top()), QPointF(zero, bars.bottom()))


def rows_in(height: float, line: float, *, common: bool) -> int:
    """How many histograms a picture of `height` px has place for, at lines of `line` px."""
    left = height - 2 * _MARGIN - (line if common else 0.0)
    return max(1, int(left / (_LEAST_LINES * line)))


def histograms(stage: Stage, first: int, room: int, *, common: bool) -> Histograms:
    """Columns `first` to `first` + `room` of a stage, as far as there are so many."""
    values = stage.rows[:, first : first + room]
    names = stage.names[first : first + room]
    ends = _ends(stage.rows) if common else None
    rows = tuple(_row(name, values[:, place], ends) for place, name in enumerate(names))
    columns = stage.rows.shape[1]
    return Histograms(rows, first, columns, min(room, max(columns, len(rows))), common)


def _row(name: str, values: Floats, ends: tuple[float, float] | None) -> Row:
    low, high = _ends(values) if ends is None else ends
    counts = np.histogram(values, BINS, (low, high))[0]
    return Row(name, counts, low, high, float(values.mean()), float(values.std()))


def _ends(values: Floats) -> tuple[float, float]:
    """The lowest and the highest value, or a range around the only one."""
    low, high = float(values.min()), float(values.max())
    half = max(abs(low) * 1e-6, 0.5)
    return (low, high) if high > low else (low - half, high + half)


def most_columns(stages: Sequence[Stage]) -> int:
    """How many columns the widest stage has."""
    return max(stage.rows.shape[1] for stage in stages)
