"""The window's side of the training session: polls it, and says what came as Qt signals.

The session's thread never touches Qt. One timer of the window's thread drains its events and takes
its newest snapshot; what belongs to a run that was replaced meanwhile is dropped.
"""

import logging
from contextlib import suppress
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from nnstudio.app.workspace.garbage import GarbageCollector
from nnstudio.app.workspace.look_pace import LookPace
from nnstudio.app.workspace.parameters import Parameter
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing.lineage import Lineage
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.looks.snapshot import Phase, ProbeRequest, Snapshot
from nnstudio.experiment.training.events import (
    Event,
    Failed,
    Loaded,
    MetricsAdded,
    PhaseChanged,
    Rejected,
    Rested,
    Stopped,
)
from nnstudio.experiment.training.history import History
from nnstudio.experiment.training.session import Session

if TYPE_CHECKING:
    from nnstudio.experiment.data.prepare import Prepared

_FAST_MS, _IDLE_MS = 16, 100
_SOON_MS, _LATE_MS = 4, 50  # while training: the least and the most, to see soon that it ended
_AFTER_PAINT_MS = 20
_FEED_MS = 150  # the least time between two feeds
_PATIENCE = 1.5  # seconds
_LOG = logging.getLogger(__name__)


class LiveRun(QObject):
    """The current run as last seen: phase, prepared data, newest snapshot, history."""

    prepared_changed = Signal(object)
    snapshot_changed = Signal(object)
    history_changed = Signal()
    phase_changed = Signal(str)
    rejected = Signal(object)
    failed = Signal(str)
    rested = Signal(object)
    run_ended = Signal(object, object)
    """Its experiment and its curves, before another run takes their place."""
    carried_on = Signal()
    looked = Signal()
    """All that came is told: the moment to show it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = Session()
        self.prepared: Prepared | None = None
        self.snapshot: Snapshot | None = None
        self.history = History()
        self.phase: Phase = "loading"
        self._run_id = -1
        self._is_unanswered = self._is_quiet = False
        self._next_feed: tuple[Experiment, Lineage] | None = None
        self._configured: Experiment | None = None  # since what was sent and is not answered
        self._waiting = True
        self._has_grown = False
        self._looks = LookPace()
        self._feeding = QTimer(self)
        self._feeding.setSingleShot(True)
        self._feeding.setInterval(_FEED_MS)
        self._feeding.timeout.connect(self._feed_next)
        self._garbage = GarbageCollector(self)
        self._beginning = QTimer(self)
        self._beginning.timeout.connect(self._begin)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)  # a coarse one skips looks
        self._timer.timeout.connect(self.poll)

    def start(self) -> None:
        """Start the polling and, as soon as the window had time to be seen, the session."""
        self._garbage.start()
        self._beginning.start(0)
        self._timer.start(_FAST_MS)

    def close(self) -> bool:
        """Stop polling, then the thread; whether it ended in time."""
        for timer in (self._beginning, self._timer, self._feeding):
            timer.stop()
        ended = self.session.close(_PATIENCE)
        self._garbage.stop()
        return ended

    def _begin(self) -> None:
        if not self._beginning.interval():  # the first event there is: painting comes next
            self._beginning.start(_AFTER_PAINT_MS)
        else:
            self._beginning.stop()
            self.session.start()

    def set_watched(self, watched: bool) -> None:
        """Poll only while someone can see the window; events wait meanwhile."""
        if watched:
            self._timer.start(_FAST_MS)
        else:
            self._timer.stop()

    def set_pace(self, milliseconds: int) -> None:
        """Look at a running training no more often than this."""
        self._looks.gap = milliseconds / 1000

    def load(self, experiment: Experiment, lineage: Lineage, *, keep: bool) -> None:
        """Start a new run; with `keep`, from the weights of what did not change."""
        self._send(experiment, lineage, keep=keep, quiet=False)
        self.snapshot = None
        self._set_phase("loading")
        self.expect_news()

    def feed(self, experiment: Experiment, lineage: Lineage) -> None:
        """Go on with other painted points; many times a second, of which the newest counts.

        They are sent at a calm pace, and when what was sent before is answered: no answer is
        missed.
        """
        self._next_feed = experiment, lineage
        self._feed_next()
        self.expect_news()

    def _feed_next(self) -> None:
        if self._next_feed is None or self._is_unanswered or self._feeding.isActive():
            return
        self._send(*self._next_feed, keep=True, quiet=True)
        self._feeding.start()

    def _send(self, experiment: Experiment, lineage: Lineage, *, keep: bool, quiet: bool) -> None:
        self._is_unanswered, self._is_quiet = True, quiet
        self._next_feed = self._configured = None
        self._run_id = self.session.load(experiment, keep=keep, quiet=quiet, lineage=lineage)

    def _on_answered(self) -> None:
        self._is_unanswered, self._configured = False, None
        self._feed_next()

    def configure(self, experiment: Experiment) -> None:
        """Hand new training settings to the run; what it cannot take, it rejects in its thread."""
        self.session.configure(experiment)
        if self._next_feed is not None:
            self._next_feed = experiment, self._next_feed[1]
        if self._is_unanswered:  # until then the data are of an older experiment
            self._configured = experiment
        elif self.prepared is not None:
            self.prepared = _reconfigured(self.prepared, experiment)
            self.prepared_changed.emit(self.prepared)
        self.expect_news()

    def set_parameter(self, parameter: Parameter, value: float) -> None:
        """Give one learned number another value, from the next step on."""
        self.session.set_parameter(parameter.layer, parameter.row, parameter.column, value)
        self.expect_news()

    def request(self, request: ProbeRequest) -> None:
        """Say what snapshots hold from now on."""
        self.session.request(request)
        self.expect_news()

    def expect_news(self) -> None:
        """Poll at display rate until something comes, and show it at once."""
        self._waiting = True
        self._looks.hurry()
        self._pace()

    def poll(self) -> None:
        """Take what the session has for the window."""
        is_due = self.phase != "running" or not self._looks.seconds_left()
        # before the events, so that what a snapshot shows was told when it is shown
        snapshot = self.session.take_snapshot() if is_due else None
        for event in self.session.take_events():
            if event.run_id == self._run_id:
                self._waiting = False
                self._on_event(event)
            elif isinstance(event, Loaded) and not event.kept:
                self._begin_curves()  # the newest run goes on from one that nobody waited for
        if is_due:
            self._show(snapshot)
        elif self.phase != "running":
            self.poll()
        self._pace()

    def _show(self, snapshot: Snapshot | None) -> None:
        """Tell all that is new at once, so that the window is painted once."""
        if snapshot is not None:  # else the next one is shown as soon as it is there
            self._looks.note()
        elif self.phase == "running" and not (self._has_grown or self._looks.is_long_ago()):
            return
        if self._has_grown:
            self._has_grown = False
            self.history_changed.emit()
        if snapshot is not None and snapshot.run_id == self._run_id:
            self._waiting = False
            self.snapshot = snapshot
            self.snapshot_changed.emit(snapshot)
        self.looked.emit()

    def _pace(self) -> None:
        """Come again soon when somebody waits, else when it is time for the next look."""
        interval = _FAST_MS if self._waiting or self.phase in ("running", "loading") else _IDLE_MS
        left = 0.0 if self._waiting or self.phase != "running" else self._looks.seconds_left()
        if left:
            interval = min(max(ceil(1000 * left), _SOON_MS), _LATE_MS)
        if left or self._timer.interval() != interval:
            self._timer.setInterval(interval)

    def _on_event(self, event: Event) -> None:
        match event:
            case Loaded(prepared=prepared, kept=kept):
                self.snapshot = None
                if self._configured is not None:
                    prepared = _reconfigured(prepared, self._configured)
                self._set_prepared(prepared, kept)
                self._on_answered()
            case Rejected(problems=problems):
                self._set_prepared(None, kept=True)
                self._set_phase("invalid")
                self.rejected.emit(problems)
                self._on_answered()
            case PhaseChanged(phase=phase):
                self._set_phase(phase)
            case MetricsAdded(metrics=metrics):
                if metrics.step == 0:
                    self._end_run()
                self.history.append(metrics)
                self._has_grown = True
            case Rested(stop=stop):
                self.rested.emit(stop)
            case Stopped(explanation=explanation):
                self.failed.emit(explanation)
            case Failed(traceback=traceback):
                _LOG.error("the training session failed:\n%s", traceback)
                if self._is_unanswered:
                    self._set_prepared(None, kept=True)
                    self._on_answered()
                self.failed.emit(traceback.strip().splitlines()[-1])

    def _end_run(self) -> None:
        if self.prepared is not None and len(self.history) > 1:
            self.run_ended.emit(self.prepared.experiment, self.history.curves())

    def _begin_curves(self) -> None:
        self._end_run()
        self.history.clear()
        self.history_changed.emit()

    def _set_prepared(self, prepared: "Prepared | None", kept: bool) -> None:
        if not kept:
            self._begin_curves()
        self.prepared = prepared
        self.prepared_changed.emit(prepared)
        if prepared is not None and kept and not self._is_quiet:
            self.carried_on.emit()

    def _set_phase(self, phase: Phase) -> None:
        if phase != self.phase:
            self.phase = phase
            self.phase_changed.emit(phase)


def _reconfigured(prepared: "Prepared", experiment: Experiment) -> "Prepared":
    """Under other settings, or as it was where the run's thread will reject them."""
    from nnstudio.experiment.data.prepare import reconfigure

    with suppress(ExperimentError):
        return reconfigure(prepared, experiment)
    return prepared
