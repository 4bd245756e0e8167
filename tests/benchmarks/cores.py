"""How busy the machine is with other programs, and what that costs a thread of ours.

A thread that could run but has no core waits in line; Linux counts that time. Leaving it out of
wall time makes rates and intervals comparable on a machine that is not ours alone: what is left is
work, sleep, and waiting for our own threads.
"""

import os
import time
from pathlib import Path
from typing import NamedTuple


class Queueing(NamedTuple):
    """Seconds that a thread has worked, and that it could have but had no core."""

    worked: float
    queued: float


class Thread:
    """A thread of this process, given by its native id; where Linux does not count, all is 0."""

    def __init__(self, thread: int) -> None:
        path = Path(f"/proc/self/task/{thread}/schedstat")
        self._file = path.open("rb", buffering=0) if path.exists() else None

    def __call__(self) -> Queueing:
        """What there was until now."""
        if self._file is None:
            return Queueing(0.0, 0.0)
        self._file.seek(0)
        worked, queued, _ = self._file.read(100).split()
        return Queueing(int(worked) * 1e-9, int(queued) * 1e-9)


class PairClock:
    """A clock of the seconds that one thread would need if it and another had a core each.

    It stands still while the thread waits for a core. When the thread sleeps longer than the other
    works, the other has what it waits for, and perhaps no core: that counts neither.
    """

    def __init__(self, thread: int, other: int) -> None:
        self._thread, self._other = Thread(thread), Thread(other)
        self.begin()

    def begin(self) -> None:
        """Measure from here."""
        self._start, self._first = time.perf_counter(), (self._thread(), self._other())

    def seconds(self) -> float:
        """Since the beginning."""
        wall = time.perf_counter() - self._start
        (worked, queued), (helped, kept) = (
            (now.worked - then.worked, now.queued - then.queued)
            for now, then in zip((self._thread(), self._other()), self._first, strict=True)
        )
        slept = wall - worked - queued
        return wall - queued - min(max(slept - helped, 0.0), kept)


class OwnClock:
    """A clock of seconds that stands still while a thread of this process waits for a core."""

    def __init__(self, thread: int) -> None:
        self._thread = Thread(thread)

    def __call__(self) -> float:
        """Seconds from some moment on."""
        return time.perf_counter() - self._thread().queued


def busy_seconds() -> float:
    """CPU seconds that other programs have used on this machine; 0 where that is not known."""
    try:
        with open("/proc/stat", encoding="ascii") as file:
            user, nice, system = (int(field) for field in file.readline().split()[1:4])
    except OSError:
        return 0.0
    return (user + nice + system) / os.sysconf("SC_CLK_TCK") - sum(os.times()[:2])
