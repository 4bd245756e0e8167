"""The dialog that opens a table: what was recognized, the first rows, the column to predict."""

from itertools import islice
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from nnstudio.app.canvas.wording import counted
from nnstudio.app.theme import current_theme
from nnstudio.experiment.dataset import Dataset
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.sources import load_dataset
from nnstudio.experiment.sources.delimited import DELIMITERS, TextTable, read_text_table

PREVIEW_ROWS = 8
FILTER = "Tables (*.csv *.tsv *.txt);;All files (*)"


class TableImportDialog(QDialog):
    """`chosen` carries the file and the column to predict; it comes only for a table that loads."""

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tableImport")
        self.setWindowTitle("Open table")
        self._path: Path | None = None
        self._build_file_row()
        self._build_preview()
        self._build_target_row()
        self._build_buttons()
        self._build_layout()
        self._show_table(None)

    def _build_file_row(self) -> None:
        self._file = QLabel(self)
        self._file.setObjectName("table.file")
        self._choose = QPushButton("Choose file…", self)
        self._choose.setObjectName("table.choose")
        self._choose.setAccessibleName("Choose a table file")
        self._choose.clicked.connect(self.ask_for_file)
        self._recognized = QLabel(self)
        self._recognized.setObjectName("table.recognized")
        self._recognized.setProperty("role", "muted")

    def _build_preview(self) -> None:
        self._preview = QTableWidget(self)
        self._preview.setObjectName("table.preview")
        self._preview.setAccessibleName("First rows of the table")
        self._preview.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._preview.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._preview.setAlternatingRowColors(True)
        self._preview.setShowGrid(False)
        self._preview.verticalHeader().hide()
        self._preview.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self._preview.horizontalHeader().setMinimumSectionSize(80)
        self._preview.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )

    def _build_target_row(self) -> None:
        self._target = QComboBox(self)
        self._target.setObjectName("table.target")
        self._target.setAccessibleName("Column to predict")
        self._target.currentIndexChanged.connect(self._try_loading)
        self._verdict = QLabel(self)
        self._verdict.setObjectName("table.verdict")
        self._verdict.setWordWrap(True)
        self._verdict.setTextFormat(Qt.TextFormat.PlainText)

    def _build_buttons(self) -> None:
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._use = self._buttons.addButton("Use table", QDialogButtonBox.ButtonRole.AcceptRole)
        self._use.setObjectName("table.accept")
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self.accepted.connect(self._on_accepted)

    def _build_layout(self) -> None:
        file_row, target_row = QHBoxLayout(), QHBoxLayout()
        file_row.addWidget(self._file, 1)
        file_row.addWidget(self._choose)
        label = QLabel("Predict", self)
        label.setBuddy(self._target)
        target_row.addWidget(label)
        target_row.addWidget(self._target)
        target_row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(file_row)
        layout.addWidget(self._recognized)
        layout.addWidget(self._preview, 1)
        layout.addLayout(target_row)
        layout.addWidget(self._verdict)
        layout.addWidget(self._buttons)
        self.resize(620, 430)

    def ask_for_file(self) -> None:
        """Let the user pick a file and show it."""
        folder = str(self._path.parent) if self._path else ""
        name, _ = QFileDialog.getOpenFileName(self, "Open table", folder, FILTER)
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Show what the file holds, or in one sentence why it cannot be read."""
        self._path = path
        self._file.setText(path.name)
        self._file.setToolTip(str(path))
        try:
            table = read_text_table(path)
            rows = [cells for _, cells in islice(table.records(), PREVIEW_ROWS)]
        except ExperimentError as error:
            self._show_table(None)
            self._show_problem(error)
            return
        self._show_table(table, rows)
        self._try_loading()

    def _show_table(self, table: TextTable | None, rows: list[list[str]] | None = None) -> None:
        names = table.names if table is not None else ()
        with QSignalBlocker(self._target):
            self._target.clear()
            self._target.addItems(list(names))
            self._target.setCurrentIndex(len(names) - 1)
        self._target.setEnabled(bool(names))
        self._recognized.setText("" if table is None else recognized(table))
        self._preview.setColumnCount(len(names))
        self._preview.setHorizontalHeaderLabels(list(names))
        self._preview.setRowCount(len(rows or ()))
        for row, cells in enumerate(rows or ()):
            for column, cell in enumerate(cells):
                self._preview.setItem(row, column, QTableWidgetItem(cell))
        self._preview.resizeColumnsToContents()
        self._use.setEnabled(False)
        if self._path is None:
            self._file.setText("A table has a row for each example and a column for each feature.")
            self._verdict.setText("")

    def _try_loading(self) -> None:
        self._use.setEnabled(False)
        if self._path is None or self._target.currentIndex() < 0:
            return
        settings = DataSettings(
            source="table", path=str(self._path.resolve()), target=self._target.currentText()
        )
        try:
            dataset = load_dataset(settings, 0, None)
        except ExperimentError as error:
            self._show_problem(error)
            return
        self._verdict.setStyleSheet("")
        self._verdict.setText(verdict(dataset))
        self._use.setEnabled(True)

    def _show_problem(self, error: ExperimentError) -> None:
        self._verdict.setStyleSheet(f"color: {current_theme().bad}")
        self._verdict.setText(" ".join(problem.message for problem in error.problems))

    def _on_accepted(self) -> None:
        if self._path is not None and self._use.isEnabled():
            self.chosen.emit(str(self._path.resolve()), self._target.currentText())


def recognized(table: TextTable) -> str:
    """How the file is written, in words."""
    words = [
        f"separated by {DELIMITERS[table.delimiter]}",
        "decimal comma" if table.decimal_comma else "decimal point",
        table.encoding,
        "first row is a header" if table.has_header else "no header",
        counted(len(table.names), "column"),
    ]
    return "Recognized: " + " · ".join(words)


def verdict(dataset: Dataset) -> str:
    """What the table becomes: examples, features, and classes or a number to predict."""
    examples, features = dataset.rows.shape
    if dataset.task == "regression":
        task = "a number to predict"
    else:
        names = ", ".join(dataset.class_names[:4])
        more = ", …" if len(dataset.class_names) > 4 else ""
        task = f"{counted(len(dataset.class_names), 'class')} ({names}{more})"
    return f"{counted(examples, 'example')} · {counted(features, 'feature')} · {task}"
