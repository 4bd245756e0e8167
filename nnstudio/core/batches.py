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
        self._shuffled_rows = np.stack([self._rows] * (members or 1))
        self._shuffled_targets = np.stack([self._targets] * (members or 1))
        single = members is None
        rows = self._shuffled_rows[0] if single else self._shuffled_rows
        answers = self._shuffled_targets[0] if single else self._shuffled_targets
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
        shuffled = zip(generators, self._shuffled_rows, self._shuffled_targets, strict=True)
        for generator, rows, targets in shuffled:
            order = generator.permutation(len(self._rows))
            np.take(self._rows, order, axis=0, out=rows, mode="clip")
            np.take(self._targets, order, axis=1, out=targets, mode="clip")
