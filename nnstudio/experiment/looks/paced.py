"""A look that costs much: taken anew for whoever waits, now and then while training goes on."""

from collections.abc import Callable
from time import perf_counter, thread_time
from typing import Generic, TypeVar

Look = TypeVar("Look")


class Paced(Generic[Look]):
    """Takes at most `share` of the time, and is at least `interval` seconds apart, when hurried.

    What counts is the work of the thread, not that it waits for others.
    """

    def __init__(self, interval: float, share: float) -> None:
        self._interval, self._share = interval, share
        self._known: tuple[object, Look] | None = None
        self._due = 0.0

    def get(self, key: object, take: Callable[[], Look], *, hurried: bool) -> Look:
        """The look at `key`: when `hurried`, an earlier one of the same key may do."""
        start = perf_counter()
        if hurried and self._known is not None and self._known[0] == key and start < self._due:
            return self._known[1]
        begun = thread_time()
        look = take()
        spent = thread_time() - begun
        self._known = key, look
        self._due = start + max(self._interval, spent / self._share)
        return look
