"""What a pane shows of one stage: a caption, and a picture it paints of itself."""

from typing import Protocol

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnstudio.app.appearance.theme import Theme
from nnstudio.core.preprocessing import Floats


class Look(Protocol):
    """Made of plain values; painting asks for nothing."""

    @property
    def caption(self) -> str:
        """What the picture says, in a line or two of words and numbers."""

    def paint(self, painter: QPainter, frame: QRectF, theme: Theme) -> None:
        """Paint into `frame`."""


def widest_columns(rows: Floats, most: int) -> tuple[int, ...]:
    """The columns of the largest variance, in their own order."""
    order = np.argsort(-rows.var(axis=0), kind="stable")[:most]
    return tuple(sorted(int(column) for column in order))


def write(painter: QPainter, place: QRectF, side: Qt.AlignmentFlag, text: str, color: str) -> None:
    """Write one line, cut at its end where the room ends."""
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(place.width()))
    painter.setPen(QColor(color))
    painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, shown)
