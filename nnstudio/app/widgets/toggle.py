"""A switch that is on or off: the knob slides right and the track takes the accent color."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import Theme, current_theme, theme_signals


class ToggleSwitch(QAbstractButton):
    """A checkable switch; its size follows the font. `name` is what screen readers say."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme_signals().changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        height = self.fontMetrics().height() + 2
        return QSize(round(height * 1.8), height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(0.45)
        self._paint_track(painter, current_theme())
        self._paint_knob(painter, current_theme())

    def _paint_track(self, painter: QPainter, theme: Theme) -> None:
        track = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        color = theme.accent if self.isChecked() else theme.sunken
        edge = theme.text if self.hasFocus() else theme.accent if self.isChecked() else theme.muted
        painter.setPen(QPen(QColor(edge), 1.5))
        painter.setBrush(QColor(color))
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)

    def _paint_knob(self, painter: QPainter, theme: Theme) -> None:
        size = self.height() - 8.0
        left = self.width() - size - 4.0 if self.isChecked() else 4.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.on_accent if self.isChecked() else theme.muted))
        painter.drawEllipse(QRectF(left, 4.0, size, size))
