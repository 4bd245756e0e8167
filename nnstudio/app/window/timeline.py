"""The timeline under the canvas: what was trained so far, to go back to, play, and go on from."""

from functools import partial

from PySide6.QtCore import QElapsedTimer, QSize, Qt, QTimer
from PySide6.QtGui import QActionGroup, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from nnstudio.app.appearance.icons import icon
from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.app.window.timeline_strip import TimelineStrip
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.looks.snapshot import Snapshot

TRAINING_SPEEDS: tuple[tuple[str, float | None], ...] = (
    ("Full speed", None),
    ("100 steps a second", 100.0),
    ("30 steps a second", 30.0),
    ("10 steps a second", 10.0),
    ("3 steps a second", 3.0),
    ("1 step a second", 1.0),
)
PLAYING_SPEEDS = (("× 1", 1), ("× 4", 4), ("× 16", 16), ("× 64", 64))
_PACE_MS = 400  # between two refreshes while training goes on
_TICK_MS = 100  # at × 1 one recorded moment a tick


class Timeline(QFrame):
    """Follows the workspace; everything it does is asked of the workspace."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        self.setAccessibleName("Timeline")
        self._workspace = workspace
        self._places = 1
        self._is_waiting = self._is_late = False
        self._age = QElapsedTimer()
        self._play = QTimer(self)
        self._play.setInterval(_TICK_MS)
        self._play.timeout.connect(self._play_on)
        self._build()
        workspace.snapshot_changed.connect(self._on_snapshot_changed)
        workspace.history_changed.connect(self._on_history_changed)
        workspace.looked.connect(self._catch_up)
        workspace.phase_changed.connect(self._on_phase_changed)
        theme_signals().changed.connect(self._restyle)
        self._refresh_icons()
        self._refresh()

    def _build(self) -> None:
        self.strip = TimelineStrip(self)
        self.strip.setToolTip(
            "Drag to rewind; Run goes on from there\n"
            "Left, Right: one recorded moment · with Shift: one step · "
            "Page Up, Page Down: one epoch · Home, End"
        )
        self.strip.dragged.connect(self._on_dragged)
        self.strip.asked.connect(self._on_asked)
        self._words = QLabel(self)
        self._words.setObjectName("timeline.words")
        self._words.setProperty("role", "muted")
        self.back = self._button("timeline.back", "Back one epoch (<)", self._step_back)
        self.play = self._button("timeline.play", "Play what was trained", self._toggle_play)
        self.speed = self._button("timeline.speed", "Speed of training and of playing", None)
        self.speed.setMenu(self._speed_menu())
        self.speed.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.speed.setStyleSheet("padding: 3px 16px 3px 7px")
        self.live = self._button("timeline.live", "Back to the newest moment (End)", self._go_live)
        self.live.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._lay_out()

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setContentsMargins(6, 0, 0, 0)
        above.addWidget(self._words)
        above.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(self.strip, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 4, 10, 3)
        layout.setSpacing(6)
        for button in (self.back, self.play, self.speed):
            layout.addWidget(button)
        layout.addLayout(column, 1)
        layout.addWidget(self.live)
        self.setFixedHeight(self.sizeHint().height())

    def _button(self, name: str, tip: str, slot: object) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(tip.partition(" (")[0])
        button.setToolTip(tip)
        button.setIconSize(QSize(16, 16))
        if callable(slot):
            button.clicked.connect(slot)
        return button

    def _speed_menu(self) -> QMenu:
        menu = QMenu(self.speed)
        menu.addSection("Training")
        training = QActionGroup(menu)
        for words, rate in TRAINING_SPEEDS:
            action = menu.addAction(words, partial(self._set_speed, words, rate))
            action.setObjectName(f"timeline.speed.{'full' if rate is None else f'{rate:g}'}")
            action.setCheckable(True)
            action.setChecked(rate is None)
            training.addAction(action)
        menu.addSection("Playing")
        playing = QActionGroup(menu)
        for words, places in PLAYING_SPEEDS:
            action = menu.addAction(words, partial(self._set_places, places))
            action.setObjectName(f"timeline.playing.{places}")
            action.setCheckable(True)
            action.setChecked(places == self._places)
            playing.addAction(action)
        self.speed.setText("Full speed")
        return menu

    def _set_speed(self, words: str, rate: float | None) -> None:
        self.speed.setText(words if rate is None else f"{rate:g} steps/s")
        self._workspace.set_speed(rate)

    def _set_places(self, places: int) -> None:
        self._places = places

    def _on_dragged(self, step: int) -> None:
        self._play.stop()
        self._refresh_icons()
        self._workspace.show_moment(step)

    def _on_asked(self, word: str) -> None:
        workspace, strip = self._workspace, self.strip
        match word:
            case "earlier" | "later":
                workspace.show_neighbor(-1 if word == "earlier" else 1)
            case "first":
                workspace.show_moment(strip.oldest)
            case "last":
                workspace.go_live()
            case "step_earlier" | "step_later":
                workspace.move_steps(-1 if word == "step_earlier" else 1)
            case "epoch_earlier" | "epoch_later":
                workspace.move_epochs(-1 if word == "epoch_earlier" else 1)

    def _step_back(self) -> None:
        self._workspace.move_epochs(-1)

    def _go_live(self) -> None:
        self._workspace.go_live()

    def _toggle_play(self) -> None:
        if self._play.isActive():
            self._play.stop()
        else:
            snapshot = self._workspace.snapshot
            if snapshot is not None and not snapshot.is_past:
                self._workspace.show_moment(snapshot.oldest_step)
            self._is_waiting = False
            self._play.start()
        self._refresh_icons()

    def _play_on(self) -> None:
        """Show the next moment once the last one was seen; at the end, rest."""
        snapshot = self._workspace.snapshot
        if self._is_waiting or snapshot is None:
            return
        self._is_waiting = True
        self._workspace.show_neighbor(self._places)

    def _on_snapshot_changed(self, snapshot: Snapshot) -> None:
        self._is_waiting = False
        if self._play.isActive() and not snapshot.is_past:
            self._play.stop()
            self._refresh_icons()
        self._is_late = True

    def _on_history_changed(self) -> None:
        self._is_late = True

    def _catch_up(self) -> None:
        """Show what is new; while training goes on, not at every look: a line of many points is
        slow to paint.
        """
        if self._is_late and (self._workspace.phase != "running" or self._is_due()):
            self._is_late = False
            self._age.start()
            self._show_curve()
            self._refresh()

    def _is_due(self) -> bool:
        is_early = self._age.isValid() and not self._age.hasExpired(_PACE_MS)
        return not is_early and self._workspace.take_turn()

    def _show_curve(self) -> None:
        if self.isVisible():
            self.strip.show_curve(self._workspace.history)

    def _on_phase_changed(self, phase: str) -> None:
        if phase in ("running", "loading", "invalid"):
            self._play.stop()
            self._refresh_icons()
        self._refresh()

    def _refresh(self) -> None:
        snapshot = self._workspace.snapshot
        if snapshot is None or not self.isVisible():
            return
        metrics = snapshot.metrics
        self.strip.show_moment(snapshot.oldest_step, metrics.step, snapshot.newest_step)
        moment = f"epoch {metrics.epoch:,}, step {metrics.step:,}"
        self.strip.setAccessibleDescription(moment)
        if snapshot.is_past:
            words = f"{moment} of {snapshot.newest_step:,} — Run goes on from here"
        elif snapshot.oldest_step:
            words = f"Timeline — recorded since the edit at step {snapshot.oldest_step:,}"
        else:
            words = "Timeline — drag to rewind"
        self._words.setText(words[0].upper() + words[1:])
        has_past = snapshot.oldest_step < snapshot.newest_step
        for control in (self.back, self.play, self.strip):
            control.setEnabled(has_past)
        self._refresh_live(snapshot.is_past)

    def _refresh_live(self, is_past: bool) -> None:
        theme = current_theme()
        is_training = self._workspace.phase == "running"
        self.live.setText("Go live" if is_past else "live ●")
        self.live.setEnabled(is_past)
        color = theme.accent if is_training or is_past else theme.muted
        border = f"1px solid {theme.border}" if is_past else "none"
        style = f"color: {color}; border: {border}; background: transparent"
        if style != self.live.styleSheet():  # the same one again would restyle it all the same
            self.live.setStyleSheet(style)

    def _restyle(self) -> None:
        self._refresh_icons()
        self._refresh_live(self.live.isEnabled())

    def _refresh_icons(self) -> None:
        theme, is_playing = current_theme(), self._play.isActive()
        self.back.setIcon(icon("back", theme.text, theme.muted))
        self.play.setIcon(icon("pause" if is_playing else "run", theme.accent, theme.muted))
        self.play.setAccessibleName("Pause playing" if is_playing else "Play what was trained")

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()
        self._show_curve()
