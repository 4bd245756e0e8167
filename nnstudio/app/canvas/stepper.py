"""The three controls of a layer's size: one unit fewer, the number to type, one unit more."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from nnstudio.app.canvas.header_parts import SignButton, UnitsBox


class Stepper(QObject):
    """Owns the controls and says what they ask for; where they stand is for the header to say."""

    stepped = Signal(int)
    """So many units more, or fewer, are asked for."""
    typed = Signal(int)
    """So many units are asked for."""

    def __init__(self, unit: str, header: QWidget) -> None:
        """For units called `unit`: "neuron", "output"."""
        super().__init__(header)
        self._unit = unit
        self.fewer = SignButton("−", f"One {unit} fewer", header)
        self.number = UnitsBox(f"{unit.capitalize()}s", header)
        self.more = SignButton("+", f"One {unit} more", header)
        self.number.setToolTip(f"Number of {unit}s: type it, or turn the wheel over the header")
        self.fewer.clicked.connect(self._step_down)
        self.more.clicked.connect(self._step_up)
        self.number.valueChanged.connect(self.typed)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """The controls from left to right."""
        return self.fewer, self.number, self.more

    def show_units(self, units: int) -> None:
        """Show a size; at its ends a step further is not offered."""
        self.number.show_value(units)
        self.fewer.setEnabled(units > self.number.minimum())
        self.more.setEnabled(units < self.number.maximum())

    def name(self, prefix: str, layer: str) -> None:
        """Give the controls their object names, and accessible names that say the layer."""
        self.fewer.setObjectName(f"{prefix}.fewer")
        self.number.setObjectName(f"{prefix}.units")
        self.more.setObjectName(f"{prefix}.more")
        self.fewer.setAccessibleName(f"One {self._unit} fewer in {layer}")
        self.number.setAccessibleName(f"{self._unit.capitalize()}s of {layer}")
        self.more.setAccessibleName(f"One {self._unit} more in {layer}")

    def _step_down(self) -> None:
        self.stepped.emit(-1)

    def _step_up(self) -> None:
        self.stepped.emit(1)
