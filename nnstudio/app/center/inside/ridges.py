"""Histograms over time as ridges, one behind the other: the oldest behind, the newest strongest."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from nnstudio.app.appearance.theme import Theme
from nnstudio.app.canvas.link_item import mixed
from nnstudio.core.arrays import Floats
from nnstudio.experiment.looks.histogram_past import Ridge

_APART = 7.0  # px
_FEWEST, _MOST = 4, 14
_TALL = 2.6  # distances that a ridge is high
_FAINT = 0.25


def ridges_in(height: float) -> int:
    """How many ridges have room in so many px."""
    return max(_FEWEST, min(_MOST, int(height / _APART)))


def paint_ridges(
    painter: QPainter, area: QRectF, ridges: Sequence[Ridge], is_log: bool, theme: Theme
) -> None:
    """Draw them into `area`, on the axis of the newest."""
    if not ridges:
        return
    low, high = _along(ridges[-1].edges, is_log)[[0, -1]]
    count = len(ridges)
    apart = min(area.height() / (count + _TALL - 1), 3 * _APART)
    tall = min(_TALL * apart, area.height())
    for place, ridge in enumerate(ridges):
        base = area.bottom() - (count - 1 - place) * apart
        across = (_along(ridge.edges, is_log) - low) / (high - low)
        strength = _FAINT + (1.0 - _FAINT) * (place + 1) / count
        outline = _outline(area, np.clip(across, 0.0, 1.0), ridge, base, tall)
        painter.setPen(QPen(mixed(theme.surface, theme.positive, strength), 1.2))
        painter.setBrush(mixed(theme.surface, theme.positive, 0.35 * strength))
        painter.drawPolygon(outline)
    painter.setPen(QColor(theme.border))
    painter.drawLine(area.bottomLeft(), area.bottomRight())


def _along(edges: Floats, is_log: bool) -> Floats:
    return np.log10(edges) if is_log else np.asarray(edges)


def _outline(area: QRectF, across: Floats, ridge: Ridge, base: float, tall: float) -> QPolygonF:
    heights = ridge.counts / max(int(ridge.counts.max()), 1)
    middles = (across[:-1] + across[1:]) / 2
    xs = area.left() + area.width() * np.concatenate(([across[0]], middles, [across[-1]]))
    ys = base - tall * np.concatenate(([0.0], heights, [0.0]))
    return QPolygonF([QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)])
