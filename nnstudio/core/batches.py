"""The training split as mini-batches, reshuffled each epoch into arrays that stay in place."""

from collections.abc import Sequence

import numpy as np

from nnstudio.core.arrays import Floats


class Batches:
    """Batches of `size` examples (the last may be smaller), as views made once.

    `views` shows of each batch its rows (batch, inputs + 1), a 1 for the biases last, and its
    targets (outputs, batch); for the `members` of a population with a leading axis.
    """

    def __init__(
        self,
        inputs: Floats,
        targets: Floats,
        size: int,
        dtype: np.dtype[np.floating],
        members: int | None = None,
    ) -> None:
        self.size = size
        count = len(inputs)
        self._rows = np.ones((count, inputs.shape[1] + 1), dtype)
        self._rows[:, :-1] = inputs
        self._targets = np.ascontiguousarray(targets.T, dtype)
        self._order = np.tile(np.arange(count), (members or 1, 1))
        self._shuffled_rows = self._rows[self._order]
        self._shuffled_targets = self._targets[:, self._order]
        rows, answers = self._shuffled_rows, self._shuffled_targets.swapaxes(0, 1)
        if members is None:
            rows, answers = rows[0], answers[0]
        self.views = [
            (rows[..., start : start + size, :], answers[..., start : start + size])
            for start in range(0, count, size)
        ]

    def shuffle(self, generators: Sequence[np.random.Generator]) -> None:
        """Put the examples in a new random order, drawn for each network from its generator.

        A single batch needs none: its gradient is a mean over all examples.
        """
        if len(self.views) == 1:
            return
        for generator, order in zip(generators, self._order, strict=True):
            order[:] = generator.permutation(len(order))
        np.take(self._rows, self._order, axis=0, out=self._shuffled_rows, mode="clip")
        np.take(self._targets, self._order, axis=1, out=self._shuffled_targets, mode="clip")
