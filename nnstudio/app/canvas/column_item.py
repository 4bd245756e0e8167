"""One layer's column of tiles as one item: what each unit computes, labels, selection."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import Theme, current_theme
from nnstudio.app.canvas.column_signs import (
    REACH,
    ColumnSigns,
    Signs,
    in_steps,
    tile_rect,
    tiles_rect,
)
from nnstudio.app.canvas.geometry import ROOM, Column, Mark
from nnstudio.app.canvas.picture import ColumnPicture
from nnstudio.app.canvas.tiles import part_of
from nnstudio.app.canvas.unit_marks import paint_off

LABEL_GAP = 9.0
DOT = 10.0
_SLACK = 4.0  # px around a change that Qt may repaint, too
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
        self._signs, self._painted_signs = Signs(), ColumnSigns()
        self._outlined = False
        self._hovered_mark: Mark | None = None

    def place(self, picture: ColumnPicture, column: Column, look: Look) -> None:
        """Show this column there."""
        self.prepareGeometryChange()
        if picture.units != self.picture.units or column.shown != self.column.shown:
            self._image = None
            self._signs = replace(self._signs, biases=(), dead=frozenset())
        self.picture, self.column = picture, column
        self._look = look
        self.update()

    def set_image(self, image: QImage | None) -> None:
        """Show what the units compute (see `tiles.column_image`), or nothing of it."""
        self._image = image
        self.update(self._around_tiles())

    def set_biases(self, biases: tuple[float, ...]) -> None:
        """Mark each unit with its bias in the layer's steps, or with none when empty."""
        self._show(replace(self._signs, biases=in_steps(biases)))

    def set_selected(self, selected: bool, unit: int | None) -> None:
        """Outline the whole column (`unit` None) or one unit of it."""
        self._show(replace(self._signs, selected=unit if selected else None))
        outlined = selected and unit is None
        if outlined != self._outlined:
            self._outlined = outlined
            self.update()

    def set_dead(self, dead: frozenset[int]) -> None:
        """Cross out these units."""
        self._show(replace(self._signs, dead=dead))

    def set_marked(self, marked: frozenset[int]) -> None:
        """Put a ring around these units."""
        self._show(replace(self._signs, marked=marked))

    def set_hovered(self, unit: int | None) -> None:
        """Lift the frame of the unit under the pointer."""
        self._show(replace(self._signs, hovered=unit))

    def set_hovered_mark(self, mark: Mark | None) -> None:
        """Let the mark under the pointer stand out."""
        if mark != self._hovered_mark:
            self._hovered_mark = mark
            self.update()

    @override
    def boundingRect(self) -> QRectF:
        room = self._around_tiles().adjusted(-self._left_room(), -12.0, self._right_room(), 12.0)
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
        self._painted_signs.paint(painter, self._signs, self.picture, self.column, theme)
        if self._outlined:
            self._paint_outline(painter, theme)
        self._paint_marks(painter, theme)
        if not self._around_tiles(_SLACK).contains(option.exposedRect):
            self._paint_labels(painter, theme)

    def tile_rect(self, place: int) -> QRectF:
        """The square of the unit at `place`."""
        return tile_rect(self.column, place)

    def _show(self, signs: Signs) -> None:
        """Let `signs` lie on the tiles."""
        if signs != self._signs:
            self._signs = signs
            self.update(self._around_tiles(REACH))

    def _around_tiles(self, margin: float = 0.0) -> QRectF:
        return tiles_rect(self.column).adjusted(-margin, -margin, margin, margin)

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

    def _paint_outline(self, painter: QPainter, theme: Theme) -> None:
        rect = self._around_tiles(_OUTLINE)
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


def _fitting(label: str, metrics: QFontMetricsF, width: float) -> str:
    """The label cut to `width`: first its remark in parentheses goes, then its end."""
    if metrics.horizontalAdvance(label) > width:
        label = label.partition(" (")[0]
    return metrics.elidedText(label, Qt.TextElideMode.ElideRight, width)
