"""What is kept of a training to go back to: its moments in order, thinned to fit a budget.

When there is no more room, every second moment of the older half goes. The first and the newest
always stay, and what happened lately is kept more densely than what is long ago.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from nnstudio.experiment.looks.snapshot import Metrics

State = TypeVar("State")


@dataclass(frozen=True, slots=True)
class Moment(Generic[State]):
    """The state of training after `step` steps, of `size` bytes; `metrics` if they were taken."""

    step: int
    size: int
    state: State
    metrics: Metrics | None = None


class Recording(Generic[State]):
    """Moments by rising step; `budget` in bytes and `most` bound what is kept."""

    def __init__(self, budget: int, most: int = 5000) -> None:
        self._budget, self._most = budget, most
        self._moments: list[Moment[State]] = []
        self._size = 0

    def __len__(self) -> int:
        return len(self._moments)

    def __iter__(self) -> Iterator[Moment[State]]:
        return iter(self._moments)

    @property
    def size(self) -> int:
        """Bytes that the moments take together."""
        return self._size

    @property
    def oldest(self) -> Moment[State]:
        """The first moment; there must be one."""
        return self._moments[0]

    @property
    def newest(self) -> Moment[State]:
        """The last moment; there must be one."""
        return self._moments[-1]

    def add(self, moment: Moment[State]) -> None:
        """Keep a moment; those at its step or later are of a training undone, and go."""
        self.cut(moment.step)
        self._moments.append(moment)
        self._size += moment.size
        while len(self._moments) > 2 and (
            self._size > self._budget or len(self._moments) > self._most
        ):
            self._thin()

    def cut(self, step: int) -> None:
        """Forget what came at `step` or later."""
        place = bisect_left(self._moments, step, key=_step)
        self._size -= sum(moment.size for moment in self._moments[place:])
        del self._moments[place:]

    def before(self, step: int) -> Moment[State]:
        """The last moment at `step` or earlier, or the oldest; there must be one."""
        return self._moments[max(bisect_right(self._moments, step, key=_step) - 1, 0)]

    def nearest(self, step: int) -> Moment[State]:
        """The moment closest to `step`; there must be one."""
        earlier, later = self.before(step), self.neighbor(step, 1)
        return earlier if step - earlier.step <= abs(later.step - step) else later

    def neighbor(self, step: int, places: int) -> Moment[State]:
        """So many `places` after (before, if negative) what is kept at or before `step`.

        Beyond an end it is the moment there.
        """
        if places >= 0:
            place = bisect_right(self._moments, step, key=_step) - 1 + places
        else:
            place = bisect_left(self._moments, step, key=_step) + places
        return self._moments[min(max(place, 0), len(self._moments) - 1)]

    def _thin(self) -> None:
        half = max(len(self._moments) // 2, 2)
        old, new = self._moments[:half], self._moments[half:]
        kept = [old[0], *old[2::2]]
        self._moments = kept + new
        self._size = sum(moment.size for moment in self._moments)


def _step(moment: Moment[State]) -> int:
    return moment.step
