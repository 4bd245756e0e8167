"""A plane of the input space: a picture, the data points, perhaps a curve, and axes around.

What stands still while training is kept as a picture of the scene; what changes is painted by hand.
"""

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from nnstudio.app.appearance.images import Pixels, class_color, diverging_color
from nnstudio.app.appearance.theme import Theme, current_theme
from nnstudio.app.widgets.markers import mark, picture_of, ring
from nnstudio.app.widgets.plane_layers import Circle, Extent, Marks, PlanePicture, Rings, Stamps
from nnstudio.app.widgets.plot import Plot

MOST_POINTS = 2000  # beyond, an even choice of the points is shown
_STALE = 0.25  # opacity
_TEST_SHARE = 0.75  # of the size of a mark, for points tested on
_TONES = 16  # shades that tell the targets of a regression apart
Kind = tuple[int, ...]  # trained on or not, shape, color


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
    """Picture, points and rings over a plane; equal units where `set_extent` says so."""

    shape_changed = Signal()
    """The plane has other ranges, and so may have another shape."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: object = None
        self._equal = True
        self._points: Points | None = None
        self._wrong: NDArray[np.bool_] = np.zeros(0, dtype=bool)
        self._diameter = 0.0
        self._still: QPixmap | None = None
        self.picture, self.rings = PlanePicture(), Rings()
        self.marks, self.circle = Marks(), Circle()
        self._pictures: dict[Kind, QPixmap] = {}
        self.curve = pg.PlotCurveItem(antialias=True)
        self.view.addItem(self.curve, ignoreBounds=True)
        self.scene().changed.connect(self._repaint)
        self.setMinimumSize(120, 110)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.restyle(current_theme())

    @override
    def restyle(self, theme: Theme) -> None:
        self.view.setBorder(self.pen(theme.border))
        self.curve.setPen(self.pen(theme.accent, 2.0))
        self.circle.pen = self.pen(theme.text, 1.2, (4.0, 3.0))
        super().restyle(theme)
        self.setBackground(None)  # the picture of the scene lies on the picture of the plane
        self._draw_points()

    def set_extent(self, extent: Extent, labels: tuple[str, str], equal: bool) -> None:
        """The ranges (left, right, bottom, top) and names of the axes, and equal units or not."""
        if (extent, labels, equal) == self._shown:
            return
        self._shown, self._equal = (extent, labels, equal), equal
        left, right, bottom, top = extent
        self.bottom.set_name(labels[0])
        self.left.set_name(labels[1])
        self.set_range((left, right), (bottom, top))
        self.fit()
        self.shape_changed.emit()

    def set_pixels(self, pixels: Pixels) -> None:
        """Show a picture (rows, columns, 4) that fills the frame, its first row at the bottom."""
        self.picture.pixels = pixels
        self.viewport().update(self.frame().toAlignedRect())
        if self.left.grid:
            self.curve.clear()
            self.left.setGrid(False)
            self._repaint()

    def set_curve(self, positions: NDArray[np.floating]) -> None:
        """Show a curve through `positions` (n, 2) instead of a picture."""
        self.curve.setData(*positions.T)
        if not self.left.grid:
            self.picture.pixels = None
            self.left.setGrid(255)
        self._repaint()

    def set_points(self, points: Points | None) -> None:
        """Show these points; the same object again costs nothing."""
        if points is not self._points:
            self._points = points
            self._wrong = np.zeros(0, dtype=bool)
            self._draw_points()

    def add_points(self, points: Points) -> None:
        """Show `points`, which begin with those shown and go on; far less work than all anew."""
        known = 0 if self._points is None else len(self._points.positions)
        self._points = points
        more = Marks()
        more.show_kinds(self._marks_of(points, slice(known, None)))
        self.marks.add(more)
        if self._still is not None:
            with QPainter(self._still) as painter:
                more.paint(painter, self.frame(), self.extent())
        self.viewport().update(self.frame().toAlignedRect())

    def set_wrong(self, wrong: NDArray[np.bool_]) -> None:
        """Ring the points that `wrong` marks, (n,) or those of the first of them.

        Judgments of more points than are shown are about others, erased since: they ring none.
        """
        if len(wrong) > (0 if self._points is None else len(self._points.positions)):
            wrong = np.zeros(0, dtype=bool)
        if not np.array_equal(wrong, self._wrong):
            self._wrong = wrong
            self._draw_rings()

    def set_stale(self, stale: bool) -> None:
        """Fade picture and curve, which are not about these points, or show them in full."""
        for item in (self.picture, self.curve, self.rings):
            item.setOpacity(_STALE if stale else 1.0)
        if not stale:
            self._draw_rings()
        self.viewport().update()

    def show_circle(self, center: QPointF | None, radius: float) -> None:
        """Draw a circle of `radius` px around a place of the plot, or none."""
        before = self.circle.bounds()
        self.circle.center, self.circle.radius = center, radius
        self.viewport().update(before.united(self.circle.bounds()))

    @property
    def wrong(self) -> NDArray[np.bool_]:
        """Which points are ringed (n,)."""
        return self._wrong

    @override
    def sizeHint(self) -> QSize:
        return QSize(220, 200)

    def extent(self) -> Extent:
        """The ranges shown: left, right, bottom, top."""
        (left, right), (bottom, top) = self.view.viewRange()
        return left, right, bottom, top

    @override
    def room(self, width: float, height: float) -> QRectF:
        """The frame that the data take, on whole pixels."""
        room = super().room(width, height)
        left, right, bottom, top = self.extent()
        if self._equal and room.isValid():
            scale = min(room.width() / (right - left), room.height() / (top - bottom))
            spare = room.width() - scale * (right - left)
            room.setSize(QSizeF(scale * (right - left), scale * (top - bottom)))
            room.translate(spare / 2, 0.0)
        return QRectF(room.toRect())

    def diameter(self) -> float:
        """The size of a mark in px: smaller where many points share a small frame."""
        frame = self.room(self.width(), self.height())
        count = 1 if self._points is None else min(len(self._points.positions), MOST_POINTS)
        share = (max(frame.width() * frame.height(), 0.0) / max(count, 60)) ** 0.5
        return round(2 * min(max(0.7 * share, 5.0), 10.0)) / 2

    @override
    def resizeEvent(self, event: QEvent | None) -> None:
        super().resizeEvent(event)
        if hasattr(self, "rings"):
            self._repaint()
            if self.diameter() != self._diameter:
                self._draw_points()

    def _chosen(self) -> slice:
        """Which points are shown: every one, or an even choice."""
        count = 0 if self._points is None else len(self._points.positions)
        return slice(None, None, max(1, -(-count // MOST_POINTS)))

    def _draw_points(self) -> None:
        """Make the marks of the points anew."""
        self._diameter = self.diameter()
        ratio = self.devicePixelRatioF()
        shown = ring(current_theme(), ratio)
        self.rings.set_mark(picture_of(shown, self._diameter + 3.0, ratio))
        self._pictures.clear()
        self.marks.show_kinds([])
        if self._points is not None:
            self.marks.show_kinds(self._marks_of(self._points, self._chosen()))
        self._draw_rings()
        self._repaint()

    def _marks_of(self, points: Points, chosen: slice) -> list[Stamps]:
        """Some of the points as marks; those trained on come on top."""
        kinds, positions = _kinds(points)[chosen], points.positions[chosen]
        return [
            (self._picture(points, kind), positions[(kinds == kind).all(axis=1)])
            for kind in sorted(set(map(tuple, kinds.tolist())))
        ]

    def _picture(self, points: Points, kind: Kind) -> QPixmap:
        """How points of a kind look."""
        if kind not in self._pictures:
            train, label, tone = kind
            theme, ratio = current_theme(), self.devicePixelRatioF()
            if points.values is None:
                color = class_color(theme, tone)
            else:
                color = diverging_color(2.0 * tone / (_TONES - 1) - 1.0, theme)
            size = self._diameter * (1.0 if train else _TEST_SHARE)
            image = picture_of(mark(theme, color, label, not train, ratio), size, ratio)
            self._pictures[kind] = QPixmap.fromImage(image)
        return self._pictures[kind]

    def _draw_rings(self) -> None:
        if self._points is None or not self._wrong.any():
            self.rings.show_at(np.zeros((0, 2)))
        else:
            chosen, known = self._chosen(), self._points.positions[: len(self._wrong)]
            self.rings.show_at(known[chosen][self._wrong[chosen]])
        self.viewport().update(self.frame().toAlignedRect())

    def _repaint(self) -> None:
        """Paint the scene anew, too."""
        self._still = None
        self.viewport().update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        if self._still is None or self._still.devicePixelRatio() != ratio:
            self._still = self._painted_still(ratio)
        frame, extent = self.frame(), self.extent()
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), QColor(current_theme().surface))
            self.picture.paint(painter, frame, extent)
            painter.drawPixmap(0, 0, self._still)
            self.rings.paint(painter, frame, extent)
            self.circle.paint(painter, frame, extent)

    def _painted_still(self, ratio: float) -> QPixmap:
        """The points, and on them the curve and the axes, with nothing between them."""
        still, room = QPixmap(self.viewport().size() * ratio), self.viewport().rect()
        still.setDevicePixelRatio(ratio)
        still.fill(Qt.GlobalColor.transparent)
        with QPainter(still) as painter:
            self.marks.paint(painter, self.frame(), self.extent())
            self.render(painter, QRectF(room), room)
        return still


def _kinds(points: Points) -> NDArray[np.int64]:
    """What tells the marks apart (points, 3): trained on or not, shape, color."""
    if points.values is None:
        tones = points.shapes
    else:
        shares = np.clip(points.values / points.bound, -1.0, 1.0)
        tones = np.rint((shares + 1.0) / 2.0 * (_TONES - 1)).astype(np.int64)
    return np.stack((points.train, points.shapes, tones), axis=1).astype(np.int64)
