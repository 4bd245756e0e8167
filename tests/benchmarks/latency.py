"""How soon the window's controls take effect while training runs flat out."""

import threading
from functools import partial

import numpy as np

from nnstudio.app.window.main_window import MainWindow
from nnstudio.experiment.editing import edits
from nnstudio.experiment.looks.snapshot import Snapshot
from tests.benchmarks.cores import OwnClock
from tests.benchmarks.pace import Watch
from tests.benchmarks.stage import spin, until

_STILL = 1e-30  # a learning rate at which weights in single precision stay what they are


class Latency:
    """Seconds from a control to what is seen of it, in a window that is training."""

    def __init__(self, window: MainWindow, watch: Watch) -> None:
        self._workspace = window.workspace
        self._watch = watch
        self._clock = OwnClock(threading.get_native_id())

    def of_pause(self) -> float:
        """Until the window knows that training rests."""
        self._workspace.run()
        spin(0.15)
        self._workspace.pause()
        return until(lambda: self._workspace.phase == "paused")

    def of_step(self) -> float:
        """At rest: until the picture after one step is there."""
        spin(0.15)
        self._watch.moments.clear()
        self._workspace.step()
        return until(lambda: bool(self._watch.moments))

    def of_rate(self) -> float:
        """Until the first picture of weights that a tiny rate no longer changes."""
        rate = self._workspace.experiment.training.learning_rate
        self._workspace.run()
        spin(0.15)
        self._watch.moments.clear()
        start = self._clock()
        self._set_rate(_STILL)
        until(self._rests)
        shown = next(m.clock for m in self._watch.moments if self._is_last(m.snapshot))
        self._set_rate(rate)
        return shown - start

    def _set_rate(self, rate: float) -> None:
        self._workspace.edit("rate", partial(edits.set_training, learning_rate=rate))

    def _rests(self) -> bool:
        moments = self._watch.moments
        return len(moments) > 1 and self._is_last(moments[-2].snapshot)

    def _is_last(self, snapshot: Snapshot) -> bool:
        last = self._watch.moments[-1].snapshot
        pairs = zip(snapshot.matrices, last.matrices, strict=True)
        return all(np.array_equal(one, other) for one, other in pairs)


def ninth_decile(seconds: list[float]) -> float:
    """The time, in milliseconds, that nine of ten answers took at most."""
    return float(np.percentile(seconds, 90)) * 1e3
