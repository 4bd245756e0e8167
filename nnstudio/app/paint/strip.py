"""The tool strip: tools, class, size of the circle, and a clean sheet; all of it has keys."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from nnstudio.app.appearance.icons import icon
from nnstudio.app.appearance.images import class_color
from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.app.paint.tools import TOOLS, ToolName
from nnstudio.app.widgets.markers import mark, picture_of

CLASSES = 10
SMALLEST, LARGEST = 6.0, 90.0  # radius, px
_GROWTH = 1.25
_MARK = 13.0
_SIDE, _SMALL_SIDE, _GAP = 26, 22, 2  # px
_CLASS_WIDTH = 42


class ToolStrip(QWidget):
    """Shows what is chosen to paint with, and lets it be chosen."""

    cleared = Signal()
    radius_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tool: ToolName = "brush"
        self.label = 0
        self.radius = 18.0
        self.setObjectName("paint.strip")
        self.setAccessibleName("Painting tools")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)
        self._build_tools()
        self._row.addStretch(1)
        self._build_label()
        self._row.addStretch(1)
        self._build_sizes()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._fit(_SMALL_SIDE)
        theme_signals().changed.connect(self._restyle)
        self._restyle()
        self.choose("brush")

    def _build_tools(self) -> None:
        group = QButtonGroup(self)
        self._tools: dict[ToolName, QToolButton] = {}
        for tool in TOOLS:
            tip = f"{tool.word}: {tool.what} ({tool.letter})"
            button = self._button(tool.name, tool.word, tip)
            button.setCheckable(True)
            button.clicked.connect(partial(self.choose, tool.name))
            group.addButton(button)
            self._tools[tool.name] = button

    def _build_label(self) -> None:
        self._label = self._button("class", "Class to paint", "")
        self._label.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._label)
        self._labels = [menu.addAction(f"class {label}") for label in range(CLASSES)]
        for label, action in enumerate(self._labels):
            action.setObjectName(f"paint.class.{label}")
            action.triggered.connect(partial(self.choose_label, label))
        self._label.setMenu(menu)

    def _build_sizes(self) -> None:
        smaller = self._button("smaller", "Smaller circle", "Smaller circle ([)")
        smaller.setText("\N{MINUS SIGN}")
        smaller.clicked.connect(self.shrink)
        larger = self._button("larger", "Larger circle", "Larger circle (])")
        larger.setText("+")
        larger.clicked.connect(self.grow)
        self._clear = self._button("clear", "Clear", "Take all points away")
        self._clear.clicked.connect(self.cleared)

    def _button(self, name: str, word: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"paint.{name}")
        button.setAccessibleName(word)
        button.setToolTip(tip)
        self._row.addWidget(button)
        return button

    def _fit(self, side: int) -> None:
        """Make the buttons `side` pixels wide and high."""
        for button in self.findChildren(QToolButton):
            button.setFixedSize(_CLASS_WIDTH if button is self._label else side, side)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        others = self._row.count() - 3  # but the stretches and the class
        has_room = self.width() >= others * (_SIDE + _GAP) + _CLASS_WIDTH
        self._fit(_SIDE if has_room else _SMALL_SIDE)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, _SIDE)

    def choose(self, tool: ToolName, _checked: bool = True) -> None:
        """Paint with `tool` from now on."""
        self.tool = tool
        self._tools[tool].setChecked(True)
        self.radius_changed.emit()

    def choose_label(self, label: int, _checked: bool = True) -> None:
        """Paint points of class `label` from now on."""
        self.label = label
        self._show_label()

    def grow(self) -> None:
        """A larger circle."""
        self._set_radius(self.radius * _GROWTH)

    def shrink(self) -> None:
        """A smaller circle."""
        self._set_radius(self.radius / _GROWTH)

    def _set_radius(self, radius: float) -> None:
        self.radius = min(max(radius, SMALLEST), LARGEST)
        self.radius_changed.emit()

    def _restyle(self) -> None:
        theme = current_theme()
        for name, button in self._tools.items():
            button.setIcon(icon(name, theme.text))
        self._clear.setIcon(icon("clear", theme.text))
        for label, action in enumerate(self._labels):
            action.setIcon(_swatch(label, self.devicePixelRatioF()))
        self._show_label()

    def _show_label(self) -> None:
        self._label.setIcon(self._labels[self.label].icon())
        self._label.setText(str(self.label))
        self._label.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._label.setToolTip(f"Painting class {self.label}; the keys 0 to 9 choose the class")
        self._label.setAccessibleName(f"Class to paint: {self.label}")


def _swatch(label: int, ratio: float) -> QIcon:
    """The mark of a class as an icon."""
    theme = current_theme()
    shown = mark(theme, class_color(theme, label), label, False, ratio)
    return QIcon(QPixmap.fromImage(picture_of(shown, _MARK, ratio)))
