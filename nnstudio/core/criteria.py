"""The losses as recorded operations: a batch's scores in, loss and gradient at the scores out.

Formulas are those of `nnstudio.core.losses`; arrays are (outputs, batch), with a leading axis in a
population. What does not depend on the batch is recorded once; `operations` adds what reads its
encoded targets and writes its loss, the SUM over the batch. `delta` is the gradient of the MEAN.

Sums are products with ones: the BLAS call is cheaper than a reduction of a small array.
"""

from functools import partial

import numpy as np

from nnstudio.core.arrays import Floats, Operation, inner, product
from nnstudio.core.spec import Loss


class Criterion:
    """The arrays every loss has: bound to the scores (outputs, batch) of the last layer."""

    def __init__(self, scores: Floats) -> None:
        self.scores = scores
        self.delta = np.zeros_like(scores)
        self.scale = 1.0 / scores.shape[-1]

    def operations(self, targets: Floats, loss: Floats) -> list[Operation]:
        """What to run between forward and backward pass; `loss` is 0-d, or (members,)."""
        raise NotImplementedError

    def _constant(self, value: float) -> Floats:
        return np.array(value, self.scores.dtype)

    def _ones(self, rows: int) -> Floats:
        """A matrix whose product with the scores puts the column sums into so many rows."""
        lead, outputs = self.scores.shape[:-2], self.scores.shape[-2]
        return np.ones((*lead, rows, outputs), self.scores.dtype)


class Logistic(Criterion):
    """log(1 + e^(-ts)); its derivative is -t / (1 + e^(ts)) = -t (1 + tanh(-ts/2)) / 2."""

    def __init__(self, scores: Floats) -> None:
        super().__init__(scores)
        delta = self.delta
        self._agreement = agreement = np.empty_like(delta)
        self._one_each = np.ones_like(delta)
        half, scale = self._constant(0.5), self._constant(0.5 * self.scale)
        self._shared: list[Operation] = [
            partial(np.multiply, agreement, half, delta),
            partial(np.tanh, delta, delta),
            partial(np.multiply, delta, scale, delta),
            partial(np.subtract, delta, scale, delta),
            partial(np.negative, agreement, agreement),
            partial(np.logaddexp, agreement, self._constant(0.0), agreement),
        ]

    def operations(self, targets: Floats, loss: Floats) -> list[Operation]:
        """Stable for any score: logaddexp and tanh do not overflow."""
        agreement, delta = self._agreement, self.delta
        return [
            partial(np.multiply, self.scores, targets, agreement),
            *self._shared,
            inner(agreement, self._one_each, loss),
            partial(np.multiply, delta, targets, delta),
        ]


class Softmax(Criterion):
    """log sum e^s - s_y; its derivative is softmax(s) - one-hot."""

    def __init__(self, scores: Floats) -> None:
        super().__init__(scores)
        *lead, outputs, batch = scores.shape
        # The loss is one product: [logs, shifted scores] . [ones, -targets].
        terms = np.empty((*lead, 1 + outputs, batch), scores.dtype)
        self._terms, self._signs = terms, np.ones_like(terms)
        logs, shifted = terms[..., :1, :], terms[..., 1:, :]
        self._minus_targets = self._signs[..., 1:, :]
        highest, sums, delta = np.empty_like(logs), np.empty_like(shifted), self.delta
        self._shared: list[Operation] = [
            partial(np.maximum.reduce, scores, -2, None, highest, True),
            partial(np.subtract, scores, highest, shifted),
            partial(np.exp, shifted, delta),
            product(self._ones(outputs), delta, sums),
            partial(np.log, sums[..., :1, :], logs),
            partial(np.divide, delta, sums, delta),
            partial(np.add, delta, self._minus_targets, delta),
            partial(np.multiply, delta, self._constant(self.scale), delta),
        ]

    def operations(self, targets: Floats, loss: Floats) -> list[Operation]:
        """Scores are shifted by their maximum first, so that no power overflows."""
        return [
            partial(np.negative, targets, self._minus_targets),
            *self._shared,
            inner(self._terms, self._signs, loss),
        ]


class BinaryHinge(Criterion):
    """max(0, 1 - ts); its derivative is -t where the margin is violated."""

    def __init__(self, scores: Floats) -> None:
        super().__init__(scores)
        self._margin = np.empty_like(self.delta)
        self._one_each = np.ones_like(self.delta)

    def operations(self, targets: Floats, loss: Floats) -> list[Operation]:
        """The margin's positive part is the loss and marks where the gradient is."""
        margin, delta = self._margin, self.delta
        return [
            partial(np.multiply, self.scores, targets, margin),
            partial(np.subtract, self._constant(1.0), margin, margin),
            partial(np.maximum, margin, self._constant(0.0), out=margin),
            inner(margin, self._one_each, loss),
            partial(np.sign, margin, delta),
            partial(np.multiply, delta, targets, delta),
            partial(np.multiply, delta, self._constant(-self.scale), delta),
        ]


class Hinge(Criterion):
    """Sum over j != y of max(0, s_j - s_y + 1); derivative 1 at violators, -their number at y."""

    def __init__(self, scores: Floats) -> None:
        super().__init__(scores)
        self._margins, self._right, self._wrong = (np.empty_like(self.delta) for _ in range(3))
        self._one_each = np.ones_like(self.delta)
        self._columns = self._ones(scores.shape[-2])

    def operations(self, targets: Floats, loss: Floats) -> list[Operation]:
        """Margins are taken for all classes, then those of the right class set to 0."""
        margins, right, wrong = self._margins, self._right, self._wrong
        delta, one = self.delta, self._constant(1.0)
        return [
            partial(np.multiply, self.scores, targets, margins),
            product(self._columns, margins, right),
            partial(np.subtract, self.scores, right, margins),
            partial(np.add, margins, one, margins),
            partial(np.subtract, one, targets, wrong),
            partial(np.multiply, margins, wrong, margins),
            partial(np.maximum, margins, self._constant(0.0), out=margins),
            inner(margins, self._one_each, loss),
            partial(np.sign, margins, delta),
            product(self._columns, delta, right),
            partial(np.multiply, targets, right, wrong),
            partial(np.subtract, delta, wrong, delta),
            partial(np.multiply, delta, self._constant(self.scale), delta),
        ]


class SquaredError(Criterion):
    """Mean over outputs of (s - y)^2; its derivative is 2 (s - y) / outputs."""

    def __init__(self, scores: Floats) -> None:
        super().__init__(scores)
        self._parts = np.empty_like(self.delta)

    def operations(self, targets: Floats, loss: Floats) -> list[Operation]:
        """The loss is the product of the differences with themselves over the outputs."""
        delta, parts, outputs = self.delta, self._parts, self.scores.shape[-2]
        return [
            partial(np.subtract, self.scores, targets, delta),
            partial(np.multiply, delta, self._constant(1.0 / outputs), parts),
            inner(delta, parts, loss),
            partial(np.multiply, parts, self._constant(2.0 * self.scale), delta),
        ]


def bind(loss: Loss, scores: Floats) -> Criterion:
    """The loss bound to the scores (outputs, batch)."""
    single = scores.shape[-2] == 1
    if loss == "mse":
        return SquaredError(scores)
    if loss == "hinge":
        return BinaryHinge(scores) if single else Hinge(scores)
    return Logistic(scores) if single else Softmax(scores)
