"""Menus as a table: each row is one action, and building the menus is reading the rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu


@dataclass(frozen=True, slots=True)
class Item:
    """One action: its object name, words, keys and what it does.

    `checked` makes it a switch that starts so, `group` one of several of which one is on.
    """

    name: str
    text: str
    slot: Callable[..., object]
    keys: tuple[str, ...] = ()
    checked: bool | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Submenu:
    """A menu in a menu; `fill` makes its actions each time it opens."""

    name: str
    text: str
    fill: Callable[[QMenu], None]


SEPARATOR = None
Row = Item | Submenu | None


def build_menus(window: QMainWindow, menus: Iterable[tuple[str, tuple[Row, ...]]]) -> None:
    """Add `menus`, pairs of a title and its rows, to the menu bar of `window`."""
    groups: dict[str, QActionGroup] = {}
    for title, rows in menus:
        menu = window.menuBar().addMenu(title)
        menu.setObjectName(f"menu.{title.replace('&', '').lower()}")
        for row in rows:
            _add_row(window, menu, row, groups)


def fill_menus(window: QMainWindow) -> None:
    """Fill the menus whose rows have to be looked up, which a start does not wait for."""
    for menu in window.menuBar().findChildren(_FillingMenu):
        menu.refill()


class _FillingMenu(QMenu):
    def __init__(self, row: Submenu, parent: QMenu) -> None:
        super().__init__(row.text, parent)
        self.setObjectName(row.name)
        self._fill = row.fill
        self.aboutToShow.connect(self.refill)

    def refill(self) -> None:
        self.clear()
        self._fill(self)


def _add_row(window: QMainWindow, menu: QMenu, row: Row, groups: dict[str, QActionGroup]) -> None:
    if row is None:
        menu.addSeparator()
    elif isinstance(row, Submenu):
        menu.addMenu(_FillingMenu(row, menu))
    else:
        action = _action(window, row)
        if row.group:
            group = groups.setdefault(row.group, QActionGroup(window))
            group.addAction(action)
        menu.addAction(action)


def _action(window: QMainWindow, item: Item) -> QAction:
    action = QAction(item.text, window)
    action.setObjectName(item.name)
    action.setShortcuts([QKeySequence(keys) for keys in item.keys])
    action.setCheckable(item.checked is not None or bool(item.group))
    action.setChecked(bool(item.checked))
    action.triggered.connect(item.slot)
    return action
