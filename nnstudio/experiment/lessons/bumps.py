"""Demonstration: a sum of equal bumps, two steps of a hidden layer each, follows any smooth curve.

A bump that is 1 on an interval is the difference of two sigmoids that are as steep as steps, at its
two ends; times the curve's height in the middle, side by side, they are a staircase.
"""

from typing import Annotated

import numpy as np
from pydantic import Field

_POINTS = 20_000
_WAVES = 6


def bumps(
    seed: int, *, count: Annotated[int, Field(ge=1, le=2000)] = 32, jump: bool = False
) -> dict[str, float]:
    """The largest `error` of `count` bumps on a random curve over [0, 1] and the `bound` on it.

    The curve is a sum of waves; the bound is its steepest slope over 2 `count`. With `jump` it is
    broken at a random place: there no number of bumps helps.
    """
    rng = np.random.default_rng([seed, 10])
    x = (np.arange(_POINTS) + 0.5) / _POINTS
    heights, shifts = rng.uniform(-1, 1, _WAVES), rng.uniform(0, 2 * np.pi, _WAVES)
    turns = 2 * np.pi * np.arange(1, _WAVES + 1)
    break_at = rng.uniform(0.3, 0.7)

    def curve(at: np.ndarray) -> np.ndarray:
        waves = np.sin(np.multiply.outer(at, turns) + shifts) @ heights
        return waves + 4.0 * (jump & (at > break_at))

    middle = (np.floor(x * count) + 0.5) / count
    slope = np.abs(np.diff(curve(x)[x < break_at])).max() * _POINTS
    slope = max(slope, np.abs(np.diff(curve(x)[x > break_at])).max() * _POINTS)
    error = np.abs(curve(x) - curve(middle)).max()
    return {"error": float(error), "bound": float(slope / (2 * count))}
