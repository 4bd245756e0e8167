"""What each split holds, as a table: examples, class balance, mean and deviation of features."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from nnstudio.app.center.data.filter_bar import WORDS
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.data.split_statistics import SplitStatistics, split_statistics

MOST_FEATURES = 100
Row = tuple[str, ...]


class SplitTable(QTableWidget):
    """One column a split, after the name of what is counted or measured."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("examples.statistics")
        self.setAccessibleName("What each split holds")
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self._prepared: Prepared | None = None

    def show_data(self, prepared: Prepared) -> None:
        """Show the splits of these data."""
        if self._prepared is not None and _same_data(prepared, self._prepared):
            return
        self._prepared = prepared
        found = split_statistics(prepared, MOST_FEATURES)
        rows = list(table_rows(prepared, found))
        self.setRowCount(len(rows))
        self.setColumnCount(1 + len(found))
        self.setHorizontalHeaderLabels(["", *(WORDS[one.split] for one in found)])
        for place, row in enumerate(rows):
            for column, text in enumerate(row):
                self._set(place, column, text)
        mode = QHeaderView.ResizeMode
        self.horizontalHeader().setSectionResizeMode(mode.Stretch)
        self.horizontalHeader().setSectionResizeMode(0, mode.ResizeToContents)

    def _set(self, row: int, column: int, text: str) -> None:
        item = QTableWidgetItem(text)
        if column:
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setItem(row, column, item)


def table_rows(prepared: Prepared, found: tuple[SplitStatistics, ...]) -> Iterator[Row]:
    """The rows of text, the name of each first."""
    dataset = prepared.dataset
    yield ("Examples", *(f"{one.examples:,}" for one in found))
    for label, name in enumerate(dataset.class_names):
        counts = [(int(one.classes[label]), one.examples) for one in found]
        yield (name, *(f"{count:,} ({count / whole:.0%})" for count, whole in counts))
    for column, name in enumerate(dataset.feature_names[:MOST_FEATURES]):
        values = [(one.means[column], one.spreads[column]) for one in found]
        yield (name, *(f"{mean:.4g} ± {spread:.3g}" for mean, spread in values))
    if dataset.columns > MOST_FEATURES:
        yield (f"and {dataset.columns - MOST_FEATURES:,} more features", *("" for _ in found))


def _same_data(one: Prepared, other: Prepared) -> bool:
    return one.dataset is other.dataset and one.train_index is other.train_index
