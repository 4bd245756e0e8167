"""How busy the machine is with other programs, and what that costs a thread of ours.

A thread that could run but has no core waits in line; Linux counts that time. Leaving it out of
wall time makes rates and intervals comparable on a machine that is not ours alone: what is left is
work, sleep, and waiting for our own threads.
"""

import os
import time
from pathlib import Path


def seconds_in_line(thread: int) -> float:
    """How long a thread of this process, by its native id, has waited for a core; 0 if unknown."""
    path = Path(f"/proc/self/task/{thread}/schedstat")
    try:
        return int(path.read_text(encoding="ascii").split()[1]) * 1e-9
    except OSError:
        return 0.0


def own_clock(thread: int) -> float:
    """A clock of seconds that stands still while the thread waits for a core."""
    return time.perf_counter() - seconds_in_line(thread)


def busy_seconds() -> float:
    """CPU seconds that other programs have used on this machine; 0 where that is not known."""
    try:
        with open("/proc/stat", encoding="ascii") as file:
            user, nice, system = (int(field) for field in file.readline().split()[1:4])
    except OSError:
        return 0.0
    return (user + nice + system) / os.sysconf("SC_CLK_TCK") - sum(os.times()[:2])
