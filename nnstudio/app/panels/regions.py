"""The decision regions: what the network says all over a plane, with the data on top.

When a neuron is selected its own map takes the place of the regions until it is let go.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget
from typing_extensions import override

from nnstudio.app.appearance.images import outputs_to_pixels, unit_map_to_pixels
from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.canvas.pace import Pace
from nnstudio.app.canvas.wording import ACTIVATION_NAMES
from nnstudio.app.paint.easel import Easel
from nnstudio.app.panels.followed_point import FollowedPoint
from nnstudio.app.panels.live import LivePanel
from nnstudio.app.panels.plane_chooser import PlaneChooser
from nnstudio.app.panels.plane_content import (
    curve_of,
    equal_units,
    mistakes,
    points_of,
    reading,
    scale_of,
    unit_reading,
    value_bound,
)
from nnstudio.app.widgets.legend import Key
from nnstudio.app.widgets.legended_plane import LegendedPlane
from nnstudio.app.widgets.plane_plot import PlanePlot
from nnstudio.app.widgets.ticks import nice_ceiling, number, percent
from nnstudio.app.workspace.naming import unit_name
from nnstudio.app.workspace.wants import Want
from nnstudio.app.workspace.workspace import Selection, Workspace
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.looks.snapshot import Metrics, Regions, Snapshot

_CELLS = 100
_MANY_CELLS = 200  # where the plane is shown large
_LARGE = 420  # px
_UNIT_CELLS = 60
_NO_LIMIT = 16_777_215  # px, what Qt takes for none
_WORDS_MS = 95  # nobody reads numbers that change more often
_BOUNDED = ("tanh", "sigmoid")


class RegionsPanel(LivePanel):
    """Regions, points, mistakes and readings over a plane of the input space."""

    pace_ms = 30  # what one looks at while training goes on

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__("Decision regions", workspace, parent)
        self.setObjectName("regions")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._cells = _CELLS
        self._positions: NDArray[np.floating] | None = None
        self._pointed_at: QPointF | None = None
        self._words = Pace(_WORDS_MS)
        self._drawn: object = None  # the look that is to see
        self._build_header()
        self._build_body()
        workspace.snapshot_changed.connect(self.on_news)
        workspace.selection_changed.connect(self._on_selection_changed)
        workspace.hovered_changed.connect(self._on_selection_changed)
        workspace.prepared_changed.connect(self._on_prepared_changed)
        self._on_prepared_changed()

    def _build_header(self) -> None:
        self._back = QToolButton(self)
        self._back.setObjectName("regions.back")
        self._back.setText("\N{MULTIPLICATION SIGN}")
        self._back.setAccessibleName("Show the decision regions again")
        self._back.setToolTip("Show the decision regions again (Esc)")
        self._back.setStyleSheet("padding: 0 6px")
        self._back.clicked.connect(self._deselect)
        self._back.hide()
        self.header.addWidget(self._back)

    def _build_body(self) -> None:
        self.plot = PlanePlot()
        self.plot.setAccessibleName("Plane of the input space")
        self.plot.hovered.connect(self._on_hovered)
        self.followed = FollowedPoint(self.plot, self.workspace)
        self.plane = LegendedPlane(self.plot, self)
        self.legend = self.plane.legend
        self.easel = Easel(self.workspace, self.plot, self)
        self.easel.extent_changed.connect(self._on_selection_changed)
        self.header.addWidget(self.easel.switch)
        self.body.addWidget(self.easel.strip)
        self.body.addWidget(self.plane, 1)
        self.chooser = PlaneChooser(self)
        self.chooser.plane_changed.connect(self.ask)
        self.header.insertWidget(self.header.count() - 1, self.chooser.switch)
        self.header.setSpacing(2)  # so that two scores of 100.0 % stay whole beside the switches
        for switch in (self.chooser.switch, self.easel.switch):
            switch.setIconSize(QSize(13, 13))
        self.note = self.chooser.note
        self.body.addWidget(self.chooser)
        self.easel.switch.toggled.connect(self._make_room)

    @property
    def _unit(self) -> Selection:
        """The unit to show large: the one under the pointer, or else the selected one."""
        hovered = self.workspace.hovered
        return self.workspace.selection if hovered.unit is None else hovered

    @override
    def wanted(self) -> Want:
        extent, plane = self.easel.extent, self.chooser.plane
        seen = plane.seen and extent is None  # points are painted where they are, unprocessed
        plane = replace(plane, extent=extent, seen=seen)
        want = Want(regions=self._cells, plane=plane)
        if self._unit.unit is not None:
            want["unit_maps"] = _UNIT_CELLS
        return want

    def _make_room(self, paints: bool) -> None:
        """While one paints, in original units, there is no plane to choose, and tools for marks."""
        self.chooser.setMaximumHeight(0 if paints else _NO_LIMIT)
        self.plane.show_legend(not paints)

    @override
    def shows_data_itself(self) -> bool:
        return self.easel.has_points

    @override
    def on_trouble(self) -> None:
        super().on_trouble()
        self.plot.set_stale(self.workspace.phase == "invalid")

    @override
    def refresh(self) -> None:
        snapshot, prepared = self.workspace.snapshot, self.workspace.prepared
        if snapshot is None or snapshot.regions is None or prepared is None:
            return
        regions = snapshot.regions
        if self.easel.extent not in (None, regions.extent):
            return  # from before the axes stood still
        equal = regions.outputs.shape[1] > 1 and equal_units(regions.extent)
        self.plot.set_extent(regions.extent, regions.labels, equal)
        if regions.points is not self._positions:
            self._positions = regions.points
            if not self.easel.has_points:
                self.plot.set_points(points_of(prepared, regions.points))
            self.followed.set_points(regions.points)
        unit_map = self._selected_map(snapshot)
        drawn = regions if unit_map is None else snapshot.unit_maps
        if drawn is not self._drawn or self.workspace.phase != "running":
            self._drawn = drawn
            self._draw(prepared, regions, unit_map)
        if self._words.is_due(self.workspace.phase == "running"):
            self._show_words(prepared, snapshot, unit_map)

    def _draw(
        self, prepared: Prepared, regions: Regions, unit_map: NDArray[np.floating] | None
    ) -> None:
        if unit_map is None:
            self._show_regions(prepared, regions)
        else:
            self._show_unit(prepared, unit_map)

    def _show_words(
        self, prepared: Prepared, snapshot: Snapshot, unit_map: NDArray[np.floating] | None
    ) -> None:
        """Say what is to see."""
        if unit_map is None:
            self._tell_regions(prepared, snapshot.metrics)
        else:
            self._tell_unit(prepared)
        self._back.setVisible(unit_map is not None and self._unit is self.workspace.selection)
        if snapshot.regions is not None:
            self._show_note(snapshot.regions)
        self._show_reading()

    def _show_regions(self, prepared: Prepared, regions: Regions) -> None:
        regression = prepared.dataset.task == "regression"
        is_curve = regression and regions.outputs.shape[1] == 1
        bound = value_bound(prepared) if regression else 1.0
        if is_curve:
            self.plot.set_curve(curve_of(regions))
        else:
            scale = scale_of(prepared)
            pixels = outputs_to_pixels(regions.outputs, current_theme(), scale, bound)
            self.plot.set_pixels(pixels)
        self.plot.set_wrong(mistakes(prepared, regions.predictions))
        self.plane.set_key(
            Key(
                prepared.dataset.class_names,
                wrong=not regression,
                bound=bound if regression and not is_curve else None,
            )
        )

    def _tell_regions(self, prepared: Prepared, metrics: Metrics) -> None:
        regression = prepared.dataset.task == "regression"
        epoch, train, test = self._scores(metrics)
        self.set_title("Prediction" if regression else "Decision regions")
        self.set_summary(_score_text(train, test, regression))
        self.describe(f"epoch {epoch}: {_score_words(train, test, regression)}")

    def _scores(self, metrics: Metrics) -> tuple[int, float, float]:
        """The epoch and the scores of training and test; while training those that the curves end
        with, which say the same of all examples beside it.
        """
        curves = self.workspace.history
        if self.workspace.phase != "running" or len(curves) == 0:
            return metrics.epoch, metrics.train_score, metrics.test_score
        scores = float(curves.train_score[-1]), float(curves.test_score[-1])
        return int(curves.epochs[-1]), *scores

    def _show_unit(self, prepared: Prepared, unit_map: NDArray[np.floating]) -> None:
        layers = prepared.network.layers
        layer = self._unit.layer or 0
        activation = layers[layer].activation if layer >= 0 else "feature"
        largest = float(np.abs(unit_map).max())
        bound = 1.0 if activation in _BOUNDED else nice_ceiling(max(largest, 1e-3))
        self.plot.set_pixels(unit_map_to_pixels(unit_map, current_theme(), bound))
        self.plot.set_wrong(np.zeros(0, dtype=bool))
        self.plane.set_key(Key(prepared.dataset.class_names, bound=bound))

    def _tell_unit(self, prepared: Prepared) -> None:
        selection, layers = self._unit, prepared.network.layers
        layer, unit = selection.layer or 0, selection.unit or 0
        self.set_title(unit_name(layer, unit, len(layers)))
        self.set_summary(ACTIVATION_NAMES[layers[layer].activation] if layer >= 0 else "feature")
        self.describe(f"{unit_name(layer, unit, len(layers))}: its activation over the plane")

    def _selected_map(self, snapshot: Snapshot) -> NDArray[np.floating] | None:
        """The map of the unit to show; None when there is none or it has no map."""
        selection = self._unit
        if selection.layer is None or selection.unit is None:
            return None
        index = selection.layer + 1
        if index >= len(snapshot.unit_maps) or selection.unit >= len(snapshot.unit_maps[index]):
            return None
        unit_map: NDArray[np.floating] = snapshot.unit_maps[index][selection.unit]
        return unit_map

    def _show_note(self, regions: Regions) -> None:
        """Say what the plane is, where the axes do not say it all."""
        _, more, rest = regions.note.rpartition("; ")  # the axes and the chooser say the first part
        self.note.setText(rest[:1].upper() + rest[1:] if more else "")
        self.note.setToolTip(regions.note)

    def _show_reading(self) -> None:
        """Put what is under the pointer into the header."""
        snapshot, prepared = self.workspace.snapshot, self.workspace.prepared
        place = self._pointed_at
        if place is None or prepared is None or snapshot is None or snapshot.regions is None:
            return
        unit_map, x, y = self._selected_map(snapshot), place.x(), place.y()
        if unit_map is None:
            text = reading(prepared, snapshot.regions, x, y)
        else:
            text = unit_reading(unit_map, snapshot.regions.extent, x, y)
        room = self._summary.width()
        self.set_summary(self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room))

    def _on_prepared_changed(self) -> None:
        prepared = self.workspace.prepared
        self._positions = None
        if not self.easel.has_points:
            self.plot.set_points(None)
        if prepared is None:
            self.chooser.set_features(())
        else:
            inputs = prepared.input_names if prepared.pipeline.steps else ()
            self.chooser.set_features(prepared.dataset.feature_names, inputs)
        self.ask()

    def _on_selection_changed(self) -> None:
        self._words = Pace(_WORDS_MS)
        self._drawn = None
        self.ask()
        self.refresh_if_visible()

    def _on_hovered(self, place: QPointF | None) -> None:
        self._pointed_at = place
        if place is None:
            self._words = Pace(_WORDS_MS)
            self.refresh()
        else:
            self._show_reading()

    def _deselect(self) -> None:
        self.workspace.select(Selection())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.workspace.selection != Selection():
            self._deselect()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        cells = _MANY_CELLS if min(event.size().toTuple()) > _LARGE else _CELLS
        if cells != self._cells:
            self._cells = cells
            self.ask()


def _score_text(train: float, test: float, regression: bool) -> str:
    """The header's numbers."""
    name, write = ("R² ", number) if regression else ("", percent)
    return f"{name}train <b>{write(train)}</b> · test <b>{write(test)}</b>"


def _score_words(train: float, test: float, regression: bool) -> str:
    """The same for screen readers."""
    name, write = ("R squared", number) if regression else ("accuracy", percent)
    return f"{name} {write(train)} in training, {write(test)} in the test"
