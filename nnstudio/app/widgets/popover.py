"""A small window that opens under a button for settings seldom needed, and closes by itself."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

_MARGIN = 8  # pixels to the left edge of the window


class Popover(QFrame):
    """Opens under its `button`; its contents go into `body`."""

    def __init__(self, button: QPushButton) -> None:
        super().__init__(button, Qt.WindowType.Popup)
        self.setObjectName("popover")
        self.button = button
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(14, 12, 14, 14)
        self.body.setSpacing(8)
        button.clicked.connect(self.open)

    def open(self) -> None:
        """Show it, right edges aligned, or further to the right where it would leave the window."""
        self.adjustSize()
        under: QWidget = self.button
        corner = under.mapToGlobal(QPoint(under.width() - self.width(), under.height() + 4))
        edge = under.window().mapToGlobal(QPoint(_MARGIN, 0))
        self.move(max(corner.x(), edge.x()), corner.y())
        self.show()
