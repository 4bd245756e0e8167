"""Examples as the rows of a table: split, target, prediction and raw features, read as needed."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.center.data.filter_bar import WORDS
from nnstudio.experiment.data.dataset import SPLITS, Labels
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.data.target_words import noise_words, target_words, true_words

_Index = QModelIndex | QPersistentModelIndex
_FIXED = ("Example", "Split", "Target", "Predicted")
_TARGET, _PREDICTED = 2, 3


class ExampleModel(QAbstractTableModel):
    """One row an example; nothing is copied but what is in view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prepared: Prepared | None = None
        self._splits: NDArray[np.int8] = np.zeros(0, np.int8)
        self.index_of_row: Labels = np.zeros(0, np.int64)
        self._predictions: NDArray[np.floating] | None = None

    def show_examples(
        self, prepared: Prepared, index: Labels, predictions: NDArray[np.floating] | None
    ) -> None:
        """Show the examples `index`; the table stays where it is when they are the same."""
        same = prepared is self._prepared and np.array_equal(index, self.index_of_row)
        if not same:
            self.beginResetModel()
        self._prepared, self.index_of_row, self._predictions = prepared, index, predictions
        if same:
            corner = self.index(max(self.rowCount() - 1, 0), len(_FIXED) - 1)
            self.dataChanged.emit(self.index(0, 0), corner)
        else:
            self._splits = prepared.splits
            self.endResetModel()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return len(self.index_of_row)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if self._prepared is None else len(_FIXED) + self._prepared.dataset.columns

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        if section < len(_FIXED):
            return _FIXED[section]
        assert self._prepared is not None  # else there are no columns
        return self._prepared.dataset.feature_names[section - len(_FIXED)]

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        example = int(self.index_of_row[index.row()])
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(example, index.column())
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._color(example, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            assert self._prepared is not None  # else there are no rows
            return noise_words(self._prepared.dataset, example) or None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() not in (1, 2, 3):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _text(self, example: int, column: int) -> str:
        assert self._prepared is not None  # else there are no rows
        dataset = self._prepared.dataset
        match column:
            case 0:
                return f"{example + 1:,}"
            case 1:
                return WORDS[SPLITS[self._splits[example]]]
            case 2:
                true = true_words(dataset, example)
                told = target_words(dataset, dataset.targets[example])
                return told if true is None else f"{told}, was {true}"
            case 3:
                said = self._predictions
                return "" if said is None else target_words(dataset, said[example])
        return f"{dataset.examples(slice(example, example + 1))[0, column - len(_FIXED)]:.5g}"

    def _color(self, example: int, column: int) -> QColor | None:
        assert self._prepared is not None  # else there are no rows
        if column == _TARGET and true_words(self._prepared.dataset, example) is not None:
            return QColor(current_theme().warning)
        is_wrong = column == _PREDICTED and self._is_wrong(example)
        return QColor(current_theme().bad) if is_wrong else None

    def _is_wrong(self, example: int) -> bool:
        assert self._prepared is not None  # else there are no rows
        dataset = self._prepared.dataset
        if self._predictions is None or not dataset.class_names:
            return False
        return bool(self._predictions[example] != dataset.targets[example])


class ExampleTable(QTableView):
    """`picked` carries the place in the data set of the row that was chosen."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("examples.table")
        self.setAccessibleName("Examples as a table")
        self.examples = ExampleModel(self)
        self.setModel(self.examples)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.horizontalHeader().setDefaultSectionSize(
            self.fontMetrics().horizontalAdvance("-0.00000e-00") + 16
        )
        self.setCornerWidget(QWidget(self))
        self.selectionModel().currentRowChanged.connect(self._on_current)

    def fit_columns(self, *, with_truth: bool) -> None:
        """Let the first columns be as wide as their words, and the targets for the true ones."""
        metrics = self.fontMetrics()
        target = "versicolor, was versicolor" if with_truth else "versicolor"
        for column, widest in enumerate(("Example", "Validation", target, "versicolor")):
            self.setColumnWidth(column, metrics.horizontalAdvance(widest) + 16)

    def show_selected(self, example: int) -> None:
        """Mark the row of an example, if it is among those shown."""
        found = np.flatnonzero(self.examples.index_of_row == example)
        if found.size and self.currentIndex().row() != found[0]:
            self.setCurrentIndex(self.examples.index(int(found[0]), 0))

    def _on_current(self, current: QModelIndex) -> None:
        if current.isValid():
            self.picked.emit(int(self.examples.index_of_row[current.row()]))
