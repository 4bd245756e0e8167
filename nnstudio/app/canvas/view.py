"""The canvas: the network with its controls over it, a legend, and the counts below."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import LIGHT, Theme, current_theme, theme_signals
from nnstudio.app.canvas.ailments import Ailments
from nnstudio.app.canvas.column_words import Look
from nnstudio.app.canvas.counts_line import CountsLine
from nnstudio.app.canvas.dwell import Dwell
from nnstudio.app.canvas.following import TURN_MS, Following
from nnstudio.app.canvas.geometry import Layout, lay_out
from nnstudio.app.canvas.gestures import Gestures
from nnstudio.app.canvas.hands import Hands
from nnstudio.app.canvas.legend import Legend
from nnstudio.app.canvas.live_tip import LiveTip
from nnstudio.app.canvas.minimap import Minimap
from nnstudio.app.canvas.network_view import NetworkView
from nnstudio.app.canvas.opened import OpenedColumns
from nnstudio.app.canvas.overlay import Overlay
from nnstudio.app.canvas.picture import picture_of
from nnstudio.app.canvas.presets import PresetsButton
from nnstudio.app.canvas.room import room_for
from nnstudio.app.canvas.scene import NetworkScene
from nnstudio.app.canvas.sizes import facts_of, is_repainted, known_facts
from nnstudio.app.canvas.tips import tip_name
from nnstudio.app.canvas.unit_pictures import UnitPictures
from nnstudio.app.canvas.zoom_view import NOTCH
from nnstudio.app.workspace.changes import only_points
from nnstudio.app.workspace.settings import remembered_choice, settings
from nnstudio.app.workspace.wants import Want
from nnstudio.app.workspace.workspace import Selection, Workspace
from nnstudio.core.counts import count_network
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.looks.snapshot import Snapshot

if TYPE_CHECKING:
    from nnstudio.experiment.data.prepare import Prepared
    from nnstudio.experiment.exports.drawing import Drawing

_BEAT_MS = 20  # by which the canvas comes after the panels while training
_SHARP_MS = 140  # after the last change of the zoom
_WHEEL_KEY = "canvas/wheel"


class CanvasView(QFrame):
    """Draws the workspace's network and edits it by clicks; see DESIGN for the gestures."""

    zoom_changed = Signal(float)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAccessibleName("Network")
        self.workspace = workspace
        self._facts = known_facts(workspace.experiment, None)
        self._picture = picture_of(workspace.experiment, self._facts)
        self._page_size = QSize(760, 520)
        self._stale = False
        self._following = Following()
        self._beat = QTimer(self)
        self._beat.setSingleShot(True)
        self._beat.setInterval(_BEAT_MS)
        self._zooming = QTimer(self)
        self._zooming.setSingleShot(True)
        self._zooming.setInterval(_SHARP_MS)
        self._zoom = 1.0  # as last seen
        self._gestures = Gestures(workspace)
        self._build_parts()
        self._draw()
        self._connect()
        self._show_prepared(workspace.prepared)
        self._restyle()

    def _build_parts(self) -> None:
        self.scene = NetworkScene(self)
        self.view = NetworkView(self.scene, self)
        self.view.setObjectName("canvas.view")
        self.view.setAccessibleName("Network drawing")
        self._overlay = Overlay(self.view, self.workspace, self._gestures)
        self._hands = Hands(self.view, self._overlay, self._gestures)
        self._opened = OpenedColumns(self.view, self.workspace)
        self._dwell = Dwell(self.view, self.workspace)
        self._tip = LiveTip(self.view, self.workspace, self._picture)
        self._legend = Legend(self.view.viewport())
        self._presets = PresetsButton(self._gestures, self.view.viewport())
        self._minimap = Minimap(self.view)
        self._ailments = Ailments(self.view.viewport())
        self.view.wheel_scrolls = remembered_choice(_WHEEL_KEY, ("zooms", "scrolls")) == "scrolls"
        self.counts = CountsLine(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 6, 1, 4)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.counts)
        self.setMinimumSize(360, 260)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        workspace, view = self.workspace, self.view
        workspace.experiment_changed.connect(self._show_experiment)
        workspace.prepared_changed.connect(self._show_prepared)
        workspace.snapshot_changed.connect(self._on_snapshot)
        self._beat.timeout.connect(self._show_newest)
        self._zooming.timeout.connect(self.scene.end_zoom)
        workspace.phase_changed.connect(self._show_phase)
        workspace.selection_changed.connect(self._show_selection)
        workspace.marked_changed.connect(self.scene.show_marked)
        workspace.problem_changed.connect(self._show_problems)
        view.moved.connect(self._on_moved)
        view.resized.connect(self._on_resized)
        self._opened.changed.connect(self._lay_out)
        theme_signals().changed.connect(self._restyle)

    @property
    def layout_shown(self) -> Layout:
        """Where the columns stand in the scene."""
        return self._layout

    def drawing(self, theme: Theme = LIGHT) -> "Drawing":
        """What is shown, for a file: the same columns, units, links and counts; for paper or in
        the colors of another theme.
        """
        from nnstudio.app.canvas.drawing import drawing_of

        if self._stale:
            self._draw()
        seen, title = self._known, self.workspace.experiment.name
        if seen is not None:
            seen = self.scene.pictures.completed(seen) if self.scene.fits(seen) else None
        return drawing_of(self._picture, self._layout, self.scene.pictures, seen, title, theme)

    @property
    def _known(self) -> Snapshot | None:
        """The newest snapshot; none where what is drawn has no data."""
        return None if self.workspace.phase == "invalid" else self.workspace.snapshot

    def set_wheel_scrolls(self, scrolls: bool) -> None:
        """Whether the wheel scrolls or zooms, now and at the next start."""
        self.view.wheel_scrolls = scrolls
        settings().setValue(_WHEEL_KEY, "scrolls" if scrolls else "zooms")

    def zoom_to_fit(self) -> None:
        """Show the whole network, and keep it fitted to the window."""
        self.view.fitted = True
        self._lay_out()

    def zoom_by(self, notches: int) -> None:
        """Zoom in, or out, as so many notches of the wheel do."""
        self.view.set_zoom(self.view.zoom * NOTCH**notches)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()
        self._draw()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.workspace.unwant(self)
        self._beat.stop()
        super().hideEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._lay_out()

    def _refresh(self) -> None:
        """Show what there is now; the drawing of a hidden canvas waits until it is looked at."""
        self._picture = self._tip.picture = picture_of(self.workspace.experiment, self._facts)
        self.counts.show_network(self._picture.network)
        self._stale = not self.isVisible()
        if not self._stale:
            self._draw()

    def _draw(self) -> None:
        self._stale = False
        self._overlay.show_network(self._picture, self.workspace.experiment, self._facts)
        self._lay_out()
        self._show_selection(self.workspace.selection)
        self.scene.show_marked(self.workspace.marked)

    def _show_experiment(self, old: Experiment, new: Experiment) -> None:
        drawn = ("network", "data", "preprocessing")
        if only_points(old, new):
            return
        if any(getattr(old, part) != getattr(new, part) for part in drawn):
            self._facts = known_facts(new, self._facts)
            self._refresh()

    def _show_prepared(self, prepared: "Prepared | None") -> None:
        before = self._facts
        seen = before if prepared is None else facts_of(prepared)
        self._facts = known_facts(self.workspace.experiment, seen)
        if prepared is not None:
            self.scene.pictures = UnitPictures(prepared)
            self._ask()
        if not is_repainted(before, self._facts):
            self._refresh()

    def _lay_out(self) -> None:
        """Place everything; in fit mode on a page as large as the viewport."""
        if self._stale:
            return
        if self.view.fitted:
            self._page_size = self.view.viewport().size()
        room = room_for(self._picture, self._page_size, self.font())
        sizes = self._picture.network.sizes
        self._layout = self._hands.layout = lay_out(sizes, room.page, self._opened.first)
        self._opened.layout = self._layout
        look = Look(self.font(), room.label_width, self._layout.pitch)
        self.scene.show_network(self._picture, self._layout, look)
        self.view.viewport().update()  # also where columns stood that are gone
        self._show_legend()
        self.view.show_page(QRectF(0, 0, self._layout.width, self._layout.height))
        self._following.forget()
        self._ask()
        self._show_newest()

    def _ask(self) -> None:
        """Tell the workspace what to show takes, and that maps which follow by turns want more
        looks for that: histograms and weights change calmly.
        """
        if self.isVisible():
            wanted = self.scene.pictures.wanted
            if self.scene.has_many_tiles and wanted.get("unit_maps"):
                wanted = Want(pace_ms=TURN_MS) | wanted
            self.workspace.want(self, **wanted)

    def _show_legend(self) -> None:
        weights = count_network(self._picture.network).weights
        has_weights = self.workspace.phase != "invalid"
        self._legend.show_links(self.scene.links_drawn, weights, has_weights)
        self._presets.adjustSize()
        self._legend.fit(self.view.viewport().width() - self._presets.width() - 26)
        self._place_corners()

    def _place_corners(self) -> None:
        """Keep legend and presets in their corners; scrolling takes them along."""
        corner = self.view.viewport().rect().bottomRight() - self._legend.rect().bottomRight()
        self._legend.move(corner - QPoint(10, 4))
        middle = self._legend.geometry().center().y() - self._presets.height() // 2
        self._presets.move(8, middle)
        self._presets.setVisible(self._presets.geometry().right() < self._legend.x())

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        """While training, off the beat of the panels: so that neither waits for the other."""
        if self.workspace.phase != "running":
            self._show_snapshot(snapshot)
        elif self.isVisible() and not self._beat.isActive():
            self._beat.start()

    def _show_newest(self) -> None:
        if self._known is not None:
            self._show_snapshot(self._known)

    def _show_snapshot(self, snapshot: Snapshot) -> None:
        if not self.isVisible() or not self.scene.fits(snapshot):
            return
        running = self.workspace.phase == "running"
        due = self._following.due(running=running, by_turns=self.scene.has_many_tiles)
        self.scene.show_maps(snapshot, due.maps)
        self.scene.show_weights(snapshot, due.links)
        if due.signs:
            self.scene.show_biases(snapshot)
            self._show_ailments(snapshot)

    def _show_ailments(self, snapshot: Snapshot) -> None:
        self.scene.show_dead(snapshot)
        signs = len(self._ailments.signs)
        self._ailments.follow(snapshot, hurried=self.workspace.phase == "running")
        if len(self._ailments.signs) != signs:
            self._ailments.place(self._overlay.headers)

    def _show_phase(self, phase: str) -> None:
        if phase == "invalid":  # nobody knows what its units compute
            self.scene.forget(self._layout)
            self._show_legend()
        elif phase != "running":
            self._show_newest()

    def _show_selection(self, selection: Selection) -> None:
        self.scene.show_selection(selection)
        self._overlay.show_selection(selection)
        several = len(selection.layers)
        name = f"{several} layers" if several else tip_name(self._picture, selection)
        self.view.setAccessibleDescription(f"{name} selected" if name else "Nothing selected")

    def _show_problems(self) -> None:
        self._show_legend()
        self._overlay.show_problems()
        self._overlay.place(self._layout)

    def _restyle(self) -> None:
        theme = current_theme()
        self.setStyleSheet(_STYLE % {"surface": theme.surface, "border": theme.border})
        self.scene.update()
        self._following.forget()
        self._show_newest()

    def _on_moved(self) -> None:
        if self.view.zoom != self._zoom:
            self._zoom = self.view.zoom
            if self.scene.begin_zoom():
                self._zooming.start()
        self._overlay.place(self._layout)
        self._ailments.place(self._overlay.headers)
        self._place_corners()
        port = self.view.viewport()
        room = QRect(8, 0, port.width() - 16, self._legend.y() - 6)
        to_view = self.view.viewportTransform().mapRect
        columns = [to_view(item.boundingRect()) for item in self.scene.columns]
        self._minimap.place(self._layout, room, columns, self._overlay.captions)
        self.zoom_changed.emit(self.view.zoom)

    def _on_resized(self) -> None:
        if self.view.fitted:
            self._lay_out()
        else:
            self._show_legend()
            self.view.show_page(QRectF(0, 0, self._layout.width, self._layout.height))


_STYLE = """
#canvas { background: %(surface)s; border: none; border-radius: 8px; }
UnitsBox { background: transparent; }
UnitsBox QLineEdit { background: transparent; border: none; padding: 0; }
"""
