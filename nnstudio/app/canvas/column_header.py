"""What all column headers share: a title, rows of controls in pills, four sizes to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from nnstudio.app.canvas.picture import ColumnPicture
from nnstudio.app.theme import current_theme, theme_signals

_ROW_GAP = 3
_PILL_PAD = 3


class HeaderSize(Enum):
    """How much room a header has: all in one row, in rows, only the essential, or almost none."""

    WIDE = 170
    STACKED = 104
    NARROW = 62
    TINY = 0


@dataclass(frozen=True, slots=True)
class Row:
    """Parts side by side, with a pill around them or not; None leaves the room of `spacer`."""

    parts: tuple[QWidget, ...]
    pill: bool = False
    lead: int = 0


def header_size(pitch: float) -> HeaderSize:
    """The largest size that fits columns `pitch` pixels apart."""
    return next(size for size in HeaderSize if pitch >= size.value)


class ColumnHeader(QWidget):
    """Stands above a column; pressing it selects the layer, the wheel changes its size."""

    pressed = Signal()
    wheeled = Signal(int)

    def __init__(self, object_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self.title = QLabel(self)
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        self.title.setFont(font)
        self.title.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._selected = False
        self._pills: list[QRect] = []
        theme_signals().changed.connect(self.update)

    def show_column(self, column: ColumnPicture) -> None:
        """Show this column's title and settings."""
        self.title.setText(column.title)
        self.setAccessibleName(column.title)

    def set_selected(self, selected: bool) -> None:
        """Show whether the layer is selected."""
        if selected != self._selected:
            self._selected = selected
            self.update()

    def open(self) -> None:
        """Take the keyboard."""

    def rows(self, size: HeaderSize) -> Sequence[Row]:
        """What is shown at `size`, top to bottom."""
        raise NotImplementedError

    def arrange(self, size: HeaderSize) -> None:
        """Take on `size`: show its rows, hide all other parts."""
        rows = self.rows(size)
        shown = {part for row in rows for part in row.parts}
        for part in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if not part.isWindow():
                part.setVisible(part in shown)
        self.resize(max((_width(row) for row in rows), default=0), 0)
        self._pills = []
        top = 0
        for row in rows:
            top = self._place(row, top) + _ROW_GAP
        self.resize(self.width(), max(top - _ROW_GAP, 0))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = current_theme()
        painter.setPen(QPen(QColor(theme.accent if self._selected else theme.border), 1.3))
        painter.setBrush(QColor(theme.surface))
        for pill in self._pills:
            radius = pill.height() / 2 - 1
            painter.drawRoundedRect(QRectF(pill).adjusted(1, 1, -1, -1), radius, radius)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y()
        if notches:
            self.wheeled.emit(1 if notches > 0 else -1)
        event.accept()

    def _place(self, row: Row, top: int) -> int:
        """Place the parts of `row` from `top` on; returns its bottom."""
        height = max(part.sizeHint().height() for part in row.parts)
        if self.title in row.parts:
            height = self.title.sizeHint().height() + 6
        width = _width(row)
        left = (self.width() - width) // 2
        if row.pill:
            self._pills.append(QRect(left, top, width, height))
            left += _PILL_PAD
        left += row.lead
        for part in row.parts:
            hint = part.sizeHint()
            part.setGeometry(left, top, hint.width(), height)
            left += hint.width()
        return top + height


def _width(row: Row) -> int:
    width = sum(part.sizeHint().width() for part in row.parts) + row.lead
    return width + 2 * _PILL_PAD if row.pill else width
