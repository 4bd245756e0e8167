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

Where r multiplies nothing but g, it does so in the gradient of the loss, where it is free: see
`gain`. Long vectors are taken in blocks, so that all operations on a block find it in the cache. In
a population vectors are (members, size), and each member has a rate and a penalty of its own.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from nnstudio.core.arrays import Floats, Operation
from nnstudio.core.spec import TrainingSpec

MOMENTUM = 0.9
RMSPROP_DECAY = 0.99
ADAM_DECAYS = (0.9, 0.999)
EPSILON = 1e-8
_BLOCK = 49152
_RATE_IN_GRADIENT = ("sgd", "momentum", "nesterov")


@dataclass(frozen=True, slots=True, eq=False)
class Memory:
    """What an optimizer remembers at one moment; None stands for nothing but zeros."""

    first: Floats | None
    second: Floats | None
    time: int


class Optimizer:
    """The optimizer's memory (`first`, `second`, `time`) for parameters like the given ones."""

    def __init__(self, parameters: Floats) -> None:
        self.first = np.zeros_like(parameters)
        self.second = np.zeros_like(parameters)
        self.time = 0
        self._rate = self._each([0.0])
        self._rates: Floats | float = 0.0
        self._amplifies = False
        self._pulls: list[_Pull] = []
        self._scratch = np.empty_like(parameters[..., :_BLOCK])

    def reset(self) -> None:
        """Forget everything."""
        self.first.fill(0)
        self.second.fill(0)
        self.time = 0

    @property
    def memory(self) -> Memory:
        """A copy of the memory; assigning one puts it back."""
        first, second = (part.copy() if part.any() else None for part in (self.first, self.second))
        return Memory(first, second, self.time)

    @memory.setter
    def memory(self, memory: Memory) -> None:
        self.first[...] = 0 if memory.first is None else memory.first
        self.second[...] = 0 if memory.second is None else memory.second
        self.time = memory.time

    def set_rates(self, rates: Sequence[float]) -> None:
        """Go on with these learning rates, one for each of the `trainings` recorded."""
        self._rate[...] = rate = self._each(rates)
        # In double precision, so that members round as single runs do; a Python number is cheaper
        # than a 0-d array.
        self._rates = rate.astype(np.float64) if rate.ndim else rate.item()
        for out, strength, mask in self._pulls:
            out[...] = self.gain * strength * mask

    @property
    def gain(self) -> Floats:
        """What the gradient of the loss has to be multiplied by, 0-d or (members, 1)."""
        rates = np.asarray(self._rates)
        return rates if self._amplifies else np.ones_like(rates)

    def operations(
        self,
        trainings: Sequence[TrainingSpec],
        parameters: Floats,
        gradient: Floats,
        mask: Floats,
    ) -> list[Operation]:
        """One update: the penalty's gradient is added to `gradient`, then `parameters` move.

        `gradient` is that of the loss times `gain`.

        `trainings` has the settings of each network, or those of all; they share the optimizer.
        Their learning rates apply until `set_rates`. `mask` (size,) is 1 where the penalty applies.
        The gradient's contents are used up.
        """
        rates = [training.learning_rate for training in trainings]
        self._rate, self._pulls = self._each(rates), []
        self._amplifies = trainings[0].optimizer in _RATE_IN_GRADIENT
        rules = {
            "sgd": self._sgd,
            "momentum": self._momentum,
            "nesterov": self._nesterov,
            "adagrad": self._adagrad,
            "rmsprop": self._rmsprop,
            "adam": self._adam,
        }
        begin, block_operations = rules[trainings[0].optimizer]()
        l2, l1 = self._each([t.l2 for t in trainings]), self._each([t.l1 for t in trainings])
        recorded = begin
        for part in _blocks(len(mask)):
            w, g = parameters[..., part], gradient[..., part]
            recorded += self._penalty(l2, l1, mask[part], w, g)
            recorded += block_operations(w, g, self.first[..., part], self.second[..., part])
        self.set_rates(rates)
        return recorded

    def _each(self, values: Sequence[float]) -> Floats:
        """What goes with the parameters: one value for all, 0-d, or one a member (members, 1)."""
        shape = (len(values), 1) if len(values) > 1 else ()
        return np.array(values, self.first.dtype).reshape(shape)

    def _sgd(self) -> "_Rule":
        def block(w: Floats, g: Floats, _first: Floats, _second: Floats) -> list[Operation]:
            return [partial(np.subtract, w, g, w)]

        return [], block

    def _momentum(self) -> "_Rule":
        keep = self._constant(MOMENTUM)

        def block(w: Floats, g: Floats, v: Floats, _second: Floats) -> list[Operation]:
            return [
                partial(np.multiply, v, keep, v),
                partial(np.subtract, v, g, v),
                partial(np.add, w, v, w),
            ]

        return [], block

    def _nesterov(self) -> "_Rule":
        keep = self._constant(MOMENTUM)
        begin, momentum = self._momentum()

        def block(w: Floats, g: Floats, v: Floats, second: Floats) -> list[Operation]:
            scratch = self._scratch[..., : w.shape[-1]]
            return [
                *momentum(w, g, v, second)[:-1],
                partial(np.multiply, v, keep, scratch),
                partial(np.subtract, scratch, g, scratch),
                partial(np.add, w, scratch, w),
            ]

        return begin, block

    def _adagrad(self) -> "_Rule":
        epsilon = self._constant(EPSILON)

        def block(w: Floats, g: Floats, _first: Floats, c: Floats) -> list[Operation]:
            scratch = self._scratch[..., : w.shape[-1]]
            return [
                partial(np.multiply, g, g, scratch),
                partial(np.add, c, scratch, c),
                *_scaled_step(w, g, c, scratch, self._rate, epsilon),
            ]

        return [], block

    def _rmsprop(self) -> "_Rule":
        epsilon = self._constant(EPSILON)
        keep, take = self._constant(RMSPROP_DECAY), self._constant(1.0 - RMSPROP_DECAY)

        def block(w: Floats, g: Floats, _first: Floats, c: Floats) -> list[Operation]:
            scratch = self._scratch[..., : w.shape[-1]]
            return [
                partial(np.multiply, g, g, scratch),
                partial(np.multiply, scratch, take, scratch),
                partial(np.multiply, c, keep, c),
                partial(np.add, c, scratch, c),
                *_scaled_step(w, g, c, scratch, self._rate, epsilon),
            ]

        return [], block

    def _adam(self) -> "_Rule":
        # The memory holds m / (1 - 0.9) and c / (1 - 0.999): each decays by one multiplication and
        # grows by one addition; the factors and the bias corrections go into rate and epsilon.
        keeps = [self._constant(decay) for decay in ADAM_DECAYS]
        corrected, epsilon = np.empty_like(self._rate), self._constant(0.0)

        def begin() -> None:
            self.time += 1
            first, second = ADAM_DECAYS
            root = math.sqrt((1.0 - second**self.time) / (1.0 - second))
            epsilon.fill(EPSILON * root)
            correction = (1.0 - first) / (1.0 - first**self.time)
            corrected[...] = self._rates * (correction * root)

        def block(w: Floats, g: Floats, m: Floats, c: Floats) -> list[Operation]:
            scratch = self._scratch[..., : w.shape[-1]]
            return [
                partial(np.multiply, m, keeps[0], m),
                partial(np.add, m, g, m),
                partial(np.multiply, g, g, g),
                partial(np.multiply, c, keeps[1], c),
                partial(np.add, c, g, c),
                *_scaled_step(w, m, c, scratch, corrected, epsilon),
            ]

        return [begin], block

    def _penalty(
        self, l2: Floats, l1: Floats, mask: Floats, w: Floats, g: Floats
    ) -> list[Operation]:
        scratch = self._scratch[..., : w.shape[-1]]
        recorded: list[Operation] = []
        if l2.any():
            decay = self._pull(l2, mask, w)
            recorded += [partial(np.multiply, w, decay, scratch), partial(np.add, g, scratch, g)]
        if l1.any():
            pull = self._pull(l1, mask, w)
            recorded += [
                partial(np.sign, w, scratch),
                partial(np.multiply, scratch, pull, scratch),
                partial(np.add, g, scratch, g),
            ]
        return recorded

    def _pull(self, strength: Floats, mask: Floats, w: Floats) -> Floats:
        """The array that `set_rates` fills with a penalty's strength at each weight."""
        out = np.empty(np.broadcast_shapes(strength.shape, mask.shape), w.dtype)
        self._pulls.append((out, strength, mask))
        return out

    def _constant(self, value: float) -> Floats:
        return np.array(value, self.first.dtype)


_Block = Callable[[Floats, Floats, Floats, Floats], list[Operation]]
_Rule = tuple[list[Operation], _Block]
_Pull = tuple[Floats, Floats, Floats]  # the array, the strength, and the mask


def _blocks(size: int) -> Iterator[slice]:
    for start in range(0, size, _BLOCK):
        yield slice(start, min(start + _BLOCK, size))


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
