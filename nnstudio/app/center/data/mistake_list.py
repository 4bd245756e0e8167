"""The most frequent mistakes, where there are too many classes for a matrix; a row opens them."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from nnstudio.experiment.data.example_choice import frequent_mistakes

_MOST = 100
_TRUE, _SAID, _COUNT = range(3)


class MistakeList(QTableWidget):
    """`picked` carries a class and what it is taken for: by a click, or Enter."""

    picked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 3, parent)
        self.setObjectName("confusion.mistakes")
        self.setAccessibleName("Most frequent mistakes")
        self.setToolTip("Click a mistake to see its examples")
        self.setHorizontalHeaderLabels(["True", "Taken for", "Examples"])
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_COUNT, QHeaderView.ResizeMode.ResizeToContents)
        self._cells: list[tuple[int, int]] = []
        self.cellClicked.connect(self._on_row)
        self.cellActivated.connect(self._on_row)

    def show_counts(self, counts: NDArray[np.int64], names: tuple[str, ...]) -> None:
        """Show how many examples of a class (rows) are taken for another (columns)."""
        row = self.currentRow()
        current = self._cells[row] if 0 <= row < len(self._cells) else None
        cells = frequent_mistakes(counts, _MOST).tolist()
        self._cells = [(true, said) for true, said in cells]
        whole = counts.sum(axis=1)
        self.setRowCount(len(cells))
        for place, (true, said) in enumerate(self._cells):
            self._write(place, _TRUE, names[true])
            self._write(place, _SAID, names[said])
            self._write(place, _COUNT, f"{counts[true, said]:,} of {whole[true]:,}")
        if current in self._cells:
            self.setCurrentCell(self._cells.index(current), max(self.currentColumn(), 0))

    def _write(self, row: int, column: int, text: str) -> None:
        item = self.item(row, column)
        if item is None:
            self.setItem(row, column, QTableWidgetItem(text))
        elif item.text() != text:
            item.setText(text)

    def _on_row(self, row: int, _column: int) -> None:
        self.picked.emit(*self._cells[row])
