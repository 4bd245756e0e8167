"""How often each value of an activation occurs; exact zeros stand apart, hatched, at the left."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from nnstudio.app.theme import Theme, current_theme
from nnstudio.app.widgets.plot import QuietView
from nnstudio.experiment.snapshot import LayerActivity


class Histogram(QuietView):
    """Bars from the lowest to the highest edge, as high as the plot where values are most frequent.

    A bar of zeros that is higher than all others is cut, and shows it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setMinimumSize(40, 16)
        self.setCentralItem(self.view)
        self.bars = pg.BarGraphItem(x0=[0.0], width=0.0, height=0.0)
        self.zeros = pg.BarGraphItem(x0=[-0.1], width=0.07, height=0.0)
        self.cut = pg.BarGraphItem(x0=[-0.11], y0=0.7, width=0.09, height=0.08)
        self.base = pg.InfiniteLine(angle=0)
        for item in (self.base, self.bars, self.zeros, self.cut):
            self.view.addItem(item, ignoreBounds=True)
        self._make_room(False)
        self.restyle(current_theme())

    @override
    def sizeHint(self) -> QSize:
        return QSize(100, 24)

    @override
    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        nothing, warning = pg.mkPen(None), QColor(theme.warning)
        self.bars.setOpts(pen=nothing, brush=theme.positive)
        hatched = QBrush(warning, Qt.BrushStyle.BDiagPattern)
        self.zeros.setOpts(pen=self.pen(warning), brush=hatched)
        self.cut.setOpts(pen=nothing, brush=theme.surface)
        self.base.setPen(self.pen(theme.border))

    def show_activity(self, activity: LayerActivity) -> None:
        """Show the counts of `activity`, from its lowest edge to its highest."""
        counts = activity.counts
        highest, width = max(int(counts.max()), 1), 1.0 / len(counts)
        places = width * np.arange(len(counts))
        self.bars.setOpts(x0=places, width=0.9 * width, height=counts / highest)
        if self.zeros.isVisible() != bool(activity.zeros):
            self._make_room(bool(activity.zeros))
        if activity.zeros:
            self.zeros.setOpts(height=min(activity.zeros / highest, 1.0))
            self.cut.setVisible(activity.zeros > highest)

    def _make_room(self, zeros: bool) -> None:
        """Have a place for the bar of zeros at the left, or none."""
        self.zeros.setVisible(zeros)
        self.cut.setVisible(False)
        self.set_range((-0.1 if zeros else 0.0, 1.0), (-0.02, 1.0))
