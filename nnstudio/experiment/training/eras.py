"""The eras of a recorded training: from when on which settings applied.

So any of its steps can be taken again as it was.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from nnstudio.core.spec import NetworkSpec, TrainingSpec

Settings = tuple[NetworkSpec, TrainingSpec]


@dataclass(frozen=True, slots=True)
class Era:
    """Since the step `first` the `settings` applied.

    Where it does not `continue` the one before, somebody changed a weight as well: no training
    leads to its first moment. It `returned` where somebody went back to that moment from later and
    trained on with what was set then: the moment was put in place under these settings.
    """

    first: int
    settings: Settings
    continues: bool
    returned: bool = False


class Eras:
    """By rising first step; there is always one. The last one is the present."""

    def __init__(self, first: int, settings: Settings) -> None:
        self._eras = [Era(first, settings, False)]

    def begin(
        self, step: int, settings: Settings, *, by_hand: bool, returned: bool = False
    ) -> None:
        """Other settings apply from `step` on, where training goes on; later eras are undone.

        Nothing begins where they are those of before, and no weight was changed `by_hand`.
        """
        del self._eras[max(bisect_right(self._eras, step, key=_first), 1) :]
        if by_hand or settings != self._eras[-1].settings:
            self._eras.append(Era(step, settings, not by_hand, returned))

    def at(self, step: int) -> Settings:
        """The settings with which the step after `step` was taken."""
        return self._eras[max(bisect_right(self._eras, step, key=_first) - 1, 0)].settings

    def between(self, start: int, end: int) -> Sequence[Era]:
        """The eras that begin after the step `start`, up to the step `end`."""
        return [era for era in self._eras if start < era.first <= end]

    def lead(self, start: int, end: int) -> bool:
        """Whether training alone leads from one step to the other."""
        return start <= end and all(era.continues for era in self.between(start, end))


def _first(era: Era) -> int:
    return era.first
