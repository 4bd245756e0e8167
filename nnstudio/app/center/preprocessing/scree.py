"""The scree plot: how much of the variance lies along each principal axis, and what is kept."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from nnstudio.app.appearance.theme import Theme
from nnstudio.app.center.preprocessing.look import write
from nnstudio.app.panels.numbers import short_number
from nnstudio.app.panels.step_words import TITLES, share
from nnstudio.core.preprocessing import FittedRotation, Floats
from nnstudio.core.preprocessing.spectrum import spectrum
from nnstudio.experiment.data.stages import Stage, Stages

MOST = 64
_Side = Qt.AlignmentFlag


@dataclass(frozen=True, slots=True, eq=False)
class Scree:
    """Shares (axes,) of the variance; the first `kept` go on, `condition` is first over last."""

    title: str
    shares: Floats
    kept: int
    condition: float
    flat: int

    @property
    def caption(self) -> str:
        """What is kept, and how stretched the cloud is."""
        held = float(self.shares[: self.kept].sum())
        axes = f"{self.kept} of {len(self.shares) + self.flat}"
        flat = f" · {self.flat} without any variance" if self.flat else ""
        return (
            f"{self.title}: {axes} axes kept, {share(held)} of the variance{flat}\n"
            f"condition number (longest over shortest variance) {short_number(self.condition)}"
        )

    def paint(self, painter: QPainter, frame: QRectF, theme: Theme) -> None:
        """Paint a bar for each axis and the line of the shares summed up."""
        line = painter.fontMetrics().height()
        room = frame.adjusted(48, line, -48, -line - 6)
        shown = min(len(self.shares), MOST)
        top = float(self.shares[0]) or 1.0
        self._paint_scale(painter, room, top, theme)
        width = room.width() / max(shown, 1)
        painter.setPen(Qt.PenStyle.NoPen)
        for axis in range(shown):
            height = float(self.shares[axis]) / top * room.height()
            color = QColor(theme.positive if axis < self.kept else theme.border)
            painter.setBrush(color)
            left = room.left() + axis * width
            gap = min(3.0, 0.2 * width)
            bar = QRectF(left + gap / 2, room.bottom() - height, width - gap, height)
            painter.drawRect(bar)
        self._paint_sum(painter, room, width, shown, theme)
        below = QRectF(room.left(), room.bottom() + 3, room.width(), line)
        words = f"principal axis 1 to {shown}" + (
            f" of {len(self.shares)}" if shown < len(self.shares) else ""
        )
        write(painter, below, _Side.AlignHCenter, words, theme.muted)

    def _paint_scale(self, painter: QPainter, room: QRectF, top: float, theme: Theme) -> None:
        """The bars' scale at the left, that of the sum at the right."""
        line = painter.fontMetrics().height()
        for part in (0.0, 0.5, 1.0):
            height = room.bottom() - part * room.height()
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.drawLine(QPointF(room.left(), height), QPointF(room.right(), height))
            left = QRectF(room.left() - 46, height - line / 2, 42, line)
            right = QRectF(room.right() + 4, height - line / 2, 44, line)
            write(painter, left, _Side.AlignRight, f"{100 * part * top:.3g} %", theme.positive)
            write(painter, right, _Side.AlignLeft, f"{100 * part:.0f} %", theme.negative)

    def _paint_sum(
        self, painter: QPainter, room: QRectF, width: float, shown: int, theme: Theme
    ) -> None:
        total = np.cumsum(self.shares)[:shown].tolist()
        points = [
            QPointF(room.left() + (axis + 0.5) * width, room.bottom() - part * room.height())
            for axis, part in enumerate(total)
        ]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.negative), 2))
        painter.drawPolyline(QPolygonF(points))
        edge = room.left() + self.kept * width
        if self.kept < shown:
            painter.setPen(QPen(QColor(theme.text), 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(edge, room.top()), QPointF(edge, room.bottom()))


def scree(found: Stages, stage: Stage) -> Scree:
    """The axes of what comes into `stage`; of a stage that does not rotate, of what it gives."""
    rotates = isinstance(stage.step, FittedRotation)
    source = found.stages[stage.index - 1] if rotates else stage
    axes = spectrum(source.rows)
    kept = len(stage.step.axes) if isinstance(stage.step, FittedRotation) else len(axes.axes)
    title = "As the data come" if source.step is None else f"After {TITLES[source.step.name]}"
    variances = axes.variances if len(axes.variances) else np.zeros(1)
    shares = variances / (variances.sum() or 1.0)
    return Scree(title, shares, min(kept, len(shares)), axes.condition, axes.flat)
