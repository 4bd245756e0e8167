"""How fast training goes, with a window or without, and how regularly the window's events run.

Seconds are those of a clock that stands still while other programs hold all cores.
"""

import threading
import time
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction

from nnstudio.app.window.main_window import MainWindow
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.looks.snapshot import Snapshot
from nnstudio.experiment.training.events import Loaded
from nnstudio.experiment.training.session import Session
from tests.benchmarks.cores import OwnClock, PairClock
from tests.benchmarks.stage import spin, until

_TICK_MS = 16
WARM_UP = 0.25  # seconds


class Course:
    """The training of a session, looked at from outside.

    It reads the trainer's own counter: to ask for snapshots would cost what is to be measured.
    """

    def __init__(self, session: Session) -> None:
        worker, thread = session._worker, session._thread.native_id
        assert worker is not None  # the session has loaded something
        assert thread is not None
        self._worker = worker
        self._clock = PairClock(thread, threading.get_native_id())

    @property
    def is_running(self) -> bool:
        """Whether steps are taken."""
        return self._worker._phase == "running"

    def begin(self) -> None:
        """Measure from here."""
        self._first = self._step
        self._clock.begin()

    def steps_per_second(self) -> float:
        """Since the beginning, in the time that training had or could have had."""
        return (self._step - self._first) / self._clock.seconds()

    @property
    def _step(self) -> int:
        run = self._worker._run
        return run.trainer.step if run is not None else 0


class Headless:
    """A session that nobody watches, in the process of the window."""

    def __init__(self, experiment: Experiment) -> None:
        self._session = Session()
        self._session.start()
        self._session.load(experiment)
        while not any(isinstance(event, Loaded) for event in self._session.take_events()):
            time.sleep(0.001)
        self._course = Course(self._session)

    def steps_per_second(self, seconds: float) -> float:
        """Train from the start for so long, this thread asleep meanwhile."""
        self._session.reset()
        self._session.run()
        while not self._course.is_running:
            time.sleep(0.001)
        time.sleep(WARM_UP)
        self._course.begin()
        time.sleep(seconds)
        speed = self._course.steps_per_second()
        self._session.pause()
        time.sleep(0.05)
        self._session.take_events()
        return speed

    def close(self) -> None:
        """End its thread."""
        self._session.close()


@dataclass(frozen=True)
class Pace:
    """What was seen of the window in one stretch of training."""

    seconds: float
    steps_per_second: float
    refreshes: int
    cpu: float
    """Seconds of the window's thread."""
    intervals: list[float]
    """Seconds between the ticks of a timer of 16 ms."""

    def percentile(self, share: float) -> float:
        """Of the intervals, in milliseconds."""
        return float(np.percentile(self.intervals, share)) * 1e3


class Moment(NamedTuple):
    """A snapshot, and when it came by the window's clock."""

    clock: float
    snapshot: Snapshot


class Watch(QObject):
    """Notes ticks and snapshots of a window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.moments: list[Moment] = []
        self._course = Course(window.workspace._live.session)
        self._clock = OwnClock(threading.get_native_id())
        self._ticks: list[float] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        window.workspace.snapshot_changed.connect(self._note)

    def pace(self, seconds: float) -> Pace:
        """Train from the start, as the window is, for so long."""
        self._timer.start(_TICK_MS)
        self._train()
        self._ticks.clear()
        self.moments.clear()
        cpu = time.thread_time()
        speed = self._speed(seconds)
        cpu = time.thread_time() - cpu
        self._timer.stop()
        intervals = np.diff(self._ticks).tolist()
        refreshes = len(self.moments)
        self._rest()
        return Pace(seconds, speed, refreshes, cpu, intervals)

    def pace_unwatched(self, seconds: float) -> float:
        """Steps per second while the window is minimized."""
        self._train()
        self.window.showMinimized()
        spin(0.05)
        speed = self._speed(seconds)
        self.window.showNormal()
        self._rest()
        return speed

    def pace_without_panels(self, seconds: float) -> float:
        """Steps per second while no panel is shown, but the canvas."""
        self.toggle_panels()
        self._train()
        speed = self._speed(seconds)
        self._rest()
        self.toggle_panels()
        return speed

    def _speed(self, seconds: float) -> float:
        self._course.begin()
        spin(seconds)
        return self._course.steps_per_second()

    def _train(self) -> None:
        self.window.workspace.reset()
        self.window.workspace.run()
        until(lambda: self.window.workspace.phase == "running")
        spin(WARM_UP)

    def _rest(self) -> None:
        self.window.workspace.pause()
        until(lambda: self.window.workspace.phase == "paused")

    def toggle_panels(self) -> None:
        """Hide the panels that are shown, or show them again."""
        for name in self.window.panels:
            action = self.window.findChild(QAction, f"show.{name}")
            assert isinstance(action, QAction)
            action.trigger()
        spin(0.1)

    def _tick(self) -> None:
        self._ticks.append(self._clock())

    def _note(self, snapshot: Snapshot) -> None:
        self.moments.append(Moment(self._clock(), snapshot))
