"""The activations, each as the operations that compute it and its derivative in place.

Arrays are (units, batch), or (units, members, batch) in a population. An activation is bound to the
array its layer's `output` lives in and says where the matrix product goes (`preactivation`: the
output itself, except for maxout). `forward` turns one into the other; `backward` turns the gradient
at the output into the gradient at the pre-activation, which it returns along with the operations.
Derivatives are expressed through the output, so that nothing else need be kept:

    linear      a = z               a' = 1
    sigmoid     a = 1/(1 + e^-z)    a' = a (1 - a)      computed as (1 + tanh(z/2)) / 2: no overflow
    tanh        a = tanh z          a' = 1 - a^2
    relu        a = max(0, z)       a' = [z > 0]        (0 at the kink)
    leaky_relu  a = max(0, z) + s min(0, z)             s fixed
    prelu       the same, s learned, one a unit;        da/ds = min(0, z)
    maxout      a = max over k pieces of z_p            a' = 1 at the winner, the first of equals

Units that are switched off put out 0 whatever their activation, and get no gradient.
"""

from functools import partial

import numpy as np

from nnstudio.core.arrays import Floats, Operation
from nnstudio.core.spec import LayerSpec


class Linear:
    """The identity; also what the other activations start from."""

    def __init__(self, output: Floats) -> None:
        self.output = output
        self.preactivation = output

    def forward(self) -> list[Operation]:
        """Operations from pre-activation to output."""
        return []

    def backward(self, delta: Floats) -> tuple[list[Operation], Floats]:
        """Operations from the gradient at the output to the one at the pre-activation, and it."""
        return [], delta

    def _constant(self, value: float) -> Floats:
        # A 0-d array of the right type is cheaper to operate with than a Python number.
        return np.array(value, self.output.dtype)


class Sigmoid(Linear):
    """The logistic function."""

    def forward(self) -> list[Operation]:
        """(1 + tanh(z/2)) / 2."""
        a, half = self.output, self._constant(0.5)
        return [
            partial(np.multiply, a, half, a),
            partial(np.tanh, a, a),
            partial(np.multiply, a, half, a),
            partial(np.add, a, half, a),
        ]

    def backward(self, delta: Floats) -> tuple[list[Operation], Floats]:
        """Gradient times a (1 - a)."""
        a, scratch = self.output, np.empty_like(self.output)
        operations: list[Operation] = [
            partial(np.multiply, delta, a, delta),
            partial(np.multiply, delta, a, scratch),
            partial(np.subtract, delta, scratch, delta),
        ]
        return operations, delta


class Tanh(Linear):
    """The hyperbolic tangent."""

    def forward(self) -> list[Operation]:
        """Tanh z."""
        return [partial(np.tanh, self.output, self.output)]

    def backward(self, delta: Floats) -> tuple[list[Operation], Floats]:
        """Gradient times 1 - a^2."""
        a, scratch = self.output, np.empty_like(self.output)
        operations: list[Operation] = [
            partial(np.multiply, a, a, scratch),
            partial(np.multiply, scratch, delta, scratch),
            partial(np.subtract, delta, scratch, delta),
        ]
        return operations, delta


class Relu(Linear):
    """The rectified linear unit."""

    def __init__(self, output: Floats) -> None:
        super().__init__(output)
        # NumPy's maximum of two arrays is vectorized, that of an array and a number is not.
        self._zero = np.zeros_like(output)

    def forward(self) -> list[Operation]:
        """max(0, z)."""
        return [partial(np.maximum, self.output, self._zero, out=self.output)]

    def backward(self, delta: Floats) -> tuple[list[Operation], Floats]:
        """The gradient where the output is positive, else 0.

        No output is negative, so the sign of its bits, as a whole number, is 1 or 0, and so many
        times the bits of the gradient are the gradient or 0: much cheaper than to choose.
        """
        whole = np.dtype(f"u{delta.itemsize}")
        on = np.empty(delta.shape, whole)
        bits = delta.view(whole)
        choose: list[Operation] = [
            partial(np.sign, self.output.view(whole), on),
            partial(np.multiply, bits, on, bits),
        ]
        return choose, delta


