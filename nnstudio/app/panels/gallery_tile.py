"""One tile of the data gallery: a thumbnail with its name under it, to be clicked."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.experiment.document import Source

PICTURE_HEIGHT = 38


class GalleryTile(QAbstractButton):
    """Shows what `set_picture` gave it; asks for a picture, by `picture_wanted`, when painted
    without one that fits.
    """

    picture_wanted = Signal(QAbstractButton)

    def __init__(self, source: Source, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source: Source = source
        self._picture: QPixmap | None = None
        self.setText(caption)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_signals().changed.connect(self.forget_picture)

    def picture_size(self) -> QSize:
        """The size of the thumbnail, in logical pixels."""
        return self._picture_place().size()

    def set_picture(self, picture: QPixmap) -> None:
        """Show `picture`, of `picture_size`."""
        self._picture = picture
        self.update()

    def forget_picture(self) -> None:
        """Ask for another picture when it is painted next."""
        self._picture = None
        self.update()

    @override
    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = max(PICTURE_HEIGHT, metrics.horizontalAdvance(self.text()) + 1)
        return QSize(width, PICTURE_HEIGHT + metrics.height() + 1)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = self._picture_place()
        self._paint_frame(painter, place)
        if self._picture is None or self._picture.deviceIndependentSize().toSize() != place.size():
            self.picture_wanted.emit(self)
        else:
            painter.drawPixmap(place, self._picture)
        self._paint_caption(painter, place)

    def _picture_place(self) -> QRect:
        width = min(self.width(), round(1.5 * PICTURE_HEIGHT))
        if width < 1.3 * PICTURE_HEIGHT:
            width = PICTURE_HEIGHT
        return QRect((self.width() - width) // 2, 0, width, PICTURE_HEIGHT)

    def _paint_frame(self, painter: QPainter, place: QRect) -> None:
        theme = current_theme()
        marked = self.isChecked() or self.hasFocus()
        edge = theme.accent if marked else theme.muted if self.underMouse() else theme.border
        width = 2.0 if self.isChecked() else 1.0
        inset = width / 2
        painter.setPen(QPen(QColor(edge), width))
        painter.setBrush(QColor(theme.surface if self.isChecked() else theme.sunken))
        painter.drawRoundedRect(QRectF(place).adjusted(inset, inset, -inset, -inset), 5, 5)

    def _paint_caption(self, painter: QPainter, place: QRect) -> None:
        theme, metrics = current_theme(), self.fontMetrics()
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(QColor(theme.text if self.isChecked() else theme.muted))
        below = self.rect().adjusted(0, place.bottom() + 1, 0, 0)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text)
