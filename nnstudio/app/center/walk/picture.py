"""The example as a picture, where the data are images."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.app.panels.ink import draw_images

SIZE = 96


class ExamplePicture(QWidget):
    """Draws one image (height, width, channels); nothing without one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("walk.picture")
        self.setAccessibleName("The example")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._image: NDArray[np.floating] | None = None
        theme_signals().changed.connect(self.update)

    def show_image(self, image: NDArray[np.floating] | None) -> None:
        """Show an image, or vanish."""
        self._image = image
        self.setVisible(image is not None)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(SIZE, SIZE)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None:
            return
        with QPainter(self) as painter:
            # Images come in two rows: the only one takes the upper half of the frame.
            frame = QRectF(0, 0, SIZE, 2 * SIZE)
            draw_images(painter, (self._image,), current_theme(), frame)
