"""Demonstration: one linear neuron with two weights walks to its optimum, one example a step.

With inputs that are all positive both weights are always pushed the same way, so the walk to a
point that needs one to grow and the other to shrink is a zig-zag.
"""

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from nnstudio.core.arrays import Floats

_ROWS, _MOST_STEPS, _NEAR = 200, 4000, 0.05
_RATES = (0.1, 0.3, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0)
_GOAL = np.array([1.0, -1.0])


def zig_zag(
    seed: int,
    *,
    inputs: Literal["sigmoid", "tanh"] = "sigmoid",
    batch: Annotated[int, Field(ge=1, le=200)] = 1,
) -> dict[str, float]:
    """Let f = w x learn f* = x1 - x2 by squared error from w = 0, at the rate that is quickest.

    `inputs` are sigmoid(u) or tanh(u) of u from N(0, 1). `steps` until |w - w*| <= 0.05, `detour`
    is the path's length over the straight way, `same_sign` the share of steps that push both
    weights the same way.
    """
    rng = np.random.default_rng([seed, 10])
    rows = np.tanh(rng.standard_normal((_ROWS, 2)) * (0.5 if inputs == "sigmoid" else 1.0))
    if inputs == "sigmoid":
        rows = 0.5 * rows + 0.5
    walks = [_walk(rows, rate, batch, np.random.default_rng([seed, 1])) for rate in _RATES]
    return min(walks, key=lambda walk: walk["steps"])


def _walk(rows: Floats, rate: float, batch: int, rng: np.random.Generator) -> dict[str, float]:
    weights = np.zeros(2)
    pushes: list[Floats] = []
    order = rng.permutation(len(rows))
    while np.linalg.norm(weights - _GOAL) > _NEAR and len(pushes) < _MOST_STEPS:
        start = len(pushes) * batch % len(rows)
        if start == 0:
            order = rng.permutation(len(rows))
        seen = rows[order[start : start + batch]]
        push = -rate * (seen @ (weights - _GOAL)) @ seen / len(seen)
        weights = weights + push
        pushes.append(push)
        if np.abs(weights).max() > 1e6:
            return {"steps": np.inf, "detour": np.inf, "same_sign": 1.0}
    path = np.array(pushes)
    near = np.linalg.norm(weights - _GOAL) <= _NEAR
    return {
        "steps": float(len(path)) if near else np.inf,
        "detour": float(np.linalg.norm(path, axis=1).sum() / np.linalg.norm(path.sum(axis=0))),
        "same_sign": float(np.mean(path[:, 0] * path[:, 1] >= 0)),
    }
