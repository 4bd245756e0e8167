"""The easel: painting on the plane of the regions, with mouse, pen and keys.

While it is on, the axes stand still: they show what was there when it was switched on, and a margin
to paint on. The painted points are drawn from the document itself, before the network has seen them
and also when they cannot be learned from.
"""

from time import perf_counter

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolButton, QWidget
from typing_extensions import override

from nnstudio.app.appearance.icons import icon
from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.app.paint.drawn_points import drawn_points, room_to_paint
from nnstudio.app.paint.strip import ToolStrip
from nnstudio.app.paint.stroke import Stroke, way
from nnstudio.app.paint.tools import BY_LETTER, HELD
from nnstudio.app.panels.plane_content import equal_units
from nnstudio.app.widgets.plane_layers import Extent
from nnstudio.app.widgets.plane_plot import PlanePlot, Points
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import painting
from nnstudio.experiment.editing.painting import Touch

_FEED_MS = 33
_SHARE = 0.25  # of the time that feeding may take, however slow the computer is
_NO_PAINTING = "Painting needs points of classes in the plane; choose such data to paint on"


class Easel(QObject):
    """Paints on `plot`; `switch` turns it on and off, `strip` shows what is painted with."""

    extent_changed = Signal()

    def __init__(self, workspace: Workspace, plot: PlanePlot, panel: QWidget) -> None:
        super().__init__(panel)
        self._workspace, self._plot, self._panel = workspace, plot, panel
        self.extent: Extent | None = None
        self._stroke: Stroke | None = None
        self._touch: Touch | None = None
        self._strokes = 0
        self._shown: painting.Points = ()
        self.strip = ToolStrip(panel)
        self.strip.hide()
        self.strip.cleared.connect(self._clear)
        self.strip.radius_changed.connect(self._show_circle)
        self._build_switch()
        self._feeding = QTimer(self)
        self._feeding.setInterval(_FEED_MS)
        self._feeding.timeout.connect(self._feed)
        workspace.experiment_changed.connect(self._on_experiment_changed)
        workspace.prepared_changed.connect(self.draw)
        workspace.paint_wanted.connect(self.begin)
        workspace.adopted.connect(self.end)
        theme_signals().changed.connect(self._restyle)
        plot.viewport().installEventFilter(self)
        panel.installEventFilter(self)
        self._restyle()
        self._allow()

    def _build_switch(self) -> None:
        self.switch = QToolButton(self._panel)
        self.switch.setObjectName("regions.paint")
        self.switch.setAccessibleName("Paint points")
        self.switch.setCheckable(True)
        self.switch.setStyleSheet("padding: 1px")
        self.switch.toggled.connect(self._on_switched)

    def _restyle(self) -> None:
        theme = current_theme()
        self.switch.setIcon(icon("brush", theme.text, theme.muted))

    @property
    def is_on(self) -> bool:
        """Whether the pointer paints."""
        return self.switch.isChecked()

    @property
    def has_points(self) -> bool:
        """Whether the data are painted points, which are drawn from the document."""
        return self._workspace.experiment.data.source == "points"

    def begin(self) -> None:
        """Paint from now on, if there is a plane to paint on."""
        if self.switch.isEnabled():
            self.switch.setChecked(True)
            self._panel.setFocus()

    def end(self) -> None:
        """Paint no longer: what is on the plane now is not what one began to paint on."""
        self.switch.setChecked(False)

    def draw(self) -> None:
        """Show the painted points as they are in the document."""
        if not self.has_points:
            self._shown = ()
            return
        experiment = self._workspace.experiment
        points = experiment.data.points or ()
        if self.extent is None and self._workspace.prepared is None:
            self._show_plane(room_to_paint(points))
        if points is not self._shown:
            self._draw(drawn_points(experiment, points), points[: len(self._shown)] == self._shown)
            self._shown = points

    def _draw(self, drawn: Points, is_longer: bool) -> None:
        """Show points that are those shown, and perhaps more, or others."""
        if is_longer and self._shown:
            self._plot.add_points(drawn)
        else:
            self._plot.set_points(drawn)

    def _show_plane(self, extent: Extent) -> None:
        self._plot.set_extent(extent, ("x1", "x2"), equal_units(extent))

    def _allow(self) -> None:
        can = painting.can_paint(self._workspace.experiment)
        self.switch.setEnabled(can)
        tip = "Paint points here, or stop (Esc)" if can else _NO_PAINTING
        self.switch.setToolTip(tip)
        if not can:
            self.switch.setChecked(False)

    def _on_experiment_changed(self, old: Experiment, new: Experiment) -> None:
        if old.data == new.data and old.seed == new.seed:
            return
        self._allow()
        if self.is_on and new.data.source != "points" and old.data.source != "points":
            self._frame()
        self.draw()

    def _on_switched(self, on: bool) -> None:
        self.strip.setVisible(on)
        self._finish()
        if on:
            self._plot.viewport().setCursor(Qt.CursorShape.CrossCursor)
            self._panel.setFocus()
        else:
            self._plot.viewport().unsetCursor()
            self._plot.show_circle(None, 0.0)
        self._frame()

    def _frame(self) -> None:
        """Let the axes stand still from now on, or follow the data again."""
        self.extent = None
        if self.is_on:
            points = painting.points_in(self._workspace.experiment, self._workspace.prepared)
            self.extent = room_to_paint(points)
            self._show_plane(self.extent)
        self.extent_changed.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.is_on:
            return False
        if watched is self._panel:
            return self._on_panel_event(event)
        match event.type():
            case QEvent.Type.Wheel if isinstance(event, QWheelEvent):
                self._on_wheel(event)
                return True
            case QEvent.Type.Leave:
                self._plot.show_circle(None, 0.0)
        return isinstance(event, QMouseEvent) and self._on_mouse(event)

    def _on_panel_event(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and self._is_key(event):
            event.accept()
            return True
        return event.type() == QEvent.Type.KeyPress and self._on_key(event)

    def _is_key(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        text = event.text().upper()
        known = text in BY_LETTER or (len(text) == 1 and text in "0123456789[]")
        return event.key() == Qt.Key.Key_Escape or (plain and known)

    def _on_key(self, event: QKeyEvent) -> bool:
        if not self._is_key(event):
            return False
        text = event.text().upper()
        if event.key() == Qt.Key.Key_Escape:
            self.switch.setChecked(False)
        elif text == "[":
            self.strip.shrink()
        elif text == "]":
            self.strip.grow()
        elif text in BY_LETTER:
            self.strip.choose(BY_LETTER[text])
        else:
            self.strip.choose_label(int(text))
        return True

    def _on_wheel(self, event: QWheelEvent) -> None:
        if event.angleDelta().y() > 0:
            self.strip.grow()
        elif event.angleDelta().y() < 0:
            self.strip.shrink()

    def _on_mouse(self, event: QMouseEvent) -> bool:
        """Paint; returns whether the event is used up. Moving alone also reads the regions."""
        match event.type():
            case QEvent.Type.MouseButtonPress | QEvent.Type.MouseButtonDblClick:
                if event.button() == Qt.MouseButton.LeftButton:
                    self._begin_stroke(event.position())
                return True
            case QEvent.Type.MouseMove:
                self._move_to(event.position())
            case QEvent.Type.MouseButtonRelease:
                self._finish()
                return True
        return False

    def _begin_stroke(self, position: QPointF) -> None:
        self._finish()
        self._panel.setFocus()
        if not self._plot.frame().contains(position):
            return
        self._strokes += 1
        self._touch = self._touch_at(position)
        self._stroke = Stroke(self._workspace, self.strip.tool, self.strip.label, self._strokes)
        self._stroke.press(self._touch)
        self._stroke.feed()
        self._feeding.start()

    def _move_to(self, position: QPointF) -> None:
        self._place_circle(position)
        if self._stroke is not None and self._touch is not None:
            touch = self._touch_at(position)
            self._stroke.move(touch, way(self._touch, touch))
            self._touch = touch

    def _feed(self) -> None:
        if self._stroke is None or self._touch is None:
            return
        start = perf_counter()
        if self._stroke.tool in HELD:
            self._stroke.hold(self._touch)
        self._stroke.feed()
        taken = 1000.0 * (perf_counter() - start)
        self._feeding.setInterval(max(_FEED_MS, round(taken / _SHARE)))

    def _finish(self) -> None:
        self._feeding.stop()
        if self._stroke is not None:
            self._stroke.feed()
        self._stroke = None

    def _touch_at(self, position: QPointF) -> Touch:
        """What the circle around a place of the plot covers of the plane."""
        bounds, frame, place = self._plot.extent(), self._plot.frame(), self._plot.to_data(position)
        left, right, bottom, top = bounds
        radius = self.strip.radius
        reach = (
            radius * (right - left) / max(frame.width(), 1.0),
            radius * (top - bottom) / max(frame.height(), 1.0),
        )
        inside = min(max(place.x(), left), right), min(max(place.y(), bottom), top)
        return Touch(inside, reach, bounds)

    def _place_circle(self, position: QPointF) -> None:
        inside = self._plot.frame().contains(position)
        self._plot.show_circle(position if inside else None, self._radius)

    def _show_circle(self) -> None:
        self._plot.show_circle(self._plot.circle.center, self._radius)

    @property
    def _radius(self) -> float:
        """The circle's, in px."""
        return 3.0 if self.strip.tool == "point" else self.strip.radius

    def _clear(self) -> None:
        self._finish()
        self._workspace.edit("clear all points", lambda e: painting.with_points(e, ()))
