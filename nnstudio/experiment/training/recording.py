"""What is kept of a training to go back to: its moments in order, thinned to fit a budget.

When there is no more room, every second moment of the older half goes, so what happened lately is
kept more densely than what is long ago. The first, the newest and the best moments always stay.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf, isfinite
from typing import Generic, TypeVar

from nnstudio.core.spec import NetworkSpec
from nnstudio.experiment.looks.snapshot import Metrics

State = TypeVar("State")


@dataclass(frozen=True, slots=True)
class Moment(Generic[State]):
    """The state of training after `step` steps, of `size` bytes; `metrics` if they were taken.

    They are those of the network as `spec` said it is.
    """

    step: int
    size: int
    state: State
    metrics: Metrics | None = None
    spec: NetworkSpec | None = None


class Recording(Generic[State]):
    """Moments by rising step; `budget` in bytes and `most` bound what is kept.

    Four moments stay however large they are: the first, the newest, and those with the lowest loss
    on the training and on the validation split. Of a very large network they exceed the budget.
    """

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
        while (self._size > self._budget or len(self._moments) > self._most) and self._thin():
            pass

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

    def is_best(self, metrics: Metrics) -> bool:
        """Whether a loss is lower than it is at any moment kept."""
        lowest = [min(losses) for losses in zip(*map(_losses, self._moments), strict=True)]
        return any(loss < low for loss, low in zip(_measured(metrics), lowest, strict=True))

    def _thin(self) -> bool:
        """Drop every second moment of the older half, or any one; False where all must stay."""
        last = len(self._moments) - 1
        losses = [_losses(moment) for moment in self._moments]
        bests = (
            min(range(last + 1), key=[pair[split] for pair in losses].__getitem__)
            for split in (0, 1)
        )
        stay = {0, last, *bests}
        free = [place for place in range(last) if place not in stay]
        goes = {place for place in free if place % 2 and place < (last + 1) // 2} or set(free[:1])
        self._moments = [each for place, each in enumerate(self._moments) if place not in goes]
        self._size = sum(moment.size for moment in self._moments)
        return bool(goes)


def _step(moment: Moment[State]) -> int:
    return moment.step


def _losses(moment: Moment[State]) -> tuple[float, float]:
    return _measured(moment.metrics)


def _measured(metrics: Metrics | None) -> tuple[float, float]:
    """The loss on the training and the validation split, infinite where there is none."""
    if metrics is None:
        return inf, inf
    train, validation = metrics.train_loss, metrics.validation_loss
    return _or_inf(train), inf if validation is None else _or_inf(validation)


def _or_inf(loss: float) -> float:
    return loss if isfinite(loss) else inf
