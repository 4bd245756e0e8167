"""Garbage is collected by the window's thread alone, as long as another one trains.

Python collects it in whichever thread makes the next object. If that trains, widgets could end
there, while the window's thread holds a lock of Qt and waits for the interpreter: both for ever.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 2000  # the first time when a window that starts stands


class GarbageCollector(QObject):
    """Collects in the thread of the event loop between `start` and `stop`, and nobody else does."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_enabled = False
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._collect)

    def start(self) -> None:
        """Take over from Python."""
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Hand back."""
        self._timer.stop()
        if self._was_enabled:
            gc.enable()

    def _collect(self) -> None:
        """As Python would: the oldest generation whose time has come, and the younger ones."""
        ages = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [generation for generation, (age, most) in enumerate(ages) if age > most]
        if due:
            gc.collect(due[-1])
