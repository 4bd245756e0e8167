"""Telling a click from a drag, on headers and on the drawing alike."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication


class Press:
    """One press of the left button, from where it went down until it is released."""

    def __init__(self) -> None:
        self._start: QPoint | None = None
        self.dragging = False

    def begin(self, at: QPoint) -> None:
        """The button went down at a global position."""
        self._start, self.dragging = at, False

    def drags_to(self, at: QPoint) -> bool:
        """The pointer is there now; whether that is a drag, which goes sideways."""
        if self._start is None:
            return False
        far = abs(at.x() - self._start.x()) >= QApplication.startDragDistance()
        self.dragging = self.dragging or far
        return self.dragging

    def end(self) -> bool:
        """The button went up; whether that ends a drag."""
        dragged, self._start, self.dragging = self.dragging, None, False
        return dragged
