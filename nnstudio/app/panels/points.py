"""Data points as small dots: which color each has, where it goes in a frame, how it is drawn.

Classes have the theme's class colors. Values (regression) have one of a few shades from the color
of negative numbers over gray to that of positive ones.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nnstudio.app.appearance.theme import Theme

SHADES = 7

Floats = NDArray[np.floating]
Groups = NDArray[np.int64]


def color_groups(targets: NDArray[np.integer] | Floats) -> Groups:
    """The color number of each example: its label, or for values the nearest of `SHADES` shades.

    Values on both sides of zero are shaded by sign, others by their distance from the middle.
    """
    if np.issubdtype(targets.dtype, np.integer):
        return np.asarray(targets, dtype=np.int64)
    values = np.asarray(targets, dtype=np.float64).reshape(len(targets), -1)[:, 0]
    low, high = float(values.min()), float(values.max())
    middle = 0.0 if low < 0.0 < high else (low + high) / 2
    bound = max(high - middle, middle - low) or 1.0
    return np.rint((values - middle) / bound * (SHADES // 2)).astype(np.int64) + SHADES // 2


def palette(theme: Theme, *, classes: bool) -> tuple[QColor, ...]:
    """The colors that the numbers of `color_groups` mean."""
    if classes:
        return tuple(QColor(color) for color in theme.classes)
    ends = QColor(theme.negative), QColor(theme.muted), QColor(theme.positive)
    shades = [_blend(ends[1], ends[0], 1 - 2 * k / (SHADES - 1)) for k in range(SHADES // 2)]
    shades.append(ends[1])
    shades += [_blend(ends[1], ends[2], 2 * k / (SHADES - 1)) for k in range(1, SHADES // 2 + 1)]
    return tuple(shades)


def equal_axes(points: Floats, frame: QRectF, *, with_origin: bool = False) -> Floats:
    """Pixel positions of `points` (n, 2) in `frame`: one scale for both axes, the second axis up.

    `with_origin` keeps (0, 0) in view unless the points would then fill less than a fifth of it.
    The origin's own position is the last row of the result.
    """
    origin = np.zeros((1, 2))
    bounds = np.vstack((points.min(axis=0), points.max(axis=0))) if len(points) else origin
    if with_origin:
        wide = np.vstack((np.minimum(bounds[0], 0.0), np.maximum(bounds[-1], 0.0)))
        if np.ptp(bounds, axis=0).max() >= 0.2 * np.ptp(wide, axis=0).max():
            bounds = wide
    spans = np.ptp(bounds, axis=0)
    available = np.array([frame.width(), frame.height()])
    scale = min((a / s for a, s in zip(available, spans, strict=True) if s > 0), default=1.0)
    centered = (np.vstack((points, origin)) - bounds.mean(axis=0)) * scale
    return centered * (1.0, -1.0) + (frame.center().x(), frame.center().y())


def draw_points(
    painter: QPainter,
    positions: Floats,
    groups: Groups,
    colors: tuple[QColor, ...],
    diameter: float,
) -> None:
    """Draw a dot of `diameter` pixels at each of `positions` (n, 2), in the color of its group."""
    wrapped = groups % len(colors)
    for number in sorted(set(wrapped.tolist())):  # np.unique would load much more of NumPy
        pen = QPen(colors[number], diameter)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPoints([QPointF(x, y) for x, y in positions[wrapped == number].tolist()])


def _blend(start: QColor, end: QColor, share: float) -> QColor:
    parts = zip(start.getRgb()[:3], end.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(a + (b - a) * share) for a, b in parts))
