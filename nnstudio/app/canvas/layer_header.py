"""The header of a hidden layer: its size, its activation, and the way to remove it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from nnstudio.app.canvas.column_header import ColumnHeader, HeaderSize, Row
from nnstudio.app.canvas.gestures import Gestures
from nnstudio.app.canvas.header_parts import ChoiceBox, SignButton
from nnstudio.app.canvas.picture import ColumnPicture
from nnstudio.app.canvas.stepper import Stepper
from nnstudio.app.canvas.wording import ACTIVATION_NAMES


class LayerHeader(ColumnHeader):
    """Edits layer `index` through `gestures`; shows what the column says."""

    def __init__(self, index: int, gestures: Gestures, parent: QWidget | None = None) -> None:
        super().__init__(f"canvas.layer.{index}", parent)
        self._index = index
        self._gestures = gestures
        self._is_named = self._is_counted = True
        self.stepper = Stepper("neuron", self)
        self.stepper.stepped.connect(self._step)
        self.stepper.typed.connect(self._set_units)
        self._build_rest()
        self.wheeled.connect(self._step)

    def _build_rest(self) -> None:
        self.activation = ChoiceBox("Activation", self)
        self.activation.setObjectName(f"canvas.layer.{self._index}.activation")
        self.activation.setToolTip("Activation of this layer")
        for activation, name in ACTIVATION_NAMES.items():
            self.activation.addItem(name, activation)
        self.activation.currentIndexChanged.connect(self._set_activation)
        self.remove = SignButton("×", "Remove this layer (Delete)", self)
        self.remove.setObjectName(f"canvas.layer.{self._index}.remove")
        self.remove.clicked.connect(self._remove)

    @override
    def show_column(self, column: ColumnPicture) -> None:
        super().show_column(column)
        self.stepper.show_units(column.units)
        self.stepper.name(f"canvas.layer.{self._index}", column.title)
        self.activation.show_data(column.activation)
        self.activation.setAccessibleName(f"Activation of {column.title}")
        self.remove.setAccessibleName(f"Remove {column.title}")

    @property
    @override
    def controls(self) -> Sequence[QWidget]:
        fewer, number, more = self.stepper.controls
        return (fewer, number, self.activation, more, self.remove)

    @override
    def open(self) -> None:
        self.stepper.number.setFocus()

    def thin_out(self, every_name: int, every_number: int) -> None:
        """Among tiny headers, keep the name and the number of neurons of every so many only."""
        self._is_named = self._index % every_name == 0
        self._is_counted = self._index % every_number == 0

    @override
    def arrange(self, size: HeaderSize, room: int) -> None:
        short = size in (HeaderSize.NARROW, HeaderSize.TINY)
        self.title.setText(f"H {self._index + 1}" if short else self.accessibleName())
        super().arrange(size, room)

    @override
    def rows(self, size: HeaderSize) -> Sequence[Row]:
        title = Row((self.title, self.remove), lead=self.remove.sizeHint().width())
        match size:
            case HeaderSize.WIDE:
                return (title, Row(tuple(self.controls[:-1]), pill=True, beside=True))
            case HeaderSize.STACKED:
                size_row = Row(self.stepper.controls, pill=True, beside=True)
                return (title, size_row, Row((self.activation,), pill=True))
            case HeaderSize.NARROW:
                number = Row((self.stepper.number,), pill=True)
                return (Row((self.title,)), number, Row((self.activation,)))
            case HeaderSize.TINY:
                name, number = Row((self.title,)), Row((self.stepper.number,))
                return (name,) * self._is_named + (number,) * self._is_counted

    def _step(self, by: int) -> None:
        self._gestures.step_units(self._index, by)

    def _set_units(self, units: int) -> None:
        self._gestures.set_units(self._index, units)

    def _set_activation(self) -> None:
        self._gestures.set_activation(self._index, self.activation.currentData())

    def _remove(self) -> None:
        self._gestures.remove_layer(self._index)
