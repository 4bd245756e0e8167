"""A setting by its name and a field for what it shall be: words from a list, or numbers typed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing.variations import Variable, variables


class SettingChooser(QWidget):
    """Chooses among the settings of an experiment; `several` values, or a single one."""

    entered = Signal()
    """Return was pressed in the field."""

    def __init__(self, name: str, several: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._several = several
        self._variables: tuple[Variable, ...] = ()
        self._box = QComboBox(self)
        self._box.setObjectName(f"{name}.setting")
        self._box.setAccessibleName("Setting")
        self._box.currentIndexChanged.connect(self._suggest)
        self._field = QLineEdit(self)
        self._field.setObjectName(f"{name}.values" if several else f"{name}.value")
        self._field.setAccessibleName("Values" if several else "Value")
        self._field.returnPressed.connect(self.entered)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._box)
        layout.addWidget(self._field, 1)

    def offer(self, experiment: Experiment, path: str | None = None) -> None:
        """Offer the settings of `experiment`; `path` is the one to begin with."""
        wanted = self.path if path is None else path
        self._variables = variables(experiment)
        self._box.blockSignals(True)
        self._box.clear()
        for variable in self._variables:
            self._box.addItem(variable.words, variable.path)
        self._box.setCurrentIndex(max(self._box.findData(wanted), 0))
        self._box.blockSignals(False)
        self._suggest()

    @property
    def path(self) -> str:
        """The setting."""
        return str(self._box.currentData() or "")

    @property
    def text(self) -> str:
        """What was typed."""
        return self._field.text()

    def _suggest(self) -> None:
        index = self._box.currentIndex()
        if not 0 <= index < len(self._variables):
            return
        variable = self._variables[index]
        self._field.setText(variable.suggestion if self._several else variable.value)
        self._field.setToolTip(", ".join(variable.choices))
        self._field.selectAll()
