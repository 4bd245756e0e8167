"""One example, step by step: forward, its loss, backward, and what a step would change."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)
from typing_extensions import override

from nnstudio.app.center.page import Page
from nnstudio.app.center.switch import Switch
from nnstudio.app.center.walk.look import Look
from nnstudio.app.center.walk.side_by_side import SideBySide
from nnstudio.app.center.walk.stations import Station, stations
from nnstudio.app.center.walk.way_view import WayView, named_button
from nnstudio.app.panels.inspector import fits
from nnstudio.app.widgets.number_edit import NumberEdit, by_one
from nnstudio.app.workspace.selection import Selection
from nnstudio.app.workspace.wants import Want
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.looks.snapshot import Snapshot
from nnstudio.experiment.looks.walkthrough import Walk, walk

_VIEWS = (
    ("way", "Forward and back", "Follow the example through the network and back"),
    ("losses", "Softmax and hinge", "Compare both losses on the same scores"),
)
_DECIMALS, _FEWEST, _MOST = 3, 1, 8
_USUAL, _LARGEST = QSize(650, 450), 1.5  # where there is more room letters are larger, up to this


class WalkPage(Page):
    """Shows `workspace.example`; a chosen neuron is chosen in every panel."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__("walk", "One example, step by step", workspace, parent)
        self._place = 0
        self._units: dict[int, int] = {}
        self._picked: tuple[int, int] | None = None
        self._is_live = True
        self._held: Snapshot | None = None
        self._seen: Snapshot | None = None
        self._decimals = _DECIMALS
        self._build_top()
        self._build_way()
        self._build_foot()
        self._build_keys()
        workspace.example_changed.connect(self.refresh_if_visible)
        workspace.selection_changed.connect(self._on_selection_changed)
        workspace.prepared_changed.connect(self._on_prepared)
        workspace.phase_changed.connect(self.refresh_if_visible)

    def _build_top(self) -> None:
        self._views = Switch("walk.view", _VIEWS, self)
        self._views.show_chosen("way")
        self._views.chosen.connect(self._on_view)
        self._example = NumberEdit(by_one, whole=True, parent=self)
        self._example.setObjectName("walk.example")
        self._example.setAccessibleName("Example to follow")
        self._example.setToolTip("Which example is followed; a click on a point chooses it, too")
        self._example.setFixedWidth(self._room_for("88,888 of 88,888"))
        self._example.valueChanged.connect(self._on_example)
        self._which = QLabel(self)
        self._which.setObjectName("walk.class")
        self._which.setProperty("role", "muted")
        self._which.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._places = NumberEdit(by_one, whole=True, parent=self)
        self._places.setObjectName("walk.decimals")
        self._places.setAccessibleName("Decimals")
        self._places.setToolTip("Digits after the decimal point; sums use all digits there are")
        self._places.setSuffix(" decimals")
        self._places.setFixedWidth(self._room_for("8 decimals"))
        self._places.show_value(self._decimals)
        self._places.valueChanged.connect(self._on_decimals)
        for part in (self._views, self._example):
            self.header.addWidget(part)
        self.header.addWidget(self._which, 4)
        self.header.addWidget(self._places)

    def _room_for(self, text: str) -> int:
        """The width of a field that shows `text` and its arrows."""
        return self.fontMetrics().horizontalAdvance(text) + 42

    def _build_way(self) -> None:
        self._way, self._losses = WayView(self), SideBySide(self)
        self._way.went.connect(self.go_to)
        self._way.picked.connect(self._select)
        self._way.number_picked.connect(self._on_number_picked)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._way)
        self._stack.addWidget(self._losses)
        self.body.addWidget(self._stack, 1)

    def _build_foot(self) -> None:
        self._status = QLabel(self)
        self._status.setObjectName("walk.status")
        self._status.setProperty("role", "muted")
        self._status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._follow = named_button(
            "walk.follow", "Follow", "Follow training at this station", self
        )
        self._follow.clicked.connect(self._on_follow)
        line = QHBoxLayout()
        line.addWidget(self._status, 1)
        line.addWidget(self._follow)
        self.body.addLayout(line)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = min(event.size().width() / _USUAL.width(), event.size().height() / _USUAL.height())
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * min(max(room, 1.0), _LARGEST))
        font.setFeature(QFont.Tag("tnum"), 1)  # digits of one width stay in place
        self._way.use_font(font)
        self._losses.use_font(font)
        self.refresh_if_visible()

    def _build_keys(self) -> None:
        self._keys = []
        for key, act in ((Qt.Key.Key_Left, self.go_back), (Qt.Key.Key_Right, self.go_on)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
            self._keys.append(shortcut)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self._way.next)

    @property
    def station(self) -> Station:
        """Where on the way one is."""
        return self._stations[min(self._place, len(self._stations) - 1)]

    @property
    def _stations(self) -> tuple[Station, ...]:
        prepared = self.workspace.prepared
        return stations(1 if prepared is None else len(prepared.network.layers))

    def go_to(self, place: int) -> None:
        """Go to a station by its place on the way, the nearest there is."""
        self._place = min(max(place, 0), len(self._stations) - 1)
        self._is_live = self._place == 0
        layer = self.station.layer
        if layer >= 0:
            self._select(layer, self._unit_of(layer))
        else:
            self.refresh()

    def go_on(self) -> None:
        """One station on."""
        self.go_to(self._place + 1)

    def go_back(self) -> None:
        """One station back."""
        self.go_to(self._place - 1)

    @override
    def wanted(self) -> Want:
        return Want(memory=True)

    @override
    def refresh(self) -> None:
        look = self._look()
        for part in (self._stack, self._example, self._places):
            part.setEnabled(look is not None)
        self._show_status()
        if look is None:
            return
        self._show_example(look.walk)
        if self._stack.currentWidget() is self._losses:
            self._losses.show_scores(look)
        else:
            self._way.show_look(look, self._stations)

    def _look(self) -> Look | None:
        prepared, snapshot = self.workspace.prepared, self._moment()
        if prepared is None or snapshot is None or not fits(snapshot, prepared):
            return None
        self._seen = snapshot
        found, station = walk(prepared, snapshot, self.workspace.example), self.station
        layer = self._layer(found, station)
        return Look(found, station, layer, self._unit_of(layer), self._decimals, self._picked)

    def _unit_of(self, layer: int) -> int:
        """The unit chosen of a layer, where it still is one; else the first, or the right class."""
        prepared = self.workspace.prepared
        if prepared is None:
            return 0
        unit, sizes = self._units.get(layer), prepared.network.sizes
        if unit is not None and unit < sizes[layer + 1]:
            return unit
        classes = len(prepared.dataset.class_names)
        if layer == len(sizes) - 2 and classes == sizes[-1]:
            return int(prepared.dataset.targets[self.workspace.example])
        return 0

    def _layer(self, found: Walk, station: Station) -> int:
        """The layer whose unit is the chosen one at a station."""
        match station.kind:
            case "input":
                return -1
            case "loss" | "scores":
                return len(found.layers) - 1
            case "forward" | "backward":
                return station.layer
        chosen = self.workspace.selection.layer
        return min(chosen, len(found.layers) - 1) if chosen is not None and chosen >= 0 else 0

    def _moment(self) -> Snapshot | None:
        """What is shown: while one steps through a running network, what was shown then."""
        if self.workspace.phase != "running" or self._is_live:
            self._held = None
        elif self._held is None:
            self._held = self._seen
        return self.workspace.snapshot if self._held is None else self._held

    def _show_example(self, found: Walk) -> None:
        dataset, trace = found.prepared.dataset, found.trace
        self._example.setSuffix(f" of {len(dataset):,}")
        self._example.show_value(trace.index + 1)
        words: str = trace.split
        if isinstance(trace.target, int):
            words = f"{dataset.class_names[trace.target]} · {words}"
        self._which.setText(words)
        self._which.setToolTip(words)
        self._views.offer("losses", bool(dataset.class_names))
        if not dataset.class_names and self._stack.currentWidget() is self._losses:
            self._views.show_chosen("way")
            self._show_view("way")

    def _show_status(self) -> None:
        snapshot = self.workspace.snapshot if self._held is None else self._held
        self._follow.setVisible(self._held is not None)
        if snapshot is None:
            self._status.setText("")
            return
        metrics = snapshot.metrics
        when = f"epoch {metrics.epoch:,}, step {metrics.step:,}"
        if self._held is not None:
            words = f"Held at {when} while you step; training goes on."
        elif self.workspace.phase == "running":
            words = f"Live: follows training, {when}. Next holds the numbers."
        else:
            words = f"The network at {when}{', a past moment' if snapshot.is_past else ''}."
        self._status.setText(words)

    def _on_view(self, name: str) -> None:
        self._show_view(name)
        self.refresh()

    def _show_view(self, name: str) -> None:
        self._stack.setCurrentIndex([view for view, _, _ in _VIEWS].index(name))
        for shortcut in self._keys:  # sliders need the arrows
            shortcut.setEnabled(name == "way")

    def _on_example(self, value: float) -> None:
        self.workspace.select_example(int(value) - 1)
        self.refresh()

    def _on_decimals(self, value: float) -> None:
        self._decimals = min(max(int(value), _FEWEST), _MOST)
        self._places.show_value(self._decimals)
        self.refresh()

    def _on_follow(self) -> None:
        self._is_live = True
        self.refresh()

    def _on_prepared(self, prepared: Prepared | None) -> None:
        self._held = self._seen = None
        if prepared is not None:
            self._place = min(self._place, len(self._stations) - 1)

    def _on_number_picked(self, row: int, column: int) -> None:
        self._picked = row, column
        self.refresh()

    def _select(self, layer: int, unit: int) -> None:
        """Choose a unit here and, through the selection, in every panel."""
        chosen = Selection(layer, unit)
        if chosen == self.workspace.selection:
            self._choose(layer, unit)
        else:
            self.workspace.select(chosen)

    def _on_selection_changed(self, selection: Selection) -> None:
        if selection.layer is not None and selection.unit is not None:
            self._choose(selection.layer, selection.unit)

    def _choose(self, layer: int, unit: int) -> None:
        """Look at a unit, where it is computed."""
        if unit != self._unit_of(layer):
            self._units[layer] = unit
        self._place = self._place_for(layer)
        self.refresh_if_visible()

    def _place_for(self, layer: int) -> int:
        """The station that shows a layer, on the same side of the way as now."""
        every, station = self._stations, self.station
        is_last = layer == max(stop.layer for stop in every)
        if station.kind == "update" or (station.kind in ("loss", "scores") and is_last):
            return self._place
        if layer < 0:
            return self._place if station.is_back else 0
        wanted = Station("backward" if station.is_back else "forward", layer)
        return every.index(wanted) if wanted in every else self._place
