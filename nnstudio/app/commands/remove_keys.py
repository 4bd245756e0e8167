"""Delete and Backspace: they remove what is selected in the network, wherever the keyboard is.

Fields for text and numbers take the keys for themselves. Tables and lists would not, and what is
selected in one of them is what whoever presses Delete there means: there the keys are left alone.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

REMOVE_KEYS = ("Delete", "Backspace")


class RemoveKeys(QObject):
    """Gives `action` its keys while the keyboard is in no table or list."""

    def __init__(self, action: QAction) -> None:
        super().__init__(action)
        self._action = action
        application = QApplication.instance()
        assert isinstance(application, QApplication)  # there is no action of a window without it
        application.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        keys = () if isinstance(new, QAbstractItemView) else REMOVE_KEYS
        if len(self._action.shortcuts()) != len(keys):
            self._action.setShortcuts([QKeySequence(key) for key in keys])
