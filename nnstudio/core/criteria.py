"""The losses as recorded operations: a batch's scores in, loss and gradient at the scores out.

Formulas are those of `nnstudio.core.losses`; arrays are (outputs, batch), or (outputs, members,
batch) in a population. What does not depend on the batch is recorded once; `operations` adds what
reads its encoded targets and writes the loss of each example. `delta` is the gradient of the MEAN,
times the gain that an optimizer asks for: a factor that is free here.

Sums over outputs are products with ones: cheaper than a reduction of a small array.
"""

from functools import partial

import numpy as np

from nnstudio.core.arrays import Floats, Operation, flat
from nnstudio.core.products import product
from nnstudio.core.spec import Loss


class Criterion:
    """The arrays every loss has: bound to the scores (outputs, batch) of the last layer.

    `scale` is what the gradient of an example's loss is multiplied by, `factor` included.
    """

    def __init__(self, scores: Floats, gain: Floats, factor: float = 1.0) -> None:
        self.scores = scores
        self.delta = np.zeros_like(scores)
        self.scale = np.empty(gain.shape, scores.dtype)
        self._factor = factor
        self.amplify(gain)

    def amplify(self, gain: Floats) -> None:
        """Go on with this gain, 0-d or, one a member, (members, 1)."""
        self.scale[...] = gain * (self._factor / self.scores.shape[-1])

    def operations(self, targets: Floats, losses: Floats) -> list[Operation]:
        """What to run between forward and backward pass; `losses` are ([members,] batch)."""
        raise NotImplementedError

    def _constant(self, value: float) -> Floats:
        return np.array(value, self.scores.dtype)

    def _sums(self, terms: Floats, out: Floats) -> list[Operation]:
        """The sums over the outputs, the same in each row of `out`."""
        ones = np.ones((len(out), len(terms)), terms.dtype)
        return product(ones, flat(terms), flat(out))


class Logistic(Criterion):
    """log(1 + e^(-ts)) = log(1 + e^(ts)) - ts; its derivative is -t / (1 + e^(ts))."""

    def __init__(self, scores: Floats, gain: Floats) -> None:
        super().__init__(scores, gain, -1.0)
        self._agreement, self._powers = np.empty_like(self.delta), np.empty_like(self.delta)
        # NumPy's minimum of two arrays is vectorized, that of an array and a number is not.
        self._highest = np.full_like(scores, 80.0)

    def operations(self, targets: Floats, losses: Floats) -> list[Operation]:
        """Stable for any score: beyond ts = 80, where the loss rounds to 0, no power is taken."""
        agreement, powers, delta = self._agreement, self._powers, self.delta
        return [
            partial(np.multiply, self.scores, targets, agreement),
            partial(np.minimum, agreement, self._highest, out=agreement),
            partial(np.exp, agreement, powers),
            partial(np.add, powers, self._constant(1.0), powers),
            partial(np.log, powers, delta),
            partial(np.subtract, delta, agreement, losses[np.newaxis]),
            partial(np.divide, self.scale, powers, delta),
            partial(np.multiply, delta, targets, delta),
        ]


class Softmax(Criterion):
    """log sum e^s - s_y; its derivative is softmax(s) - one-hot."""

    def __init__(self, scores: Floats, gain: Floats) -> None:
        super().__init__(scores, gain)
        outputs, *rest = scores.shape
        # The losses are one product: [1, -1, -1, ...] . [logs, targets times shifted scores].
        self._terms = np.empty((1 + outputs, *rest), scores.dtype)
        self._signs = np.array([1.0] + [-1.0] * outputs, scores.dtype)
        self._shifted, sums, delta = np.empty_like(scores), np.empty_like(scores), self.delta
        highest = np.empty((1, *rest), scores.dtype)
        self._shared: list[Operation] = [
            partial(np.maximum.reduce, scores, 0, None, highest, True),
            partial(np.subtract, scores, highest, self._shifted),
            partial(np.exp, self._shifted, delta),
            *self._sums(delta, sums),
            partial(np.log, sums[:1], self._terms[:1]),
            partial(np.divide, delta, sums, delta),
        ]

    def operations(self, targets: Floats, losses: Floats) -> list[Operation]:
        """Scores are shifted by their maximum first, so that no power overflows."""
        delta = self.delta
        return [
            *self._shared,
            partial(np.multiply, self._shifted, targets, self._terms[1:]),
            partial(self._signs.dot, flat(self._terms), losses.reshape(-1)),
            partial(np.subtract, delta, targets, delta),
            partial(np.multiply, delta, self.scale, delta),
        ]


