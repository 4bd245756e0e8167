"""Asks which setting to vary, and through which values."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from nnstudio.app.compare.setting_chooser import SettingChooser
from nnstudio.app.workspace.problems import sentence
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing.variations import varied
from nnstudio.experiment.errors import ExperimentError

_WIDTH = 460
_WORDS = "One network for each value, all on the same data, from the same seed."


class VaryDialog(QDialog):
    """`chosen` brings an experiment for each of the values."""

    chosen = Signal(object)

    def __init__(self, experiment: Experiment, path: str | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("vary")
        self.setWindowTitle("Vary a setting")
        self.setMinimumWidth(_WIDTH)
        self._experiment = experiment
        self._chooser = SettingChooser("vary", several=True, parent=self)
        self._chooser.offer(experiment, path)
        self._problem = QLabel(self)
        self._problem.setObjectName("vary.problem")
        self._problem.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        compare = buttons.addButton("Compare", QDialogButtonBox.ButtonRole.AcceptRole)
        compare.setObjectName("vary.compare")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(_WORDS, self))
        layout.addWidget(self._chooser)
        layout.addWidget(self._problem)
        layout.addWidget(buttons)

    def accept(self) -> None:
        """Bring the experiments, or say why there are none."""
        try:
            experiments = varied(self._experiment, self._chooser.path, self._chooser.text)
        except ExperimentError as error:
            self._problem.setText(sentence(error.problems))
            return
        self.chosen.emit(experiments)
        super().accept()
