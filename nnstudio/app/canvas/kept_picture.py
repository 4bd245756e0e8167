"""A part of the scene as it was last painted, shown again while nothing in it changes.

The view moves by whole pixels, so a pan shows it somewhere else. While one zooms in a large network
it may be stretched a little: what is painted anew is painted for every size on the way.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QTransform

_LARGEST = 800_000  # pixels; of a larger part only what is seen is kept
_STRETCH = 2.0  # by which a picture may be larger or smaller than it was painted
_OFF_GRID = 0.01  # of a pixel


@dataclass(slots=True)
class Haste:
    """Whether pictures may be stretched, as while one zooms; shared by all of a scene."""

    is_on: bool = False


@dataclass(frozen=True, slots=True)
class _Kept:
    """A picture, what it shows, and where: at `corner` from the origin of the scene, in pixels.

    What was painted in haste may have stretched pictures in it.
    """

    key: object
    image: QImage
    corner: QPoint
    scale: float
    seen: tuple[QPoint, QRect] | None
    """Of a part that is too large: where the origin and the device were."""
    in_haste: bool


class KeptPicture:
    """Keeps the picture of one part: when it is asked again, or at once where the last one was."""

    def __init__(self, haste: Haste) -> None:
        self._haste = haste
        self._pays = False
        self._kept: _Kept | None = None
        self._painted: tuple[object, float] | None = None

    def paint(
        self, painter: QPainter, area: QRectF, key: object, draw: Callable[[QPainter], None]
    ) -> None:
        """Paint what `draw` paints in `area` of the scene; `key` says when that is the same."""
        world = painter.worldTransform()
        scale, origin = world.m11(), QPoint(round(world.dx()), round(world.dy()))
        if abs(world.dx() - origin.x()) + abs(world.dy() - origin.y()) > _OFF_GRID:
            draw(painter)
            return
        kept = self._kept
        if kept is not None and kept.key == key and self._suits(kept, scale, origin, painter):
            self._pays = True
            _show(painter, kept, scale, origin)
            return
        again = self._painted is not None and self._painted[0] == key
        again = again and (self._haste.is_on or self._painted == (key, scale))
        at_once, self._pays = self._pays, again
        self._painted = key, scale
        if not (at_once or again):
            self._kept = None
            draw(painter)
            return
        self._kept = _taken(painter, area, key, draw, in_haste=self._haste.is_on)
        if self._kept is not None:
            _show(painter, self._kept, scale, origin)

    def _suits(self, kept: _Kept, scale: float, origin: QPoint, painter: QPainter) -> bool:
        if kept.image.devicePixelRatio() != painter.device().devicePixelRatio():
            return False
        if kept.in_haste and not self._haste.is_on:
            return False
        if kept.seen is not None:
            return scale == kept.scale and kept.seen == (origin, _device(painter))
        if not self._haste.is_on:
            return scale == kept.scale
        return 1 / _STRETCH <= scale / kept.scale <= _STRETCH


def _taken(
    painter: QPainter,
    area: QRectF,
    key: object,
    draw: Callable[[QPainter], None],
    *,
    in_haste: bool,
) -> _Kept | None:
    """A picture of what `draw` paints where the painter sees `area`, if any of it is to be seen."""
    world = painter.worldTransform()
    origin = QPoint(round(world.dx()), round(world.dy()))
    place, seen = world.mapRect(area).toAlignedRect(), None
    if place.width() * place.height() > _LARGEST:
        seen = origin, _device(painter)
        place &= seen[1]
    if place.isEmpty():
        return None
    ratio = painter.device().devicePixelRatio()
    image = QImage(place.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as inner:
        inner.setRenderHints(painter.renderHints())
        inner.setTransform(world * QTransform.fromTranslate(-place.x(), -place.y()))
        draw(inner)
    return _Kept(key, image, place.topLeft() - origin, world.m11(), seen, in_haste)


def _show(painter: QPainter, kept: _Kept, scale: float, origin: QPoint) -> None:
    painter.save()
    painter.resetTransform()
    if scale == kept.scale:
        painter.drawImage(kept.corner + origin, kept.image)
    else:
        times = scale / kept.scale
        corner = kept.corner.toPointF() * times + origin.toPointF()
        painter.drawImage(QRectF(corner, kept.image.deviceIndependentSize() * times), kept.image)
    painter.restore()


def _device(painter: QPainter) -> QRect:
    return QRect(0, 0, painter.device().width(), painter.device().height())
