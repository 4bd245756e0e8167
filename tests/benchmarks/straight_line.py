"""The tuned reference's arithmetic: forward, loss, backward and update, written out line by line.

None of the core's generality: two architectures, every array made once, every method and 0-d
constant bound to a local name, no call that is not arithmetic. Activations are feature-major,
(units + 1, batch) with a last row of ones. For gradient descent and momentum the learning rate goes
into the gradient of the loss.
"""

import math
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, cast

import numpy as np

from tests.benchmarks.workloads import Floats, Workload

Action = Callable[[], object]
_BLOCK = 32768  # numbers of a long vector that stay in the cache while they are updated
_SMALL = 4096  # elements up to which a call costs more than its arithmetic


class Batch(NamedTuple):
    """Views of one batch: rows (batch, inputs + 1), these transposed, targets (outputs, batch)."""

    rows: Floats
    columns: Floats
    targets: Floats


Step = Callable[[Batch], None]


def tanh_step(workload: Workload, w: list[Floats], g: list[Floats]) -> Step:
    """Three hidden tanh layers, one logistic output, gradient descent: gradients come times rate.

    Loss: sum of log(1 + e^-s) + (1 - y) s; its gradient 1/(1 + e^-s) - y.
    """
    size, batch = workload.sizes, workload.batch
    a1, a2, a3 = (np.ones((units + 1, batch), np.float32) for units in size[1:4])
    z1, z2, z3 = a1[:-1], a2[:-1], a3[:-1]
    t1, t2, t3, d4 = a1.T, a2.T, a3.T, np.empty((1, batch), np.float32)
    d1, d2, d3, s, e, rest = (np.empty_like(like) for like in (z1, z2, z3, d4, d4, d4))
    q1, q2, q3 = (np.empty_like(like) for like in (z1, z2, z3))
    f1, f2, f3, f4 = (matrix.dot for matrix in w)
    b2, b3, b4 = (matrix[:, :-1].T.dot for matrix in w[1:])
    k1, k2, k3, k4 = d1.dot, d2.dot, d3.dot, d4.dot
    g1, g2, g3, g4 = g
    one, scale = np.array(1, np.float32), np.array(workload.rate / batch, np.float32)
    tanh, exp, log, add = np.tanh, np.exp, np.log, np.add
    multiply, subtract, divide, negative = np.multiply, np.subtract, np.divide, np.negative
    ones = np.ones(batch, np.float32)
    flat_s, flat_rest, sum_e = s[0], rest[0], e[0].dot
    losses = np.zeros(1, np.float32)

    def step(given: Batch) -> None:
        x, columns, y = given
        f1(columns, z1), tanh(z1, z1)
        f2(a1, z2), tanh(z2, z2)
        f3(a2, z3), tanh(z3, z3)
        f4(a3, s)
        negative(s, e), exp(e, e), add(e, one, d4), log(d4, e), subtract(one, y, rest)
        losses[0] = sum_e(ones) + flat_rest.dot(flat_s)
        divide(one, d4, d4), subtract(d4, y, d4), multiply(d4, scale, d4)
        k4(t3, g4), b4(d4, d3), multiply(z3, z3, q3), multiply(q3, d3, q3), subtract(d3, q3, d3)
        k3(t2, g3), b3(d3, d2), multiply(z2, z2, q2), multiply(q2, d2, q2), subtract(d2, q2, d2)
        k2(t1, g2), b2(d2, d1), multiply(z1, z1, q1), multiply(q1, d1, q1), subtract(d1, q1, d1)
        k1(x, g1)

    return step


