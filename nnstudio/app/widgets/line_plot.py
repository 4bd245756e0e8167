"""Curves over epochs: training solid, test dashed, validation dotted, and others faint behind them.

A cursor marks the epoch that is read.
"""

import math
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from nnstudio.app.theme import Theme, current_theme
from nnstudio.app.widgets.plot import Plot, Range
from nnstudio.app.widgets.ticks import grown, nice_ceiling

Column = NDArray[np.float64]

_SMALLEST = 1e-12  # what a logarithmic axis shows of a loss of exactly 0
_ABOVE = 0.03  # room for a curve along the upper end
_DASHES, _DOTS = (4.0, 3.0), (1.5, 2.5)
_FAINT = 0.45

Line = tuple[Column, Column, str]
"""Epochs, values, and color of a curve in the background."""


class LinePlot(Plot):
    """Training and test values over epochs, validation values and a penalty where there are some.

    The vertical axis starts at 0 (at -1 when a score is negative), ends on a round number, at
    `ceiling` at least, and keeps still between round numbers.
    """

    def __init__(self, parent: QWidget | None = None, ceiling: float = 0.0) -> None:
        super().__init__(parent)
        self._ceiling, self._high = ceiling, 0.0
        self._epochs: Column = np.zeros(0)
        self._values: Column = np.zeros((2, 0))
        self._others: tuple[Line, ...] = ()
        self.others: list[Any] = []
        self.train, self.test, self.validation, self.penalty = (
            pg.PlotCurveItem(antialias=True) for _ in range(4)
        )
        self.cursor_line = pg.InfiniteLine(angle=90)
        self.cursor_line.hide()
        for item in (self.cursor_line, self.penalty, self.test, self.validation, self.train):
            self.view.addItem(item, ignoreBounds=True)
        self.left.setGrid(255)
        self.setMinimumSize(96, 46)
        self.restyle(current_theme())
        self._update_axes()

    @override
    def restyle(self, theme: Theme) -> None:
        self.train.setPen(self.pen(theme.accent))
        self.test.setPen(self.pen(theme.muted, dashes=_DASHES))
        self.validation.setPen(self.pen(theme.good, dashes=_DOTS))
        self.penalty.setPen(self.pen(theme.warning))
        self.cursor_line.setPen(self.pen(theme.muted))
        super().restyle(theme)

    def set_percent(self, percent: bool) -> None:
        """Write the vertical axis in percent (accuracy), or as plain numbers."""
        if percent != self.left.is_percent:
            self.left.is_percent = percent
            self.fit()

    def set_logarithmic(self, logarithmic: bool) -> None:
        """Switch the vertical axis between linear and logarithmic."""
        self.left.setLogMode(False, logarithmic)
        self._draw_curves()
        self._draw_others()

    def set_curves(self, epochs: Column, train: Column, test: Column, *more: Column) -> None:
        """Show these curves (points,); `more` are validation and penalty. What is not known is NaN.

        The same ones again cost nothing.
        """
        values, shown = np.stack((train, test, *more)), len(self._epochs)
        is_other = not shown or values.shape[0] != self._values.shape[0]
        if is_other or not np.array_equal(values[:, :shown], self._values, equal_nan=True):
            self._high = 0.0  # another run: the axis fits what comes
            self.set_cursor(None)
        elif len(epochs) == shown:
            return
        self._epochs, self._values = epochs, values
        self._draw_curves()

    def set_others(self, others: Sequence[Line]) -> None:
        """Show these curves behind, thin and faint."""
        if len(others) == len(self._others) and all(map(_is_same, others, self._others)):
            return
        self._others = tuple(others)
        while len(self.others) < len(others):
            item = pg.PlotCurveItem(antialias=True)
            item.setZValue(-0.5)
            self.view.addItem(item, ignoreBounds=True)
            self.others.append(item)
        self._draw_others()
        self._update_axes()

    def set_cursor(self, epoch: float | None) -> None:
        """Mark one epoch with a vertical line, or none."""
        self.cursor_line.setVisible(epoch is not None)
        if epoch is not None:
            self.cursor_line.setValue(epoch)

    @override
    def sizeHint(self) -> QSize:
        return QSize(150, 90)

    def _draw_curves(self) -> None:
        """Leave out what is not a number; a single point is a dot."""
        nothing = np.zeros(0)
        items = (self.train, self.test, self.validation, self.penalty)
        for item, values in zip_longest(items, self._values):
            self._draw(item, *((nothing, nothing) if values is None else (self._epochs, values)))
        self._update_axes()

    def _draw(self, item: Any, epochs: Column, values: Column) -> None:
        known = np.isfinite(values)
        shown = values[known]
        if self.left.logMode:
            shown = np.log10(np.maximum(shown, _SMALLEST))
        item.setData(epochs[known], shown)

    def _draw_others(self) -> None:
        for item, line in zip_longest(self.others, self._others):
            item.setVisible(line is not None)
            if line is not None:
                epochs, values, name = line
                color = QColor(name)
                color.setAlphaF(_FAINT)
                item.setPen(self.pen(color))
                self._draw(item, epochs, values)

    def _update_axes(self) -> None:
        last = float(self._epochs[-1]) if len(self._epochs) else 0.0
        last = max([last, *(float(epochs[-1]) for epochs, _, _ in self._others if len(epochs))])
        right = nice_ceiling(max(last, 10.0))
        self.bottom.set_name(f"epoch {right:,.0f}")
        low, high = self._logarithmic_range() if self.left.logMode else self._linear_range()
        self.set_range((0.0, right), (low, high + _ABOVE * (high - low)))

    def _linear_range(self) -> Range:
        values = self._values[np.isfinite(self._values)]
        self._high = grown(self._high, max(float(values.max(initial=0.0)), self._ceiling))
        return -1.0 if values.min(initial=0.0) < 0.0 else 0.0, self._high

    def _logarithmic_range(self) -> Range:
        """Whole powers of ten."""
        values = self._values[np.isfinite(self._values)]
        if not values.size:
            values = np.ones(1)
        low = math.floor(math.log10(max(float(values.min()), _SMALLEST)))
        high = math.ceil(math.log10(max(float(values.max()), _SMALLEST)))
        return low, max(high, low + 1)


def _is_same(one: Line, other: Line) -> bool:
    return one[2] == other[2] and np.array_equal(one[1], other[1], equal_nan=True)
