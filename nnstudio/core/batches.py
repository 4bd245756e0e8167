"""The training split as mini-batches, reshuffled each epoch into arrays that stay in place."""

from collections.abc import Sequence

import numpy as np

from nnstudio.core.arrays import Floats


class Batches:
    """Batches of `size` examples (the last may be smaller), as views made once.

    An example is one record: its inputs, a 1 for the biases, its encoded targets. Shuffling gathers
    all records with a single call; `views` then show (rows with ones, targets) of each batch, with
    a leading axis for the `members` of a population.
    """

    def __init__(
        self,
        inputs: Floats,
        targets: Floats,
        size: int,
        dtype: np.dtype[np.floating],
        members: int | None = None,
    ) -> None:
        count, features = inputs.shape
        self._records = np.empty((count, features + 1 + targets.shape[1]), dtype)
        self._records[:, :features] = inputs
        self._records[:, features] = 1
        self._records[:, features + 1 :] = targets
        self._shuffled = np.stack([self._records] * (members or 1))
        shown = self._shuffled[0] if members is None else self._shuffled
        rows, answers = shown[..., : features + 1], shown[..., features + 1 :]
        self.views = [
            (rows[..., start : start + size, :], answers[..., start : start + size, :])
            for start in range(0, count, size)
        ]

    def shuffle(self, generators: Sequence[np.random.Generator]) -> None:
        """Put the examples in a new random order, drawn for each network from its generator."""
        for generator, shuffled in zip(generators, self._shuffled, strict=True):
            order = generator.permutation(len(self._records))
            np.take(self._records, order, axis=0, out=shuffled, mode="clip")
