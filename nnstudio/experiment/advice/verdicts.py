"""Verdicts on a layer: what they mean, from which number on they are good, doubtful or bad.

The thresholds are rules of thumb. Networks with many saturated neurons can still learn well, so
only extreme shares count as bad.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from nnstudio.experiment.looks.insights import GradientFacts
from nnstudio.experiment.looks.snapshot import LayerActivity

Kind = Literal["dead", "saturated", "spread", "gradient", "one_sign", "update"]
Level = Literal["good", "warning", "bad", "muted"]

DEAD_BAD = 0.5
SATURATED_DOUBTFUL, SATURATED_BAD = 0.1, 0.9
NARROW_SPREAD = 0.01
VANISHING, EXPLODING = 1e-2, 1e2
NO_GRADIENT = 1e-9  # a network whose last layer has less has learned all it can
ONE_SIGN_DOUBTFUL = 0.5
SMALL_UPDATE, LARGE_UPDATE = 1e-5, 1e-1

MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement in words on the number `value`."""

    kind: Kind
    text: str
    level: Level
    value: float


@dataclass(frozen=True, slots=True)
class Definition:
    """What a verdict is about: a title, the measure, and from where on it is what."""

    title: str
    measure: str
    thresholds: str


def shown_share(share: float) -> str:
    """A share as whole percent, of which 0 and 100 are exact."""
    percent = 100.0 * share
    if 0 < percent < 1:
        return "<1 %"
    if 99 < percent < 100:
        return ">99 %"
    return f"{percent:.0f} %"


DEFINITIONS: dict[Kind, Definition] = {
    "dead": Definition(
        "Dead neurons",
        "A neuron is dead when its gradient is exactly zero on every training example, such as a "
        "ReLU that is never positive: no step can change it any more.",
        f"Good: none. Bad: from {shown_share(DEAD_BAD)} of the layer on.",
    ),
    "saturated": Definition(
        "Saturated activations",
        "An activation is saturated within 5 % of an end of its range: sigmoid below 0.05 or above "
        "0.95, tanh beyond 0.9 either way. There the slope is small, and little gradient passes.",
        f"Good: up to {shown_share(SATURATED_DOUBTFUL)}. Bad: from {shown_share(SATURATED_BAD)}; "
        "networks with less can learn well.",
    ),
    "spread": Definition(
        "Mean and spread",
        "Mean and standard deviation σ of all activations of the layer on the probe. A mean far "
        "from 0 gives the next layer inputs of one sign; without spread it gets no signal.",
        f"Doubtful: σ below {NARROW_SPREAD:g}.",
    ),
    "gradient": Definition(
        "Size of the gradient",
        "Root mean square of the gradient of the data loss in the layer's weights, on the probe; "
        "its ratio is to the same of the last layer.",
        f"Vanishing: a ratio below 1/{1 / VANISHING:g}. Exploding: above {EXPLODING:g}.",
    ),
    "one_sign": Definition(
        "Gradients of one sign",
        "Share of neurons whose incoming weights are all pushed the same way by a batch, zeros "
        "ignored. Inputs of one sign do that, and training goes in a zig-zag; larger batches and "
        "centered inputs help.",
        f"Doubtful: from {shown_share(ONE_SIGN_DOUBTFUL)} on.",
    ),
    "update": Definition(
        "Update to weight",
        "Length of the last step of the layer's weights over the length of the weights themselves, "
        "‖step‖ / ‖weights‖.",
        f"About 0.001 is usual. Doubtful: below {SMALL_UPDATE:g} or above {LARGE_UPDATE:g}.",
    ),
}


def judge(
    activity: LayerActivity,
    facts: GradientFacts | None = None,
    last: GradientFacts | None = None,
    update_ratio: float | None = None,
) -> tuple[Verdict, ...]:
    """Everything that can be said of a layer; `last` are the facts of the last layer."""
    found = [_saturated(activity), _dead(activity), _spread(activity)]
    if facts is not None and last is not None:
        found += [_gradient(facts, last), _one_sign(facts)]
    if update_ratio is not None:
        found.append(_update(update_ratio))
    return tuple(verdict for verdict in found if verdict is not None)


def judge_all(
    activity: Sequence[LayerActivity], facts: Sequence[GradientFacts]
) -> tuple[tuple[Verdict, ...], ...]:
    """The verdicts on every layer; facts may be missing altogether."""
    last = facts[-1] if facts else None
    known = facts if len(facts) == len(activity) else [None] * len(activity)
    return tuple(judge(layer, fact, last) for layer, fact in zip(activity, known, strict=True))


def _dead(activity: LayerActivity) -> Verdict:
    dead, units = int(activity.dead.sum()), len(activity.dead)
    share = dead / units
    level: Level = "good" if not dead else "bad" if share >= DEAD_BAD else "warning"
    return Verdict("dead", f"{dead} of {units} dead" if dead else "0 dead", level, share)


def _saturated(activity: LayerActivity) -> Verdict | None:
    share = activity.saturated_fraction
    if share is None:
        return None
    level: Level = "bad" if share >= SATURATED_BAD else "warning"
    if share <= SATURATED_DOUBTFUL:
        level = "good"
    return Verdict("saturated", f"{shown_share(share)} saturated", level, share)


def _spread(activity: LayerActivity) -> Verdict:
    level: Level = "warning" if activity.std < NARROW_SPREAD else "muted"
    mean, spread = _short(activity.mean, "+"), _short(activity.std)
    text = f"mean {mean}  σ {spread}".replace("-", MINUS)
    return Verdict("spread", text, level, activity.std)


def _short(value: float, sign: str = "") -> str:
    """Two decimals while there is room for them."""
    return f"{value:{sign}.2f}" if abs(value) < 1000.0 else f"{value:{sign}.1e}"


def _gradient(facts: GradientFacts, last: GradientFacts) -> Verdict:
    if last.size < NO_GRADIENT:
        return Verdict("gradient", f"gradient {_scientific(facts.size)}", "muted", 1.0)
    ratio = facts.size / last.size
    if ratio < VANISHING:
        return Verdict("gradient", _times(ratio, "vanishing gradient"), "bad", ratio)
    if ratio > EXPLODING:
        return Verdict("gradient", _times(ratio, "exploding gradient"), "bad", ratio)
    return Verdict("gradient", _times(ratio, "gradient"), "good", ratio)


def _times(ratio: float, word: str) -> str:
    written = f"{ratio:.2g}" if 0.01 <= ratio < 100 else _scientific(ratio)
    return f"{word} ×{written}"


def _one_sign(facts: GradientFacts) -> Verdict | None:
    if not facts.pushed:
        return None
    share = facts.one_signed / facts.pushed
    level: Level = "warning" if share >= ONE_SIGN_DOUBTFUL else "good"
    return Verdict("one_sign", f"{shown_share(share)} one-signed", level, share)


def _update(ratio: float) -> Verdict:
    usual = SMALL_UPDATE <= ratio <= LARGE_UPDATE
    return Verdict("update", f"update {_scientific(ratio)}", "good" if usual else "warning", ratio)


def _scientific(value: float) -> str:
    mantissa, exponent = f"{value:.1e}".split("e")
    return "0" if value == 0 else f"{mantissa}e{int(exponent)}".replace("-", MINUS)
