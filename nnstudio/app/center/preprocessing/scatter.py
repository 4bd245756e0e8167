"""Two columns of a stage as points, with the principal axes of the cloud drawn into it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from nnstudio.app.appearance.theme import Theme
from nnstudio.app.center.preprocessing.look import write
from nnstudio.app.panels.numbers import short_number
from nnstudio.app.panels.points import (
    Groups,
    color_groups,
    draw_points,
    equal_axes,
    palette,
)
from nnstudio.core.preprocessing import Floats
from nnstudio.core.preprocessing.spectrum import Spectrum, spectrum
from nnstudio.experiment.data.stages import Stage, Stages

MOST_POINTS = 600
_CORNERS = 48  # of the ellipse
_AXIS_WIDTH = 2.5
_Side = Qt.AlignmentFlag


@dataclass(frozen=True, slots=True, eq=False)
class Scatter:
    """`points` (n, 2), the axes of all rows in these two columns, and the number of each color."""

    points: Floats
    groups: Groups
    classes: bool
    names: tuple[str, str]
    axes: Spectrum
    correlation: float | None

    @property
    def caption(self) -> str:
        """Where the cloud is, how correlated the columns are, and how long its axes."""
        lengths = ", ".join(short_number(float(std)) for std in np.sqrt(self.axes.variances))
        told = "—" if self.correlation is None else short_number(self.correlation)
        mean = ", ".join(short_number(float(value)) for value in self.axes.mean)
        return f"mean {mean}\ncorrelation {told}\naxes σ {lengths or '0'}"

    def paint(self, painter: QPainter, frame: QRectF, theme: Theme) -> None:
        """Paint points, zero lines, the ellipse of one standard deviation and its axes."""
        line = painter.fontMetrics().height()
        inner = frame.adjusted(8, line + 2, -8, -line - 2)
        outline = self._outline()
        ends = np.vstack((self.axes.mean, self._ends())) if len(self.axes.axes) else outline[:0]
        everything = np.vstack((self.points, outline, ends))
        places = np.asarray(equal_axes(everything, inner, with_origin=True), np.float64)
        count, corners = len(self.points), len(outline)
        self._paint_zero(painter, frame, places[-1], theme)
        colors = palette(theme, classes=self.classes)
        draw_points(painter, places[:count], self.groups, colors, 3.0)
        ring, tips = places[count : count + corners], places[count + corners : -1]
        self._paint_axes(painter, ring, tips, theme)
        write(painter, _line(frame, line, False), _Side.AlignRight, self.names[0], theme.muted)
        write(painter, _line(frame, line, True), _Side.AlignLeft, self.names[1], theme.muted)

    def _ends(self) -> Floats:
        lengths = np.sqrt(self.axes.variances)[:, np.newaxis]
        return np.asarray(self.axes.mean + self.axes.axes * lengths)

    def _outline(self) -> Floats:
        """The ellipse (corners, 2) one standard deviation around the mean."""
        if len(self.axes.axes) < 2:
            return np.zeros((0, 2))
        angles = np.linspace(0.0, 2 * np.pi, _CORNERS)
        circle = np.column_stack((np.cos(angles), np.sin(angles)))
        return np.asarray(self.axes.mean + circle * np.sqrt(self.axes.variances) @ self.axes.axes)

    def _paint_zero(self, painter: QPainter, frame: QRectF, zero: Floats, theme: Theme) -> None:
        painter.setPen(QPen(QColor(theme.border), 1))
        left, top = zero.tolist()
        if frame.left() < left < frame.right():
            painter.drawLine(QPointF(left, frame.top()), QPointF(left, frame.bottom()))
        if frame.top() < top < frame.bottom():
            painter.drawLine(QPointF(frame.left(), top), QPointF(frame.right(), top))

    def _paint_axes(self, painter: QPainter, outline: Floats, ends: Floats, theme: Theme) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, ink in ((_AXIS_WIDTH + 2, theme.surface), (_AXIS_WIDTH, theme.text)):
            pen = QPen(QColor(ink), width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            for end in ends[1:].tolist():
                painter.drawLine(QPointF(*ends[0].tolist()), QPointF(*end))
        painter.setPen(QPen(QColor(theme.text), 1.2, Qt.PenStyle.DashLine))
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in outline.tolist()]))


def scatter(found: Stages, stage: Stage, features: Sequence[int]) -> Scatter:
    """Two columns of `stage`: `features` as long as there are features, then the first components.

    A single feature is drawn along a line.
    """
    same = stage.names == found.stages[0].names
    columns = list(features) if same else list(range(min(2, stage.rows.shape[1])))
    rows = stage.rows[:, columns]
    if len(columns) == 1:
        rows = np.column_stack((rows, np.zeros(len(rows))))
    names = [stage.names[column] for column in columns]
    stds = rows.std(axis=0)
    varies = bool(np.all(stds > 0))
    return Scatter(
        points=rows[:MOST_POINTS],
        groups=color_groups(found.targets)[:MOST_POINTS],
        classes=bool(found.classes),
        names=(names[0], names[-1] if len(names) > 1 else ""),
        axes=spectrum(rows),
        correlation=_correlation(rows) if varies else None,
    )


def _correlation(rows: Floats) -> float:
    """Of two columns that vary."""
    one, other = (rows - rows.mean(axis=0)).T / rows.std(axis=0)[:, np.newaxis]
    return float(np.mean(one * other))


def _line(frame: QRectF, height: float, top: bool) -> QRectF:
    """The line along the upper or lower edge of a frame."""
    edge = frame.top() + 1 if top else frame.bottom() - height - 1
    return QRectF(frame.left() + 5, edge, frame.width() - 10, height)
