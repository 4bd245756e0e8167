"""A row of fields, the last of which move into another place while there is no room for them."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget


class FoldingRow:
    """Keeps fields in `row`, or those at its end in `overflow`; they never change their names."""

    def __init__(self, row: QHBoxLayout, overflow: QVBoxLayout) -> None:
        self._row, self._overflow = row, overflow
        self._fields: list[QWidget] = []
        self._shown = self._first = 0

    def add(self, field: QWidget) -> None:
        """Add a field at the end of the row, unless it stands there already."""
        if self._row.indexOf(field) < 0:
            self._row.addWidget(field)
        if not self._fields:
            self._first = self._row.indexOf(field)
        self._fields.append(field)
        self._shown += 1

    @property
    def full_width(self) -> int:
        """How much all the fields would take in the row."""
        return sum(map(self._width, self._fields))

    @property
    def width(self) -> int:
        """How much of the bar the fields in the row take, with the gaps before them."""
        return sum(map(self._width, self._fields[: self._shown]))

    def fit(self, room: int) -> bool:
        """Show as many fields as `room` is wide enough for; returns whether that changed."""
        shown, left = 0, room
        for field in self._fields:
            left -= self._width(field)
            if left < 0:
                break
            shown += 1
        if shown == self._shown:
            return False
        self._move_to(shown)
        return True

    def _width(self, field: QWidget) -> int:
        least = field.minimumSizeHint().width()
        return (field.sizeHint().width() if least < 0 else least) + self._row.spacing()

    def _move_to(self, shown: int) -> None:
        if shown < self._shown:
            for field in reversed(self._fields[shown : self._shown]):
                self._take(field, lambda held: self._overflow.insertWidget(0, held))
        for field in self._fields[self._shown : shown]:
            self._take(field, self._put_back)
        self._shown = shown
        for one, other in pairwise(self._fields[:shown]):
            QWidget.setTabOrder(one, other)

    def _take(self, field: QWidget, put: Callable[[QWidget], None]) -> None:
        for layout in (self._row, self._overflow):
            layout.removeWidget(field)
        put(field)
        field.show()

    def _put_back(self, field: QWidget) -> None:
        """Put a field after the one before it: other things may stand behind the fields."""
        place = self._fields.index(field)
        at = self._row.indexOf(self._fields[place - 1]) + 1 if place else self._first
        self._row.insertWidget(at, field)
