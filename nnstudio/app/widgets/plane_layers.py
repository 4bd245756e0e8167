"""What changes on a plane while training: the picture below the points, the rings around them.

They are painted straight onto the plot: as items of its scene they would cost the window several
times as much at every look.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter, QPixmap
from shiboken6 import wrapInstance
from typing_extensions import override

from nnstudio.app.appearance.images import Pixels

Extent = tuple[float, float, float, float]
"""The ranges of a plane: left, right, bottom, top."""

_STRONG_RINGS, _FAINTEST = 60, 0.12
_NEAR = 1.0  # spans from the middle of the plane to a place that may be seen


class Layer:
    """Something on the plane that can fade."""

    def __init__(self) -> None:
        self._opacity = 1.0

    def opacity(self) -> float:
        """From 0 to 1."""
        return self._opacity

    def setOpacity(self, opacity: float) -> None:
        """Fade, as items of a scene do."""
        self._opacity = opacity

    def paint(self, painter: QPainter, frame: QRectF, extent: Extent) -> None:
        """Paint onto the plane, of which `extent` lies in `frame`."""
        raise NotImplementedError


class PlanePicture(Layer):
    """A picture of few pixels (rows, columns, 4) that fills the frame, its first row below."""

    def __init__(self) -> None:
        super().__init__()
        self.pixels: Pixels | None = None

    @override
    def paint(self, painter: QPainter, frame: QRectF, extent: Extent) -> None:
        if self.pixels is None:
            return
        rows, columns, channels = self.pixels.shape
        image = QImage(
            self.pixels.data, columns, rows, channels * columns, QImage.Format.Format_RGBA8888
        )
        painter.save()
        painter.setOpacity(self._opacity)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(frame.bottomLeft())
        painter.scale(1.0, -1.0)
        painter.drawImage(QRectF(QPointF(), QSizeF(frame.width(), frame.height())), image)
        painter.restore()


class Rings(Layer):
    """Equal marks at `positions` (n, 2) of the plane; those that are not numbers are nowhere."""

    def __init__(self) -> None:
        super().__init__()
        self.positions: NDArray[np.floating] = np.zeros((0, 2))
        self._mark = QPixmap()

    def set_mark(self, mark: QImage) -> None:
        """Look like this."""
        self._mark = QPixmap.fromImage(mark)

    def show_at(self, positions: NDArray[np.floating]) -> None:
        """Stand there. Many rings would hide the points they mark: they fade as they get more."""
        self.positions = positions
        self.setOpacity(min(max(_STRONG_RINGS / max(len(positions), 1), _FAINTEST), 1.0))

    @override
    def paint(self, painter: QPainter, frame: QRectF, extent: Extent) -> None:
        left, right, bottom, top = extent
        places = (self.positions - (left, bottom)) / (right - left, top - bottom)
        places = places[(np.abs(places - 0.5) < _NEAR).all(axis=1)]
        count, ratio = len(places), self._mark.devicePixelRatio()
        if not count:
            return
        fragments = np.zeros((count, 10))  # place, what of the mark, scale, rotation, opacity
        fragments[:, 0] = frame.left() + places[:, 0] * frame.width()
        fragments[:, 1] = frame.bottom() - places[:, 1] * frame.height()
        fragments[:, 4:6] = self._mark.width(), self._mark.height()
        fragments[:, 6:8] = 1.0 / ratio
        fragments[:, 9] = 1.0
        first = wrapInstance(fragments.ctypes.data, QPainter.PixmapFragment)
        assert isinstance(first, QPainter.PixmapFragment)
        painter.save()
        painter.setClipRect(frame)
        painter.setOpacity(self._opacity)
        painter.drawPixmapFragments(first, count, self._mark)
        painter.restore()
