"""The step of an optimizer spelled out for one number: what it remembers, and what it makes of it.

The rules are those of `nnstudio.core.optimizers`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from nnstudio.app.center.walk.arithmetic import strong
from nnstudio.core.optimizers import ADAM_DECAYS, MOMENTUM, RMSPROP_DECAY
from nnstudio.core.spec import Optimizer
from nnstudio.experiment.looks.own_step import OwnStep

NAMES: dict[Optimizer, str] = {
    "sgd": "plain",
    "momentum": "momentum",
    "nesterov": "Nesterov",
    "adagrad": "Adagrad",
    "rmsprop": "RMSprop",
    "adam": "Adam",
}


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a step, written by `write`; `g` is its gradient with the penalty."""

    write: Callable[[float], str]
    rate: str
    before: float
    g: float
    after: float
    first: tuple[float, float]
    second: tuple[float, float]
    time: int

    def factor(self, value: float) -> str:
        """As it stands inside a calculation."""
        text = self.write(value)
        return f"({text})" if value < 0 else text


def number(
    step: OwnStep, layer: int, at: tuple[int, int], rate: float, write: Callable[[float], str]
) -> Number:
    """The number at a row and column of a layer."""

    def of(*parts: object) -> tuple[float, ...]:
        return tuple(float(part.matrices[layer][at]) for part in parts)  # type: ignore[attr-defined]

    before, gradient, penalty, after = of(step.before, step.gradient, step.penalty, step.after)
    first, first_now = of(step.old.first, step.new.first)
    second, second_now = of(step.old.second, step.new.second)
    return Number(
        write,
        f"{rate:.6g}",
        before,
        gradient + penalty,
        after,
        (first, first_now),
        (second, second_now),
        step.time,
    )


def rule_lines(optimizer: Optimizer, n: Number) -> list[str]:
    """The rule with its numbers, one line for each thing that is computed."""
    match optimizer:
        case "momentum":
            return [_velocity(n), f"w ← w + v = {n.write(n.before)} + {_now(n, 0)} = {_new(n)}"]
        case "nesterov":
            ahead = f"{MOMENTUM:g} × {_now(n, 0)} − {n.rate} × {n.factor(n.g)}"
            moved = f"w ← w + {MOMENTUM:g} v − η g = {n.write(n.before)} + {ahead} = {_new(n)}"
            return [_velocity(n), moved]
        case "adagrad":
            total = f"{n.write(n.second[0])} + {n.factor(n.g)}² = {n.write(n.second[1])}"
            return [f"c ← c + g² = {total}", _divided(n, "c", n.factor(n.g), "g", _now(n, 1))]
        case "rmsprop":
            mean = _mean("c", "g²", RMSPROP_DECAY, n.second, f"{n.factor(n.g)}²", n)
            return [mean, _divided(n, "c", n.factor(n.g), "g", _now(n, 1))]
        case "adam":
            return _adam(n)
    return [f"w ← w − η g = {n.write(n.before)} − {n.rate} × {n.factor(n.g)} = {_new(n)}"]


def _adam(n: Number) -> list[str]:
    first, second = ADAM_DECAYS
    m, c = n.first[1] / (1.0 - first**n.time), n.second[1] / (1.0 - second**n.time)
    corrected = (
        f"step {n.time:,}: m̂ = m / (1 − {first:g}^{n.time}) = {n.write(m)}, "
        f"v̂ = v / (1 − {second:g}^{n.time}) = {n.write(c)}"
    )
    means = (
        _mean("m", "g", first, n.first, n.factor(n.g), n),
        _mean("v", "g²", second, n.second, f"{n.factor(n.g)}²", n),
    )
    return [*means, corrected, _divided(n, "v̂", n.factor(m), "m̂", n.write(c))]


def _velocity(n: Number) -> str:
    parts = f"{MOMENTUM:g} × {n.factor(n.first[0])} − {n.rate} × {n.factor(n.g)}"
    return f"v ← {MOMENTUM:g} v − η g = {parts} = {n.write(n.first[1])}"


def _mean(
    sign: str, what: str, keep: float, values: tuple[float, float], new: str, n: Number
) -> str:
    share = f"{1.0 - keep:.3g}"
    old = f"{keep:g} × {n.factor(values[0])} + {share} × {new}"
    return f"{sign} ← {keep:g} {sign} + {share} {what} = {old} = {n.write(values[1])}"


def _divided(n: Number, sign: str, top: str, what: str, below: str) -> str:
    rule = f"w ← w − η {what} / (√{sign} + 1e−8)"
    return f"{rule} = {n.write(n.before)} − {n.rate} × {top} / √{below} = {_new(n)}"


def _now(n: Number, place: int) -> str:
    return n.factor((n.first, n.second)[place][1])


def _new(n: Number) -> str:
    return strong(n.write(n.after))
