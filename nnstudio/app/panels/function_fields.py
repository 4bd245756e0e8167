"""The formula of a function and the range of x that it is sampled in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from nnstudio.app.widgets.number_edit import NumberEdit
from nnstudio.experiment.data.sources.plane import DEFAULT_FORMULA
from nnstudio.experiment.document import DataSettings

_SAMPLE = "−3.1416"  # the widest number an end is likely to be


class FunctionFields(QWidget):
    """`changed` carries what an edit is called and the fields it sets. No formula is the usual."""

    changed = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = DataSettings(source="function")
        self._formula = QLineEdit(self)
        self._formula.setObjectName("data.formula")
        self._formula.setAccessibleName("Formula of the function")
        self._formula.setPlaceholderText(DEFAULT_FORMULA)
        self._formula.setToolTip("y as a function of x, for example sin(3x) + x/2 or x sin x")
        self._formula.editingFinished.connect(self._on_formula)
        ends = QHBoxLayout()
        self._low = self._end(ends, "low", "x from", "Lowest x")
        self._high = self._end(ends, "high", "to", "Highest x")
        ends.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self._formula)
        layout.addLayout(ends)
        self._low.valueChanged.connect(self._on_low)
        self._high.valueChanged.connect(self._on_high)

    def _end(self, row: QHBoxLayout, name: str, word: str, spoken: str) -> NumberEdit:
        edit = NumberEdit(_up_or_down, parent=self)
        edit.setObjectName(f"data.x_{name}")
        edit.setAccessibleName(spoken)
        edit.setToolTip(f"{spoken} that the function is sampled at")
        edit.setFixedWidth(edit.fontMetrics().horizontalAdvance(_SAMPLE) + 34)
        label = QLabel(word, self)
        label.setBuddy(edit)
        row.addWidget(label)
        row.addWidget(edit)
        return edit

    def show_data(self, data: DataSettings) -> None:
        """Show the fields of these data; what is being typed stays."""
        self._shown = data
        if not self._formula.hasFocus():
            self._formula.setText(data.formula or "")
        self._low.show_value(data.x_low)
        self._high.show_value(data.x_high)

    def _on_formula(self) -> None:
        formula = self._formula.text().strip() or None
        if formula != self._shown.formula:
            text = f"formula {formula}" if formula else "the usual formula"
            self.changed.emit(text, {"formula": formula})

    def _on_low(self, value: float) -> None:
        self.changed.emit(f"x from {value:g}", {"x_low": value})

    def _on_high(self, value: float) -> None:
        self.changed.emit(f"x to {value:g}", {"x_high": value})


def _up_or_down(value: float, direction: int) -> float:
    return value + direction
