"""The optimizers: a step is a few vector operations on the flat parameters, in place.

With gradient g, learning rate r and parameters w:

    sgd       w -= r g
    momentum  v = 0.9 v - r g;  w += v
    nesterov  v = 0.9 v - r g;  w += 0.9 v - r g
    adagrad   c += g^2;  w -= r g / (sqrt(c) + 1e-8)                     (Duchi et al. 2011)
    rmsprop   c = 0.99 c + 0.01 g^2;  w -= r g / (sqrt(c) + 1e-8)         (Tieleman and Hinton 2012)
    adam      m = 0.9 m + 0.1 g;  c = 0.999 c + 0.001 g^2;
              w -= r m' / (sqrt(c') + 1e-8), m' = m/(1 - 0.9^t), c' = c/(1 - 0.999^t)
                                                                          (Kingma and Ba 2015)

Long vectors are taken in blocks, so that all operations on a block find it in the cache.
"""

import math
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from nnstudio.core.arrays import Floats, Operation
from nnstudio.core.spec import TrainingSpec

MOMENTUM = 0.9
RMSPROP_DECAY = 0.99
ADAM_DECAYS = (0.9, 0.999)
EPSILON = 1e-8
_BLOCK = 32768


class Optimizer:
    """The optimizer's memory (`first`, `second`, `time`) for one vector of parameters."""

    def __init__(self, size: int, dtype: np.dtype[np.floating]) -> None:
        self.first = np.zeros(size, dtype)
        self.second = np.zeros(size, dtype)
        self.time = 0
        self._scratch = np.empty(min(size, _BLOCK), dtype)

    def reset(self) -> None:
        """Forget everything."""
        self.first.fill(0)
        self.second.fill(0)
        self.time = 0

    def operations(
        self, training: TrainingSpec, parameters: Floats, gradient: Floats, mask: Floats
    ) -> list[Operation]:
        """One update: the penalty's gradient is added to `gradient`, then `parameters` move.

        `mask` is 1 where the penalty applies. The gradient's contents are used up.
        """
        rules = {
            "sgd": self._sgd,
            "momentum": self._momentum,
            "nesterov": self._nesterov,
            "adagrad": self._adagrad,
            "rmsprop": self._rmsprop,
            "adam": self._adam,
        }
        rule: Callable[[TrainingSpec], _Rule] = rules[training.optimizer]
        begin, block_operations = rule(training)
        recorded = begin
        for part in _blocks(len(parameters)):
            w, g = parameters[part], gradient[part]
            recorded += _penalty(training, w, g, mask[part], self._scratch[: len(w)])
            recorded += block_operations(w, g, self.first[part], self.second[part])
        return recorded

    def _sgd(self, training: TrainingSpec) -> "_Rule":
        rate = self._constant(training.learning_rate)

        def block(w: Floats, g: Floats, _first: Floats, _second: Floats) -> list[Operation]:
            return [partial(np.multiply, g, rate, g), partial(np.subtract, w, g, w)]

        return [], block

    def _momentum(self, training: TrainingSpec) -> "_Rule":
        rate, keep = self._constant(training.learning_rate), self._constant(MOMENTUM)

        def block(w: Floats, g: Floats, v: Floats, _second: Floats) -> list[Operation]:
            return [
                partial(np.multiply, g, rate, g),
                partial(np.multiply, v, keep, v),
                partial(np.subtract, v, g, v),
                partial(np.add, w, v, w),
            ]

        return [], block

    def _nesterov(self, training: TrainingSpec) -> "_Rule":
        keep = self._constant(MOMENTUM)
        begin, momentum = self._momentum(training)

        def block(w: Floats, g: Floats, v: Floats, second: Floats) -> list[Operation]:
            scratch = self._scratch[: len(w)]
            return [
                *momentum(w, g, v, second)[:-1],
                partial(np.multiply, v, keep, scratch),
                partial(np.subtract, scratch, g, scratch),
                partial(np.add, w, scratch, w),
            ]

        return begin, block

    def _adagrad(self, training: TrainingSpec) -> "_Rule":
        rate, epsilon = self._constant(training.learning_rate), self._constant(EPSILON)

        def block(w: Floats, g: Floats, _first: Floats, c: Floats) -> list[Operation]:
            scratch = self._scratch[: len(w)]
            return [
                partial(np.multiply, g, g, scratch),
                partial(np.add, c, scratch, c),
                *_scaled_step(w, g, c, scratch, rate, epsilon),
            ]

        return [], block

    def _rmsprop(self, training: TrainingSpec) -> "_Rule":
        rate, epsilon = self._constant(training.learning_rate), self._constant(EPSILON)
        keep, take = self._constant(RMSPROP_DECAY), self._constant(1.0 - RMSPROP_DECAY)

        def block(w: Floats, g: Floats, _first: Floats, c: Floats) -> list[Operation]:
            scratch = self._scratch[: len(w)]
            return [
                partial(np.multiply, g, g, scratch),
                partial(np.multiply, scratch, take, scratch),
                partial(np.multiply, c, keep, c),
                partial(np.add, c, scratch, c),
                *_scaled_step(w, g, c, scratch, rate, epsilon),
            ]

        return [], block

    def _adam(self, training: TrainingSpec) -> "_Rule":
        # The memory holds m / (1 - 0.9) and c / (1 - 0.999): each decays by one multiplication and
        # grows by one addition; the factors and the bias corrections go into rate and epsilon.
        keeps = [self._constant(decay) for decay in ADAM_DECAYS]
        rate, epsilon = self._constant(0.0), self._constant(0.0)

        def begin() -> None:
            self.time += 1
            first, second = ADAM_DECAYS
            root = math.sqrt((1.0 - second**self.time) / (1.0 - second))
            epsilon.fill(EPSILON * root)
            correction = (1.0 - first) / (1.0 - first**self.time)
            rate.fill(training.learning_rate * correction * root)

        def block(w: Floats, g: Floats, m: Floats, c: Floats) -> list[Operation]:
            scratch = self._scratch[: len(w)]
            return [
                partial(np.multiply, m, keeps[0], m),
                partial(np.add, m, g, m),
                partial(np.multiply, g, g, g),
                partial(np.multiply, c, keeps[1], c),
                partial(np.add, c, g, c),
                *_scaled_step(w, m, c, scratch, rate, epsilon),
            ]

        return [begin], block

    def _constant(self, value: float) -> Floats:
        return np.array(value, self.first.dtype)


