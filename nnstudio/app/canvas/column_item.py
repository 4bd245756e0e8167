"""One layer's column of tiles as one item: what each unit computes, labels, selection."""

from dataclasses import dataclass
from math import copysign

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QTransform,
)
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from nnstudio.app.canvas.geometry import ROOM, Column, Mark
from nnstudio.app.canvas.picture import ColumnPicture
from nnstudio.app.canvas.tiles import part_of
from nnstudio.app.canvas.unit_marks import (
    paint_bias,
    paint_dead,
    paint_frozen,
    paint_off,
    paint_pointed_out,
)
from nnstudio.app.theme import Theme, current_theme
from nnstudio.experiment.exports.drawing import CORNER

LABEL_GAP = 9.0
DOT = 10.0
_REACH = 8.0  # px around the tiles that their frames and rings take
_STEPS = 8  # sizes of the marks of biases: they are painted anew only when their steps change
_SMALLEST_MARKED = 16.0  # px of the screen: on a smaller tile its marks would be specks
_OUTLINE = 7.0  # px from the tiles to the outline of a selected column
_Align = Qt.AlignmentFlag


@dataclass(frozen=True, slots=True)
class Look:
    """What all columns share: the font, the width labels may take, the distance of columns."""

    font: QFont
    label_width: float
    pitch: float


