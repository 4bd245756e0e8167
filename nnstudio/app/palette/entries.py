"""What the command palette offers: every action of the menus and every control that can be set."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QMenu,
    QWidget,
)

_CONTROLS = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: what it is called, where it is found, its keys, and what choosing it does."""

    words: str
    place: str
    keys: str
    do: Callable[[], object]


def entries(window: QMainWindow) -> tuple[Entry, ...]:
    """Everything that can be done in `window` now: actions first, then controls."""
    offered = (_of_action(*found) for found in actions(window) if found[1].isEnabled())
    return (*offered, *_controls(window))


def matching(offered: Iterable[Entry], typed: str) -> list[Entry]:
    """The entries that hold every word that was typed; those that begin with them come first."""
    words = typed.lower().split()
    found = [
        (_rank(entry, words), number, entry)
        for number, entry in enumerate(offered)
        if all(word in f"{entry.words} {entry.place}".lower() for word in words)
    ]
    return [entry for _, _, entry in sorted(found, key=lambda item: item[:2])]


def name_of(entry: Entry) -> str:
    """What tells an entry from every other one, also tomorrow."""
    return f"{entry.place}: {entry.words}"


def recent_first(offered: Sequence[Entry], chosen: Sequence[str]) -> tuple[Entry, ...]:
    """`offered` with those of the names in `chosen` in front, in that order."""
    places = {name: place for place, name in enumerate(chosen)}
    return tuple(sorted(offered, key=lambda entry: places.get(name_of(entry), len(places))))


def _rank(entry: Entry, words: list[str]) -> int:
    """0 where the name begins so, 1 where its words do, 2 where they only hold it."""
    name = entry.words.lower()
    if name.startswith(" ".join(words)):
        return 0
    starts = name.split()
    return 1 if all(any(start.startswith(word) for start in starts) for word in words) else 2


def actions(window: QMainWindow) -> Iterator[tuple[str, QAction]]:
    """Every action of the menus, behind the place where it is."""
    for title in window.menuBar().actions():
        menu = title.menu()
        if isinstance(menu, QMenu):
            yield from _in_menu(menu, plain(title.text()))


def _in_menu(menu: QMenu, place: str) -> Iterator[tuple[str, QAction]]:
    menu.aboutToShow.emit()  # menus that fill themselves do so now
    for action in menu.actions():
        submenu = action.menu()
        if isinstance(submenu, QMenu):
            yield from _in_menu(submenu, f"{place} › {plain(action.text())}")
        elif not action.isSeparator():
            yield place, action


def plain(text: str) -> str:
    """The words of an action without the mark of its key."""
    return text.replace("&", "")


def _of_action(place: str, action: QAction) -> Entry:
    return Entry(plain(action.text()), place, action.shortcut().toString(), action.trigger)


def _controls(window: QMainWindow) -> Iterator[Entry]:
    """Controls with a name that the keyboard can reach; choosing one goes there."""
    for widget in window.findChildren(QWidget):
        if (
            isinstance(widget, _CONTROLS)
            and widget.objectName()
            and widget.accessibleName()
            and widget.isVisible()
            and widget.isEnabled()
            and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        ):
            yield Entry(widget.accessibleName(), "Go to", "", _goer(widget))


def _goer(widget: QWidget) -> Callable[[], None]:
    return lambda: widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
