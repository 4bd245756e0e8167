"""What the panels share attention on: what is selected, marked, hovered, and followed."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from nnstudio.app.workspace.selection import Selection, still_there

Marked = frozenset[tuple[int, int]]
"""Units, each as (layer, unit)."""


class Focus(QObject):
    """The selection, marked units, the unit under the pointer, and the example that is followed."""

    selection_changed = Signal(object)
    marked_changed = Signal(object)
    hovered_changed = Signal(object)
    example_changed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._selection = Selection()
        self._marked: Marked = frozenset()
        self._hovered = Selection()
        self._example = 0

    @property
    def selection(self) -> Selection:
        """What is selected, in every panel."""
        return self._selection

    @property
    def marked(self) -> Marked:
        """The units that a panel points out."""
        return self._marked

    @property
    def hovered(self) -> Selection:
        """The unit that the pointer rests on in the canvas; empty for none."""
        return self._hovered

    @property
    def example(self) -> int:
        """The example that is followed through the network: its place in the data set."""
        return self._example

    def select(self, selection: Selection) -> None:
        """Select a layer or unit, or nothing."""
        if selection != self._selection:
            self._selection = selection
            self.selection_changed.emit(selection)

    def mark(self, units: Marked) -> None:
        """Point out `units`, or with none let go of those that were."""
        if units != self._marked:
            self._marked = units
            self.marked_changed.emit(units)

    def hover(self, unit: Selection) -> None:
        """The pointer rests on `unit` in the canvas, or on nothing."""
        if unit != self._hovered:
            self._hovered = unit
            self.hovered_changed.emit(unit)

    def follow_example(self, index: int, count: int) -> None:
        """Follow the example `index` of `count`, the nearest there is."""
        index = min(max(index, 0), max(count - 1, 0))
        if index != self._example:
            self._example = index
            self.example_changed.emit(index)

    def keep_what_is_in(self, sizes: Sequence[int | None]) -> None:
        """Let go of what columns of these sizes, the inputs first, no longer have."""
        self.select(still_there(self._selection, sizes))
        self.hover(still_there(self._hovered, sizes))
        there = ((unit, still_there(Selection(*unit), sizes)) for unit in self._marked)
        self.mark(frozenset(unit for unit, found in there if found.unit is not None))
