"""Dragging layers sideways: a chip follows the pointer and a line shows where they would go."""

from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.app.canvas.geometry import Layout
from nnstudio.app.canvas.gestures import Gestures
from nnstudio.app.canvas.network_view import NetworkView

_WIDTH = 10


class Reorder(QObject):
    """One drag at a time: `drag` begins and goes on, `drop` does it, `cancel` does not."""

    def __init__(self, view: NetworkView, gestures: Gestures) -> None:
        super().__init__(view)
        self._view = view
        self._gestures = gestures
        self._layers: tuple[int, ...] = ()
        self._before = 0
        self._mark = _Mark(view.viewport())
        self._chip = QLabel(view.viewport())
        self._chip.setObjectName("canvas.dragged")
        self._chip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._chip.hide()

    @property
    def active(self) -> bool:
        """Whether layers are being dragged."""
        return bool(self._layers)

    def drag(self, layers: tuple[int, ...], at: QPoint, layout: Layout, zone: QRect) -> None:
        """Hold `layers` at a place of the viewport; the mark may take `zone` from top to bottom."""
        port = self._view.viewport()
        if not self.active:
            self._layers = layers
            self._begin(port)
        x = self._view.mapToScene(at).x()
        self._before = insertion_index(x, layout)
        gap = self._view.to_view(layout.gaps[self._before], 0).x()
        self._mark.setGeometry(round(gap) - _WIDTH // 2, zone.top(), _WIDTH, zone.height())
        low = self._layers[0]
        stays = self._before in range(low, low + len(self._layers) + 1) and _adjoin(self._layers)
        self._mark.setVisible(not stays)
        left = min(max(at.x() - self._chip.width() // 2, 2), port.width() - self._chip.width() - 2)
        self._chip.move(left, at.y() + 14)

    def drop(self) -> None:
        """Move the layers to where the mark is."""
        layers = self._layers
        self.cancel()
        if layers:
            self._gestures.move(layers, self._before)

    def cancel(self) -> None:
        """Leave everything where it was."""
        self._layers = ()
        self._mark.hide()
        self._chip.hide()
        self._view.network_scene.set_lifted(())
        self._view.viewport().unsetCursor()

    def _begin(self, port: QWidget) -> None:
        theme = current_theme()
        self._chip.setText(self._gestures.names(self._layers))
        self._chip.setStyleSheet(
            f"background: {theme.accent}; color: {theme.on_accent};"
            "border-radius: 9px; padding: 2px 10px;"
        )
        self._chip.adjustSize()
        self._view.network_scene.set_lifted(self._layers)
        port.setCursor(Qt.CursorShape.ClosedHandCursor)
        for part in (self._mark, self._chip):
            part.raise_()
            part.show()


def insertion_index(x: float, layout: Layout) -> int:
    """The layer in front of which a layer dropped at `x` goes: as many as stand to the left."""
    hidden = layout.columns[1:-1]
    return sum(column.x < x for column in hidden)


def _adjoin(layers: tuple[int, ...]) -> bool:
    return layers[-1] - layers[0] == len(layers) - 1


class _Mark(QWidget):
    """A vertical line with a dot at each end."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("canvas.insertionMark")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        theme_signals().changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(current_theme().accent))
        width, height = self.width(), self.height()
        painter.drawRect(width // 2 - 1, width // 2, 3, height - width)
        painter.drawEllipse(1, 1, width - 1, width - 1)
        painter.drawEllipse(1, height - width, width - 1, width - 1)
