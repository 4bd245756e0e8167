"""A sheet of images in three rows: an example after each step, what the chosen step is about, and
more examples after it; above them the scale of the colors.
"""

import numpy as np
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import Theme, current_theme, theme_signals
from nnstudio.app.center.preprocessing.album import ACROSS, Album, Picture
from nnstudio.app.center.preprocessing.look import write
from nnstudio.app.panels.ink import ink_image
from nnstudio.app.panels.numbers import short_number

_SCALE_WIDTH = 90.0  # px
_Side = Qt.AlignmentFlag


class ImageSheet(QWidget):
    """`chosen` carries the index of the stage whose image was clicked."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preprocessing.images")
        self.setAccessibleName("One example after each step, what the step is about, more examples")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._album: Album | None = None
        self._rows: tuple[list[Picture], ...] = ()
        self._example = 0
        theme_signals().changed.connect(self.update)

    @property
    def rows(self) -> tuple[list[Picture], ...]:
        """The pictures that are shown."""
        return self._rows

    def show_album(self, album: Album, example: int, kept: int) -> None:
        """Show one example of the album, and it rebuilt from `kept` components."""
        self._album, self._example = album, example
        self._rows = (album.way(example), album.found(), album.others(example, kept))
        told = [f"{picture.name} {picture.range}" for row in self._rows for picture in row]
        self.setAccessibleDescription("; ".join(told))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._album is None:
            return
        painter, theme = QPainter(self), current_theme()
        line = float(painter.fontMetrics().height())
        self._paint_head(painter, self._album, line, theme)
        for row, pictures in enumerate(self._rows):
            for place, picture in enumerate(pictures):
                self._paint_picture(painter, self._album, self._cell(row, place), picture, theme)

    def _cell(self, row: int, place: int) -> QRectF:
        """Where a picture stands, with its words below."""
        head = self.fontMetrics().height() + 4.0
        width, height = self.width() / ACROSS, (self.height() - head) / 3
        return QRectF(place * width, head + row * height, width, height)

    def _paint_head(self, painter: QPainter, album: Album, line: float, theme: Theme) -> None:
        """Which example it is, and the colors of the chosen stage."""
        name = f"Example {self._example + 1} after each step"
        left = QRectF(4, 0, self.width() / 2, line)
        write(painter, left, _Side.AlignLeft, name, theme.text)
        bound, metrics = album.bound, painter.fontMetrics()
        high, low = short_number(bound), short_number(-bound) if album.signed else "0"
        bar = QRectF(0, line * 0.2, _SCALE_WIDTH, line * 0.65)
        bar.moveRight(self.width() - metrics.horizontalAdvance(high) - 10)
        painter.fillRect(bar, QColor(theme.sunken))
        painter.drawImage(bar, _colors(album, theme))
        before = f"{album.names[album.chosen]}: {low}"
        right = QRectF(left.right(), 0, bar.left() - left.right() - 5, line)
        write(painter, right, _Side.AlignRight, before, theme.muted)
        after = QRectF(bar.right() + 5, 0, self.width() - bar.right() - 5, line)
        write(painter, after, _Side.AlignLeft, high, theme.muted)

    def _paint_picture(
        self, painter: QPainter, album: Album, cell: QRectF, picture: Picture, theme: Theme
    ) -> None:
        line = float(painter.fontMetrics().height())
        side = min(cell.width() - 8, cell.height() - 2 * line)
        place = QRectF(cell.center().x() - side / 2, cell.top(), side, side)
        painter.fillRect(place, QColor(theme.sunken))
        shares = (picture.pixels / picture.bound).reshape(album.shape)
        painter.drawImage(place, ink_image(shares, theme, signed=picture.signed))
        is_chosen = picture.stage == album.chosen
        painter.setBrush(Qt.BrushStyle.NoBrush)
        edge = theme.accent if is_chosen else theme.border
        painter.setPen(QPen(QColor(edge), 2 if is_chosen else 1))
        painter.drawRect(place)
        for row, text in enumerate((picture.name, picture.range)):
            words = QRectF(cell.left(), place.bottom() + row * (line - 1), cell.width(), line)
            color = theme.muted if row or not is_chosen else theme.text
            write(painter, words, _Side.AlignHCenter, text, color)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        for place, picture in enumerate(self._rows[0] if self._rows else ()):
            if self._cell(0, place).contains(event.position()) and picture.stage is not None:
                self.chosen.emit(picture.stage)
                return


def _colors(album: Album, theme: Theme) -> QImage:
    """From the lowest number that has a color of its own to the highest."""
    values = np.linspace(-1.0 if album.signed else 0.0, 1.0, round(_SCALE_WIDTH))
    channels = np.repeat(values[np.newaxis, :, np.newaxis], album.shape[-1], axis=2)
    return ink_image(channels, theme, signed=album.signed)
