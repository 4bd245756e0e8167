"""The choice of the plane that the regions show, for data with more than two features.

Beside it, or below where two features are chosen, stands what holds for the other features.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)
from typing_extensions import override

from nnstudio.experiment.snapshot import Plane


class _NarrowCombo(QComboBox):
    """A combo box that may be narrower than its text, which then ends in an ellipsis."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        control, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(control, option, field, self).width() - 4
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room
        )
        painter = QStylePainter(self)
        painter.drawComplexControl(control, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class PlaneChooser(QWidget):
    """Principal components, or two features; hidden while there is nothing to choose."""

    plane_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self.kind = self._combo("regions.plane", "Plane shown")
        self.kind.addItem("Components", "components")
        self.kind.addItem("Features", "features")
        self.first = self._combo("regions.first", "Feature to the right")
        self.second = self._combo("regions.second", "Feature upwards")
        self.note = QLabel(self)
        self.note.setObjectName("regions.note")
        self.note.setProperty("role", "muted")
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        combos = QHBoxLayout()
        combos.setSpacing(4)
        for combo in (self.kind, self.first, self.second):
            combos.addWidget(combo, 1)
            combo.activated.connect(self._on_activated)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._layout.addLayout(combos, 42)
        self._layout.addWidget(self.note, 58)
        self.set_features(())

    @property
    def plane(self) -> Plane:
        """The plane chosen."""
        if self.kind.currentData() == "components":
            return Plane("components")  # of two features it is they themselves
        return Plane("features", self.first.currentIndex(), self.second.currentIndex())

    def set_features(self, names: tuple[str, ...]) -> None:
        """Choose among these features; other names than before start from the components."""
        if names == self._names and names:
            return
        self._names = names
        self.kind.setCurrentIndex(0)
        for combo, index in ((self.first, 0), (self.second, 1)):
            combo.clear()
            combo.addItems(names)
            combo.setCurrentIndex(min(index, len(names) - 1))
        self.setVisible(len(names) > 2)
        self._show_features()

    def _combo(self, name: str, meaning: str) -> QComboBox:
        combo = _NarrowCombo(self)
        combo.setObjectName(name)
        combo.setAccessibleName(meaning)
        combo.setToolTip(meaning)
        return combo

    def _show_features(self) -> None:
        chosen = self.kind.currentData() == "features"
        self.first.setVisible(chosen)
        self.second.setVisible(chosen)
        direction = QBoxLayout.Direction
        self._layout.setDirection(direction.TopToBottom if chosen else direction.LeftToRight)

    def _on_activated(self) -> None:
        if self.first.currentIndex() == self.second.currentIndex():
            # One feature on both axes is no plane: the axis just set keeps it, the other moves on.
            other = self.second if self.sender() is self.first else self.first
            other.setCurrentIndex((other.currentIndex() + 1) % len(self._names))
        self._show_features()
        self.plane_changed.emit(self.plane)
