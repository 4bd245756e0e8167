"""What makes one network of a comparison different from the first: shown, changed, taken back."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from nnstudio.app.compare.compared import Compared
from nnstudio.app.compare.setting_chooser import SettingChooser
from nnstudio.app.widgets.popover import Popover
from nnstudio.app.workspace.problems import sentence
from nnstudio.experiment.editing.differences import change_words, without_change
from nnstudio.experiment.editing.variations import with_value
from nnstudio.experiment.errors import ExperimentError


class ColumnSettings(Popover):
    """Opens under the settings button of column `place`."""

    def __init__(self, compared: Compared, place: int, button: QPushButton) -> None:
        super().__init__(button)
        self._compared, self._place = compared, place
        self._heading = QLabel(self)
        self._heading.setProperty("role", "muted")
        self._chips = QVBoxLayout()
        self._chooser = SettingChooser(f"compare.change.{place}", several=False, parent=self)
        self._chooser.entered.connect(self._apply)
        self._problem = QLabel(self)
        self._problem.setObjectName(f"compare.problem.{place}")
        self._problem.setWordWrap(True)
        apply = QPushButton("Change", self)
        apply.setObjectName(f"compare.apply.{place}")
        apply.setToolTip("Change this network; all start anew, so that they stay comparable")
        apply.clicked.connect(self._apply)
        row = QHBoxLayout()
        row.addWidget(self._chooser, 1)
        row.addWidget(apply)
        self.body.addWidget(self._heading)
        self.body.addLayout(self._chips)
        self.body.addLayout(row)
        self.body.addWidget(self._problem)

    @override
    def open(self) -> None:
        self.refresh()
        super().open()

    def refresh(self) -> None:
        """Show what there is to show about the column now."""
        first, own = self._compared.experiments[0], self._compared.experiments[self._place]
        self._problem.hide()
        while self._chips.count():
            item = self._chips.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.deleteLater()
        told = change_words(first, own)
        self._heading.setText("Different from the first network:" if told else "Change a setting:")
        for path, words in told:
            self._chips.addWidget(self._chip(path, words))
        self._chooser.offer(own)

    def _chip(self, path: str, words: str) -> QWidget:
        chip = QPushButton(f"{words}   ✕", self)
        chip.setObjectName(f"compare.chip.{self._place}.{path}")
        chip.setAccessibleName(f"Take back: {words}")
        chip.setToolTip(f"{path}: have it like the first network again")
        chip.clicked.connect(partial(self._take_back, path))
        return chip

    def _take_back(self, path: str, _checked: bool = False) -> None:
        first, own = self._compared.experiments[0], self._compared.experiments[self._place]
        self._compared.replace(self._place, without_change(first, own, path))
        self.close()

    def _apply(self) -> None:
        own = self._compared.experiments[self._place]
        try:
            changed = with_value(own, self._chooser.path, self._chooser.text)
        except ExperimentError as error:
            self._problem.setText(sentence(error.problems))
            self._problem.show()
            self.adjustSize()
            return
        self._compared.replace(self._place, changed)
        self.close()
