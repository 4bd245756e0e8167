"""The theme in use: asking for it, changing it, and hearing that it changed.

The theme belongs to the running QApplication; before there is one, it is the light theme.
"""

from dataclasses import replace
from typing import cast
from weakref import WeakKeyDictionary

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from nnstudio.app.appearance.colors import CONTRAST, DARK, LIGHT, THEMES, Theme
from nnstudio.app.appearance.style_sheet import palette, style_sheet

__all__ = [
    "CHOICES",
    "CONTRAST",
    "DARK",
    "LIGHT",
    "SYSTEM",
    "THEMES",
    "Theme",
    "ThemeSignals",
    "current_theme",
    "emphasize",
    "set_theme",
    "theme_signals",
]


_STRONG = 1.6
SYSTEM = "system"
CHOICES = (*THEMES, SYSTEM)
"""What can be chosen: a theme by its name, or light or dark as the system is."""


class ThemeSignals(QObject):
    """Says that another theme is in use; whatever paints itself repaints."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = LIGHT
        self.choice: str | None = None
        self.is_emphasized = False
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)

    def _on_scheme_changed(self) -> None:
        if self.choice == SYSTEM:
            set_theme(SYSTEM)


# Whatever paints itself asks: to look for a child of the application takes much longer.
_SIGNALS: WeakKeyDictionary[QCoreApplication, ThemeSignals] = WeakKeyDictionary()


def theme_signals() -> ThemeSignals:
    """The application's one ThemeSignals; needs a running QApplication."""
    application = QApplication.instance()
    if application is None:
        raise RuntimeError("the theme needs a running QApplication")
    found = _SIGNALS.get(application)
    if found is None:
        found = _SIGNALS[application] = ThemeSignals(application)
    return found


def current_theme() -> Theme:
    """The theme in use."""
    return theme_signals().theme if QApplication.instance() is not None else LIGHT


def set_theme(name: str) -> None:
    """Use the theme called `name`, one of CHOICES, in the whole application."""
    signals = theme_signals()
    application = cast(QApplication, QApplication.instance())
    if signals.choice is None:  # once: every widget there is would be restyled
        application.setStyle("Fusion")
    signals.choice = name
    signals.theme = _emphasized() if signals.is_emphasized else _chosen()
    application.setPalette(palette(signals.theme))
    application.setStyleSheet(style_sheet(signals.theme))
    signals.changed.emit()


def emphasize(on: bool) -> None:
    """Show everything with more contrast and thicker lines, for a lecture hall, or as usual."""
    signals = theme_signals()
    if signals.is_emphasized != on:
        signals.is_emphasized = on
        set_theme(signals.choice or LIGHT.name)


def _emphasized() -> Theme:
    chosen = _chosen()
    return replace(CONTRAST if chosen is LIGHT else chosen, stroke=_STRONG)


def _chosen() -> Theme:
    choice = theme_signals().choice
    if choice == SYSTEM:
        scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT
    return LIGHT if choice is None else THEMES[choice]
