"""Comparing contenders fairly: in one process, in turns, by the CPU time of one thread.

Every contender does a chunk of work of about the same duration; the chunks take turns (A B C,
B C A, ...), and ratios are taken round by round, so that neither a neighbor on the machine nor a
clock that changes its speed favors one of them. All of them have the BLAS at one thread and the
processor's fast arithmetic, in which a network trained to death does not slow down.
"""

import gc
import time
from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from nnstudio.core.floating_point import fast_arithmetic

Rates = NDArray[np.float64]


class Contender(Protocol):
    """Something that can do any number of units of the work."""

    def prepare(self) -> None:
        """Back to the start; not timed."""

    def run(self, count: int) -> None:
        """Do so many units."""


def rates(contenders: Mapping[str, Contender], rounds: int, seconds: float) -> dict[str, Rates]:
    """Units per CPU second of each contender, one value a round."""
    with threadpool_limits(1), fast_arithmetic():
        counts = {name: _calibrate(one, seconds) for name, one in contenders.items()}
        found: dict[str, list[float]] = {name: [] for name in contenders}
        names = list(contenders)
        gc.disable()
        try:
            for turn in range(rounds):
                shift = turn % len(names)
                for name in names[shift:] + names[:shift]:
                    spent = _spent(contenders[name], counts[name])
                    found[name].append(counts[name] / spent)
        finally:
            gc.enable()
    return {name: np.array(values) for name, values in found.items()}


def ratio(one: Rates, other: Rates) -> float:
    """How many times as fast `one` is: the median over the rounds."""
    return float(np.median(one / other))


def _calibrate(contender: Contender, seconds: float) -> int:
    """The number of units that take about so many seconds."""
    count = 1
    while True:
        spent = _spent(contender, count)
        if spent > 0.5 * seconds:
            return max(1, round(count * seconds / spent))
        count = max(count + 1, int(count * min(8.0, seconds / max(spent, 1e-6))))


def _spent(contender: Contender, count: int) -> float:
    contender.prepare()
    start = time.process_time()
    contender.run(count)
    return max(time.process_time() - start, 1e-9)
