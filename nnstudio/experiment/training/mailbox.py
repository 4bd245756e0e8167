"""A one-place mailbox between two threads: the latest value wins, and taking it empties it."""

from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Holds at most one value; every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._value: T | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the last value was taken: the sign that a new one is wanted."""
        return self._value is None

    def put(self, value: T) -> None:
        """Leave `value`; one that was not taken is dropped."""
        with self._lock:
            self._value = value

    def take(self) -> T | None:
        """The value, which is then gone, or None."""
        with self._lock:
            value, self._value = self._value, None
        return value

    def clear(self) -> None:
        """Drop what is there."""
        self.take()
