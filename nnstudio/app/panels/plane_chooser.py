"""The choice of the plane that the regions show: of which features, before or after preprocessing.

Beside it, or below where two features are chosen, stands what holds for the other features. Where
the data are two features anyway, a switch takes the place of it all.
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
    QToolButton,
    QWidget,
)
from typing_extensions import override

from nnstudio.app.appearance.icons import icon
from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.experiment.looks.snapshot import Plane


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
    """Principal components, two features, or two inputs as the network sees them after
    preprocessing; hidden while there is nothing to choose. `switch` chooses between the two units
    of data in the plane; it stands where its owner puts it.
    """

    plane_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._inputs: tuple[str, ...] = ()
        self.kind = self._combo("regions.plane", "Plane shown")
        self.first = self._combo("regions.first", "Feature to the right")
        self.second = self._combo("regions.second", "Feature upwards")
        self.switch = self._build_switch()
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
        self._refresh_icon()
        self.set_features(())

    @property
    def plane(self) -> Plane:
        """The plane chosen."""
        kind = self.kind.currentData()
        if kind not in ("features", "seen"):
            return Plane("components")  # of two features it is they themselves
        first, second = self.first.currentIndex(), self.second.currentIndex()
        return Plane("features", first, second, seen=kind == "seen")

    def set_features(self, names: tuple[str, ...], inputs: tuple[str, ...] = ()) -> None:
        """Choose among these features, or the `inputs` that preprocessing makes of them; empty if
        there is none. Other features than before start from the components.
        """
        if (names, inputs) == (self._names, self._inputs) and names:
            return
        kept = self.kind.currentData() if names == self._names else None
        places = self.first.currentIndex(), self.second.currentIndex()
        self._names, self._inputs = names, inputs
        self.kind.clear()
        for word, kind in self._kinds():
            self.kind.addItem(word, kind)
        self.kind.setCurrentIndex(max(self.kind.findData(kept), 0))
        is_plane = len(names) == 2
        self.setVisible(self.kind.count() > 1 and not is_plane)
        self.switch.setVisible(self.kind.count() > 1 and is_plane)
        self.switch.setChecked(self.kind.currentData() == "seen")
        self._fill()
        if kept == "features":
            self.first.setCurrentIndex(places[0])
            self.second.setCurrentIndex(places[1])

    def _kinds(self) -> tuple[tuple[str, str], ...]:
        seen = (("After preprocessing", "seen"),) if self._inputs else ()
        if len(self._names) > 2:
            return (("Components", "components"), ("Features", "features"), *seen)
        return (("Original units", "components"), *seen)

    @property
    def _choices(self) -> tuple[str, ...]:
        """What the two axes are chosen from."""
        return self._inputs if self.kind.currentData() == "seen" else self._names

    def _fill(self) -> None:
        """Offer the choices of this kind, the first two to begin with."""
        for combo, index in ((self.first, 0), (self.second, 1)):
            combo.clear()
            combo.addItems(self._choices)
            combo.setCurrentIndex(min(index, len(self._choices) - 1))
        self._show_features()

    def _build_switch(self) -> QToolButton:
        switch = QToolButton(self)
        switch.setObjectName("regions.processed")
        switch.setAccessibleName("Axes after preprocessing")
        switch.setToolTip("Show the plane as the network sees it, after preprocessing")
        switch.setCheckable(True)
        switch.setStyleSheet("padding: 1px")
        switch.clicked.connect(self._on_switched)
        theme_signals().changed.connect(self._refresh_icon)
        return switch

    def _refresh_icon(self) -> None:
        theme = current_theme()
        self.switch.setIcon(icon("axes", theme.text, theme.muted))

    def _on_switched(self, on: bool) -> None:
        self.kind.setCurrentIndex(self.kind.findData("seen" if on else "components"))
        self._fill()
        self.plane_changed.emit(self.plane)

    def _combo(self, name: str, meaning: str) -> QComboBox:
        combo = _NarrowCombo(self)
        combo.setObjectName(name)
        combo.setAccessibleName(meaning)
        combo.setToolTip(meaning)
        return combo

    def _show_features(self) -> None:
        chosen = self.kind.currentData() in ("features", "seen") and len(self._choices) > 2
        self.first.setVisible(chosen)
        self.second.setVisible(chosen)
        direction = QBoxLayout.Direction
        self._layout.setDirection(direction.TopToBottom if chosen else direction.LeftToRight)

    def _on_activated(self) -> None:
        if self.sender() is self.kind:
            self._fill()
        elif self.first.currentIndex() == self.second.currentIndex():
            # One feature on both axes is no plane: the axis just set keeps it, the other moves on.
            other = self.second if self.sender() is self.first else self.first
            other.setCurrentIndex((other.currentIndex() + 1) % len(self._choices))
        self._show_features()
        self.plane_changed.emit(self.plane)