class ColumnItem(QGraphicsItem):
    """Draws the tiles of a column; it owns no state but what it was last told to show."""

    def __init__(self, picture: ColumnPicture, column: Column) -> None:
        super().__init__()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setZValue(1)
        self.picture = picture
        self.column = column
        self._look = Look(QFont(), 0.0, 0.0)
        self._image: QImage | None = None
        self._frame = QImage()
        self._frame_key: tuple[float, float, str] | None = None
        self._selected_unit: int | None = None
        self._selected = False
        self._hovered: int | None = None
        self._hovered_mark: Mark | None = None
        self._biases: tuple[float, ...] = ()
        self._dead: frozenset[int] = frozenset()
        self._marked: frozenset[int] = frozenset()
        self._signs = QImage()
        self._signs_key: tuple[QTransform, QRect, float, str] | None = None

    def place(self, picture: ColumnPicture, column: Column, look: Look) -> None:
        """Show this column there."""
        self.prepareGeometryChange()
        if picture.units != self.picture.units or column.shown != self.column.shown:
            self._image, self._biases, self._dead = None, (), frozenset()
        self.picture, self.column = picture, column
        self._look = look
        self._update_signs()

    def set_image(self, image: QImage | None) -> None:
        """Show what the units compute (see `tiles.column_image`), or nothing of it."""
        self._image = image
        self.update(self._tiles_rect())

    def set_biases(self, biases: tuple[float, ...]) -> None:
        """Mark each unit with its bias in the layer's steps, or with none when empty."""
        largest = max(map(abs, biases), default=0.0) or 1.0
        sizes = (1 + round((_STEPS - 1) * abs(bias) / largest) for bias in biases)
        steps = tuple(copysign(size, bias) for size, bias in zip(sizes, biases, strict=True))
        if steps != self._biases:
            self._biases = steps
            self._update_signs()

    def set_selected(self, selected: bool, unit: int | None) -> None:
        """Outline the whole column (`unit` None) or one unit of it."""
        if (selected, unit) != (self._selected, self._selected_unit):
            self._selected, self._selected_unit = selected, unit
            self._update_signs()

    def set_dead(self, dead: frozenset[int]) -> None:
        """Cross out these units."""
        if dead != self._dead:
            self._dead = dead
            self._update_signs()

    def set_marked(self, marked: frozenset[int]) -> None:
        """Put a ring around these units."""
        if marked != self._marked:
            self._marked = marked
            self._update_signs()

    def set_hovered(self, unit: int | None) -> None:
        """Lift the frame of the unit under the pointer."""
        if unit != self._hovered:
            self._hovered = unit
            self._update_signs()

    def set_hovered_mark(self, mark: Mark | None) -> None:
        """Let the mark under the pointer stand out."""
        if mark != self._hovered_mark:
            self._hovered_mark = mark
            self.update()

    @override
    def boundingRect(self) -> QRectF:
        room = self._tiles_rect().adjusted(-self._left_room(), -12.0, self._right_room(), 12.0)
        for mark in self.column.marks:
            room = room.united(self.mark_rect(mark))
        return room

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        theme = current_theme()
        painter.setFont(self._look.font)
        for place in range(len(self.column.shown)):
            self._paint_tile(painter, place, theme)
        self._paint_signs(painter, theme)
        if self._selected and self._selected_unit is None:
            self._paint_outline(painter, theme)
        self._paint_marks(painter, theme)
        if not self._tiles_rect().contains(option.exposedRect):
            self._paint_labels(painter, theme)

    def tile_rect(self, place: int) -> QRectF:
        """The square of the unit at `place`."""
        edge = self.column.tile
        return QRectF(self.column.left, self.column.centers[place] - edge / 2, edge, edge)

    def _tiles_rect(self) -> QRectF:
        first, last = self.column.centers[0], self.column.centers[-1]
        edge = self.column.tile
        return QRectF(self.column.left, first - edge / 2, edge, last - first + edge)

    def _paint_tile(self, painter: QPainter, place: int, theme: Theme) -> None:
        rect, unit = self.tile_rect(place), self.column.shown[place]
        if unit in self.picture.off:
            paint_off(painter, rect, theme)
        elif self._image is None:
            painter.fillRect(rect, QColor(theme.neutral))
        else:
            painter.drawImage(
                rect, self._image, part_of(self._image, place, len(self.column.shown))
            )

    def _update_signs(self) -> None:
        """Paint what lies on the tiles anew."""
        self._signs_key = None
        self.update()

    def _paint_signs(self, painter: QPainter, theme: Theme) -> None:
        """Paint what lies on the tiles from a picture: it changes less often than the tiles do."""
        device, world = painter.device(), painter.worldTransform()
        room = self._tiles_rect().adjusted(-_REACH, -_REACH, _REACH, _REACH)
        area = world.mapRect(room).toAlignedRect() & QRect(0, 0, device.width(), device.height())
        if area.isEmpty():
            return
        placed = world * QTransform.fromTranslate(-area.x(), -area.y())
        key = (placed, QRect(QPoint(0, 0), area.size()), device.devicePixelRatio(), theme.name)
        if key != self._signs_key:
            self._signs_key = key
            self._signs = self._picture_of_signs(*key[:3], theme)
        painter.save()
        painter.resetTransform()
        painter.drawImage(area.topLeft(), self._signs)
        painter.restore()

    def _picture_of_signs(
        self, placed: QTransform, area: QRect, ratio: float, theme: Theme
    ) -> QImage:
        image = QImage(area.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setTransform(placed)
            for place, unit in enumerate(self.column.shown):
                self._paint_frame(painter, self.tile_rect(place), unit, theme)
                if unit in self._marked:
                    paint_pointed_out(painter, self.tile_rect(place), theme)
                if placed.m11() * self.column.tile >= _SMALLEST_MARKED:
                    self._paint_marks_of(painter, self.tile_rect(place), unit, theme)
        return image

    def _paint_marks_of(self, painter: QPainter, rect: QRectF, unit: int, theme: Theme) -> None:
        if unit < len(self._biases) and unit not in self.picture.off:
            step = self._biases[unit]
            paint_bias(painter, rect, step, (abs(step) - 1) / (_STEPS - 1), theme)
        if unit in self._dead and unit not in self.picture.off:
            paint_dead(painter, rect, theme)
        if unit in self.picture.frozen:
            paint_frozen(painter, rect, theme)

    def _paint_frame(self, painter: QPainter, rect: QRectF, unit: int, theme: Theme) -> None:
        selected = self._selected and unit == self._selected_unit
        if not selected and unit != self._hovered:
            painter.drawImage(rect.adjusted(-1, -1, 1, 1), self._frame_image(painter, theme))
            return
        paint_frame(painter, rect, theme.accent if selected else theme.muted, theme.surface)
        if selected:
            self._paint_ring(painter, rect, CORNER * rect.width())

    def _frame_image(self, painter: QPainter, theme: Theme) -> QImage:
        """The frame of a plain tile with a margin of 1, drawn once per size and theme."""
        edge = self.column.tile + 2
        scale = painter.deviceTransform().m11()
        key = (edge, scale, theme.name)
        if key != self._frame_key:
            self._frame_key = key
            size = max(1, round(edge * scale))
            self._frame = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
            self._frame.fill(Qt.GlobalColor.transparent)
            inner = QPainter(self._frame)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            inner.scale(size / edge, size / edge)
            paint_frame(inner, QRectF(1, 1, edge - 2, edge - 2), theme.border, theme.surface)
            inner.end()
        return self._frame

    def _paint_ring(self, painter: QPainter, rect: QRectF, radius: float) -> None:
        gap = min(4.0, 0.5 * (ROOM - 1) * rect.width())
        pen = painter.pen()
        pen.setWidthF(max(1.0, pen.widthF() * 0.6))
        painter.setPen(pen)
        painter.drawRoundedRect(rect.adjusted(-gap, -gap, gap, gap), radius + gap, radius + gap)

    def _paint_outline(self, painter: QPainter, theme: Theme) -> None:
        rect = self._tiles_rect().adjusted(-_OUTLINE, -_OUTLINE, _OUTLINE, _OUTLINE)
        painter.setPen(QPen(QColor(theme.accent), 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, 12.0, 12.0)

    def _paint_marks(self, painter: QPainter, theme: Theme) -> None:
        for mark in self.column.marks:
            rect = self.mark_rect(mark)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.surface))
            painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
            painter.setPen(QColor(theme.accent if mark == self._hovered_mark else theme.muted))
            painter.drawText(rect, _Align.AlignCenter, self._mark_text(mark))

    def mark_rect(self, mark: Mark) -> QRectF:
        """The place of a mark."""
        metrics = QFontMetricsF(self._look.font)
        width, height = metrics.horizontalAdvance(self._mark_text(mark)) + 12, metrics.height()
        return QRectF(self.column.x - width / 2, mark.y - height / 2, width, height)

    def _mark_text(self, mark: Mark) -> str:
        """The text, without its last word where columns are close."""
        fits = QFontMetricsF(self._look.font).horizontalAdvance(mark.text) < 0.8 * self._look.pitch
        return mark.text if fits else mark.text.rpartition(" ")[0]

    def _paint_labels(self, painter: QPainter, theme: Theme) -> None:
        if not self.picture.labels or self.column.tile * ROOM < self._line() * 0.9:
            return
        metrics = QFontMetricsF(self._look.font)
        for unit, center in zip(self.column.shown, self.column.centers, strict=True):
            text = _fitting(self.picture.labels[unit], metrics, self._look.label_width)
            if self.picture.is_input:
                self._paint_feature(painter, text, center, theme)
            else:
                self._paint_class(painter, text, unit, center, theme)

    def _paint_feature(self, painter: QPainter, text: str, center: float, theme: Theme) -> None:
        right = self.column.left - LABEL_GAP
        rect = QRectF(right - 300, center - self._line() / 2, 300, self._line())
        painter.setPen(QColor(theme.muted))
        painter.drawText(rect, _Align.AlignRight | _Align.AlignVCenter, text)

    def _paint_class(
        self, painter: QPainter, text: str, unit: int, center: float, theme: Theme
    ) -> None:
        left = self.column.right + LABEL_GAP
        color = QColor(theme.classes[self.picture.classes[unit] % len(theme.classes)])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(QPointF(left + DOT / 2, center), DOT / 2, DOT / 2)
        rect = QRectF(left + DOT + 5, center - self._line() / 2, 300, self._line())
        painter.setPen(QColor(theme.muted))
        painter.drawText(rect, _Align.AlignLeft | _Align.AlignVCenter, text)

    def _line(self) -> float:
        return QFontMetricsF(self._look.font).height()

    def _left_room(self) -> float:
        labels = self._look.label_width + 14 if self.picture.is_input else 0.0
        return max(labels + LABEL_GAP, self._ellipsis_room())

    def _right_room(self) -> float:
        labels = 0.0 if self.picture.is_input else self._look.label_width + DOT + 14
        return max(labels + LABEL_GAP, self._ellipsis_room())

    def _ellipsis_room(self) -> float:
        return 60.0 if self.column.marks else 12.0


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


def _fitting(label: str, metrics: QFontMetricsF, width: float) -> str:
    """The label cut to `width`: first its remark in parentheses goes, then its end."""
    if metrics.horizontalAdvance(label) > width:
        label = label.partition(" (")[0]
    return metrics.elidedText(label, Qt.TextElideMode.ElideRight, width)
