"""One row of the preprocessing panel: the step's name, its setting, its switch."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from nnstudio.app.widgets.toggle import ToggleSwitch


class StepRow(QWidget):
    """`switched` carries the step's name and whether it shall be on."""

    switched = Signal(str, bool)

    def __init__(
        self,
        step: str,
        title: str,
        why: str,
        setting: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`setting` is a control of the step's own number, shown before the switch."""
        super().__init__(parent)
        self.step = step
        self._why = why
        self._setting = setting
        self._title = QLabel(title, self)
        self.switch = ToggleSwitch(title, self)
        self.switch.setObjectName(f"preprocessing.{step}")
        self._title.setBuddy(self.switch)
        self.switch.clicked.connect(self._on_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addStretch(1)
        if setting is not None:
            layout.addWidget(setting)
        layout.addWidget(self.switch)
        self.set_state(False, "")

    def set_state(self, on: bool, note: str) -> None:
        """Show whether the step is on; `note` is what its fitting has to say."""
        self.switch.setChecked(on)
        if self._setting is not None:
            self._setting.setEnabled(on)
        self._title.setProperty("role", "" if on else "muted")
        self._title.style().unpolish(self._title)
        self._title.style().polish(self._title)
        tip = f"{self._why} ({note})" if note else self._why
        self.setToolTip(tip)
        self.switch.setAccessibleDescription(tip)

    def _on_clicked(self, on: bool) -> None:
        self.switched.emit(self.step, on)
