"""A number field that shows numbers as people write them and steps the way its quantity moves."""

import math
import re
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QWidget
from typing_extensions import override

Stepper = Callable[[float, int], float]

_LARGEST = 1e12
_DECIMALS = 15
_INDENT = 4  # pixels; a style sheet's padding does not reach the text of a spin box
_LADDER = (1.0, 3.0)
_FIRST_RUNG = 1e-5
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+")


def by_one(value: float, direction: int) -> float:
    """Up or down by 1, down to 0."""
    return max(0.0, value + direction)


def by_five(value: float, direction: int) -> float:
    """Up or down to the next multiple of 5, down to 0."""
    return max(0.0, 5.0 * (math.floor(value / 5.0 + 1e-9) + direction))


def by_fifty(value: float, direction: int) -> float:
    """Up or down to the next multiple of 50, down to 0."""
    return max(0.0, 50.0 * (math.floor(value / 50.0 + 1e-9) + direction))


def by_doubling(value: float, direction: int) -> float:
    """To the next power of two, down to 1."""
    power = math.log2(max(value, 1.0))
    power = math.floor(power + 1e-9) + 1 if direction > 0 else math.ceil(power - 1e-9) - 1
    return 2.0 ** max(power, 0)


def by_ladder(value: float, direction: int) -> float:
    """To the next of 0, 0.00001, 0.00003, 0.0001, ...: what learning rates and penalties need."""
    if value <= 0.0:
        return _FIRST_RUNG if direction > 0 else 0.0
    exponent = math.floor(math.log10(value))
    rungs = [rung * 10.0**power for power in range(exponent - 1, exponent + 2) for rung in _LADDER]
    if direction > 0:
        return min(rung for rung in rungs if rung > value * (1 + 1e-9))
    lower = max(rung for rung in rungs if rung < value * (1 - 1e-9))
    return lower if lower >= _FIRST_RUNG * (1 - 1e-9) else 0.0


class NumberEdit(QDoubleSpinBox):
    """A number typed or stepped; any number can be typed, whether it is allowed is for the
    experiment to say. `whole` numbers are shown with thousands separators, 0 by the word `zero` if
    there is one.

    `valueChanged` comes when a number was entered, not while it is typed.
    """

    def __init__(
        self,
        stepper: Stepper,
        *,
        whole: bool = False,
        zero: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._stepper = stepper
        self._whole = whole
        self._zero = zero
        self.setDecimals(_DECIMALS)
        self.setRange(-_LARGEST, _LARGEST)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccelerated(True)
        self.lineEdit().setTextMargins(_INDENT, 0, 0, 0)

    def show_value(self, value: float) -> None:
        """Show `value` without telling anyone; a field being typed in is left alone."""
        if value == self.value() and self.text():
            return
        blocked = self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(blocked)

    @override
    def textFromValue(self, value: float) -> str:
        if self._zero and value == 0.0:
            return self._zero
        return f"{value:,.0f}" if self._whole else f"{value:.6g}"

    @override
    def valueFromText(self, text: str) -> float:
        number = self._parse(text)
        return self.value() if number is None else number

    @override
    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        complete = self._parse(text) is not None
        state = QValidator.State.Acceptable if complete else QValidator.State.Intermediate
        return state, text, position

    @override
    def fixup(self, text: str) -> str:
        return self.textFromValue(self.value())

    @override
    def stepBy(self, steps: int) -> None:
        value = self.value()
        for _ in range(abs(steps)):
            value = self._stepper(value, 1 if steps > 0 else -1)
        self.setValue(value)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _parse(self, text: str) -> float | None:
        bare = text.removesuffix(self.suffix()).replace("−", "-").strip()
        return 0.0 if self._zero and bare == self._zero else typed_number(bare, whole=self._whole)


def typed_number(text: str, *, whole: bool) -> float | None:
    """The number a person typed, None where it is none.

    Of a comma and a point the last is the decimal sign, as in 2,5 and 1.000,5. Only where `whole`
    numbers stand a comma before three digits sets thousands apart.
    """
    if text.rfind(",") > text.rfind("."):
        thousands = whole and _THOUSANDS.fullmatch(text) is not None
        text = text.replace(",", "") if thousands else text.replace(".", "").replace(",", ".")
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
