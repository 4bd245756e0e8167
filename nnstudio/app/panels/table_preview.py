"""The first rows of a table, cell by cell as they stand in the file."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from nnstudio.experiment.data.tables.attempt import Attempt
from nnstudio.experiment.data.tables.table import OpenTable
from nnstudio.experiment.wording import shortened

PREVIEW_ROWS = 7
_PREVIEW_COLUMNS = 100
_LONGEST = 60
_WIDEST = 220


class TablePreview(QTableWidget):
    """Shows the first rows under the names of their columns, each with its number in the file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("table.preview")
        self.setAccessibleName("First rows of the table")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.horizontalHeader().setMinimumSectionSize(60)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )

    def show_table(self, table: OpenTable | Attempt | None) -> None:
        """Show the first rows of a table, or the lines of a file in which there is none."""
        names = table.names[:_PREVIEW_COLUMNS] if table else ()
        rows = table.sample[:PREVIEW_ROWS] if table else ()
        self.setColumnCount(len(names))
        self.setHorizontalHeaderLabels([shortened(name) for name in names])
        self.setRowCount(len(rows))
        self.setVerticalHeaderLabels([str(number) for number, _ in rows])
        for row, (_, cells) in enumerate(rows):
            for column, cell in enumerate(cells[: len(names)]):
                self.setItem(row, column, QTableWidgetItem(shortened(cell, _LONGEST)))
        self.resizeColumnsToContents()
        self.setFixedHeight(self._height())
        for column in range(len(names)):
            self.setColumnWidth(column, min(self.columnWidth(column), _WIDEST))

    def _height(self) -> int:
        """Enough for all rows, and for a scroll bar below them."""
        rows = PREVIEW_ROWS * self.verticalHeader().defaultSectionSize()
        return rows + self.horizontalHeader().sizeHint().height() + 14
