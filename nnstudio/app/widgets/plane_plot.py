"""A plane of the input space: a picture, the data points, perhaps a curve, and axes around.

The points are painted once into a layer and reused until they, the size or the theme change.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from nnstudio.app.images import class_color, diverging_color
from nnstudio.app.theme import Theme
from nnstudio.app.widgets.markers import ring_stamp, stamp
from nnstudio.app.widgets.plot import Axis, Plot
from nnstudio.app.widgets.ticks import linear_ticks

MOST_POINTS = 2000  # beyond, an even choice of the points is shown
_STRONG_RINGS = 150
_TONES = 16  # shades that tell the targets of a regression apart


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Data points on the plane, (n, 2).

    `shapes` (n,) numbers the mark and, unless `values` is given, the class color; `values` (n,) are
    colored from -`bound` to `bound`. `train` (n,) says which points are trained on.
    """

    positions: NDArray[np.floating]
    shapes: NDArray[np.integer]
    train: NDArray[np.bool_]
    values: NDArray[np.floating] | None = None
    bound: float = 1.0


class PlanePlot(Plot):
    """Picture, points and rings over a plane; equal units where `set_equal` says so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self.curve = QPolygonF()
        self._points: Points | None = None
        self._wrong: NDArray[np.bool_] = np.zeros(0, dtype=bool)
        self._equal = True
        self.setMinimumSize(120, 110)

    def set_extent(
        self, extent: tuple[float, float, float, float], labels: tuple[str, str], equal: bool
    ) -> None:
        """The ranges (left, right, bottom, top) and names of the axes, and equal units or not."""
        left, right, bottom, top = extent
        across = Axis(left, right, linear_ticks(left, right, 5), labels[0])
        up = Axis(bottom, top, linear_ticks(bottom, top, 5), labels[1])
        if equal != self._equal:
            self._equal = equal
            self.update()
        self.set_axes(across, up)

    def set_image(self, image: QImage) -> None:
        """Show a picture that fills the frame."""
        self._image, self.curve = image, QPolygonF()
        self.update()

    def set_curve(self, positions: NDArray[np.floating]) -> None:
        """Show a curve through `positions` (n, 2) instead of a picture."""
        self._image = None
        self.curve = QPolygonF([QPointF(x, y) for x, y in positions.tolist()])
        self.update()

    def set_points(self, points: Points | None) -> None:
        """Show these points; the same object again costs nothing."""
        if points is not self._points:
            self._points = points
            self._wrong = np.zeros(0, dtype=bool)
            self.layers.drop("marks")
            self.layers.drop("rings")

    def set_wrong(self, wrong: NDArray[np.bool_]) -> None:
        """Ring the points that `wrong` (n,) marks."""
        if not np.array_equal(wrong, self._wrong):
            self._wrong = wrong
            self.layers.drop("rings")

    @override
    def sizeHint(self) -> QSize:
        return QSize(220, 200)

    @override
    def frame(self) -> QRectF:
        line = self.line_height
        left = line + self.left_width + 7
        area = QRectF(left, line / 2, self.width() - left - 8, self.height() - 2.5 * line - 5)
        if self._equal and area.isValid():
            width, height = self._spans()
            scale = min(area.width() / width, area.height() / height)
            area.translate((area.width() - scale * width) / 2, 0.0)
            area.setSize(QSizeF(scale * width, scale * height))
        return QRectF(area.toRect())  # whole pixels: a scaled picture is then painted fastest

    def diameter(self) -> float:
        """The size of a mark in px: smaller where many points share a small frame."""
        frame = self.frame()
        count = 1 if self._points is None else min(len(self._points.positions), MOST_POINTS)
        room = (frame.width() * frame.height() / max(count, 60)) ** 0.5
        return min(max(0.7 * room, 5.0), 10.0)

    @override
    def paint(self, painter: QPainter, frame: QRectF, theme: Theme) -> None:
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(frame, self._image)
        else:
            self.draw_grid(painter, frame, theme)
        self.draw_layer(painter, "marks", theme, self._draw_marks)
        self._draw_curve(painter, frame, theme)
        if self._wrong.any():
            self.draw_layer(painter, "rings", theme, self._draw_rings)

    def _spans(self) -> tuple[float, float]:
        return (
            self.horizontal.high - self.horizontal.low,
            self.vertical.high - self.vertical.low,
        )

    def _draw_curve(self, painter: QPainter, frame: QRectF, theme: Theme) -> None:
        if self.curve.isEmpty():
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(frame)
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.drawPolyline(self.to_widget().map(self.curve))
        painter.restore()

    def _draw_names(self, painter: QPainter, frame: QRectF, theme: Theme) -> None:
        """The names of both axes, the vertical one turned."""
        metrics = self.tick_metrics
        line, elide = self.line_height, Qt.TextElideMode.ElideRight
        painter.setPen(QColor(theme.text))
        name = metrics.elidedText(self.horizontal.label, elide, frame.width())
        area = QRectF(frame.left(), self.height() - line, frame.width(), line)
        area.moveTop(min(area.top(), frame.bottom() + line + 4))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, name)
        name = metrics.elidedText(self.vertical.label, elide, frame.height())
        painter.save()
        painter.translate(frame.left() - self.left_width - 7 - line, frame.bottom())
        painter.rotate(-90)
        painter.drawText(QRectF(0, 0, frame.height(), line), Qt.AlignmentFlag.AlignCenter, name)
        painter.restore()

    def _draw_marks(self, painter: QPainter, theme: Theme) -> None:
        """The data points, and around them frame and axes."""
        frame = self.frame()
        if self._points is not None:
            painter.setClipRect(frame.adjusted(-4, -4, 4, 4))
            self._stamp_points(painter, self._points, theme)
            painter.setClipping(False)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.drawRect(frame)
        self.draw_left_numbers(painter, frame, theme)
        self.draw_bottom_numbers(painter, frame, theme)
        self._draw_names(painter, frame, theme)

    def _draw_rings(self, painter: QPainter, theme: Theme) -> None:
        if self._points is not None and self._wrong.any():
            painter.setClipRect(self.frame().adjusted(-4, -4, 4, 4))
            self._stamp_rings(painter, self._points, theme)

    def _stamp_points(self, painter: QPainter, points: Points, theme: Theme) -> None:
        tones = points.shapes if points.values is None else _tones(points.values, points.bound)
        kinds = np.stack((points.train, points.shapes, tones), axis=1)[:: self._stride()]
        places = points.positions[:: self._stride()]
        for kind in np.unique(kinds, axis=0):
            train, label, tone = (int(value) for value in kind)
            if points.values is None:
                color = class_color(theme, tone)
            else:
                color = diverging_color(2.0 * tone / (_TONES - 1) - 1.0, theme)
            size = self.diameter() * (1.0 if train else 0.75)
            mark = stamp(theme, color, label, not train, size, self.devicePixelRatioF())
            self._stamp(painter, mark, places[(kinds == kind).all(axis=1)])

    def _stamp_rings(self, painter: QPainter, points: Points, theme: Theme) -> None:
        ring = ring_stamp(theme, self.diameter() + 4.0, self.devicePixelRatioF())
        chosen = self._wrong[:: self._stride()]
        count = int(chosen.sum())
        if count:
            # Many rings would hide the points they mark: they fade as they get more.
            painter.setOpacity(min(max(_STRONG_RINGS / count, 0.12), 1.0))
            self._stamp(painter, ring, points.positions[:: self._stride()][chosen])

    def _stride(self) -> int:
        count = 0 if self._points is None else len(self._points.positions)
        return max(1, -(-count // MOST_POINTS))

    def _stamp(self, painter: QPainter, mark: QPixmap, places: NDArray[np.floating]) -> None:
        """Paint `mark` centered on each place that lies in the frame's range."""
        frame, (width, height) = self.frame(), self._spans()
        half = mark.deviceIndependentSize().width() / 2
        x = frame.left() + (places[:, 0] - self.horizontal.low) * (frame.width() / width) - half
        y = frame.bottom() - (places[:, 1] - self.vertical.low) * (frame.height() / height) - half
        ratio = self.devicePixelRatioF()
        corners = np.rint(np.column_stack((x, y)) * ratio) / ratio
        for left, top in corners.tolist():
            painter.drawPixmap(QPointF(left, top), mark)


def _tones(values: NDArray[np.floating], bound: float) -> NDArray[np.integer]:
    """Which of the shades each value takes."""
    shares = np.clip(values / bound, -1.0, 1.0)
    return np.rint((shares + 1.0) / 2.0 * (_TONES - 1)).astype(np.int64)
