"""How often a part of the window follows a running network: parts that cost more do it less."""

from PySide6.QtCore import QElapsedTimer


class Pace:
    """Says when `milliseconds` have gone by since it last did."""

    def __init__(self, milliseconds: int) -> None:
        self._milliseconds = milliseconds
        self._age = QElapsedTimer()

    def is_due(self, running: bool) -> bool:
        """Whether to follow now; always, unless the network is `running`."""
        if running and self._age.isValid() and not self._age.hasExpired(self._milliseconds):
            return False
        self._age.start()
        return True

    def forget(self) -> None:
        """Follow at the next occasion."""
        self._age.invalidate()
