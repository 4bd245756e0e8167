"""How standard widgets look in a theme: the palette and the style sheet made from its colors."""

from PySide6.QtGui import QColor, QPalette

from nnstudio.app.appearance.colors import Theme
from nnstudio.app.appearance.icons import icon_url

_Role = QPalette.ColorRole


def palette(theme: Theme) -> QPalette:
    """The Qt palette of `theme`; what is disabled takes a fainter text."""
    result = QPalette()
    for role, color in _role_colors(theme).items():
        result.setColor(role, QColor(color))
    faint = QColor(theme.muted)
    faint.setAlphaF(0.6)
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.PlaceholderText):
        result.setColor(QPalette.ColorGroup.Disabled, role, faint)
    return result


def _role_colors(theme: Theme) -> dict[QPalette.ColorRole, str]:
    return {
        _Role.Window: theme.window,
        _Role.WindowText: theme.text,
        _Role.Base: theme.surface,
        _Role.AlternateBase: theme.sunken,
        _Role.Text: theme.text,
        _Role.PlaceholderText: theme.muted,
        _Role.Button: theme.surface,
        _Role.ButtonText: theme.text,
        _Role.Highlight: theme.accent,
        _Role.HighlightedText: theme.on_accent,
        _Role.ToolTipBase: theme.surface,
        _Role.ToolTipText: theme.text,
        _Role.Link: theme.accent,
        _Role.Light: theme.surface,
        _Role.Midlight: theme.sunken,
        _Role.Mid: theme.border,
        _Role.Dark: theme.border,
        _Role.Shadow: theme.border,
        _Role.BrightText: theme.bad,
    }


def style_sheet(theme: Theme) -> str:
    """The application's style sheet in the colors of `theme`."""
    colors = {
        name: getattr(theme, name)
        for name in ("window", "surface", "sunken", "border", "text", "muted", "accent")
    }
    colors |= {"on_accent": theme.on_accent, "bad": theme.bad}
    colors |= {"up": icon_url("chevron-up"), "down": icon_url("chevron-down")}
    colors |= {"check": icon_url("check")}
    return "".join(
        template % colors for template in (_FRAMES, _LABELS, _BUTTONS, _FIELDS, _MENUS, _SLIDERS)
    )


_FRAMES = """
QMainWindow, QDialog { background: %(window)s; }
Card, #center, #timeline, #palette, #shortcuts, #popover { background: %(surface)s;
    border: 1px solid %(border)s; border-radius: 8px; }
#trainingBar { background: %(surface)s; border: none; border-bottom: 1px solid %(border)s; }
QStatusBar { background: %(surface)s; border-top: 1px solid %(border)s; color: %(muted)s; }
QStatusBar::item { border: none; }
QSplitter::handle { background: transparent; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QTableView::indicator { width: 12px; height: 12px; border: 1px solid %(muted)s;
    border-radius: 3px; background: %(surface)s; }
QTableView::indicator:checked { background: %(accent)s; border-color: %(accent)s;
    image: url(%(check)s); }
QTableView::indicator:disabled { border-color: %(border)s; background: %(border)s; }
QTableView, QListWidget, QTextBrowser { background: transparent; color: %(text)s; outline: none;
    selection-background-color: %(window)s; selection-color: %(text)s; }
QTextBrowser { selection-background-color: %(accent)s; selection-color: %(on_accent)s; }
QHeaderView, QHeaderView::section { background: transparent; color: %(muted)s; border: none; }
QHeaderView::section { padding: 4px 5px; border-bottom: 1px solid %(border)s; }
QListWidget::item:selected { background: %(window)s; }
#palette QListWidget { border: none; }
#palette QListWidget::item:selected { background: %(sunken)s; border: 1px solid %(accent)s;
    border-radius: 6px; }
QToolTip { background: %(surface)s; color: %(text)s; border: 1px solid %(border)s; padding: 4px; }
"""

_LABELS = """
QLabel { background: transparent; }
QLabel[role="cardTitle"] { font-weight: 600; }
QLabel[role="muted"] { color: %(muted)s; }
#epochCounter { font-weight: 700; }
#lesson\\.prediction { border: none; border-left: 3px solid %(accent)s; }
#problemBanner { background: %(surface)s; border: 1px solid %(bad)s; border-radius: 8px;
    border-left: 5px solid %(bad)s; }
#problemBanner[tone="advice"] { border-color: %(accent)s; }
"""

