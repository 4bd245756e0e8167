"""The pipeline as a list: steps that are on in their order, the others where they would go."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from nnstudio.app.panels.step_row import StepRow
from nnstudio.core.preprocessing import FittedStep
from nnstudio.experiment.document import STEPS, Step
from nnstudio.experiment.editing.edits import usual_place

Entry = tuple[str, int | None]


class StepList(QWidget):
    """`moved` carries the old and new place of a step in the pipeline, `switched_on` a step's name,
    `switched_off` a place, `changed` a place, an edit's name and fields.
    """

    moved = Signal(int, int)
    switched_on = Signal(str)
    switched_off = Signal(int)
    changed = Signal(int, str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preprocessing.steps")
        self.setAccessibleName("Preprocessing steps in order")
        self._rows: dict[tuple[str, int], StepRow] = {}
        self._order: list[StepRow] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._mark = QFrame(self)
        self._mark.setObjectName("preprocessing.dropMark")
        self._mark.setStyleSheet("background: palette(highlight);")
        self._mark.hide()
        for step in STEPS:
            self._row(step, 1).hide()
        for key, way in (("Alt+Up", -1), ("Alt+Down", 1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._move_focused, way))

    def show_steps(
        self,
        steps: Sequence[Step],
        fitted: Sequence[FittedStep],
        columns: Sequence[int],
        offered: Sequence[str],
    ) -> None:
        """Show the pipeline and what else is `offered`; `columns` count what each step gets.

        `fitted` and `columns` may be empty while they are not known.
        """
        entries = list_entries([step.step for step in steps], offered)
        seen: Counter[str] = Counter()
        rows = []
        for name, index in entries:
            seen[name] += 1
            row = self._row(name, seen[name])
            known = index is not None and index < len(fitted)
            row.show_step(
                index,
                None if index is None else steps[index],
                fitted[index] if known and index is not None else None,
                columns[-1 if index is None or index >= len(columns) else index] if columns else 0,
            )
            rows.append(row)
        self._arrange(rows)

    def _row(self, name: str, occurrence: int) -> StepRow:
        key = name, occurrence
        if key not in self._rows:
            row = self._rows[key] = StepRow(name, occurrence, self)
            row.switched.connect(partial(self._on_switched, row))
            row.changed.connect(partial(self._on_changed, row))
            row.dragged.connect(partial(self._on_dragged, row))
            row.dropped.connect(partial(self._on_dropped, row))
        return self._rows[key]

    def _arrange(self, rows: list[StepRow]) -> None:
        if rows == self._order:
            return
        for row in self._rows.values():
            self._layout.removeWidget(row)
            row.setVisible(row in rows)
        for row in rows:
            self._layout.addWidget(row)
        for before, after in pairwise(rows):
            QWidget.setTabOrder(before.switch, after.switch)
        self._order = rows

    def _on_switched(self, row: StepRow, on: bool) -> None:
        if on:
            self.switched_on.emit(row.step)
        elif row.index is not None:
            self.switched_off.emit(row.index)

    def _on_changed(self, row: StepRow, text: str, fields: object) -> None:
        if row.index is not None:
            self.changed.emit(row.index, text, fields)

    def _active(self) -> list[StepRow]:
        return [row for row in self._order if row.index is not None]

    def _gap_at(self, pointer: QPoint) -> int:
        """How many active steps lie above the pointer (global)."""
        height = self.mapFromGlobal(pointer).y()
        return sum(row.geometry().center().y() < height for row in self._active())

    def _on_dragged(self, row: StepRow, pointer: QPoint) -> None:
        rows, gap = self._active(), self._gap_at(pointer)
        edge = rows[gap].y() - 2 if gap < len(rows) else rows[-1].geometry().bottom() + 1
        self._mark.setGeometry(0, max(edge, 0), self.width(), 2)
        self._mark.raise_()
        self._mark.show()

    def _on_dropped(self, row: StepRow, pointer: QPoint) -> None:
        self._mark.hide()
        if row.index is not None:
            gap = self._gap_at(pointer)
            self._move(row.index, gap - 1 if gap > row.index else gap)

    def _move_focused(self, way: int) -> None:
        focus = QApplication.focusWidget()
        if focus is None:
            return
        row = next((row for row in self._active() if row.isAncestorOf(focus)), None)
        if row is not None and row.index is not None:
            self._move(row.index, row.index + way)

    def _move(self, index: int, place: int) -> None:
        if place != index and 0 <= place < len(self._active()):
            self.moved.emit(index, place)


def list_entries(pipeline: Sequence[str], offered: Sequence[str]) -> list[Entry]:
    """The steps of the pipeline with their places, and what is offered beside, with None.

    What is off stands where switching it on would put it.
    """
    off = [name for name in STEPS if name in offered and name not in pipeline]
    entries: list[Entry] = []
    for place in range(len(pipeline) + 1):
        entries += [(name, None) for name in off if usual_place(pipeline, name) == place]
        entries += [(pipeline[place], place)] if place < len(pipeline) else []
    return entries
