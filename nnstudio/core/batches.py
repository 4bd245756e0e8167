"""The training split as mini-batches, reshuffled each epoch into arrays that stay in place."""

from collections.abc import Sequence

import numpy as np

from nnstudio.core.arrays import Floats
from nnstudio.core.rows import Inputs, as_rows


class Batches:
    """`count` batches of `size` examples; the last may be smaller."""

    def __init__(
        self,
        inputs: Inputs,
        targets: Floats,
        size: int,
        dtype: np.dtype[np.floating],
        members: int | None = None,
    ) -> None:
        self.size = size
        self.examples = examples = len(inputs)
        self.count = -(-examples // size)
        self._rows = np.ones((examples, inputs.shape[1] + 1), dtype)
        as_rows(inputs).read(slice(None), self._rows[:, :-1])
        self._targets = np.ascontiguousarray(targets.T, dtype)
        self._order = np.tile(np.arange(examples), (members or 1, 1))
        self._shuffled_rows = self._rows[self._order]
        self._shuffled_targets = self._targets[:, self._order]
        self._single = members is None

    def view(self, batch: int) -> tuple[Floats, Floats]:
        """Where a batch's rows (batch, inputs + 1), a 1 last, and targets (outputs, batch) stand.

        For the `members` of a population both have a leading axis.
        """
        part = slice(batch * self.size, (batch + 1) * self.size)
        rows = self._shuffled_rows[:, part]
        targets = self._shuffled_targets[..., part].swapaxes(0, 1)
        return (rows[0], targets[0]) if self._single else (rows, targets)

    def shuffle(self, generators: Sequence[np.random.Generator]) -> None:
        """Put the examples in a new random order, drawn for each network from its generator.

        A single batch needs none: its gradient is a mean over all examples.
        """
        if self.count == 1:
            return
        for generator, order in zip(generators, self._order, strict=True):
            order[:] = generator.permutation(len(order))
        np.take(self._rows, self._order, axis=0, out=self._shuffled_rows, mode="clip")
        np.take(self._targets, self._order, axis=1, out=self._shuffled_targets, mode="clip")
