"""Where the controls of columns stand while the view shows a part of them: whole, or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

_MARGIN = 4  # px to the side of the view


@dataclass(frozen=True, slots=True)
class Stand:
    """The room of one column's controls in the viewport, in pixels from its left side.

    The tiles reach from `left` to `right`; to its neighbors' controls it is free from `low` to
    `high`.
    """

    left: float
    right: float
    low: float
    high: float

    @property
    def center(self) -> float:
        """The middle of the tiles."""
        return (self.left + self.right) / 2


def stands(sides: Sequence[tuple[float, float]], gaps: Sequence[float], away: float) -> list[Stand]:
    """The stands of columns with these left and right sides, `away` from the `gaps` between."""
    lows = (-inf, *(gap + away for gap in gaps))
    highs = (*(gap - away for gap in gaps), inf)
    return [Stand(*place, *free) for place, *free in zip(sides, lows, highs, strict=True)]


def kept_whole(left: int, width: int, stand: Stand, room: int) -> int:
    """The left edge of a control that would stand at `left` of a view that is `room` wide.

    Where a side of the view would cut it, it moves inwards as far as it is free, while its column
    is seen; otherwise it goes out of sight.
    """
    if (left >= 0 and left + width <= room) or width > room - 2 * _MARGIN:
        return left
    moved = min(max(left, _MARGIN), room - width - _MARGIN)
    is_seen = stand.left < room and stand.right > 0
    if is_seen and stand.low <= moved and moved + width <= stand.high:
        return moved
    return min(left, -width) if stand.center < room / 2 else max(left, room)
