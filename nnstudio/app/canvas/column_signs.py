"""What lies on the tiles of a column: frames, biases, locks, crosses, rings.

It is kept as a picture, for it changes less often than the tiles do.
"""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from nnstudio.app.appearance.theme import Theme
from nnstudio.app.canvas.geometry import ROOM, Column
from nnstudio.app.canvas.kept_picture import Haste, KeptPicture
from nnstudio.app.canvas.picture import ColumnPicture
from nnstudio.app.canvas.unit_marks import (
    paint_bias,
    paint_dead,
    paint_frozen,
    paint_pointed_out,
)
from nnstudio.experiment.exports.strokes import CORNER

REACH = 8.0  # px around the tiles that their frames and rings take
_STEPS = 8  # sizes of the marks of biases: they are painted anew only when their steps change
_SMALLEST_MARKED = 16.0  # px of the screen: on a smaller tile its marks would be specks


@dataclass(frozen=True, slots=True)
class Signs:
    """Biases in steps, and which units are selected, under the pointer, dead or pointed out."""

    biases: tuple[float, ...] = ()
    selected: int | None = None
    hovered: int | None = None
    dead: frozenset[int] = frozenset()
    marked: frozenset[int] = frozenset()


class ColumnSigns:
    """Paints the signs of one column."""

    def __init__(self, haste: Haste) -> None:
        self._kept = KeptPicture(haste)
        self._frame = QImage()
        self._frame_key: tuple[float, float, str] | None = None

    def paint(
        self, painter: QPainter, signs: Signs, picture: ColumnPicture, column: Column, theme: Theme
    ) -> None:
        """Paint `signs` where the painter sees `column`."""
        room = tiles_rect(column).adjusted(-REACH, -REACH, REACH, REACH)

        def draw(inner: QPainter) -> None:
            self._draw(inner, signs, picture, column, theme)

        self._kept.paint(painter, room, (signs, picture, column, theme), draw)

    def _draw(
        self, painter: QPainter, signs: Signs, picture: ColumnPicture, column: Column, theme: Theme
    ) -> None:
        has_marks = painter.worldTransform().m11() * column.tile >= _SMALLEST_MARKED
        plain = self._plain_frame(painter, column.tile, theme)
        for index, unit in enumerate(column.shown):
            tile = tile_rect(column, index)
            if unit in (signs.selected, signs.hovered):
                _paint_marked_frame(painter, tile, unit == signs.selected, theme)
            else:
                painter.drawImage(tile.adjusted(-1, -1, 1, 1), plain)
            if unit in signs.marked:
                paint_pointed_out(painter, tile, theme)
            if has_marks:
                _paint_marks(painter, tile, unit, signs, picture, theme)

    def _plain_frame(self, painter: QPainter, tile: float, theme: Theme) -> QImage:
        """The frame of a plain tile with a margin of 1, drawn once per size and theme."""
        edge, scale = tile + 2, painter.deviceTransform().m11()
        key = (edge, scale, theme.name)
        if key != self._frame_key:
            self._frame_key = key
            size = max(1, round(edge * scale))
            self._frame = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
            self._frame.fill(Qt.GlobalColor.transparent)
            with QPainter(self._frame) as inner:
                inner.setRenderHint(QPainter.RenderHint.Antialiasing)
                inner.scale(size / edge, size / edge)
                paint_frame(inner, QRectF(1, 1, edge - 2, edge - 2), theme.border, theme.surface)
        return self._frame


def in_steps(biases: tuple[float, ...]) -> tuple[float, ...]:
    """Biases in steps of the largest of their layer, 1 to 8, with their signs."""
    values = np.array(biases)
    sizes = np.abs(values)
    steps = 1 + np.rint((_STEPS - 1) * sizes / (sizes.max(initial=0.0) or 1.0))
    return tuple(np.copysign(steps, values).tolist())


def tile_rect(column: Column, place: int) -> QRectF:
    """The square of the unit at `place` of a column."""
    return QRectF(column.left, column.centers[place] - column.tile / 2, column.tile, column.tile)


def tiles_rect(column: Column) -> QRectF:
    """What the tiles of a column span."""
    first, last, edge = column.centers[0], column.centers[-1], column.tile
    return QRectF(column.left, first - edge / 2, edge, last - first + edge)


def paint_frame(painter: QPainter, rect: QRectF, color: str, ground: str) -> None:
    """Round the corners of the square `rect` with the color of the ground, and outline it."""
    radius = CORNER * rect.width()
    corners = QPainterPath()
    corners.addRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))
    corners.addRoundedRect(rect, radius, radius)
    painter.fillPath(corners, QColor(ground))
    painter.setPen(QPen(QColor(color), min(2.0, 0.06 * rect.width())))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, radius, radius)


def _paint_marked_frame(painter: QPainter, tile: QRectF, is_selected: bool, theme: Theme) -> None:
    paint_frame(painter, tile, theme.accent if is_selected else theme.muted, theme.surface)
    if is_selected:
        _paint_ring(painter, tile, CORNER * tile.width())


def _paint_ring(painter: QPainter, rect: QRectF, radius: float) -> None:
    gap = min(4.0, 0.5 * (ROOM - 1) * rect.width())
    pen = painter.pen()
    pen.setWidthF(max(1.0, pen.widthF() * 0.6))
    painter.setPen(pen)
    painter.drawRoundedRect(rect.adjusted(-gap, -gap, gap, gap), radius + gap, radius + gap)


def _paint_marks(
    painter: QPainter, tile: QRectF, unit: int, signs: Signs, picture: ColumnPicture, theme: Theme
) -> None:
    is_on = unit not in picture.off
    if unit < len(signs.biases) and is_on:
        step = signs.biases[unit]
        paint_bias(painter, tile, step, (abs(step) - 1) / (_STEPS - 1), theme)
    if unit in signs.dead and is_on:
        paint_dead(painter, tile, theme)
    if unit in picture.frozen:
        paint_frozen(painter, tile, theme)