class LeakyRelu(Linear):
    """Leaky and parametric ReLU: the slope below zero is learned if `gradient` is given.

    `slopes` and `gradient` are ([members,] units).
    """

    def __init__(self, output: Floats, slopes: Floats, gradient: Floats | None) -> None:
        super().__init__(output)
        self.slopes = slopes.T[..., np.newaxis]
        self.gradient = None if gradient is None else gradient.T
        self.negative = np.empty_like(output)
        self.scratch = np.empty_like(output)

    def forward(self) -> list[Operation]:
        """max(0, z) + s min(0, z); min(0, z) is kept for the derivatives."""
        a, negative, zero = self.output, self.negative, self._constant(0.0)
        return [
            partial(np.minimum, a, zero, out=negative),
            partial(np.maximum, a, zero, out=a),
            partial(np.multiply, negative, self.slopes, self.scratch),
            partial(np.add, a, self.scratch, a),
        ]

    def backward(self, delta: Floats) -> tuple[list[Operation], Floats]:
        """Gradient times 1 or, below zero, s; the slopes' gradient is summed over the batch."""
        scratch, one = self.scratch, self._constant(1.0)
        fall = np.empty_like(self.slopes)
        operations: list[Operation] = []
        if self.gradient is not None:
            operations += [
                partial(np.multiply, delta, self.negative, scratch),
                partial(np.add.reduce, scratch, -1, None, self.gradient),
            ]
        operations += [
            partial(np.subtract, one, self.slopes, fall),
            partial(np.sign, self.negative, scratch),
            partial(np.multiply, scratch, fall, scratch),
            partial(np.add, scratch, one, scratch),
            partial(np.multiply, delta, scratch, delta),
        ]
        return operations, delta


class Maxout(Linear):
    """The largest of `pieces` linear pieces; rows are ordered piece by piece."""

    def __init__(self, output: Floats, pieces: int) -> None:
        super().__init__(output)
        self.count = pieces
        units, *rest = output.shape
        self.preactivation = np.empty((pieces * units, *rest), output.dtype)
        self.pieces = self.preactivation.reshape(pieces, units, *rest)

    def forward(self) -> list[Operation]:
        """The maximum over the pieces."""
        return [partial(np.maximum.reduce, self.pieces, 0, None, self.output)]

    def backward(self, delta: Floats) -> tuple[list[Operation], Floats]:
        """The gradient at the winning piece, 0 at the others."""
        winner = np.empty(self.output.shape, np.intp)
        won = np.empty(self.output.shape, np.bool_)
        inner = np.empty_like(self.preactivation)
        parts = inner.reshape(self.pieces.shape)
        operations: list[Operation] = [partial(np.argmax, self.pieces, 0, winner)]
        for piece in range(self.count):
            operations += [
                partial(np.equal, winner, np.array(piece), won),
                partial(np.multiply, delta, won, parts[piece]),
            ]
        return operations, inner


class Switched(Linear):
    """Another activation with some of its units switched off."""

    def __init__(self, activation: Linear, off: tuple[int, ...]) -> None:
        super().__init__(activation.output)
        self.activation = activation
        self.preactivation = activation.preactivation
        units, *rest = self.output.shape
        self.on = np.ones((units, *(1 for _ in rest)), self.output.dtype)
        self.on[list(off)] = 0

    def forward(self) -> list[Operation]:
        """The activation's outputs, 0 where off."""
        switch = partial(np.multiply, self.output, self.on, self.output)
        return [*self.activation.forward(), switch]

    def backward(self, delta: Floats) -> tuple[list[Operation], Floats]:
        """The gradient, 0 where off."""
        operations, below = self.activation.backward(delta)
        return [partial(np.multiply, delta, self.on, delta), *operations], below


def bind(
    layer: LayerSpec, output: Floats, slopes: Floats | None, gradient: Floats | None
) -> Linear:
    """The activation of `layer` on the array `output` (units, batch).

    `slopes` and `gradient` ([members,] units) are PReLU's learned slopes and where their gradient
    goes.
    """
    activation = _bind(layer, output, slopes, gradient)
    return Switched(activation, layer.off) if layer.off else activation


def _bind(
    layer: LayerSpec, output: Floats, slopes: Floats | None, gradient: Floats | None
) -> Linear:
    match layer.activation:
        case "maxout":
            return Maxout(output, layer.pieces)
        case "prelu" if slopes is not None:
            return LeakyRelu(output, slopes, gradient)
        case "leaky_relu":
            return LeakyRelu(output, np.full(output.T.shape[1:], layer.slope, output.dtype), None)
    simple = {"sigmoid": Sigmoid, "tanh": Tanh, "relu": Relu}
    return simple.get(layer.activation, Linear)(output)
