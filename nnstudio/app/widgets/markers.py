"""The marks of data points: one shape a class, filled for training, hollow for test.

A mark is painted once into a small transparent pixmap, a stamp; a thousand points are a thousand
copies of it.
"""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from nnstudio.app.theme import Theme

SHAPES = 10


def shape(index: int) -> QPainterPath:
    """The outline of shape `index` (of ten, then they repeat) in the circle of radius 1."""
    path = QPainterPath()
    index %= SHAPES
    if index == 0:
        path.addEllipse(QPointF(0.0, 0.0), 0.9, 0.9)
    elif index == 1:
        path.addRect(QRectF(-0.78, -0.78, 1.56, 1.56))
    elif index in _CORNERS:
        path.addPolygon(QPolygonF(_star(*_CORNERS[index])))
        path.closeSubpath()
    else:
        path.addPolygon(QPolygonF(_cross(45.0 if index == 9 else 0.0)))
        path.closeSubpath()
    return path


# Corners, the first one's angle in degrees (counterclockwise from the right), and the radius of the
# corners in between (0: none).
_CORNERS = {
    2: (3, 90.0, 0.0),
    3: (4, 90.0, 0.0),
    4: (3, -90.0, 0.0),
    5: (5, 90.0, 0.45),
    6: (6, 90.0, 0.0),
    7: (4, 90.0, 0.4),
}


def stamp(
    theme: Theme, color: QColor, label: int, hollow: bool, diameter: float, ratio: float
) -> QPixmap:
    """One mark of `diameter` px in its class' shape: filled with a light rim, or hollow."""
    pixmap = _empty(diameter + 3.0, ratio)
    middle = pixmap.deviceIndependentSize().width() / 2
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(middle, middle)
        painter.scale(diameter / 2, diameter / 2)
        rim = QPen(color if hollow else QColor(theme.surface), 1.6 if hollow else 1.0)
        rim.setCosmetic(True)
        rim.setWidthF(rim.widthF() * ratio)
        painter.setPen(rim)
        painter.setBrush(QColor(theme.surface) if hollow else color)
        painter.drawPath(shape(label))
    return pixmap


def ring_stamp(theme: Theme, diameter: float, ratio: float) -> QPixmap:
    """The ring around a misclassified point."""
    pixmap = _empty(diameter + 3.0, ratio)
    middle = pixmap.deviceIndependentSize().width() / 2
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.text), 1.2))
        painter.drawEllipse(QPointF(middle, middle), diameter / 2, diameter / 2)
    return pixmap


def _empty(size: float, ratio: float) -> QPixmap:
    pixels = math.ceil(size * ratio)
    pixmap = QPixmap(pixels, pixels)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


def _star(corners: int, start: float, inner: float) -> list[QPointF]:
    """A regular polygon, or with `inner` corners in between a star."""
    between = 2 if inner else 1
    points = []
    for i in range(corners * between):
        angle = math.radians(start + 360.0 * i / (corners * between))
        radius = inner if i % 2 and inner else 1.05
        points.append(QPointF(radius * math.cos(angle), -radius * math.sin(angle)))
    return points


def _cross(turn: float) -> list[QPointF]:
    """A plus sign of thick bars, turned by `turn` degrees."""
    a, b = 0.36, 1.0
    corners = [(a, b), (a, a), (b, a), (b, -a), (a, -a), (a, -b)]
    corners += [(-x, -y) for x, y in corners]
    cosine, sine = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    return [QPointF(x * cosine - y * sine, x * sine + y * cosine) for x, y in corners]
