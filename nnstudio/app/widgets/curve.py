"""A curve that a plot draws over epochs, and how it is drawn: at most a few points a pixel."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.widgets.epoch_axes import EpochAxes

Column = NDArray[np.float64]

DASHES, DOTS = (4.0, 3.0), (1.5, 2.5)


@dataclass(slots=True)
class Curve:
    """What is drawn of some values: those that are numbers, `y` in powers of ten on such an axis.

    `color` is a color of the theme.
    """

    color: str
    dashes: tuple[float, ...] = ()
    x: Column = field(default_factory=lambda: np.zeros(0))
    y: Column = field(default_factory=lambda: np.zeros(0))


def stroke(painter: QPainter, curve: Curve, color: QColor, axes: EpochAxes, frame: QRectF) -> None:
    """Draw `curve` into `frame`, on these axes."""
    if not len(curve.x) or frame.isEmpty():
        return
    (left, right), (low, high) = axes.across, axes.up
    x, y = thinned(curve.x, curve.y, max(int(frame.width()), 1))
    across = frame.left() + (x - left) * (frame.width() / (right - left))
    up = frame.bottom() - (y - low) * (frame.height() / (high - low))
    pen = QPen(color, current_theme().stroke)
    if curve.dashes:
        pen.setDashPattern(curve.dashes)
    painter.setPen(pen)
    if len(x) == 1:
        painter.drawPoint(QPointF(across[0], up[0]))
    else:
        painter.drawPolyline(arrayToQPolygonF(across, up))


def thinned(x: Column, y: Column, width: int) -> tuple[Column, Column]:
    """What can be told apart on `width` px of a curve (n,): its highest and lowest points."""
    size = len(x) // width
    if size <= 2:
        return x, y
    whole = len(x) - len(x) % size
    blocks, starts = y[:whole].reshape(-1, size), np.arange(0, whole, size)
    extremes = starts + blocks.argmin(axis=1), starts + blocks.argmax(axis=1)
    kept = np.zeros(len(x), dtype=bool)
    for chosen in (0, *extremes, slice(whole, None)):
        kept[chosen] = True
    return x[kept], y[kept]
