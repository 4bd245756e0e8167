"""What is predicted from a table, as what, and what happens to cells without a value."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QWidget

from nnstudio.app.panels.class_balance import ClassBalance
from nnstudio.experiment.data.dataset import Dataset
from nnstudio.experiment.data.tables.faults import listed
from nnstudio.experiment.data.tables.report import class_counts

_TASKS = (("classification", "classes"), ("regression", "a number"))
_MISSING = (
    (None, "not decided"),
    ("drop", "leave the row out"),
    ("mean", "fill in the mean"),
    ("median", "fill in the median"),
)


_MARKS = (("missing", "is missing"), ("text", "is a text like others"))


class TableChoices(QWidget):
    """`chosen` carries the name of a setting and its new value."""

    chosen = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._target = self._box("target", "Predict", "Column to predict")
        self._target.activated.connect(self._on_target)
        self._task = self._box("task", "as", "Predict classes or a number")
        self._task.addItems([words for _, words in _TASKS])
        self._task.activated.connect(self._on_task)
        self._missing = self._box("missing", "Missing", "What happens to cells without a value")
        self._missing.addItems([words for _, words in _MISSING])
        self._missing.setToolTip("Means and medians are those of the training split alone")
        self._missing.activated.connect(self._on_missing)
        self._marks = self._box("marks", "NA in text", "What a mark such as NA is in text columns")
        self._marks.addItems([words for _, words in _MARKS])
        self._marks.activated.connect(self._on_marks)
        for box in (self._target, self._task, self._missing, self._marks):
            label = QLabel(box.property("title"), self)
            label.setBuddy(box)
            layout.addRow(label, box)
        self._balance = ClassBalance(self)
        layout.addRow(self._balance)

    def _box(self, name: str, title: str, accessible: str) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(f"table.{name}")
        box.setAccessibleName(accessible)
        box.setProperty("title", title)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(14)
        return box

    def show_names(self, names: Sequence[str], target: str) -> None:
        """Offer the columns, `target` being the one to predict."""
        with QSignalBlocker(self._target):
            if [self._target.itemText(place) for place in range(self._target.count())] != [*names]:
                self._target.clear()
                self._target.addItems(list(names))
            self._target.setCurrentText(target)

    def show_missing(self, missing: str | None, has_gaps: bool) -> None:
        """Show what happens to cells without a value; nothing can where there are none."""
        self._missing.setCurrentIndex([value for value, _ in _MISSING].index(missing))
        self._missing.setEnabled(has_gaps)

    def show_marks(self, said: str | None, marks: Sequence[str]) -> None:
        """Show what usual marks for missing values are, if any of them stands in the table."""
        self._marks.setCurrentIndex(0 if said == "missing" else 1)
        self._marks.setEnabled(bool(marks))
        found = listed(marks) if marks else "such as NA, - or ?"
        self._marks.setToolTip(f"Marks for missing values in columns of text: {found}")

    def show_dataset(self, dataset: Dataset | None) -> None:
        """Show what the table becomes: its task, and how many examples each class has."""
        if dataset is None:
            self._balance.show_counts(())
            return
        self._task.setCurrentIndex(0 if dataset.task == "classification" else 1)
        self._balance.show_counts(class_counts(dataset) if dataset.class_names else ())

    def _on_target(self, _place: int) -> None:
        self.chosen.emit("target", self._target.currentText())

    def _on_task(self, place: int) -> None:
        self.chosen.emit("task", _TASKS[place][0])

    def _on_marks(self, place: int) -> None:
        self.chosen.emit("marks", _MARKS[place][0])

    def _on_missing(self, place: int) -> None:
        self.chosen.emit("missing", _MISSING[place][0])
