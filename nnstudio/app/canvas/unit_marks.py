"""Small signs on a neuron's tile: its bias, a lock when frozen, hatching when switched off.

A dead neuron is crossed out; one that a panel points out has a ring.
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from nnstudio.app.appearance.colors import Theme
from nnstudio.app.widgets.lock import paint_lock
from nnstudio.experiment.exports.strokes import bias_mark


def bias_area(tile: QRectF, share: float = 1.0) -> QRectF:
    """Where a tile has its bias, whose size is `share` of the largest of the layer."""
    edge, left, up = bias_mark(tile.width(), share)
    return QRectF(tile.left() + left, tile.bottom() - up - edge, edge, edge)


def paint_bias(painter: QPainter, tile: QRectF, bias: float, share: float, theme: Theme) -> None:
    """A disc with the bias's sign; `share` is its size over the largest of the layer."""
    disc = bias_area(tile, share)
    color = QColor(theme.negative if bias < 0 else theme.positive)
    painter.setPen(QPen(color, 1.2))
    painter.setBrush(QColor(theme.surface))
    painter.drawEllipse(disc)
    center, arm = disc.center(), 0.24 * disc.width()
    painter.setPen(QPen(color, 1.6))
    painter.drawLine(center - QPointF(arm, 0), center + QPointF(arm, 0))
    if bias >= 0:
        painter.drawLine(center - QPointF(0, arm), center + QPointF(0, arm))


def paint_frozen(painter: QPainter, tile: QRectF, theme: Theme) -> None:
    """A lock in the upper right corner, on a ground that sets it off."""
    edge = min(0.4 * tile.width(), 18.0)
    ground = QRectF(tile.right() - edge - 1, tile.top() + 1, edge, edge)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.surface))
    painter.drawRoundedRect(ground, 0.25 * edge, 0.25 * edge)
    margin = 0.2 * edge
    paint_lock(painter, ground.adjusted(margin, margin, -margin, -margin), theme.text)


def paint_off(painter: QPainter, tile: QRectF, theme: Theme) -> None:
    """Gray hatching instead of what the neuron computes, and the word where it fits."""
    painter.fillRect(tile, QColor(theme.neutral))
    painter.fillRect(tile, QBrush(QColor(theme.border), Qt.BrushStyle.BDiagPattern))
    metrics = painter.fontMetrics()
    width = metrics.horizontalAdvance("off") + 6
    if width <= tile.width() and metrics.height() <= tile.height():
        ground = QRectF(0, 0, width, metrics.height())
        ground.moveCenter(tile.center())
        painter.fillRect(ground, QColor(theme.neutral))
        painter.setPen(QColor(theme.muted))
        painter.drawText(tile, Qt.AlignmentFlag.AlignCenter, "off")


def paint_dead(painter: QPainter, tile: QRectF, theme: Theme) -> None:
    """A cross over the whole tile, on a light ground that sets it off."""
    inset = 0.16 * tile.width()
    inner = tile.adjusted(inset, inset, -inset, -inset)
    width = max(1.5, 0.06 * tile.width())
    for color, thickness in ((theme.surface, 2.2 * width), (theme.bad, width)):
        pen = QPen(QColor(color), thickness)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.topRight(), inner.bottomLeft())


def paint_pointed_out(painter: QPainter, tile: QRectF, theme: Theme) -> None:
    """A thick dashed ring around the tile."""
    pen = QPen(QColor(theme.warning), 2.5 * theme.stroke)
    pen.setDashPattern([3.0, 1.5])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ring = tile.adjusted(-3.5, -3.5, 3.5, 3.5)
    painter.drawRoundedRect(ring, 0.22 * ring.width(), 0.22 * ring.width())
