"""One layer's column of tiles as one item: what each unit computes, labels, selection."""

from dataclasses import replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen
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
from nnstudio.app.canvas.column_words import ColumnWords, Look
from nnstudio.app.canvas.geometry import Column, Mark
from nnstudio.app.canvas.kept_picture import Haste, KeptPicture
from nnstudio.app.canvas.picture import ColumnPicture
from nnstudio.app.canvas.tiles import parts_of
from nnstudio.app.canvas.unit_marks import paint_off

_SLACK = 4.0  # px around a change that Qt may repaint, too
_OUTLINE = 7.0  # px from the tiles to the outline of a selected column


class ColumnItem(QGraphicsItem):
    """Draws the tiles of a column; it owns no state but what it was last told to show."""

    def __init__(self, picture: ColumnPicture, column: Column, haste: Haste) -> None:
        super().__init__()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setZValue(1)
        self._image: QImage | None = None
        self._source: tuple[object, Theme] | None = None  # None: to be made anew
        self._version = 0  # of what the tiles show
        self._signs, self._painted_signs = Signs(), ColumnSigns(haste)
        self._kept = KeptPicture(haste)
        self._outlined = False
        self._hovered_mark: Mark | None = None
        self._set(picture, column, Look(QFont(), 0.0, 0.0))

    def place(self, picture: ColumnPicture, column: Column, look: Look) -> None:
        """Show this column there."""
        self.prepareGeometryChange()
        self._source = None
        if picture.units != self.picture.units or column.shown != self.column.shown:
            self._image = None
            self._signs = replace(self._signs, biases=(), dead=frozenset())
        self._set(picture, column, look)
        self.update()

    def _set(self, picture: ColumnPicture, column: Column, look: Look) -> None:
        self.picture, self.column = picture, column
        self._look = look
        self._words = ColumnWords(picture, column, look)
        self._tiles = tuple(tile_rect(column, place) for place in range(len(column.shown)))
        self._room = tiles_rect(column)
        self._bounds = self._words.bounds(self._room)
        self._version += 1

    def is_made_of(self, source: object, theme: Theme) -> bool:
        """Whether its image is one of this very object."""
        made_of = self._source
        return made_of is not None and made_of[0] is source and made_of[1] is theme

    def set_image(self, image: QImage | None, source: object, theme: Theme) -> None:
        """Show what the units compute (see `UnitPictures`), or nothing of it."""
        self._source = source, theme
        if image is None and self._image is None:
            return
        self._image = image
        self._version += 1
        self.update(self._around_tiles())

    def forget(self) -> None:
        """Show nothing that only a run knows."""
        self.set_image(None, None, current_theme())
        self.set_biases(())
        self.set_dead(frozenset())

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
        return self._bounds

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        theme = current_theme()
        painter.setFont(self._look.font)
        key = self._version, self._signs, theme
        self._kept.paint(painter, self._around_tiles(REACH), key, self._paint_tiles)
        if self._outlined:
            self._paint_outline(painter, theme)
        self._words.paint_marks(painter, self._hovered_mark, theme)
        if self._shows_labels_in(option.exposedRect):
            self._words.paint_labels(painter, theme)

    def tile_rect(self, place: int) -> QRectF:
        """The square of the unit at `place`."""
        return self._tiles[place]

    def mark_rect(self, mark: Mark) -> QRectF:
        """The place of a mark."""
        return self._words.mark_rect(mark)

    def _shows_labels_in(self, area: QRectF) -> bool:
        """Whether names stand in the area: those of inputs to the left, of outputs to the right."""
        if self.picture.is_input:
            return area.left() < self._room.left() - _SLACK
        return area.right() > self._room.right() + _SLACK

    def _show(self, signs: Signs) -> None:
        """Let `signs` lie on the tiles."""
        if signs != self._signs:
            self._signs = signs
            self.update(self._around_tiles(REACH))

    def _around_tiles(self, margin: float = 0.0) -> QRectF:
        return self._room.adjusted(-margin, -margin, margin, margin)

    def _paint_tiles(self, painter: QPainter) -> None:
        """What the units compute, and the signs on that."""
        theme, image, off = current_theme(), self._image, self.picture.off
        painter.setFont(self._look.font)
        neutral, places = QColor(theme.neutral), len(self._tiles)
        parts = [QRectF()] * places if image is None else parts_of(image, places)
        for rect, part, unit in zip(self._tiles, parts, self.column.shown, strict=True):
            if unit in off:
                paint_off(painter, rect, theme)
            elif image is None:
                painter.fillRect(rect, neutral)
            else:
                painter.drawImage(rect, image, part)
        self._painted_signs.paint(painter, self._signs, self.picture, self.column, theme)

    def _paint_outline(self, painter: QPainter, theme: Theme) -> None:
        rect = self._around_tiles(_OUTLINE)
        painter.setPen(QPen(QColor(theme.accent), 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, 12.0, 12.0)
