"""The switch between the views of the center: words in a row, one of them chosen."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QButtonGroup, QHBoxLayout, QWidget

from nnstudio.app.panels.group_switch import Segment


class Switch(QWidget):
    """`chosen` carries the name of the word that was clicked."""

    chosen = Signal(str)

    def __init__(
        self, prefix: str, words: Sequence[tuple[str, str, str]], parent: QWidget | None = None
    ) -> None:
        """`words` are (name after `prefix`, word, what it does) triples."""
        super().__init__(parent)
        self._names = [name for name, _, _ in words]
        self._buttons = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for place, (name, word, tip) in enumerate(words):
            segment = Segment(word, self)
            segment.setObjectName(f"{prefix}.{name}")
            segment.setAccessibleName(tip)
            segment.setToolTip(tip)
            self._buttons.addButton(segment, place)
            layout.addWidget(segment)
        self._buttons.idClicked.connect(self._on_clicked)

    @property
    def segments(self) -> list[Segment]:
        """The words, from first to last."""
        return [button for button in self._buttons.buttons() if isinstance(button, Segment)]

    def offer(self, name: str, offered: bool) -> None:
        """Show the word called `name`, or leave it out."""
        self._buttons.button(self._names.index(name)).setVisible(offered)

    def show_chosen(self, name: str) -> None:
        """Show that `name` is chosen, without a signal."""
        self._buttons.button(self._names.index(name)).setChecked(True)

    def _on_clicked(self, place: int) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self._buttons.button(place).setFocus()
        self.chosen.emit(self._names[place])
