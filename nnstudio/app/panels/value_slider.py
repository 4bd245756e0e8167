"""A labeled slider over numbers, with the number written at its right."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget


class ValueSlider(QWidget):
    """Chooses a whole number from `low` to `high` in steps of `step`.

    `changed` carries the number and a gesture: everything chosen in one drag has the same gesture,
    so that it can be undone at once. A number outside the range is written as it is, with the knob
    at the end.
    """

    changed = Signal(int, int)

    def __init__(
        self,
        name: str,
        low: int,
        high: int,
        step: int,
        written: Callable[[int], str],
        parent: QWidget | None = None,
        *,
        widest_name: str = "Test split",
    ) -> None:
        """`widest_name` is that of the slider it is lined up with."""
        super().__init__(parent)
        self._widest_name = widest_name
        self._step = step
        self._written = written
        self._gesture = 0
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(low, high)
        self.slider.setSingleStep(step)
        self.slider.setPageStep(5 * step)
        self.slider.setAccessibleName(name)
        self._label = QLabel(name, self)
        self._number = QLabel(self)
        self._build_layout()
        self.slider.sliderPressed.connect(self._end_gesture)
        self.slider.sliderReleased.connect(self._end_gesture)
        self.slider.valueChanged.connect(self._on_moved)

    def _build_layout(self) -> None:
        metrics = self.fontMetrics()
        self._label.setBuddy(self.slider)
        self._label.setFixedWidth(metrics.horizontalAdvance(f"{self._widest_name} "))
        self._number.setFixedWidth(metrics.horizontalAdvance("100,000"))
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._label)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self._number)

    def set_value(self, value: int) -> None:
        """Show `value`, without a signal."""
        if not self.slider.isSliderDown():
            with QSignalBlocker(self.slider):
                self.slider.setValue(value)
        self._number.setText(self._written(value))

    def _end_gesture(self) -> None:
        self._gesture += 1

    def _on_moved(self, position: int) -> None:
        value = round(position / self._step) * self._step
        self._number.setText(self._written(value))
        self.changed.emit(value, self._gesture)
