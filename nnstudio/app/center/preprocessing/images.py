"""Preprocessing of images as images: examples after each step, and one rebuilt from components."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from nnstudio.app.center.preprocessing.album import Album
from nnstudio.app.center.preprocessing.image_sheet import ImageSheet
from nnstudio.app.panels.step_words import share

_FIRST_KEPT = 8


class ImagesView(QWidget):
    """The sheet of images, a slider for the example and one for the components that rebuild it.

    `chosen` carries the index of the stage whose image was clicked.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._album: Album | None = None
        self._sheet = ImageSheet(self)
        self._sheet.chosen.connect(self.chosen)
        self._kept = self._slider("preprocessing.components", "Components that rebuild the image")
        self._example = self._slider("preprocessing.example", "Example that is shown")
        self._told = QLabel(self)
        self._told.setObjectName("preprocessing.rebuilt")
        self._told.setMinimumWidth(self.fontMetrics().horizontalAdvance("k = 64 of 64 · 100.0 %  "))
        controls = QHBoxLayout()
        for word, part in (("k", self._kept), ("example", self._example)):
            label = QLabel(word, self)
            label.setBuddy(part)
            controls.addWidget(label)
            controls.addWidget(part, 2 if part is self._kept else 1)
            if part is self._kept:
                controls.addWidget(self._told)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._sheet, 1)
        layout.addLayout(controls)

    def _slider(self, name: str, meaning: str) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setObjectName(name)
        slider.setAccessibleName(meaning)
        slider.setToolTip(meaning)
        slider.valueChanged.connect(self._refresh)
        return slider

    def show_album(self, album: Album | None) -> None:
        """Show these images."""
        self._album = album
        if album is not None:
            axes = len(album.axes.axes)
            for slider, high in ((self._kept, axes), (self._example, len(album.pixels) - 1)):
                is_new = slider.maximum() != high
                with QSignalBlocker(slider):
                    slider.setRange(0, high)
                    if is_new and slider is self._kept:
                        slider.setValue(min(_FIRST_KEPT, axes))
        self._refresh()

    def _refresh(self) -> None:
        if self._album is None:
            return
        kept, axes = self._kept.value(), self._album.axes
        held = float(axes.variances[:kept].sum() / (axes.variances.sum() or 1.0))
        self._told.setText(f"k = {kept} of {len(axes.axes)} · {share(held)}")
        self._sheet.show_album(self._album, self._example.value(), kept)
