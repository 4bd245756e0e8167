"""Which links of a weight matrix are drawn, how strong each is, and which one a point touches.

Pure NumPy. A link's strength is its |weight| over the largest of its matrix, in `LEVELS` steps, so
that a handful of pens draws them all and a link is repainted only when its step changes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnstudio.experiment.exports.strokes import LINK_WIDTHS

LEVELS = len(LINK_WIDTHS)
DRAWN_LIMIT = 2500
CURVED_LIMIT = 300

Floats = NDArray[np.floating]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class DrawnLinks:
    """The links to draw, weakest first: flat numbers (target place x sources + source place) and
    the pen of each, 2 * level + (weight < 0).
    """

    numbers: Numbers
    pens: Numbers

    def same_as(self, other: "DrawnLinks") -> bool:
        """Whether both draw the same picture."""
        return np.array_equal(self.numbers, other.numbers) and np.array_equal(self.pens, other.pens)


NO_LINKS = DrawnLinks(np.empty(0, np.int64), np.empty(0, np.int64))


def unit_weights(matrix: Floats, units: int) -> Floats:
    """One weight a pair, (units, inputs): of a maxout unit's pieces the largest in size.

    `matrix` has the biases as last column and row p * units + u for piece p of unit u.
    """
    pieces = matrix[:, :-1].reshape(-1, units, matrix.shape[1] - 1)
    if len(pieces) == 1:
        return np.asarray(pieces[0])
    strongest = np.abs(pieces).argmax(axis=0)[np.newaxis]
    return np.asarray(np.take_along_axis(pieces, strongest, axis=0)[0])


def drawn_links(weights: Floats, limit: int) -> DrawnLinks:
    """The strongest `limit` links of `weights` (targets, sources); a weight of 0 is no link."""
    flat = np.nan_to_num(weights.reshape(-1).astype(np.float64))
    size = np.abs(flat)
    largest = float(size.max(initial=0.0))
    numbers = np.flatnonzero(size)
    if len(numbers) > limit:
        numbers = np.sort(numbers[np.argpartition(size[numbers], -limit)[-limit:]])
    levels = np.minimum(size[numbers] / (largest or 1.0) * LEVELS, LEVELS - 1).astype(np.int64)
    order = np.argsort(levels, kind="stable")
    numbers = numbers[order]
    return DrawnLinks(numbers, 2 * levels[order] + (flat[numbers] < 0))


def evenly_drawn(pairs: int, limit: int, pen: int) -> DrawnLinks:
    """At most `limit` of the links of `pairs`, spread evenly, all drawn with one pen."""
    step = -(-pairs // max(limit, 1))
    numbers = np.arange(0, pairs, max(step, 1))
    return DrawnLinks(numbers, np.full(len(numbers), pen))


def drawn_limits(pairs: list[int]) -> list[int]:
    """How many links each matrix may draw, given how many pairs of shown units it joins."""
    total = sum(pairs)
    if total <= DRAWN_LIMIT:
        return pairs
    return [max(1, count * DRAWN_LIMIT // total) for count in pairs]


def heights_at(starts: Floats, ends: Floats, share: float, curved: bool) -> Floats:
    """The heights of links from `starts` to `ends` at `share` (0 to 1) of the way across."""
    rise = share
    if curved:
        t = _curve_parameter(share)
        rise = t * t * (3 - 2 * t)
    return starts + (ends - starts) * rise


def _curve_parameter(share: float) -> float:
    """The parameter at which a curve with both handles at mid-way has come `share` across.

    x(t) = 1.5 t (1 - t) + t^3 grows with t; a table is exact enough for pointing.
    """
    t = np.linspace(0.0, 1.0, 65)
    return float(np.interp(share, 1.5 * t * (1 - t) + t**3, t))
