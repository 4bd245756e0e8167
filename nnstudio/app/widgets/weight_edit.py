"""A field for a learned number: typed, stepped by keys and wheel, or dragged up and down."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from nnstudio.app.widgets.number_edit import NumberEdit

_STEP = 0.1
_PER_PIXEL = 0.01


def by_tenth(value: float, direction: int) -> float:
    """Up or down by 0.1, through zero."""
    return round(value + _STEP * direction, 10)


class WeightEdit(NumberEdit):
    """Every step and every pixel of a drag is a `valueChanged`, so that all follows at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(by_tenth, parent=parent)
        self._pressed_at: float | None = None
        self._dragging = False
        self._start = 0.0
        self.setToolTip("Type, turn the wheel, use the arrow keys, or drag up and down")
        self.lineEdit().installEventFilter(self)
        self.lineEdit().setCursor(Qt.CursorShape.SizeVerCursor)

    def start_with(self, value: float) -> None:
        """Show `value`, rounded as it is written so that leaving the field changes nothing."""
        self.show_value(float(f"{value:.4g}"))
        self.selectAll()

    @override
    def textFromValue(self, value: float) -> str:
        return f"{value:+.4g}".replace("-", "−", 1)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and watched is self.lineEdit():
            return self._follow(event)
        return super().eventFilter(watched, event)

    def _follow(self, event: QMouseEvent) -> bool:
        """Let a vertical drag change the value; returns whether the text shall not see it."""
        y = event.globalPosition().y()
        if event.type() == QEvent.Type.MouseButtonPress:
            self._pressed_at = y if event.button() == Qt.MouseButton.LeftButton else None
            self._dragging, self._start = False, self.value()
        elif event.type() == QEvent.Type.MouseMove and self._pressed_at is not None:
            up = self._pressed_at - y
            self._dragging = self._dragging or abs(up) >= QApplication.startDragDistance()
            if self._dragging:
                self.setValue(round(self._start + _PER_PIXEL * up, 10))
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._pressed_at = None
            if self._dragging:
                self.selectAll()
        return self._dragging
