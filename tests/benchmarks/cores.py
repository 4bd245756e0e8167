"""How busy the machine is with other programs, and what that costs a thread of ours.

A thread that could run but has no core waits in line; Linux counts that time. Leaving it out of
wall time makes rates and intervals comparable on a machine that is not ours alone: what is left is
work, sleep, and waiting for our own threads.
"""

import os
import time
from pathlib import Path


class OwnClock:
    """A clock of seconds that stands still while a thread of this process waits for a core."""

    def __init__(self, thread: int) -> None:
        """The thread is given by its native id; where Linux does not count, time goes on."""
        path = Path(f"/proc/self/task/{thread}/schedstat")
        self._file = path.open("rb", buffering=0) if path.exists() else None

    def __call__(self) -> float:
        """Seconds from some moment on."""
        if self._file is None:
            return time.perf_counter()
        self._file.seek(0)
        return time.perf_counter() - int(self._file.read(100).split()[1]) * 1e-9


def busy_seconds() -> float:
    """CPU seconds that other programs have used on this machine; 0 where that is not known."""
    try:
        with open("/proc/stat", encoding="ascii") as file:
            user, nice, system = (int(field) for field in file.readline().split()[1:4])
    except OSError:
        return 0.0
    return (user + nice + system) / os.sysconf("SC_CLK_TCK") - sum(os.times()[:2])
