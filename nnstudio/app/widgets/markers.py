"""The marks of data points: one shape a class, filled for training, hollow for test."""

from dataclasses import dataclass

import pyqtgraph as pg
from pyqtgraph.graphicsItems.ScatterPlotItem import renderSymbol
from PySide6.QtGui import QBrush, QColor, QImage, QPen

from nnstudio.app.appearance.theme import Theme
from nnstudio.experiment.exports.class_marks import shape_of

SHAPES = ("o", "s", "t1", "d", "t", "star", "h", "t3", "+", "x")
_SIZES = {"s": 0.9, "t1": 1.05, "d": 1.25, "star": 1.4, "+": 1.3, "x": 1.4}  # all weigh the same


@dataclass(frozen=True, slots=True)
class Mark:
    """How one kind of points is drawn."""

    symbol: str
    pen: QPen
    brush: QBrush

    @property
    def size(self) -> float:
        """How large the shape is beside a circle that weighs the same."""
        return _SIZES.get(self.symbol, 1.0)


def mark(theme: Theme, color: QColor, label: int, hollow: bool, ratio: float) -> Mark:
    """The mark of class `label`: filled with a light rim, or hollow; for `ratio` pixels a px."""
    surface = QColor(theme.surface)
    pen = pg.mkPen(color, width=1.6 * ratio) if hollow else pg.mkPen(surface, width=ratio)
    return Mark(SHAPES[shape_of(label)], pen, QBrush(surface if hollow else color))


def ring(theme: Theme, ratio: float) -> Mark:
    """The ring around a misclassified point."""
    return Mark("o", pg.mkPen(theme.text, width=ratio), QBrush())


def picture_of(shown: Mark, size: float, ratio: float) -> QImage:
    """A mark of `size` px."""
    picture: QImage = renderSymbol(
        shown.symbol, size * shown.size, shown.pen, shown.brush, dpr=ratio
    )
    return picture
