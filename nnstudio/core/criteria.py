"""The losses as recorded operations: a batch's scores in, loss and gradient at the scores out.

Formulas are those of `nnstudio.core.losses`; arrays are (outputs, batch), with a leading axis in a
population. `load` copies a batch's encoded targets into `targets`; after a run `loss` holds the SUM
over the batch and `delta` the gradient of the MEAN.
"""

from functools import partial

import numpy as np

from nnstudio.core.arrays import Floats, Operation, inner, total
from nnstudio.core.spec import Loss


class Criterion:
    """The arrays every loss has: bound to the scores (outputs, batch) of the last layer."""

    load: np.ufunc = np.positive

    def __init__(self, scores: Floats) -> None:
        self.scores = scores
        self.targets = np.zeros_like(scores)
        self.delta = np.zeros_like(scores)
        self.loss = np.zeros(scores.shape[:-2], scores.dtype)
        self._batch = scores.shape[-1]

    def operations(self) -> list[Operation]:
        """What to run after the forward pass and before the backward pass."""
        raise NotImplementedError

    def _constant(self, value: float) -> Floats:
        return np.array(value, self.scores.dtype)

    def _row(self) -> Floats:
        return np.empty_like(self.scores[..., :1, :])


class Logistic(Criterion):
    """log(1 + e^(-ts)); its derivative is -t / (1 + e^(ts)) = -t (1 + tanh(-ts/2)) / 2.

    Here `targets` hold -t.
    """

    load = np.negative

    def operations(self) -> list[Operation]:
        """Stable for any score: logaddexp and tanh do not overflow."""
        disagreement, delta = np.empty_like(self.scores), self.delta
        scale = self._constant(0.5 / self._batch)
        return [
            partial(np.multiply, self.scores, self.targets, disagreement),
            partial(np.multiply, disagreement, self._constant(0.5), delta),
            partial(np.logaddexp, disagreement, self._constant(0.0), disagreement),
            total(disagreement, self.loss),
            partial(np.tanh, delta, delta),
            partial(np.multiply, delta, scale, delta),
            partial(np.add, delta, scale, delta),
            partial(np.multiply, delta, self.targets, delta),
        ]


class Softmax(Criterion):
    """log sum e^s - s_y; its derivative is softmax(s) - one-hot."""

    def operations(self) -> list[Operation]:
        """Scores are shifted by their maximum first, so that no power overflows."""
        shifted, delta = np.empty_like(self.scores), self.delta
        highest, sums, logs = self._row(), self._row(), self._row()
        scaled = np.empty_like(self.targets)
        right = np.zeros_like(self.loss)
        scale = self._constant(1.0 / self._batch)
        return [
            partial(np.maximum.reduce, self.scores, -2, None, highest, True),
            partial(np.subtract, self.scores, highest, shifted),
            inner(shifted, self.targets, right),
            partial(np.exp, shifted, delta),
            partial(np.add.reduce, delta, -2, None, sums, True),
            partial(np.log, sums, logs),
            total(logs, self.loss),
            partial(np.subtract, self.loss, right, self.loss),
            partial(np.divide, scale, sums, sums),
            partial(np.multiply, delta, sums, delta),
            partial(np.multiply, self.targets, scale, scaled),
            partial(np.subtract, delta, scaled, delta),
        ]


class BinaryHinge(Criterion):
    """max(0, 1 - ts); its derivative is -t where the margin is violated."""

    def operations(self) -> list[Operation]:
        """The margin's positive part is the loss and marks where the gradient is."""
        margin, delta = np.empty_like(self.scores), self.delta
        return [
            partial(np.multiply, self.scores, self.targets, margin),
            partial(np.subtract, self._constant(1.0), margin, margin),
            partial(np.maximum, margin, self._constant(0.0), out=margin),
            total(margin, self.loss),
            partial(np.sign, margin, delta),
            partial(np.multiply, delta, self.targets, delta),
            partial(np.multiply, delta, self._constant(-1.0 / self._batch), delta),
        ]


class Hinge(Criterion):
    """Sum over j != y of max(0, s_j - s_y + 1); derivative 1 at violators, -their number at y."""

    def operations(self) -> list[Operation]:
        """Margins are taken for all classes, then those of the right class set to 0."""
        margins, delta = np.empty_like(self.scores), self.delta
        right = self._row()
        wrong = np.empty_like(self.targets)
        one = self._constant(1.0)
        return [
            partial(np.multiply, self.scores, self.targets, margins),
            partial(np.add.reduce, margins, -2, None, right, True),
            partial(np.subtract, right, one, right),
            partial(np.subtract, self.scores, right, margins),
            partial(np.subtract, one, self.targets, wrong),
            partial(np.multiply, margins, wrong, margins),
            partial(np.maximum, margins, self._constant(0.0), out=margins),
            total(margins, self.loss),
            partial(np.sign, margins, delta),
            partial(np.add.reduce, delta, -2, None, right, True),
            partial(np.multiply, self.targets, right, wrong),
            partial(np.subtract, delta, wrong, delta),
            partial(np.multiply, delta, self._constant(1.0 / self._batch), delta),
        ]


class SquaredError(Criterion):
    """Mean over outputs of (s - y)^2."""

    def operations(self) -> list[Operation]:
        """The derivative is 2 (s - y) / outputs."""
        delta, outputs = self.delta, self.scores.shape[-2]
        return [
            partial(np.subtract, self.scores, self.targets, delta),
            inner(delta, delta, self.loss),
            partial(np.divide, self.loss, self._constant(outputs), self.loss),
            partial(np.multiply, delta, self._constant(2.0 / (outputs * self._batch)), delta),
        ]


def bind(loss: Loss, scores: Floats) -> Criterion:
    """The loss bound to the scores (outputs, batch)."""
    single = scores.shape[-2] == 1
    if loss == "mse":
        return SquaredError(scores)
    if loss == "hinge":
        return BinaryHinge(scores) if single else Hinge(scores)
    return Logistic(scores) if single else Softmax(scores)
