"""The theme in use: asking for it, changing it, and hearing that it changed.

The theme belongs to the running QApplication; before there is one, it is the light theme.
"""

from typing import cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from nnstudio.app.colors import DARK, LIGHT, THEMES, Theme
from nnstudio.app.style_sheet import palette, style_sheet

__all__ = [
    "DARK",
    "LIGHT",
    "THEMES",
    "Theme",
    "ThemeSignals",
    "current_theme",
    "set_theme",
    "theme_signals",
]


class ThemeSignals(QObject):
    """Says that another theme is in use; whatever paints itself repaints."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("themeSignals")
        self.theme = LIGHT
        self.is_set = False


def theme_signals() -> ThemeSignals:
    """The application's one ThemeSignals; needs a running QApplication."""
    application = QApplication.instance()
    if application is None:
        raise RuntimeError("the theme needs a running QApplication")
    found = application.findChild(
        ThemeSignals, "themeSignals", Qt.FindChildOption.FindDirectChildrenOnly
    )
    return ThemeSignals(application) if found is None else found


def current_theme() -> Theme:
    """The theme in use."""
    return theme_signals().theme if QApplication.instance() is not None else LIGHT


def set_theme(name: str) -> None:
    """Use the theme called `name` ("light" or "dark") in the whole application."""
    signals = theme_signals()
    application = cast(QApplication, QApplication.instance())
    signals.theme, signals.is_set = THEMES[name], True
    application.setStyle("Fusion")
    application.setPalette(palette(signals.theme))
    application.setStyleSheet(style_sheet(signals.theme))
    signals.changed.emit()
