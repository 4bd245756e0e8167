"""The plane of one network among several: its regions and the data, which can be added to.

While painting is on, a press near a point takes hold of it, and anywhere else puts down a new one.
What is painted goes into the open experiment, and from there to every network.
"""

from dataclasses import replace
from time import perf_counter

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from nnstudio.app.appearance.images import outputs_to_pixels
from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.compare.brush import Brush
from nnstudio.app.paint.stroke import Stroke
from nnstudio.app.paint.tools import ToolName
from nnstudio.app.panels.plane_content import (
    curve_of,
    equal_units,
    mistakes,
    points_of,
    scale_of,
    value_bound,
)
from nnstudio.app.widgets.plane_plot import PlanePlot, Points
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.comparing.comparison import Lane
from nnstudio.experiment.editing import painting
from nnstudio.experiment.editing.painting import Touch

_GRIP = 9.0  # px around a point within which a press takes hold of it
_FEED = 0.03  # seconds between two changes of the data while a point is dragged


class ComparedPlane(PlanePlot):
    """Shows lanes, and paints with `brush` into the workspace."""

    def __init__(self, workspace: Workspace, brush: Brush, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._brush = workspace, brush
        self._positions: object = None
        self._all: Points | None = None
        self._shown_points: Points | None = None
        self._shows_test = True
        self._stroke: Stroke | None = None
        self._fed = 0.0
        self.setAccessibleName("Decision regions")
        brush.changed.connect(self._on_brush_changed)
        self._on_brush_changed()

    def show_lane(self, lane: Lane, drawn: Points | None) -> None:
        """Show the regions of a lane, and the painted points if there are some, else its data."""
        regions, prepared = lane.snapshot.regions, lane.prepared
        if regions is None or self._brush.extent not in (None, regions.extent):
            return
        equal = regions.outputs.shape[1] > 1 and equal_units(regions.extent)
        self.set_extent(regions.extent, regions.labels, equal)
        if drawn is not None:
            self.show_points(drawn)
        elif regions.points is not self._positions or self._all is None:
            self.show_points(points_of(prepared, regions.points))
        else:
            self.show_points(self._all)
        self._positions = None if drawn is not None else regions.points
        is_regression = prepared.dataset.task == "regression"
        if is_regression and regions.outputs.shape[1] == 1:
            self.set_curve(curve_of(regions))
        else:
            bound = value_bound(prepared) if is_regression else 1.0
            theme, scale = current_theme(), scale_of(prepared)
            self.set_pixels(outputs_to_pixels(regions.outputs, theme, scale, bound))
        wrong = mistakes(prepared, np.asarray(regions.predictions))
        if self._all is not None:  # of which there may be fewer again, or more, than were seen
            wrong = wrong[: len(self._all.train)]
            if self._shown_points is not self._all:
                wrong = wrong[self._all.train[: len(wrong)]]
        self.set_wrong(wrong)

    def show_points(self, points: Points) -> None:
        """Show these points, those tested on where they are wanted too."""
        if points is self._all and self._shows_test == self._brush.shows_test:
            return
        self._all, self._shows_test = points, self._brush.shows_test
        self._shown_points = points if self._shows_test else _trained_on(points)
        self.set_points(self._shown_points)

    def _on_brush_changed(self) -> None:
        if self._brush.is_on:
            self.viewport().setCursor(Qt.CursorShape.CrossCursor)
        else:
            self.viewport().unsetCursor()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() == Qt.MouseButton.LeftButton
        if not (self._brush.is_on and is_left and self.frame().contains(event.position())):
            super().mousePressEvent(event)
            return
        touch = self._touch(event.position())
        points = painting.points_in(self._workspace.experiment, self._workspace.prepared)
        tool: ToolName = "point" if painting.nearest(points, touch) is None else "move"
        self._stroke = Stroke(self._workspace, tool, self._brush.label, self._brush.next_number())
        self._stroke.press(touch)
        self._feed()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self._stroke is not None:
            self._stroke.move(self._touch(event.position()), 0.0)
            if perf_counter() - self._fed > _FEED:
                self._feed()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._stroke is not None:
            self._feed()
            self._stroke = None

    def _feed(self) -> None:
        if self._stroke is not None:
            self._stroke.feed()
            self._fed = perf_counter()

    def _touch(self, position: QPointF) -> Touch:
        """What the grip around a place of the plot covers of the plane."""
        bounds, frame, place = self.extent(), self.frame(), self.to_data(position)
        left, right, bottom, top = bounds
        reach = (
            _GRIP * (right - left) / max(frame.width(), 1.0),
            _GRIP * (top - bottom) / max(frame.height(), 1.0),
        )
        inside = min(max(place.x(), left), right), min(max(place.y(), bottom), top)
        return Touch(inside, reach, bounds)


def _trained_on(points: Points) -> Points:
    """Those of the points that are trained on."""
    train = points.train
    values = None if points.values is None else points.values[train]
    return replace(
        points,
        positions=points.positions[train],
        shapes=points.shapes[train],
        train=train[train],
        values=values,
    )
