"""Preprocessing of images as images: the mean image, eigen-images, and one example rebuilt."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, QSignalBlocker, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QVBoxLayout, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import Theme, current_theme, theme_signals
from nnstudio.app.center.preprocessing.look import write
from nnstudio.app.panels.ink import ink_image
from nnstudio.app.panels.step_words import share
from nnstudio.core.preprocessing import Floats, ImageShape
from nnstudio.core.preprocessing.spectrum import Spectrum, spectrum
from nnstudio.experiment.data.stages import Stages

EIGEN_IMAGES = 9
ACROSS = 5
_Side = Qt.AlignmentFlag


@dataclass(frozen=True, slots=True, eq=False)
class Album:
    """Images (n, pixels) that were looked at, and their principal axes."""

    rows: Floats
    axes: Spectrum
    shape: ImageShape
    epsilon: float

    def whitened(self, example: int) -> Floats:
        """One image with every axis brought to the same variance, as pixels again."""
        along = (self.rows[example] - self.axes.mean) @ self.axes.axes.T
        even = along / np.sqrt(self.axes.variances + self.epsilon)
        return np.asarray(even @ self.axes.axes)

    def rebuilt(self, example: int, kept: int) -> Floats:
        """One image from the mean image and its first `kept` coordinates."""
        axes = self.axes.axes[:kept]
        along = (self.rows[example] - self.axes.mean) @ axes.T
        return np.asarray(self.axes.mean + along @ axes)


def album(found: Stages, epsilon: float) -> Album | None:
    """The images as they come; None where the rows are none."""
    first = found.stages[0]
    if first.image_shape is None:
        return None
    return Album(first.rows, spectrum(first.rows), first.image_shape, epsilon)


class ImagesView(QWidget):
    """The sheet of images, a slider for the example and one for the components that rebuild it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._album: Album | None = None
        self._sheet = _Sheet(self)
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
            for slider, low, high in (
                (self._kept, 0, axes),
                (self._example, 0, len(album.rows) - 1),
            ):
                first = slider.maximum() != high
                with QSignalBlocker(slider):
                    slider.setRange(low, high)
                    if first and slider is self._kept:
                        slider.setValue(min(8, axes))
        self._refresh()

    def _refresh(self) -> None:
        if self._album is None:
            return
        kept, axes = self._kept.value(), self._album.axes
        held = float(axes.variances[:kept].sum() / (axes.variances.sum() or 1.0))
        self._told.setText(f"k = {kept} of {len(axes.axes)} · {share(held)}")
        self._sheet.show_album(self._album, self._example.value(), kept)


class _Sheet(QWidget):
    """Mean image and eigen-images above; the example raw, without mean, whitened, rebuilt below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("preprocessing.images")
        self.setAccessibleName("Mean image, eigen-images and one example")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._album: Album | None = None
        self._example = self._kept = 0
        theme_signals().changed.connect(self.update)

    def show_album(self, album: Album, example: int, kept: int) -> None:
        self._album, self._example, self._kept = album, example, kept
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._album is None:
            return
        painter, theme = QPainter(self), current_theme()
        line = painter.fontMetrics().height() + 2
        images = self._eigen()
        rows = [images[:ACROSS], images[ACROSS:], self._examples()]
        height = self.height() / len(rows)
        for place, row in enumerate(rows):
            area = QRectF(0, place * height, self.width(), height - 4)
            self._paint_row(painter, area, line, row, theme)

    def _eigen(self) -> list[tuple[str, Floats, bool]]:
        assert self._album is not None
        axes = self._album.axes
        found = [("mean image", axes.mean, bool(axes.mean.min() < 0))]
        total = axes.variances.sum() or 1.0
        for place, axis in enumerate(axes.axes[:EIGEN_IMAGES]):
            part = float(axes.variances[place] / total)
            found.append((f"axis {place + 1} · {100 * part:.0f} %", axis, True))
        return found

    def _examples(self) -> list[tuple[str, Floats, bool]]:
        assert self._album is not None
        album, example = self._album, self._example
        row, rebuilt = album.rows[example], album.rebuilt(example, self._kept)
        return [
            ("example", row, bool(row.min() < 0)),
            ("minus mean", row - album.axes.mean, True),
            ("whitened", album.whitened(example), True),
            (f"from k = {self._kept}", rebuilt, bool(row.min() < 0)),
            ("what is missing", row - rebuilt, True),
        ]

    def _paint_row(
        self,
        painter: QPainter,
        area: QRectF,
        line: int,
        images: list[tuple[str, Floats, bool]],
        theme: Theme,
    ) -> None:
        assert self._album is not None
        width = area.width() / ACROSS
        side = min(width - 8, area.height() - line)
        for place, (name, pixels, signed) in enumerate(images):
            left = area.left() + place * width + (width - side) / 2
            cell = QRectF(left, area.top(), side, side)
            bound = float(np.abs(pixels).max()) or 1.0
            painter.fillRect(cell, QColor(theme.sunken))
            image = ink_image(pixels.reshape(self._album.shape) / bound, theme, signed=signed)
            painter.drawImage(cell, image)
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.drawRect(cell)
            words = QRectF(area.left() + place * width, cell.bottom() + 1, width, line)
            write(painter, words, _Side.AlignHCenter, name, theme.muted)
