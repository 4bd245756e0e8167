"""The "+" between two columns: a click adds a layer there."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.app.canvas.gestures import Gestures
from nnstudio.app.canvas.header_parts import draw_sign


class AddButton(QAbstractButton):
    """Adds a layer before layer `index`."""

    def __init__(self, index: int, gestures: Gestures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = index
        self._gestures = gestures
        self.setObjectName(f"canvas.addLayer.{index}")
        self.setToolTip("Add a layer here")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._add)
        theme_signals().changed.connect(self.update)

    def show_neighbors(self, before: str, after: str) -> None:
        """Say between which columns the layer would go."""
        self.setAccessibleName(f"Add a layer between {before} and {after}")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = current_theme()
        touched = self.underMouse() or self.hasFocus()
        circle = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        pen = QPen(QColor(theme.accent), 1.3)
        if not touched:
            pen.setDashPattern([2.5, 2.0])
        painter.setPen(pen)
        painter.setBrush(QColor(theme.accent if touched else theme.surface))
        painter.drawEllipse(circle)
        color = QColor(theme.on_accent if touched else theme.accent)
        draw_sign(painter, "+", circle.center(), 0.24 * circle.width(), color)

    def _add(self) -> None:
        self._gestures.add_layer(self._index)
