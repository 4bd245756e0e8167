"""How fast training goes, with a window or without, and how regularly the window's events run."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction

from nnstudio.app.main_window import MainWindow
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.events import Loaded
from nnstudio.experiment.session import Session
from nnstudio.experiment.snapshot import Snapshot
from tests.benchmarks.stage import spin, until

_TICK_MS = 16
_WARM_UP = 0.4  # seconds


class Headless:
    """A session that nobody watches, in the process of the window."""

    def __init__(self, experiment: Experiment) -> None:
        self._session = Session()
        self._session.start()
        self._session.load(experiment)
        while not any(isinstance(event, Loaded) for event in self._session.take_events()):
            time.sleep(0.001)

    def steps_per_second(self, seconds: float) -> float:
        """Train from the start for so long, this thread asleep meanwhile."""
        self._session.reset()
        self._session.run()
        time.sleep(_WARM_UP)
        start, before = self._moment()
        time.sleep(seconds)
        end, after = self._moment()
        self._session.pause()
        time.sleep(0.05)
        self._session.take_events()
        return (after - before) / (end - start)

    def close(self) -> None:
        """End its thread."""
        self._session.close()

    def _moment(self) -> tuple[float, int]:
        """The clock, and the step that training is at."""
        self._session.take_snapshot()
        while (snapshot := self._session.take_snapshot()) is None:
            time.sleep(0.0005)
        return time.perf_counter(), snapshot.metrics.step


@dataclass
class Pace:
    """What was seen of the window in one stretch of training."""

    steps_per_second: float
    refreshes: int
    cpu: float
    """Seconds of the window's thread."""
    intervals: list[float] = field(default_factory=list)
    """Seconds between the ticks of a timer of 16 ms."""

    def percentile(self, share: float) -> float:
        """Of the intervals, in milliseconds."""
        return float(np.percentile(self.intervals, share)) * 1e3


class Watch(QObject):
    """Notes ticks and snapshots of a window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.ticks: list[float] = []
        self.moments: list[tuple[float, Snapshot]] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        window.workspace.snapshot_changed.connect(self._note)

    def pace(self, seconds: float) -> Pace:
        """Train from the start, as the window is, for so long."""
        self._train()
        self._timer.start(_TICK_MS)
        start = self._next_moment()
        self.ticks.clear()
        cpu, first = time.thread_time(), len(self.moments)
        spin(seconds)
        cpu, refreshes = time.thread_time() - cpu, len(self.moments) - first
        intervals = list(np.diff(self.ticks))
        self._timer.stop()
        return Pace(self._speed(start), refreshes, cpu, intervals)

    def pace_unwatched(self, seconds: float) -> float:
        """Steps per second while the window is minimized."""
        self._train()
        start = self._next_moment()
        self.window.showMinimized()
        spin(seconds)
        self.window.showNormal()
        self._next_moment()  # what lay in the mailbox all the time
        return self._speed(start)

    def pace_without_panels(self, seconds: float) -> float:
        """Steps per second while no panel is shown, but the canvas."""
        self._toggle_panels()
        try:
            self._train()
            start = self._next_moment()
            spin(seconds)
            return self._speed(start)
        finally:
            self._toggle_panels()

    def _train(self) -> None:
        self.moments.clear()
        self.window.workspace.reset()
        self.window.workspace.run()
        spin(_WARM_UP)

    def _speed(self, start: tuple[float, int]) -> float:
        end = self._next_moment()
        self.window.workspace.pause()
        until(lambda: self.window.workspace.phase == "paused")
        return (end[1] - start[1]) / (end[0] - start[0])

    def _next_moment(self) -> tuple[float, int]:
        seen = len(self.moments)
        until(lambda: len(self.moments) > seen)
        clock, snapshot = self.moments[-1]
        return clock, snapshot.metrics.step

    def _toggle_panels(self) -> None:
        for name in self.window.panels:
            action = self.window.findChild(QAction, f"show.{name}")
            assert isinstance(action, QAction)
            action.trigger()
        spin(0.1)

    def _tick(self) -> None:
        self.ticks.append(time.perf_counter())

    def _note(self, snapshot: Snapshot) -> None:
        self.moments.append((time.perf_counter(), snapshot))


