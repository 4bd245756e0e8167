"""The point that is followed through the network: a click on the plane chooses, a ring marks it."""

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.app.widgets.plane_plot import PlanePlot
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.data.target_words import noise_words

_REACH = 10.0  # px around a click in which a point counts as hit
_SIZE, _WIDTH = 17.0, 2.6  # px of the ring


class FollowedPoint(QObject):
    """Adds clicks and the ring to a plot whose points are the examples of the data, in order.

    The example that everything starts with is not marked: nobody chose it.
    """

    def __init__(self, plot: PlanePlot, workspace: Workspace) -> None:
        super().__init__(plot)
        self._plot = plot
        self._workspace = workspace
        self._points: NDArray[np.floating] = np.zeros((0, 2))
        self._is_chosen = False
        self.ring = pg.ScatterPlotItem()
        self.ring.setZValue(1.0)
        plot.view.addItem(self.ring, ignoreBounds=True)
        plot.viewport().installEventFilter(self)
        workspace.example_changed.connect(self._on_example_changed)
        workspace.experiment_changed.connect(self._on_experiment_changed)
        theme_signals().changed.connect(self._draw)

    def set_points(self, points: NDArray[np.floating]) -> None:
        """Where the examples lie, (examples, 2); rows of NaN are not on the plane."""
        if points is not self._points:
            self._points = points
            self._draw()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.MouseButtonPress
            and isinstance(event, QMouseEvent)
            and event.button() == Qt.MouseButton.LeftButton
        ):
            self._choose(event.position())
        return super().eventFilter(watched, event)

    def _choose(self, at: QPointF) -> None:
        index = self.point_at(at)
        if index is not None:
            self._is_chosen = True
            self._workspace.select_example(index)
            self._workspace.message.emit(self._words(index))
            self._draw()

    def _words(self, index: int) -> str:
        prepared = self._workspace.prepared
        noise = "" if prepared is None else noise_words(prepared.dataset, index)
        more = f" ({noise})" if noise else ""
        return f"Following example {index + 1} through the formula{more}"

    def point_at(self, at: QPointF) -> int | None:
        """The example whose point is nearest to a place in the plot, where one is near."""
        if not len(self._points):
            return None
        view = self._plot.view
        origin, unit = (view.mapViewToScene(QPointF(place, place)) for place in (0.0, 1.0))
        scale = np.array([unit.x() - origin.x(), unit.y() - origin.y()])
        places = self._points * scale + np.array([origin.x(), origin.y()])
        distances = np.hypot(*(places - np.array([at.x(), at.y()])).T)
        nearest = int(np.nanargmin(distances))
        return nearest if distances[nearest] <= _REACH else None

    def _on_example_changed(self, _index: int) -> None:
        self._is_chosen = True
        self._draw()

    def _on_experiment_changed(self, old: object, new: object) -> None:
        if getattr(old, "data", None) != getattr(new, "data", None):
            self._is_chosen = False
            self._hide()

    def _draw(self) -> None:
        index = self._workspace.example
        if not self._is_chosen or index >= len(self._points):
            self._hide()
            return
        theme, ratio = current_theme(), self._plot.devicePixelRatioF()
        position = self._points[index : index + 1]
        pen = pg.mkPen(theme.accent, width=_WIDTH * ratio)
        self.ring.setData(*position.T, symbol="o", size=_SIZE, pen=pen, brush=None)

    def _hide(self) -> None:
        """Show no ring; a plot where there is none need not be painted anew."""
        if len(self.ring.data):
            self.ring.clear()
