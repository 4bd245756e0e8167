"""How a table file is written, as recognized, in controls that correct it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSpinBox, QWidget

from nnstudio.experiment.data.tables.table import DELIMITERS, Written

_CHOICES = {
    "delimiter": ("Separated by", tuple(DELIMITERS)),
    "decimal": ("Decimal", ("point", "comma")),
    "encoding": ("Encoding", ("UTF-8", "UTF-16", "Windows-1252", "Mac Roman")),
    "header": ("First row", ("header", "data")),
    "sheet": ("Sheet", ()),
}
_MOST_SKIPPED = 1000


class WrittenRow(QWidget):
    """`corrected` carries the name of a setting and the value the user says it has."""

    corrected = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: dict[str, tuple[QLabel, QComboBox]] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for name, (title, words) in _CHOICES.items():
            label, box = QLabel(title, self), QComboBox(self)
            label.setProperty("role", "muted")
            label.setBuddy(box)
            box.setObjectName(f"table.{name}")
            box.setAccessibleName(title)
            box.setToolTip("Recognized from the file; choose another if it is not right")
            box.addItems(list(words))
            box.activated.connect(partial(self._on_activated, name))
            layout.addWidget(label)
            layout.addWidget(box)
            layout.addSpacing(6)
            self._boxes[name] = label, box
        self._skip = self._skip_box()
        label = QLabel("Skip lines", self)
        label.setProperty("role", "muted")
        label.setBuddy(self._skip)
        layout.addWidget(label)
        layout.addWidget(self._skip)
        layout.addStretch(1)

    def _skip_box(self) -> QSpinBox:
        box = QSpinBox(self)
        box.setObjectName("table.skip")
        box.setAccessibleName("Lines to skip above the table")
        box.setToolTip("Lines above the table, such as a title")
        box.setRange(0, _MOST_SKIPPED)
        box.setKeyboardTracking(False)
        box.valueChanged.connect(self._on_skipped)
        return box

    def show_written(self, written: Written | None) -> None:
        """Show how the table is written; what its format has no choice of is hidden."""
        is_text = written is not None and bool(written.encoding)
        is_sheet = written is not None and bool(written.sheets)
        self.setVisible(is_text or is_sheet)
        if written is None:
            return
        words = {mark: word for word, mark in DELIMITERS.items()}
        delimiter = "space" if written.spaces else words.get(written.delimiter, "")
        self._show("delimiter", delimiter, is_text)
        self._show("decimal", "comma" if written.decimal_comma else "point", is_text or is_sheet)
        self._show("encoding", written.encoding, is_text)
        self._show("header", "header" if written.has_header else "data", is_text or is_sheet)
        self._fill_sheets(written.sheets)
        self._show("sheet", written.sheet, len(written.sheets) > 1)
        with QSignalBlocker(self._skip):
            self._skip.setValue(written.comments)

    def _fill_sheets(self, sheets: Sequence[str]) -> None:
        box = self._boxes["sheet"][1]
        if [box.itemText(place) for place in range(box.count())] != list(sheets):
            with QSignalBlocker(box):
                box.clear()
                box.addItems(list(sheets))

    def _show(self, name: str, word: str, visible: bool) -> None:
        for widget in self._boxes[name]:
            widget.setVisible(visible)
        box = self._boxes[name][1]
        box.setCurrentIndex(box.findText(word))

    def _on_activated(self, name: str, _place: int) -> None:
        word = self._boxes[name][1].currentText()
        self.corrected.emit(name, word == "header" if name == "header" else word)

    def _on_skipped(self, lines: int) -> None:
        self.corrected.emit("skip", lines)
