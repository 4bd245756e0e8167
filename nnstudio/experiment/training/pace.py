"""How fast training is watched: as fast as it goes, or so many steps a second."""

from time import perf_counter


class Pace:
    """Says when the next step is due; those after a late one do not hurry."""

    def __init__(self) -> None:
        self._interval = 0.0
        self._due = 0.0

    @property
    def is_full(self) -> bool:
        """Whether nothing is waited for."""
        return self._interval == 0.0

    def set(self, steps_per_second: float | None) -> None:
        """Take so many steps a second from now on; None is full speed."""
        self._interval = 0.0 if steps_per_second is None else 1.0 / steps_per_second
        self._due = perf_counter()

    def seconds_left(self) -> float:
        """How long to wait for the next step."""
        return 0.0 if self.is_full else max(self._due - perf_counter(), 0.0)

    def note_step(self) -> None:
        """A step was taken."""
        self._due = max(self._due + self._interval, perf_counter())
