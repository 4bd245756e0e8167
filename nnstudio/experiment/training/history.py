"""The curves of one run: every metrics point so far, as arrays that a plot can keep.

Who goes back in time and trains on leaves a branch behind: the future that was, until a reset.
"""

from dataclasses import fields
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from nnstudio.experiment.looks.snapshot import Metrics

Column = NDArray[np.float64]

_COLUMNS = tuple(field.name for field in fields(Metrics))
_NUMBERS = attrgetter(*_COLUMNS)
_BRANCHES = 8  # the newest are kept


class Curves:
    """Metrics in the order of training; the arrays (points,) are copies in float64.

    What was not measured is NaN. `branches` are futures that were left by going back, oldest first.
    """

    def __init__(self, table: Column, branches: "tuple[Curves, ...]" = ()) -> None:
        """`table` is (fields of Metrics, points)."""
        self.branches = branches
        self._table = table
        self._length = table.shape[1]

    def __len__(self) -> int:
        return self._length

    @property
    def epochs(self) -> Column:
        """Epochs completed."""
        return self._column("epoch")

    @property
    def steps(self) -> Column:
        """Optimizer steps done."""
        return self._column("step")

    @property
    def train_loss(self) -> Column:
        """Data loss on the training split."""
        return self._column("train_loss")

    @property
    def validation_loss(self) -> Column:
        """Data loss on the validation split, NaN without one."""
        return self._column("validation_loss")

    @property
    def test_loss(self) -> Column:
        """Data loss on the test split."""
        return self._column("test_loss")

    @property
    def penalty(self) -> Column:
        """The penalty on the weights, apart from the losses."""
        return self._column("penalty")

    @property
    def train_score(self) -> Column:
        """Accuracy or R^2 on the training split."""
        return self._column("train_score")

    @property
    def validation_score(self) -> Column:
        """Accuracy or R^2 on the validation split, NaN without one."""
        return self._column("validation_score")

    @property
    def test_score(self) -> Column:
        """Accuracy or R^2 on the test split."""
        return self._column("test_score")

    def curves(self) -> "Curves":
        """A copy that stays as it is."""
        return Curves(self._table[:, : self._length].copy(), self.branches)

    def since(self, start: int) -> "Curves":
        """A copy of the points from `start` on, without branches."""
        return Curves(self._table[:, start : self._length].copy())

    def _column(self, name: str) -> Column:
        return self._table[_COLUMNS.index(name), : self._length].copy()


class History(Curves):
    """Curves that grow."""

    def __init__(self) -> None:
        super().__init__(np.empty((len(_COLUMNS), 256)))
        self._length = 0

    def append(self, metrics: Metrics) -> None:
        """Add a point; points later than its moment are of training undone: they become a branch.

        A point of step 0 forgets all branches and points.
        """
        place = int(np.searchsorted(self.steps, metrics.step))
        if metrics.step == 0:
            self.clear()
        elif place < self._length and self.steps[-1] > metrics.step:
            is_measured = self.steps[place] == metrics.step
            begins = place if is_measured else max(place - 1, 0)
            self.branches = (*self.branches, self.since(begins))[-_BRANCHES:]
        self._length = place
        if self._length == self._table.shape[1]:
            self._table = np.concatenate([self._table, np.empty_like(self._table)], axis=1)
        self._table[:, self._length] = _NUMBERS(metrics)
        self._length += 1

    def clear(self) -> None:
        """Forget all points and branches."""
        self._length = 0
        self.branches = ()
