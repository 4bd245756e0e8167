"""Painted layers that a widget keeps: what seldom changes is painted once and copied afterwards."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

Draw = Callable[[QPainter], None]


class Layers:
    """Transparent pixmaps as large as the widget, by name; each is kept as long as its key."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._kept: dict[str, tuple[Hashable, QPixmap]] = {}

    def draw(self, painter: QPainter, name: str, key: Hashable, draw: Draw) -> None:
        """Paint the layer `name`; `draw` is called when `key` or the widget's size is another."""
        size, ratio = self._widget.size(), self._widget.devicePixelRatioF()
        key = (size.width(), size.height(), ratio, key)
        found = self._kept.get(name)
        if found is None or found[0] != key:
            pixmap = QPixmap(size * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            with QPainter(pixmap) as layer_painter:
                draw(layer_painter)
            found = self._kept[name] = key, pixmap
        painter.drawPixmap(0, 0, found[1])

    def drop(self, name: str) -> None:
        """Have the layer painted anew."""
        self._kept.pop(name, None)
        self._widget.update()
