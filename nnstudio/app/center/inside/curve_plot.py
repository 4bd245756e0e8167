"""A function as a curve with its derivative, dots for live inputs on both, and lines of maxout."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import Theme, current_theme
from nnstudio.app.widgets.plot import Plot, Range
from nnstudio.core.arrays import Floats

_MOST_LINES = 8
_DOT = 6.0


class CurvePlot(Plot):
    """`curve` is strong, `slope` dashed, `lines` thin behind them; dots lie on what is asked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curve, self.slope = pg.PlotCurveItem(antialias=True), pg.PlotCurveItem(antialias=True)
        self.lines = [pg.PlotCurveItem(antialias=True) for _ in range(_MOST_LINES)]
        self.dots, self.slope_dots = pg.ScatterPlotItem(), pg.ScatterPlotItem()
        self.zeros = [pg.InfiniteLine(angle=angle) for angle in (0, 90)]
        parts = (*self.zeros, *self.lines, self.slope, self.curve, self.slope_dots, self.dots)
        for item in parts:
            self.view.addItem(item, ignoreBounds=True)
        self.setMinimumSize(160, 140)
        self.restyle(current_theme())

    @override
    def restyle(self, theme: Theme) -> None:
        self.view.setBorder(self.pen(theme.border))
        for line in self.zeros:
            line.setPen(self.pen(theme.border))
        self.curve.setPen(self.pen(theme.positive, 2.6))
        self.slope.setPen(self.pen(theme.negative, 2.0, (5.0, 3.0)))
        for number, line in enumerate(self.lines):
            line.setPen(self.pen(line_color(number, theme), 1.6))
        for dots, color in ((self.dots, theme.positive), (self.slope_dots, theme.negative)):
            brush = QColor(color)
            brush.setAlphaF(0.35)
            dots.setBrush(brush)
            dots.setPen(None)
            dots.setSize(_DOT * self.devicePixelRatioF())
        super().restyle(theme)

    def show_curves(
        self, x: Floats, y: Floats, slope: Floats | None, lines: Floats | None = None
    ) -> None:
        """Show `y` over `x` (n,), the derivative, and `lines` (any, n)."""
        self.curve.setData(x, y)
        self.slope.setData(x, y if slope is None else slope)
        self.slope.setVisible(slope is not None)
        for number, line in enumerate(self.lines):
            shown = lines is not None and number < len(lines)
            line.setVisible(shown)
            if lines is not None and shown:
                line.setData(x, lines[number])

    def show_dots(self, x: Floats, on_curve: Floats, on_slope: Floats | None) -> None:
        """Show live inputs on the curve and, where given, on the derivative."""
        self.dots.setData(x, on_curve)
        nothing = np.zeros(0)
        self.slope_dots.setData(*((nothing, nothing) if on_slope is None else (x, on_slope)))

    def show_range(self, across: Range, up: Range, names: tuple[str, str]) -> None:
        """The ranges and names of the axes."""
        self.bottom.set_name(names[0])
        self.left.set_name(names[1])
        self.set_range(across, up)


def line_color(number: int, theme: Theme) -> str:
    """The color of one of the lines, counted from 0."""
    return theme.classes[(number + 2) % len(theme.classes)]
