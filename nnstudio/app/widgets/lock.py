"""The padlock that says that training leaves something alone."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

_OPEN_LIFT = 0.16  # of the sign's height by which an open shackle stands higher


def paint_lock(painter: QPainter, rect: QRectF, color: str, *, closed: bool = True) -> None:
    """Draw a padlock that fills the height of `rect`, in its middle."""
    height = rect.height()
    width = 0.78 * height
    body = QRectF(
        rect.center().x() - width / 2, rect.bottom() - 0.55 * height, width, 0.55 * height
    )
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(color), 0.13 * height))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_shackle(body, height, closed))
    if closed:
        painter.setBrush(QColor(color))
    painter.drawRoundedRect(body, 0.1 * height, 0.1 * height)
    painter.restore()


def _shackle(body: QRectF, height: float, closed: bool) -> QPainterPath:
    reach = 0.24 * height
    top = body.top() - (0.14 if closed else 0.14 + _OPEN_LIFT) * height
    arc = QRectF(body.center().x() - reach, top - reach, 2 * reach, 2 * reach)
    path = QPainterPath(QPointF(arc.left(), body.top()))
    path.lineTo(arc.left(), arc.center().y())
    path.arcTo(arc, 180, -180)
    if closed:
        path.lineTo(arc.right(), body.top())
    return path
