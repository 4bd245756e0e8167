"""One hour of training flat out, every panel shown, another page of the center each minute.

Memory counts from the moment before training; tells on standard error how each minute went.
"""

import sys
import threading
from itertools import cycle

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer

from nnstudio.app.center.pages import PAGES
from nnstudio.app.window.main_window import MainWindow
from tests.benchmarks import stage
from tests.benchmarks.cores import OwnClock
from tests.benchmarks.experiments import spiral_lecture
from tests.benchmarks.first_paint import resident_megabytes
from tests.benchmarks.report import Line

_MINUTES, _QUICK = 60, 2
_TICK_MS = 16


class _Ticks(QObject):
    """Intervals of a timer in the window's event loop, by a clock that knows no other programs."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._clock = OwnClock(threading.get_native_id())
        self._last: float | None = None
        self.intervals: list[float] = []
        timer = QTimer(self)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._tick)
        timer.start(_TICK_MS)

    def take(self) -> list[float]:
        """The intervals in milliseconds since the last call."""
        taken, self.intervals = self.intervals, []
        return taken

    def _tick(self) -> None:
        now = self._clock()
        if self._last is not None:
            self.intervals.append(1e3 * (now - self._last))
        self._last = now


def measure(quick: bool) -> list[Line]:
    """Memory grown, and how long the window took to answer."""
    minutes = _QUICK if quick else _MINUTES
    with stage.opened(spiral_lecture()) as window:
        before, every, late = resident_megabytes(), [], []
        ticks = _Ticks(window)
        window.workspace.run()
        pages = cycle(["canvas", *(page.name for page in PAGES)])
        for minute in range(1, minutes + 1):
            window.views.show_view(next(pages))
            stage.spin(60.0)
            every += (taken := ticks.take())
            late.append(float(np.percentile(taken, 99)))
            _tell(minute, before, late[-1])
        steps = window.workspace.snapshot
        grown = resident_megabytes() - before
    note = f"{minutes} minutes, from {before:.0f} MB"
    done = f"{steps.metrics.step:,} steps" if steps is not None else ""
    p99 = float(np.percentile(every, 99))
    worst = f"worst minute {max(late):.0f} ms, longest of all {max(every):.0f} ms"
    return [
        Line("memory grown", grown, "MB", 100.0, 50.0, f"{note}; {done}"),
        Line("event loop p99", p99, "ms", 50.0, 25.0, worst),
    ]


def _tell(minute: int, before: float, late: float) -> None:
    grown = resident_megabytes() - before
    print(f"minute {minute}: +{grown:.1f} MB, p99 {late:.1f} ms", file=sys.stderr, flush=True)
