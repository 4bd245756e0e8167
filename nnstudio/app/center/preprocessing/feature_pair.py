"""Which two features a scatter shows: two lists, that begin with the two that vary most."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

_LETTERS = 10  # of a name that are seen while the list is closed


class FeaturePair(QWidget):
    """`chosen` tells that the user took another feature; `columns` are the two."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._boxes = tuple(self._box(layout, axis) for axis in ("across", "up"))

    def _box(self, layout: QHBoxLayout, axis: str) -> QComboBox:
        label, box = QLabel("→" if axis == "across" else "↑", self), QComboBox(self)
        box.setObjectName(f"preprocessing.{axis}")
        box.setAccessibleName(f"Feature {axis}")
        box.setToolTip(f"The feature that is drawn {axis}")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(_LETTERS)
        box.activated.connect(self._on_activated)
        label.setBuddy(box)
        layout.addWidget(label)
        layout.addWidget(box)
        return box

    @property
    def columns(self) -> tuple[int, int]:
        """The places of the two features."""
        across, up = (box.currentIndex() for box in self._boxes)
        return across, up

    def show_names(self, names: Sequence[str], columns: Sequence[int]) -> None:
        """Offer these features; what was chosen among the same ones before stays."""
        if tuple(names) == self._names:
            return
        self._names = tuple(names)
        for box, column in zip(self._boxes, (columns[0], columns[-1]), strict=True):
            with QSignalBlocker(box):
                box.clear()
                box.addItems(list(names))
                box.setCurrentIndex(column)

    def _on_activated(self, _place: int) -> None:
        self.chosen.emit()
