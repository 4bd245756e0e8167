"""The field that opens on the canvas over a link or a bias, to change it in place."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from nnstudio.app.widgets.weight_edit import WeightEdit
from nnstudio.app.workspace.parameters import Parameter, parameter_name, value_of
from nnstudio.app.workspace.workspace import Workspace

_AWAY = 8  # px from what was clicked


class NumberField(QFrame):
    """Says what it changes; every change is live. Enter, Escape or a click elsewhere closes it."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("popover")
        self._workspace = workspace
        self._port = parent
        self._parameter: Parameter | None = None
        self._name = QLabel(self)
        self._name.setProperty("role", "muted")
        self._edit = WeightEdit(self)
        self._edit.setObjectName("canvas.number")
        self._edit.valueChanged.connect(self._on_changed)
        self._edit.editingFinished.connect(self.hide)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(3)
        layout.addWidget(self._name)
        layout.addWidget(self._edit)
        workspace.experiment_changed.connect(self.hide)
        self.hide()

    def open(self, parameter: Parameter, at: QPoint) -> None:
        """Show the value of `parameter` beside the point `at` of the viewport."""
        prepared, snapshot = self._workspace.prepared, self._workspace.snapshot
        value = None if snapshot is None else value_of(parameter, snapshot)
        if prepared is None or value is None:
            return
        name = parameter_name(parameter, prepared.network, prepared.input_names)
        self._parameter = parameter
        self._workspace.begin_gesture()
        self._name.setText(name[0].upper() + name[1:])
        self._edit.setAccessibleName(name)
        self._edit.start_with(value)
        self.adjustSize()
        self._place(at)
        self.show()
        self.raise_()
        self._edit.setFocus()

    def _place(self, at: QPoint) -> None:
        room = self._port.rect()
        x = min(max(0, at.x() - self.width() // 2), room.width() - self.width())
        below = at.y() + _AWAY
        fits = below + self.height() <= room.height()
        self.move(x, below if fits else at.y() - _AWAY - self.height())

    def _on_changed(self, value: float) -> None:
        if self._parameter is not None:
            self._workspace.set_parameter(self._parameter, value)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