_Block = Callable[[Floats, Floats, Floats, Floats], list[Operation]]
_Rule = tuple[list[Operation], _Block]


def _blocks(size: int) -> Iterator[slice]:
    for start in range(0, size, _BLOCK):
        yield slice(start, min(start + _BLOCK, size))


def _penalty(
    training: TrainingSpec, w: Floats, g: Floats, mask: Floats, scratch: Floats
) -> list[Operation]:
    recorded: list[Operation] = []
    if training.l2:
        decay = (training.l2 * mask).astype(w.dtype)
        recorded += [partial(np.multiply, w, decay, scratch), partial(np.add, g, scratch, g)]
    if training.l1:
        pull = (training.l1 * mask).astype(w.dtype)
        recorded += [
            partial(np.sign, w, scratch),
            partial(np.multiply, scratch, pull, scratch),
            partial(np.add, g, scratch, g),
        ]
    return recorded


def _scaled_step(
    w: Floats, step: Floats, c: Floats, scratch: Floats, rate: Floats, epsilon: Floats
) -> list[Operation]:
    """The last part of the adaptive rules: w -= rate * step / (sqrt(c) + epsilon)."""
    return [
        partial(np.sqrt, c, scratch),
        partial(np.add, scratch, epsilon, scratch),
        partial(np.divide, step, scratch, scratch),
        partial(np.multiply, scratch, rate, scratch),
        partial(np.subtract, w, scratch, w),
    ]
