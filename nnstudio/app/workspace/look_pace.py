"""When the window looks at a running training: as often as it can show it in a share of its time.

What somebody asked for is shown at once.
"""

from time import perf_counter, thread_time

_SHARE = 0.2  # of the time that showing a running training may take this thread
_NEWEST = 0.2  # of the average cost is the last one's: panels that show less often even out
_LONGEST = 0.04  # seconds between two looks, also when this thread is busy
_ATTENTION = 0.2  # seconds after an action in which what comes is shown without a rest


class LookPace:
    """Belongs to the thread that shows; `gap` is the least time between two looks in seconds."""

    def __init__(self) -> None:
        self.gap = 0.0
        self._cost = 0.0  # seconds of this thread that a look took lately, on average
        self._spent = self._looked_at = self._asked_at = 0.0
        self._told_at = 0.0  # when all that follows was last told that there may be news

    def hurry(self) -> None:
        """Somebody did something, and wants to see what comes of it."""
        self._asked_at = perf_counter()

    def seconds_left(self) -> float:
        """Until the next look at a running training; 0 when it is time."""
        now = perf_counter()
        if now - self._asked_at <= _ATTENTION:
            return 0.0
        least = max(min(self._present_cost() / _SHARE, _LONGEST), self.gap)
        return max(self._looked_at + least - now, 0.0)

    def is_long_ago(self) -> bool:
        """Whether it is time to see to what follows more slowly, though there is nothing new."""
        now = perf_counter()
        if now - self._told_at <= _LONGEST:
            return False
        self._told_at = now
        return True

    def note(self) -> None:
        """A look is taken."""
        self._cost, self._spent = self._present_cost(), thread_time()
        self._looked_at = self._told_at = perf_counter()

    def _present_cost(self) -> float:
        return self._cost + _NEWEST * (thread_time() - self._spent - self._cost)