_BUTTONS = """
QPushButton, QToolButton { background: %(surface)s; color: %(text)s; padding: 3px 10px;
    border: 1px solid %(border)s; border-radius: 6px; }
QToolButton { padding: 3px; }
QPushButton:hover, QToolButton:hover { border-color: %(accent)s; }
QPushButton:pressed, QToolButton:pressed { background: %(sunken)s; }
QPushButton:focus, QToolButton:focus { border-color: %(accent)s; }
QPushButton:checked, QToolButton:checked { border: 2px solid %(accent)s; }
QPushButton:disabled, QToolButton:disabled { color: %(muted)s; background: %(sunken)s; }
QPushButton[role="primary"] { font-weight: 600; padding: 7px 10px; }
QPushButton[role="primary"][ready="true"] { background: %(accent)s; color: %(on_accent)s;
    border-color: %(accent)s; }
QPushButton[role="primary"][ready="true"]:hover,
QPushButton[role="primary"][ready="true"]:focus { border-color: %(text)s; }
QPushButton:flat { border: none; background: transparent; padding: 2px 6px; }
#runButton { background: %(accent)s; border: 2px solid %(accent)s; border-radius: 21px;
    min-width: 38px; max-width: 38px; min-height: 38px; max-height: 38px; padding: 0; }
#runButton:hover, #runButton:focus { border-color: %(text)s; }
#runButton:disabled { background: %(border)s; border-color: %(border)s; }
"""

_FIELDS = """
QComboBox, QLineEdit, NumberEdit { background: %(surface)s; color: %(text)s;
    border: 1px solid %(border)s; border-radius: 6px; padding: 3px 7px;
    selection-background-color: %(accent)s; selection-color: %(on_accent)s; }
QComboBox:hover, QLineEdit:hover, NumberEdit:hover { border-color: %(muted)s; }
QComboBox:focus, QLineEdit:focus, NumberEdit:focus { border-color: %(accent)s; }
QComboBox:disabled, QLineEdit:disabled, NumberEdit:disabled {
    background: %(sunken)s; color: %(muted)s; }
NumberEdit QLineEdit { border: none; padding: 0; background: transparent; }
StepSettings NumberEdit { padding: 0 4px; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url(%(down)s); width: 12px; height: 12px; }
NumberEdit::up-button, NumberEdit::down-button { border: none; width: 18px; }
NumberEdit::up-button { subcontrol-position: top right; }
NumberEdit::down-button { subcontrol-position: bottom right; }
NumberEdit::up-arrow { image: url(%(up)s); width: 10px; height: 10px; }
NumberEdit::down-arrow { image: url(%(down)s); width: 10px; height: 10px; }
QComboBox QAbstractItemView { background: %(surface)s; color: %(text)s; outline: none;
    border: 1px solid %(border)s; selection-background-color: %(accent)s;
    selection-color: %(on_accent)s; }
"""

_MENUS = """
QMenuBar { background: %(surface)s; color: %(text)s; border-bottom: 1px solid %(border)s; }
QMenuBar::item { background: transparent; padding: 4px 9px; }
QMenuBar::item:selected { background: %(sunken)s; color: %(accent)s; }
QMenu { background: %(surface)s; color: %(text)s; border: 1px solid %(border)s; padding: 4px; }
QMenu::item { padding: 5px 26px 5px 22px; border-radius: 4px; }
QMenu::item:selected { background: %(accent)s; color: %(on_accent)s; }
QMenu::item:disabled { color: %(muted)s; background: transparent; }
QMenu::separator { height: 1px; background: %(border)s; margin: 4px 8px; }
"""

_SLIDERS = """
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: %(border)s; }
QSlider::sub-page:horizontal { border-radius: 2px; background: %(accent)s; }
QSlider::handle:horizontal { width: 12px; height: 12px; margin: -5px 0; border-radius: 7px;
    background: %(surface)s; border: 1px solid %(accent)s; }
QSlider::handle:horizontal:focus { border: 2px solid %(accent)s; }
QSlider::sub-page:horizontal:disabled { background: %(muted)s; }
QScrollBar:vertical { background: transparent; width: 9px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 9px; margin: 0; }
QScrollBar::handle { background: %(border)s; border-radius: 4px;
    min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: %(muted)s; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
