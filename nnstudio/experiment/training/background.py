"""Work on a thread of its own that tells how far it is, and can be ended at any moment."""

import threading
from abc import ABC, abstractmethod
from typing import Generic, TypeVar

from nnstudio.experiment.training.mailbox import Mailbox

News = TypeVar("News")


class Background(ABC, Generic[News]):
    """A thread from `start` to `close`; its methods belong to one other thread."""

    def __init__(self, name: str) -> None:
        self._mailbox: Mailbox[News] = Mailbox()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._work, name=name)

    def start(self) -> None:
        """Start the thread. It is started once."""
        self._thread.start()

    def close(self, timeout: float = 2.0) -> bool:
        """End before the next piece; whether the thread ended within `timeout` seconds."""
        self._end.set()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def take(self) -> News | None:
        """The newest news since the last call, if any."""
        return self._mailbox.take()

    @abstractmethod
    def _work(self) -> None:
        """Put news into the mailbox until done, or until the end is set."""
