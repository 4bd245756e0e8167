"""The training split as mini-batches, reshuffled each epoch into arrays that stay in place."""

import numpy as np

from nnstudio.core.arrays import Floats


class Batches:
    """Batches of `size` examples (the last may be smaller), as views made once.

    An example is one record: its inputs, a 1 for the biases, its encoded targets. Shuffling gathers
    all records with a single call; `views` then show (rows with ones, targets) of each batch.
    """

    def __init__(
        self, inputs: Floats, targets: Floats, size: int, dtype: np.dtype[np.floating]
    ) -> None:
        count, features = inputs.shape
        self._records = np.empty((count, features + 1 + targets.shape[1]), dtype)
        self._records[:, :features] = inputs
        self._records[:, features] = 1
        self._records[:, features + 1 :] = targets
        self._shuffled = self._records.copy()
        rows, answers = self._shuffled[:, : features + 1], self._shuffled[:, features + 1 :]
        self.views = [
            (rows[start : start + size], answers[start : start + size])
            for start in range(0, count, size)
        ]

    def shuffle(self, rng: np.random.Generator) -> None:
        """Put the examples in a new random order."""
        order = rng.permutation(len(self._records))
        np.take(self._records, order, axis=0, out=self._shuffled, mode="clip")
