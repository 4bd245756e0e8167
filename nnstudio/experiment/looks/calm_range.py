"""The range of an axis that follows what is shown: it grows at once, and shrinks calmly."""

Range = tuple[float, float]

_PATIENCE = 12  # looks
_SMALL = 0.5  # of the axis: what needs no more leaves too much of it empty


class CalmRange:
    """The ends of an axis in one run; whoever shows the same quantity shares it."""

    def __init__(self) -> None:
        self.shown: Range = (0.0, 0.0)
        self._needed: Range = (0.0, 0.0)  # since the last look that needed much
        self._looks = 0  # since then

    def begin_look(self) -> None:
        """Shrink to what was needed, if many looks in a row needed little."""
        (left, right), (low, high) = self.shown, self._needed
        if high - low > _SMALL * (right - left):
            self._needed, self._looks = (0.0, 0.0), 0
        elif self._looks >= _PATIENCE:
            self.shown, self._looks = self._needed, 0
        self._looks += 1

    def follow(self, low: float, high: float) -> Range:
        """The ends for values from `low` <= 0 to `high` >= 0, the same in all parts of a look."""
        self.shown = min(low, self.shown[0]), max(high, self.shown[1])
        self._needed = min(low, self._needed[0]), max(high, self._needed[1])
        return self.shown
