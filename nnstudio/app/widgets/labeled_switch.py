"""A switch with its word beside it; a click on the word turns it too."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget
from typing_extensions import override

from nnstudio.app.widgets.toggle import ToggleSwitch


class LabeledSwitch(QWidget):
    """`switched` comes from the user's hand alone."""

    switched = Signal(bool)

    def __init__(self, name: str, word: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._switch = ToggleSwitch(word, self)
        self._switch.setObjectName(name)
        self._switch.clicked.connect(self.switched)
        self.setToolTip(tip)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._switch)
        layout.addWidget(QLabel(word, self))
        layout.addStretch(1)

    def show_state(self, on: bool) -> None:
        """Show it on or off."""
        self._switch.setChecked(on)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.pos()):
            self._switch.click()
