"""What the loss makes of the scores, and its gradient at each, spelled out with their numbers."""

from html import escape

import numpy as np

from nnstudio.app.center.walk.arithmetic import costs, products, strong
from nnstudio.app.center.walk.look import Look


def loss_lines(look: Look) -> list[str]:
    """Target and loss."""
    found = look.walk.judgment
    value = strong(look.written(found.value))
    if found.loss == "mse":
        misses = products(found.terms, found.terms, look)
        count = len(found.terms)
        return [
            f"L = mean of (s − y)² = ({misses}) / {count} = {value}",
            "The squared error pulls a score to its target, from above and from below.",
        ]
    if len(found.scores) == 1:
        return _single(look, value)
    right = _right(look)
    name = escape(look.output_names[right])
    if found.loss == "hinge":
        others = np.delete(found.terms, right)
        return [
            f"The class is {strong(name)}: s<sub>y</sub> = "
            f"{look.written(float(found.scores[right]))}",
            "margin of every other class: s<sub>j</sub> − s<sub>y</sub> + 1; below 0 costs nothing",
            f"L = Σ max(0, s<sub>j</sub> − s<sub>y</sub> + 1) = {costs(others, look)} = {value}",
        ]
    powers = np.exp(found.scores - found.scores.max())
    own, total = look.written(float(powers[right])), look.written(float(powers.sum()))
    share = look.written(float(found.terms[right]))
    return [
        f"The class is {strong(name)}. Softmax: p = e<sup>s</sup> / Σ e<sup>s</sup> "
        "(less the largest s first)",
        f"p<sub>y</sub> = {own} / {total} = {share}",
        f"L = −log p<sub>y</sub> = −log {share} = {value}",
    ]


def gradient_lines(look: Look) -> list[str]:
    """The gradient at the scores: the rule, and the chosen one's numbers."""
    found, unit = look.walk.judgment, look.unit
    gradient = strong(look.written(float(found.gradient[unit])))
    name = "" if len(found.scores) == 1 else f" of {escape(look.output_names[unit])}"
    score, target = float(found.scores[unit]), float(found.targets[unit])
    term = look.written(float(found.terms[unit]))
    begin = f"∂L/∂s{name} ="
    if found.loss == "mse":
        numbers = f"2 × ({look.written(score)} − {look.factor(target)}) / {len(found.scores)}"
        return ["∂L/∂s = 2 (s − y) / number of outputs", f"{begin} {numbers} = {gradient}"]
    if found.loss == "cross_entropy":
        wanted = 1 if target > 0 else 0
        rule = "σ(s) − y, y = 1 for the second class" if len(found.scores) == 1 else "p − y"
        return [
            f"∂L/∂s = {rule}: what the network gives, less what it should give",
            f"{begin} {term} − {wanted} = {gradient}",
        ]
    lines = [f"{begin} {gradient}, {_hinge_rule(look)}"]
    if not found.gradient.any():
        lines.append("Every margin is kept: no gradient, this example teaches nothing now.")
    return lines


def _single(look: Look, value: str) -> list[str]:
    found = look.walk.judgment
    sign, score = float(found.targets[0]), float(found.scores[0])
    wanted = escape(look.walk.prepared.dataset.class_names[int(sign > 0)])
    t = "+1" if sign > 0 else "−1"
    begin = f"The class is {strong(wanted)}: t = {t}, s = {look.written(score)}"
    if found.loss == "hinge":
        return [begin, f"L = max(0, 1 − t s) = max(0, {look.written(1 - sign * score)}) = {value}"]
    share = 0.5 + 0.5 * np.tanh(0.5 * sign * score)
    return [
        f"{begin}. Logistic: p = 1 / (1 + e<sup>−t s</sup>) = {look.written(float(share))}",
        f"L = −log p = log(1 + e<sup>−t s</sup>) = {value}",
    ]


def _hinge_rule(look: Look) -> str:
    found = look.walk.judgment
    if len(found.scores) == 1:
        kept = found.terms[0] <= 0
        return "as t s ≥ 1, the margin is kept" if kept else "−t, as the margin is not kept"
    if look.unit != _right(look):
        missed = found.terms[look.unit] > 0
        return "as s<sub>j</sub> − s<sub>y</sub> + 1 > 0" if missed else "as its margin is kept"
    count = int((found.terms > 0).sum())
    return f"−1 for each margin that is not kept, here {count}"


def _right(look: Look) -> int:
    return int(np.argmax(look.walk.judgment.targets))
