"""The keys of the canvas: which key asks for what."""

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


class Command(Enum):
    """What a key asks for, to be done to what is selected."""

    LEFT = auto()
    RIGHT = auto()
    UP = auto()
    DOWN = auto()
    EXTEND_LEFT = auto()
    EXTEND_RIGHT = auto()
    GROW = auto()
    SHRINK = auto()
    OPEN = auto()
    REMOVE = auto()
    LEAVE = auto()
    EXPAND = auto()
    PREVIOUS = auto()
    NEXT = auto()
    FIT = auto()
    NATURAL_SIZE = auto()


def command_for(event: QKeyEvent) -> Command | None:
    """What a pressed key asks for, if anything."""
    key = Qt.Key(event.key())
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return Command.NATURAL_SIZE if key == Qt.Key.Key_0 else None
    if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and key in _WITH_SHIFT:
        return _WITH_SHIFT[key]
    return _PLAIN.get(key)


_PLAIN = {
    Qt.Key.Key_Left: Command.LEFT,
    Qt.Key.Key_Right: Command.RIGHT,
    Qt.Key.Key_Up: Command.UP,
    Qt.Key.Key_Down: Command.DOWN,
    Qt.Key.Key_Plus: Command.GROW,
    Qt.Key.Key_Equal: Command.GROW,
    Qt.Key.Key_Minus: Command.SHRINK,
    Qt.Key.Key_Return: Command.OPEN,
    Qt.Key.Key_Enter: Command.OPEN,
    Qt.Key.Key_Delete: Command.REMOVE,
    Qt.Key.Key_Backspace: Command.REMOVE,
    Qt.Key.Key_Escape: Command.LEAVE,
    Qt.Key.Key_E: Command.EXPAND,
    Qt.Key.Key_PageUp: Command.PREVIOUS,
    Qt.Key.Key_PageDown: Command.NEXT,
    Qt.Key.Key_F: Command.FIT,
}
_WITH_SHIFT = {
    Qt.Key.Key_Left: Command.EXTEND_LEFT,
    Qt.Key.Key_Right: Command.EXTEND_RIGHT,
}
