"""The curves of one run: every metrics point so far, as arrays that a plot can keep."""

from dataclasses import astuple, fields

import numpy as np
from numpy.typing import NDArray

from nnstudio.experiment.snapshot import Metrics

Column = NDArray[np.float64]

_COLUMNS = tuple(field.name for field in fields(Metrics))


class History:
    """Metrics in the order of training; the arrays (points,) are copies in float64."""

    def __init__(self) -> None:
        self._table = np.empty((len(_COLUMNS), 256))
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def append(self, metrics: Metrics) -> None:
        """Add a point; points at its moment or later are of training undone by a reset and go."""
        self._length = int(np.searchsorted(self.steps, metrics.step))
        if self._length == self._table.shape[1]:
            self._table = np.concatenate([self._table, np.empty_like(self._table)], axis=1)
        self._table[:, self._length] = astuple(metrics)
        self._length += 1

    def clear(self) -> None:
        """Forget all points."""
        self._length = 0

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
    def test_score(self) -> Column:
        """Accuracy or R^2 on the test split."""
        return self._column("test_score")

    def _column(self, name: str) -> Column:
        return self._table[_COLUMNS.index(name), : self._length].copy()
