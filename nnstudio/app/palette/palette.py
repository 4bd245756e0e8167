"""The command palette: type a few letters of anything the window can do, and press Return."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QVBoxLayout,
)
from typing_extensions import override

from nnstudio.app.palette.entries import Entry, entries, matching, name_of, recent_first
from nnstudio.app.palette.row import RowDelegate

_WIDTH = 620
_ROWS = 10
_MOST = 200  # rows; nobody reads more
_WALKING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class CommandPalette(QFrame):
    """Opens over the top of `window` and closes when something was chosen, or by Escape."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window, Qt.WindowType.Popup)
        self.setObjectName("palette")
        self.setAccessibleName("Command palette")
        self._window = window
        self._offered: tuple[Entry, ...] = ()
        self._chosen: list[str] = []  # names, the last one first
        self._shown: list[Entry] = []
        self._line = QLineEdit(self)
        self._line.setObjectName("palette.line")
        self._line.setAccessibleName("Search actions, settings, examples and lessons")
        self._line.setPlaceholderText("Search actions, settings, examples and lessons")
        self._line.textChanged.connect(self._refresh)
        self._line.installEventFilter(self)
        self._list = QListWidget(self)
        self._list.setObjectName("palette.list")
        self._list.setAccessibleName("What was found")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setItemDelegate(RowDelegate(self._list))
        self._list.setUniformItemSizes(True)
        self._list.itemClicked.connect(self._choose)
        self._none = QLabel("Nothing is called so.", self)
        self._none.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        for part in (self._line, self._none, self._list):
            layout.addWidget(part)

    def open(self) -> None:
        """Show everything there is to choose from now."""
        self._offered = recent_first(entries(self._window), self._chosen)
        self._line.clear()
        self._refresh()
        width = min(_WIDTH, self._window.width() - 40)
        self.resize(width, self._line.sizeHint().height() + _ROWS * self._row_height + 40)
        self.move(self._window.mapToGlobal(QPoint((self._window.width() - width) // 2, 60)))
        self.show()
        self._line.setFocus()

    @property
    def _row_height(self) -> int:
        return self.fontMetrics().height() + 12

    def _refresh(self) -> None:
        self._shown = matching(self._offered, self._line.text())[:_MOST]
        self._list.clear()
        for entry in self._shown:
            item = QListWidgetItem(self._list)
            item.setData(Qt.ItemDataRole.UserRole, entry)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _spoken(entry))
        self._list.setCurrentRow(0)
        self._list.setVisible(bool(self._shown))
        self._none.setVisible(not self._shown)

    def _choose(self) -> None:
        row = self._list.currentRow()
        if 0 <= row < len(self._shown):
            entry = self._shown[row]
            name = name_of(entry)
            self._chosen = [name, *(other for other in self._chosen if other != name)]
            self.hide()
            entry.do()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose()
                return True
            if event.key() in _WALKING:
                self._list.event(event)
                return True
        return super().eventFilter(watched, event)


def _spoken(entry: Entry) -> str:
    return ", ".join(part for part in (entry.words, entry.place, entry.keys) if part)
