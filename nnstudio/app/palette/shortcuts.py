"""The overlay of keys: every action that has one, by menu, and the keys of the canvas."""

from collections.abc import Iterable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QMainWindow, QVBoxLayout
from typing_extensions import override

from nnstudio.app.palette.entries import actions, plain

_COLUMNS = 3
_HEADING = 2  # lines that a title takes with the gap before it
_CANVAS = (
    ("← →", "walk the layers"),
    ("↑ ↓", "walk the neurons"),
    ("+ −", "more, fewer neurons"),
    ("Return", "the layer's menu"),
    ("Delete", "remove the neuron or layer"),
    ("Shift+← →", "select several layers"),
    ("E", "open a wide layer"),
    ("Wheel", "zoom at the pointer"),
    ("Space+drag", "move the drawing"),
    ("Ctrl+0", "natural size"),
    ("Esc", "select nothing"),
)
_STAGE = (
    ("Ctrl+= or Ctrl++", "larger"),
    ("Ctrl+−", "smaller"),
    ("Esc", "back to the desk"),
)

Rows = list[tuple[str, str]]


class ShortcutOverlay(QFrame):
    """Lies over `window` until a key or the mouse is pressed."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window, Qt.WindowType.Popup)
        self.setObjectName("shortcuts")
        self.setAccessibleName("Keyboard shortcuts")
        self._window = window
        columns = QHBoxLayout(self)
        columns.setContentsMargins(28, 22, 28, 22)
        columns.setSpacing(36)
        stacks = [QVBoxLayout() for _ in range(_COLUMNS)]
        lines = dict.fromkeys(range(_COLUMNS), 0)
        for title, rows in self._groups():
            shortest = min(lines, key=lines.__getitem__)
            lines[shortest] += len(rows) + _HEADING
            stacks[shortest].addLayout(_group(title, rows))
        for stack in stacks:
            stack.addStretch(1)
            columns.addLayout(stack, 1)

    def open(self) -> None:
        """Show it in the middle of the window."""
        self.adjustSize()
        room = self._window.size() - self.size()
        self.move(self._window.mapToGlobal(QPoint(room.width() // 2, room.height() // 2)))
        self.show()

    def _groups(self) -> Iterable[tuple[str, Rows]]:
        groups: dict[str, Rows] = {}
        for place, action in actions(self._window):
            keys = " or ".join(key.toString() for key in action.shortcuts())
            if keys:
                groups.setdefault(place, []).append((keys, plain(action.text())))
        return (*groups.items(), ("On the canvas", list(_CANVAS)), ("Presenting", list(_STAGE)))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.close()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.close()


def _group(title: str, rows: Rows) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 14)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(3)
    heading = QLabel(title)
    heading.setProperty("role", "cardTitle")
    grid.addWidget(heading, 0, 0, 1, 2)
    for place, (keys, words) in enumerate(rows, start=1):
        grid.addWidget(QLabel(keys), place, 0)
        label = QLabel(words)
        label.setProperty("role", "muted")
        grid.addWidget(label, place, 1)
    grid.setColumnStretch(1, 1)
    return grid
