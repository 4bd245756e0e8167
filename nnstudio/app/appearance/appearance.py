"""How the application looks when its first window opens: the font and the theme last chosen."""

from typing import cast

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from nnstudio.app.appearance.theme import CHOICES, set_theme, theme_signals
from nnstudio.app.workspace.settings import remembered_choice

_FONT = "Inter"
_SMALLEST_POINTS = 9.0


def apply_appearance() -> None:
    """Prepare the running QApplication, once; a theme that was set before stays."""
    application = cast(QApplication, QApplication.instance())
    font = QFont(application.font())
    if _FONT in QFontDatabase.families():
        font.setFamily(_FONT)
    font.setPointSizeF(max(font.pointSizeF(), _SMALLEST_POINTS))
    application.setFont(font)
    if theme_signals().choice is None:
        set_theme(remembered_choice("theme", CHOICES))
