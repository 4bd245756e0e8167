"""The dialog that opens a table: how it is written, its first rows, its columns, what to predict.

Reading happens on a thread of its own; the dialog asks it for news while there is more to come.
"""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.commands.table_drop import TABLES, FileDrop
from nnstudio.app.panels.table_choices import TableChoices
from nnstudio.app.panels.table_columns import ColumnList
from nnstudio.app.panels.table_preview import TablePreview
from nnstudio.app.panels.table_reader import Found, TableReader
from nnstudio.app.panels.table_wording import problem_words, recognized, verdict
from nnstudio.app.panels.table_written import WrittenRow
from nnstudio.experiment.data.tables.reading import PASTED, target_place
from nnstudio.experiment.data.tables.report import missing_marks
from nnstudio.experiment.document import MAX_TEXT, DataSettings

_FILTER = f"Tables ({' '.join(f'*{suffix}' for suffix in TABLES)});;All files (*)"
_HINT = (
    "A table has a row for each example and a column for each feature.\n\n"
    "CSV, TSV, Excel or Parquet: choose a file, drop it here,\n"
    "or paste cells that were copied in a spreadsheet."
)
_POLL_MS = 30
_SIZE = (960, 620)


class TableImportDialog(QDialog):
    """`chosen` carries the settings of a table that loads, and its task."""

    chosen = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tableImport")
        self.setWindowTitle("Open table")
        self._data: DataSettings | None = None
        self._found: Found | None = None
        self._reader = TableReader()
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._poll)
        self._build_file_row()
        self._build_table()
        self._build_verdict()
        self._build_layout()
        self._clear("")
        FileDrop(self, {TABLES: self.open_file})

    def _build_file_row(self) -> None:
        self._file = QLabel(self)
        self._file.setObjectName("table.file")
        self._file.setTextFormat(Qt.TextFormat.PlainText)
        self._choose = QPushButton("Choose file…", self)
        self._choose.setObjectName("table.choose")
        self._choose.setAccessibleName("Choose a table file")
        self._choose.clicked.connect(self.ask_for_file)
        self._paste = QPushButton("Paste table", self)
        self._paste.setObjectName("table.paste")
        self._paste.setAccessibleName("Paste cells copied in a spreadsheet")
        self._paste.setToolTip("Cells copied in a spreadsheet; they are saved in the experiment")
        self._paste.setShortcut(QKeySequence(QKeySequence.StandardKey.Paste))
        self._paste.clicked.connect(self.paste)

    def _build_table(self) -> None:
        self._written = WrittenRow(self)
        self._written.corrected.connect(self._on_corrected)
        self._notes = QLabel(self)
        self._notes.setObjectName("table.notes")
        self._notes.setWordWrap(True)
        self._notes.setTextFormat(Qt.TextFormat.PlainText)
        self._preview = TablePreview(self)
        self._columns = ColumnList(self)
        self._columns.changed.connect(self._on_columns_changed)
        self._hint = QLabel(_HINT, self)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setProperty("role", "muted")
        self._choices = TableChoices(self)
        self._choices.chosen.connect(self._on_chosen)

    def _build_verdict(self) -> None:
        self._verdict = QLabel(self)
        self._verdict.setObjectName("table.verdict")
        self._verdict.setWordWrap(True)
        self._verdict.setTextFormat(Qt.TextFormat.PlainText)
        self._verdict.setMinimumHeight(2 * self.fontMetrics().height() + 2)
        self._progress = QProgressBar(self)
        self._progress.setObjectName("table.progress")
        self._progress.setAccessibleName("Reading the table")
        self._progress.setRange(0, 100)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._use = self._buttons.addButton("Use table", QDialogButtonBox.ButtonRole.AcceptRole)
        self._use.setObjectName("table.accept")
        self._use.setAccessibleName("Use this table")
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self.accepted.connect(self._on_accepted)

    def _build_layout(self) -> None:
        files, halves, last = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        files.addWidget(self._file, 1)
        files.addWidget(self._choose)
        files.addWidget(self._paste)
        halves.addWidget(self._columns, 1)
        halves.addSpacing(8)
        halves.addWidget(self._choices)
        self._choices.setFixedWidth(260)
        last.addWidget(self._verdict, 1)
        last.addWidget(self._progress)
        self._progress.setFixedWidth(180)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(files)
        layout.addWidget(self._written)
        layout.addWidget(self._notes)
        layout.addWidget(self._hint, 1)
        layout.addWidget(self._preview)
        layout.addLayout(halves, 1)
        layout.addLayout(last)
        layout.addWidget(self._buttons)
        self.resize(*_SIZE)

    @property
    def is_reading(self) -> bool:
        """Whether there is more to come."""
        return self._timer.isActive()

    def ask_for_file(self) -> None:
        """Let the user pick a file and show it."""
        path = self._data.path if self._data is not None else None
        folder = str(Path(path).parent) if path else ""
        name, _ = QFileDialog.getOpenFileName(self, "Open table", folder, _FILTER)
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Show what the file holds, or in one sentence why it cannot be read."""
        self._clear(path.name)
        self._file.setToolTip(str(path))
        self._data = DataSettings(source="table", path=str(path.resolve()))
        self._read(propose=True)

    def show_table(self, data: DataSettings) -> None:
        """Show a table as it was chosen before, to choose otherwise."""
        self._clear(Path(data.path).name if data.path else PASTED.capitalize())
        self._file.setToolTip(data.path or "")
        self._data = data
        self._read()

    def paste(self) -> None:
        """Show the table in the clipboard, which will be saved in the experiment itself."""
        text = QGuiApplication.clipboard().text().encode(errors="replace").decode()
        self._clear(PASTED.capitalize())
        if not text.strip():
            self._data = None
            self._show_problem("there is no text to paste; copy cells in a spreadsheet first")
        elif len(text) > MAX_TEXT:
            self._data = None
            self._show_problem(
                f"the text to paste has {len(text):,} characters, at most {MAX_TEXT:,} fit into "
                "an experiment; save the table as a CSV file and open that"
            )
        else:
            self._data = DataSettings(source="table", text=text)
            self._read(propose=True)

    def _clear(self, title: str) -> None:
        """Show no table yet, under the name of the one to come."""
        self._reader.forget()
        self._found = None
        self._file.setText(title)
        self._file.setToolTip("")
        self._written.show_written(None)
        self._preview.show_table(None)
        self._columns.setRowCount(0)
        self._choices.show_names((), "")
        self._choices.show_missing(None, False)
        self._choices.show_marks(None, ())
        self._show_notes("")
        self._choices.show_dataset(None)
        self._show_parts(False)
        self._progress.setVisible(False)
        self._verdict.setText("")
        self._use.setEnabled(False)

    def _show_parts(self, visible: bool) -> None:
        self._hint.setHidden(visible or bool(self._file.text()))
        for part in (self._preview, self._columns, self._choices):
            part.setVisible(visible)

    def _read(self, *, propose: bool = False) -> None:
        if self._data is not None:
            self._use.setEnabled(False)
            self._reader.read(self._data, propose=propose)
            self._timer.start()

    def _poll(self) -> None:
        found = self._reader.take()
        if found is not None:
            self._show(found)
        if not self._reader.is_reading:
            self._timer.stop()

    def _show(self, found: Found) -> None:
        opened = found.opened or found.attempt
        shown = self._found and (self._found.opened or self._found.attempt)
        if opened is not None and opened is not shown:
            self._written.show_written(opened.written)
            self._preview.setVisible(True)
            self._preview.show_table(opened)
        self._found = found
        self._progress.setVisible(not found.is_done)
        self._progress.setValue(round(100 * found.share))
        if found.is_done:
            self._data = found.data
            self._show_whole(found)

    def _show_whole(self, found: Found) -> None:
        """Show what is known when everything was read."""
        table = found.table
        names = table.names if table is not None else ()
        target = names[target_place(table, found.data)] if table is not None else ""
        self._show_parts(bool(names))
        self._preview.setVisible((found.opened or found.attempt) is not None)
        self._choices.show_names(names, target)
        self._columns.show_columns(found.columns, target, found.data.columns)
        has_gaps = any(column.missing for column in found.columns)
        self._choices.show_missing(found.data.missing, has_gaps)
        self._choices.show_marks(found.data.marks, missing_marks(table) if table else ())
        self._choices.show_dataset(found.dataset)
        self._show_notes(recognized(found))
        self._use.setEnabled(found.dataset is not None)
        if found.dataset is None:
            self._show_problem(problem_words(found))
            return
        self._verdict.setStyleSheet("")
        self._verdict.setText(verdict(found))

    def _show_notes(self, words: str) -> None:
        self._notes.setText(words)
        self._notes.setVisible(bool(words))

    def _show_problem(self, sentence: str) -> None:
        self._verdict.setStyleSheet(f"color: {current_theme().bad}")
        self._verdict.setText(sentence)

    def _on_corrected(self, name: str, value: object) -> None:
        """Read the file as the user says it is written; its columns may then be others."""
        afresh = dict.fromkeys(("target", "columns", "categories", "numbers", "marks"))
        self._change({name: value, **afresh}, propose=True)

    def _on_chosen(self, name: str, value: object) -> None:
        others = {"columns": None, "task": None} if name == "target" else {}
        self._change({name: value, **others}, propose=name == "target")

    def _on_columns_changed(self) -> None:
        features = self._columns.features()
        if features == ():
            self._use.setEnabled(False)
            self._show_problem("no feature is chosen; check at least one column")
            return
        categories, numbers = self._columns.categories(), self._columns.numbers()
        self._change({"columns": features, "categories": categories, "numbers": numbers})

    def _change(self, fields: dict[str, object], *, propose: bool = False) -> None:
        if self._data is not None:
            self._data = self._data.model_copy(update=fields)
            self._read(propose=propose)

    def _on_accepted(self) -> None:
        found = self._found
        if found is not None and found.dataset is not None:
            assert found.table is not None  # a dataset is made of one
            target = found.table.names[target_place(found.table, found.data)]
            data = found.data.model_copy(update={"target": target})
            self.chosen.emit(data, found.dataset.task)
        self._reader.forget()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        if self.is_reading:
            self._timer.stop()
            self._data = None
            self._clear("")
        super().hideEvent(event)
