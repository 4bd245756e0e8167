"""What is painted straight onto a plane: the picture below the points, the points, what is around.

As items of its scene they would cost the window several times as much at every look.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter, QPen, QPixmap
from shiboken6 import wrapInstance
from typing_extensions import override

from nnstudio.app.appearance.images import Pixels

Extent = tuple[float, float, float, float]
"""The ranges of a plane: left, right, bottom, top."""
Stamps = tuple[QPixmap, NDArray[np.floating]]
"""A picture, and where on the plane it stands (n, 2)."""

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
        painter.save()
        painter.setClipRect(frame)
        painter.setOpacity(self._opacity)
        _stamp(painter, frame, extent, self.positions, self._mark)
        painter.restore()


class Marks(Layer):
    """Marks of several kinds, those of a later kind on top."""

    def __init__(self) -> None:
        super().__init__()
        self._kinds: list[Stamps] = []
        self._added: list[Stamps] = []

    def show_kinds(self, kinds: Sequence[Stamps]) -> None:
        """Show each picture at its positions (n, 2), in place of all before."""
        self._kinds, self._added = list(kinds), []

    def add(self, more: "Marks") -> None:
        """Show others on top, or among those of their kind that were added before."""
        for mark, positions in more._kinds:
            place = next((i for i, (own, _) in enumerate(self._added) if own is mark), None)
            if place is None:
                self._added.append((mark, positions))
            else:
                known = self._added[place][1]
                self._added[place] = mark, np.concatenate([known, positions])

    @property
    def _shown(self) -> list[Stamps]:
        return self._kinds + self._added

    @property
    def positions(self) -> NDArray[np.floating]:
        """Where all of them stand (n, 2)."""
        return np.concatenate([np.zeros((0, 2)), *(places for _, places in self._shown)])

    @override
    def paint(self, painter: QPainter, frame: QRectF, extent: Extent) -> None:
        painter.save()
        painter.setClipRect(frame)
        painter.setOpacity(self._opacity)
        for mark, positions in self._shown:
            _stamp(painter, frame, extent, positions, mark)
        painter.restore()


class Circle(Layer):
    """A circle around a place of the plot, in px; without a place there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.center: QPointF | None = None
        self.radius = 0.0
        self.pen = QPen()

    def bounds(self) -> QRect:
        """What it covers of the plot, with its line."""
        if self.center is None:
            return QRect()
        reach = self.radius + self.pen.widthF() + 1.0
        return QRectF(-reach, -reach, 2 * reach, 2 * reach).translated(self.center).toAlignedRect()

    @override
    def paint(self, painter: QPainter, frame: QRectF, extent: Extent) -> None:
        if self.center is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.pen)
        painter.drawEllipse(self.center, self.radius, self.radius)
        painter.restore()


def _stamp(
    painter: QPainter,
    frame: QRectF,
    extent: Extent,
    positions: NDArray[np.floating],
    mark: QPixmap,
) -> None:
    """Paint a mark at every place of the plane that may be seen."""
    left, right, bottom, top = extent
    places = (positions - (left, bottom)) / (right - left, top - bottom)
    places = places[(np.abs(places - 0.5) < _NEAR).all(axis=1)]
    count, ratio = len(places), mark.devicePixelRatio()
    if not count:
        return
    fragments = np.zeros((count, 10))  # place, what of the mark, scale, rotation, opacity
    fragments[:, 0] = frame.left() + places[:, 0] * frame.width()
    fragments[:, 1] = frame.bottom() - places[:, 1] * frame.height()
    fragments[:, 4:6] = mark.width(), mark.height()
    fragments[:, 6:8] = 1.0 / ratio
    fragments[:, 9] = 1.0
    first = wrapInstance(fragments.ctypes.data, QPainter.PixmapFragment)
    assert isinstance(first, QPainter.PixmapFragment)
    painter.drawPixmapFragments(first, count, mark)