class BinaryHinge(Criterion):
    """max(0, 1 - ts); its derivative is -t where the margin is violated."""

    def __init__(self, scores: Floats, gain: Floats) -> None:
        super().__init__(scores, gain, -1.0)
        self._margin = np.empty_like(self.delta)

    def operations(self, targets: Floats, losses: Floats) -> list[Operation]:
        """The margin's positive part is the loss and marks where the gradient is."""
        margin, delta = self._margin, self.delta
        return [
            partial(np.multiply, self.scores, targets, margin),
            partial(np.subtract, self._constant(1.0), margin, margin),
            partial(np.maximum, margin, self._constant(0.0), out=margin),
            partial(np.copyto, losses[np.newaxis], margin),
            partial(np.sign, margin, delta),
            partial(np.multiply, delta, targets, delta),
            partial(np.multiply, delta, self.scale, delta),
        ]


class Hinge(Criterion):
    """Sum over j != y of max(0, s_j - s_y + 1); derivative 1 at violators, -their number at y."""

    def __init__(self, scores: Floats, gain: Floats) -> None:
        super().__init__(scores, gain)
        self._margins, self._right, self._wrong = (np.empty_like(self.delta) for _ in range(3))

    def operations(self, targets: Floats, losses: Floats) -> list[Operation]:
        """Margins are taken for all classes, then those of the right class set to 0."""
        margins, right, wrong = self._margins, self._right, self._wrong
        delta, one = self.delta, self._constant(1.0)
        return [
            partial(np.multiply, self.scores, targets, margins),
            *self._sums(margins, right),
            partial(np.subtract, self.scores, right, margins),
            partial(np.add, margins, one, margins),
            partial(np.subtract, one, targets, wrong),
            partial(np.multiply, margins, wrong, margins),
            partial(np.maximum, margins, self._constant(0.0), out=margins),
            *self._sums(margins, losses.reshape(1, -1)),
            partial(np.sign, margins, delta),
            *self._sums(delta, right),
            partial(np.multiply, targets, right, wrong),
            partial(np.subtract, delta, wrong, delta),
            partial(np.multiply, delta, self.scale, delta),
        ]


class SquaredError(Criterion):
    """Mean over outputs of (s - y)^2; its derivative is 2 (s - y) / outputs."""

    def __init__(self, scores: Floats, gain: Floats) -> None:
        super().__init__(scores, gain, 2.0 / len(scores))
        self._squares = np.empty_like(self.delta)

    def operations(self, targets: Floats, losses: Floats) -> list[Operation]:
        """A mean is the product of the squares with 1 over their number."""
        delta, squares, outputs = self.delta, self._squares, len(self.scores)
        shares = np.full(outputs, 1.0 / outputs, delta.dtype)
        return [
            partial(np.subtract, self.scores, targets, delta),
            partial(np.multiply, delta, delta, squares),
            partial(shares.dot, flat(squares), losses.reshape(-1)),
            partial(np.multiply, delta, self.scale, delta),
        ]


def bind(loss: Loss, scores: Floats, gain: Floats | float = 1.0) -> Criterion:
    """The loss bound to the scores (outputs, batch), its gradient times `gain`."""
    gain, single = np.asarray(gain), len(scores) == 1
    if loss == "mse":
        return SquaredError(scores, gain)
    if loss == "hinge":
        return BinaryHinge(scores, gain) if single else Hinge(scores, gain)
    return Logistic(scores, gain) if single else Softmax(scores, gain)
