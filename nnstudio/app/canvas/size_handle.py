"""The grip under a column: dragging it down or up changes the layer's size."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.app.canvas.gestures import Gestures

_WIDTH, _HEIGHT = 44, 18
_PILL = 8.0
_FEW = 32  # in wider layers each step of the pointer counts for more neurons


class SizeHandle(QWidget):
    """Resizes layer `index`; a drag is one undo entry and Escape takes it back."""

    def __init__(self, index: int, gestures: Gestures, parent: QWidget) -> None:
        super().__init__(parent)
        self._port = parent
        self._index = index
        self._gestures = gestures
        self._slot = 1.0
        self._from: tuple[int, float, float] | None = None
        self._given = 0  # the size that the drag has given the layer
        self._drag = ""
        self.setObjectName(f"canvas.layer.{index}.handle")
        self.setAccessibleName(f"Size of layer {index + 1}: drag down for more neurons")
        self.setToolTip("Drag to change the number of neurons (+ and − on the keyboard)")
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.resize(_WIDTH, _HEIGHT)
        theme_signals().changed.connect(self.update)

    @property
    def dragging(self) -> bool:
        """Whether the grip is held."""
        return self._from is not None

    def set_slot(self, slot: float) -> None:
        """A neuron takes `slot` pixels of the column."""
        self._slot = max(slot, 1.0)

    def cancel(self) -> bool:
        """Give the layer the size it had when the drag began; returns whether one was going on."""
        if self._from is None:
            return False
        units = self._from[0]
        self._from = None
        self._set_units(units)
        self.update()
        return True

    @override
    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, _HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = current_theme()
        touched = self.dragging or self.underMouse()
        pill = QRectF(7, (self.height() - _PILL) / 2, self.width() - 14, _PILL)
        painter.setPen(QPen(QColor(theme.accent), 1.5))
        painter.setBrush(QColor(theme.accent if touched else theme.surface))
        painter.drawRoundedRect(pill, _PILL / 2, _PILL / 2)
        painter.setPen(QPen(QColor(theme.on_accent if touched else theme.accent), 1.5))
        center = pill.center()
        for shift in (-4.0, 0.0, 4.0):
            painter.drawPoint(center + QPointF(shift, 0.0))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            units = self._gestures.units(self._index)
            self._from = (units, event.globalPosition().y(), self._slot)
            self._given = units
            self._drag = self._gestures.begin_drag()
            self._port.setFocus()  # for Escape
            self.update()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None and self._gestures.units(self._index) != self._given:
            self._from = None  # somebody has undone it meanwhile, and means it
            self.update()
        if self._from is not None:
            units, start, slot = self._from
            self._set_units(dragged_units(units, event.globalPosition().y() - start, slot))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._from = None
        self.update()

    def _set_units(self, units: int) -> None:
        if units != self._gestures.units(self._index):
            self._gestures.set_units(self._index, units, merge=self._drag)
            self._given = self._gestures.units(self._index)


def dragged_units(units: int, down: float, slot: float) -> int:
    """The size of a layer of `units` whose lower edge was dragged `down` pixels.

    Columns are centered, so a neuron more lowers the edge by half a slot only.
    """
    steps = round(2 * down / slot)
    return max(1, units + steps * max(1, units // _FEW))
