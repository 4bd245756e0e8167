"""The columns of a table in a list: which are features, which are categories, what is missing."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from nnstudio.app.appearance.theme import current_theme
from nnstudio.experiment.data.tables.report import ColumnReport

_NAME, _CATEGORY, _CELLS = range(3)
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class ColumnList(QTableWidget):
    """`changed` says that another set of columns is checked as features or as categories."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 3, parent)
        self._measured: set[int] = set()
        self.setObjectName("table.columns")
        self.setAccessibleName("Columns of the table")
        self.setHorizontalHeaderLabels(["Feature", "Categories", "Cells"])
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(_CELLS, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(_NAME, 150)
        header.resizeSection(_CATEGORY, 90)
        self.itemChanged.connect(self._on_item_changed)

    def show_columns(
        self, columns: Sequence[ColumnReport], target: str, features: Sequence[str] | None
    ) -> None:
        """Show every column; without `features`, all but the target are."""
        chosen = None if features is None else set(features)
        self._measured = {row for row, column in enumerate(columns) if column.is_measured}
        self.setRowCount(len(columns))
        with QSignalBlocker(self), QSignalBlocker(self.model()):  # or 10,000 rows take seconds
            for row, column in enumerate(columns):
                is_feature = chosen is None or column.name in chosen
                self._show_column(row, column, column.name == target, is_feature)
        self.viewport().update()

    def features(self) -> tuple[str, ...] | None:
        """The names that are checked; None when all are that can be."""
        boxes = [self._at(row, _NAME) for row in range(self.rowCount())]
        boxes = [box for box in boxes if _can_be_checked(box)]
        checked = tuple(box.text() for box in boxes if box.checkState() == _CHECKED)
        return None if len(checked) == len(boxes) else checked

    def categories(self) -> tuple[str, ...] | None:
        """The names of columns that could be numbers and are checked as categories, if any."""
        return self._chosen(_CHECKED, range(self.rowCount()))

    def numbers(self) -> tuple[str, ...] | None:
        """The names of columns of measurements such as 5 cm that are no categories, if any."""
        rows = range(self.rowCount())
        return self._chosen(_UNCHECKED, [row for row in rows if row in self._measured])

    def _chosen(self, state: Qt.CheckState, rows: Iterable[int]) -> tuple[str, ...] | None:
        boxes = ((row, self._at(row, _CATEGORY)) for row in rows)
        found = tuple(
            self._at(row, _NAME).text()
            for row, box in boxes
            if _can_be_checked(box) and box.checkState() == state
        )
        return found or None

    def _show_column(
        self, row: int, column: ColumnReport, is_target: bool, is_feature: bool
    ) -> None:
        name = QTableWidgetItem(column.name)
        category, cells = QTableWidgetItem(), QTableWidgetItem(column.summary)
        name.setToolTip(column.name)
        if is_target:
            name.setFlags(Qt.ItemFlag.ItemIsEnabled)
            category.setFlags(Qt.ItemFlag.ItemIsEnabled)
            cells.setText("what is to be predicted")
        else:
            name.setCheckState(_CHECKED if is_feature else _UNCHECKED)
            category.setCheckState(_CHECKED if column.is_category else _UNCHECKED)
            if column.is_text:
                category.setFlags(Qt.ItemFlag.NoItemFlags)
                category.setToolTip("Text always makes categories")
            elif column.is_measured:
                category.setToolTip("Check it to take every text as a category of its own")
            else:
                category.setToolTip("Check it where numbers are names, such as a month")
        if column.missing and not is_target:
            cells.setText(column.missing.partition(": ")[2])
            cells.setForeground(QColor(current_theme().warning))
        cells.setToolTip(column.missing or column.summary)
        for place, item in ((_NAME, name), (_CATEGORY, category), (_CELLS, cells)):
            self.setItem(row, place, item)

    def _at(self, row: int, place: int) -> QTableWidgetItem:
        item = self.item(row, place)
        assert item is not None  # every row was filled
        return item

    def _on_item_changed(self, _item: QTableWidgetItem) -> None:
        self.changed.emit()


def _can_be_checked(item: QTableWidgetItem) -> bool:
    return bool(item.flags() & Qt.ItemFlag.ItemIsUserCheckable) and (
        item.data(Qt.ItemDataRole.CheckStateRole) is not None
    )