def relu_step(workload: Workload, w: list[Floats], g: list[Floats]) -> Step:
    """Two hidden ReLU layers and a softmax.

    Loss: sum of log sum e^s - s_y; its gradient softmax - one-hot.
    """
    size, batch = workload.sizes, workload.batch
    a1, a2 = (np.ones((units + 1, batch), np.float32) for units in size[1:3])
    z1, z2, t1, t2 = a1[:-1], a2[:-1], a1.T, a2.T
    d1, d2, d3 = (np.empty((units, batch), np.float32) for units in size[1:])
    s, q, top, sums = np.empty_like(d3), np.empty_like(d3), *np.empty((2, batch), np.float32)
    mask1, mask2 = _mask(z1, d1), _mask(z2, d2)
    f1, f2, f3 = (matrix.dot for matrix in w)
    b2, b3 = (matrix[:, :-1].T.dot for matrix in w[1:])
    k1, k2, k3 = d1.dot, d2.dot, d3.dot
    g1, g2, g3 = g
    factor = (1.0 if workload.optimizer == "adam" else workload.rate) / batch
    zero, scale = np.array(0, np.float32), np.array(factor, np.float32)
    maximum, exp, log, divide = np.maximum, np.exp, np.log, np.divide
    multiply, subtract = np.multiply, np.subtract
    # A reduction takes its arguments fastest by position, which its types do not know.
    highest, total = cast(Any, np.maximum.reduce), cast(Any, np.add.reduce)
    sum_logs, right = np.ones(batch, np.float32).dot, q.reshape(-1).dot
    flat, losses = s.reshape(-1), np.zeros(1, np.float32)

    def step(given: Batch) -> None:
        x, columns, y = given
        f1(columns, z1), maximum(z1, zero, out=z1)
        f2(a1, z2), maximum(z2, zero, out=z2)
        f3(a2, s)
        highest(s, 0, None, top), subtract(s, top, s), exp(s, d3), total(d3, 0, None, sums)
        divide(scale, sums, top), multiply(y, scale, q), multiply(d3, top, d3), subtract(d3, q, d3)
        log(sums, sums)
        losses[0] = sum_logs(sums) - right(flat) / factor
        k3(t2, g3), b3(d3, d2), mask2()
        k2(t1, g2), b2(d2, d1), mask1()
        k1(x, g1)

    return step


def _mask(output: Floats, delta: Floats) -> Action:
    """Set `delta` to 0 where `output` is not positive."""
    multiply, sign = np.multiply, np.sign
    if output.size <= _SMALL:
        signs = np.empty_like(output)

        def small() -> None:
            sign(output, signs), multiply(delta, signs, delta)

        return small
    # Without a branch or a conversion: -bits >> 31 has all bits set where the number is positive.
    bits, chosen = output.view(np.int32), np.empty(output.shape, np.int32)
    negative, shift, both = np.negative, np.right_shift, np.bitwise_and
    delta_bits, places = delta.view(np.int32), np.array(31, np.int32)

    def large() -> None:
        negative(bits, chosen), shift(chosen, places, chosen), both(delta_bits, chosen, delta_bits)

    return large


def update(workload: Workload, w: Floats, g: Floats, m: Floats, v: Floats) -> Action:
    """The optimizer's step on the flat vectors; it starts without memory."""
    if workload.optimizer == "sgd":
        return partial(np.subtract, w, g, w)
    size = len(w)
    parts = [slice(start, min(start + _BLOCK, size)) for start in range(0, size, _BLOCK)]
    blocks = [(w[part], g[part], m[part], v[part]) for part in parts]
    return _momentum(blocks) if workload.optimizer == "momentum" else _adam(blocks, workload.rate)


_Blocks = list[tuple[Floats, Floats, Floats, Floats]]


def _momentum(blocks: _Blocks) -> Action:
    multiply, subtract, add = np.multiply, np.subtract, np.add
    keep = np.array(0.9, np.float32)

    def take() -> None:
        for w, g, v, _ in blocks:
            multiply(v, keep, v), subtract(v, g, v), add(w, v, w)

    return take


def _adam(blocks: _Blocks, rate: float) -> Action:
    """The memories are kept divided by 0.1 and 0.001, so that they grow by a plain addition."""
    multiply, subtract, add, divide, root = np.multiply, np.subtract, np.add, np.divide, np.sqrt
    first, second = np.array(0.9, np.float32), np.array(0.999, np.float32)
    epsilon, correction = np.zeros((), np.float32), np.zeros((), np.float32)
    t = np.empty_like(blocks[0][0])
    parts = [(w, g, m, v, t[: len(w)]) for w, g, m, v in blocks]
    powers = [1.0, 1.0]

    def take() -> None:
        powers[0] *= 0.9
        powers[1] *= 0.999
        scale = math.sqrt((1.0 - powers[1]) / 0.001)
        epsilon.fill(1e-8 * scale)
        correction.fill(rate * 0.1 * scale / (1.0 - powers[0]))
        for w, g, m, v, t in parts:
            multiply(m, first, m), add(m, g, m), multiply(g, g, g)
            multiply(v, second, v), add(v, g, v), root(v, t), add(t, epsilon, t)
            divide(m, t, t), multiply(t, correction, t), subtract(w, t, w)

    return take
