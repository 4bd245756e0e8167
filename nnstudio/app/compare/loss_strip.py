"""The final losses of many starts along an axis: a dot for each, and a histogram behind them."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import Theme, current_theme, theme_signals
from nnstudio.app.widgets.ticks import number, tick_step
from nnstudio.experiment.comparing.starts import Start, Trial

_BINS = 40
_SIDE = 14  # px left and right of the axis
_HEIGHT = 6.0  # lines
_TICKS = 8
_REACH = 8.0  # px around a dot


class LossStrip(QWidget):
    """One trial, from 0 to `top`; `chosen` comes with a start that is clicked."""

    chosen = Signal(object)
    pressed = Signal()

    def __init__(self, trial: Trial, top: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trial, self._top = trial, top
        self._marked: Start | None = None
        self.is_selected = False
        self.setAccessibleName(f"Final losses{': ' if trial.title else ''}{trial.title}")
        self.setAccessibleDescription(summary(trial))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        theme_signals().changed.connect(self.update)

    def mark(self, start: Start | None) -> None:
        """Make the dot of one start stand out, or none."""
        if start is not self._marked:
            self._marked = start
            self.update()

    @override
    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(30 * line, round(_HEIGHT * line))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(10 * self.fontMetrics().height(), self.sizeHint().height())

    def _axis(self) -> QRectF:
        """From the left end of the axis to the right, the histogram above it."""
        line = self.fontMetrics().height()
        return QRectF(_SIDE, 2.1 * line, self.width() - 2 * _SIDE, self.height() - 3.4 * line)

    def place_of(self, start: Start) -> QPointF:
        """Where the dot of a start is."""
        axis = self._axis()
        share = min(start.loss / self._top, 1.0)
        return QPointF(axis.left() + share * axis.width(), axis.bottom() - 5.0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, axis = QPainter(self), current_theme(), self._axis()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_words(painter, theme)
        self._draw_histogram(painter, theme, axis)
        self._draw_axis(painter, theme, axis)
        dot = QColor(theme.accent)
        dot.setAlpha(150)
        radius = max(0.28 * self.fontMetrics().height(), 4.0)
        painter.setPen(QPen(QColor(theme.surface), 1.0))
        painter.setBrush(dot)
        for start in self._trial.starts:
            painter.drawEllipse(self.place_of(start), radius, radius)
        if self._marked is not None:
            painter.setPen(QPen(QColor(theme.text), 2.0))
            painter.drawEllipse(self.place_of(self._marked), 1.5 * radius, 1.5 * radius)
        painter.end()

    def _draw_words(self, painter: QPainter, theme: Theme) -> None:
        title, metrics = self._trial.title, self.fontMetrics()
        font, bold = painter.font(), painter.font()
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(QColor(theme.accent if self.is_selected else theme.text))
        painter.drawText(_SIDE, metrics.ascent(), title)
        left = _SIDE + (painter.fontMetrics().horizontalAdvance(f"{title}   ") if title else 0)
        painter.setFont(font)
        painter.setPen(QColor(theme.muted))
        words = metrics.elidedText(
            summary(self._trial), Qt.TextElideMode.ElideRight, self.width() - left - _SIDE
        )
        painter.drawText(left, metrics.ascent(), words)

    def _draw_histogram(self, painter: QPainter, theme: Theme, axis: QRectF) -> None:
        losses = [min(start.loss, self._top) for start in self._trial.starts]
        counts, _ = np.histogram(losses, _BINS, (0.0, self._top))
        width, height = axis.width() / _BINS, axis.height() / max(int(counts.max()), 1)
        painter.setBrush(QColor(theme.border))
        for place, count in enumerate(counts.tolist()):
            bar = QRectF(axis.left() + place * width, axis.bottom(), width, -count * height)
            bar = bar.normalized().adjusted(0.5, 0.0, -0.5, 0.0)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRect(bar)
            if count > 1:
                painter.setPen(QColor(theme.muted))
                above = bar.translated(0.0, -bar.height()).adjusted(-9.0, 0.0, 9.0, 0.0)
                bottom = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
                painter.drawText(above, bottom | Qt.TextFlag.TextDontClip, f"{count}")

    def _draw_axis(self, painter: QPainter, theme: Theme, axis: QRectF) -> None:
        painter.setPen(QColor(theme.muted))
        painter.drawLine(axis.bottomLeft(), axis.bottomRight())
        step, metrics = tick_step(0.0, self._top, _TICKS), self.fontMetrics()
        for count in range(int(self._top / step + 1e-9) + 1):
            x = axis.left() + count * step / self._top * axis.width()
            words = f"{count * step:g}"
            half = metrics.horizontalAdvance(words) / 2
            left = min(max(x - half, 0.0), self.width() - 2 * half)
            painter.drawText(QPointF(left, axis.bottom() + metrics.ascent() + 2.0), words)

    def _start_at(self, position: QPointF) -> Start | None:
        near = min(self._trial.starts, key=lambda start: _away(self.place_of(start), position))
        return near if _away(self.place_of(near), position) <= _REACH else None

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        start = self._start_at(event.position())
        self.mark(start)
        self.setToolTip("" if start is None else start_words(start))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()
        start = self._start_at(event.position())
        if start is not None:
            self.chosen.emit(start)


def summary(trial: Trial) -> str:
    """The distribution in a line."""
    low, middle, high = (number(trial.quantile(share)) for share in (0.0, 0.5, 1.0))
    spread = number(trial.quantile(0.9) - trial.quantile(0.1))
    words = f"best {low} · median {middle} · worst {high} · 10 % to 90 % span {spread}"
    blown = sum(start.result.diverged for start in trial.starts)
    return f"{words} · {blown} diverged" if blown else words


def start_words(start: Start) -> str:
    """A start in a line: its seed, and how it ended."""
    end = " · diverged" if start.result.diverged else ""
    return f"seed {start.seed} · loss {number(start.loss)}{end}"


def _away(one: QPointF, other: QPointF) -> float:
    between = one - other
    return float((between.x() ** 2 + between.y() ** 2) ** 0.5)
