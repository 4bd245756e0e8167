"""What of the drawing follows a running network at a look: parts that cost more do it less often.

Of a network with many tiles, which costs much, every other column follows by turns: so each look
shows something new, and none takes long.
"""

from dataclasses import dataclass

from nnstudio.app.canvas.pace import Pace

# A running network is followed at most this often, in milliseconds.
_MAPS_MS, _LINKS_AND_SIGNS_MS = 60, 400
TURN_MS = 40  # between looks while no panel wants more: they have a pace of their own
_ALL, _NOTHING = slice(None), slice(0)
_HALVES = (slice(0, None, 2), slice(1, None, 2))


@dataclass(frozen=True, slots=True)
class Due:
    """Which columns are to show their maps, which matrices their links, and whether signs are."""

    maps: slice
    links: slice
    signs: bool


class Following:
    """Says at each look what is due."""

    def __init__(self) -> None:
        self._maps, self._links_and_signs = Pace(_MAPS_MS), Pace(_LINKS_AND_SIGNS_MS)
        self._turn = 0
        self._is_fresh = True

    def forget(self) -> None:
        """Nothing is shown yet: all is due at the next look."""
        self._is_fresh = True

    def due(self, *, running: bool, by_turns: bool) -> Due:
        """What to show now: everything, unless the network is `running`."""
        hurried = running and not self._is_fresh
        self._is_fresh = False
        calm = self._links_and_signs.is_due(hurried)
        if hurried and by_turns:
            self._turn = 1 - self._turn
            half = _HALVES[self._turn]
            return Due(half, half, calm)
        maps = self._maps.is_due(hurried)
        return Due(_ALL if maps else _NOTHING, _ALL if calm else _NOTHING, calm)
