"""What all column headers share: a title, rows of controls in pills, four sizes to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLabel, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.app.canvas.badge import Badge
from nnstudio.app.canvas.picture import ColumnPicture
from nnstudio.app.canvas.press import Press

ADD_EDGE = 24  # px, of the "+" buttons between headers
_ROW_GAP = 3
_PILL_PAD = 3
_NOTCH = 120  # one step of a wheel; fine wheels send parts of it


_LINE = 15


class HeaderSize(Enum):
    """How much room a header has: all in one row, in rows, only the essential, or almost none.

    The values are the least distances of columns, in pixels at text lines 15 pixels high.
    """

    WIDE = 170
    STACKED = 104
    NARROW = 47
    TINY = 0


@dataclass(frozen=True, slots=True)
class Row:
    """Parts side by side after `lead` free pixels, in a pill or not, `beside` the "+" or not."""

    parts: tuple[QWidget, ...]
    pill: bool = False
    lead: int = 0
    beside: bool = False


def titled(title: QWidget, badge: Badge) -> Row:
    """The row of a title, with the badge beside it while it is needed."""
    if badge.is_needed:
        return Row((title, badge), lead=badge.sizeHint().width())
    return Row((title,))


def header_size(pitch: float, line: float) -> HeaderSize:
    """The largest size that fits columns `pitch` pixels apart, text lines being `line` high."""
    return next(size for size in HeaderSize if pitch / line * _LINE >= size.value)


class ColumnHeader(QWidget):
    """Stands above a column; pressing it selects the layer, the wheel changes its size."""

    pressed = Signal(object)
    """The left button went down, with these modifiers held."""
    dragged = Signal(QPoint)
    """The header is being dragged sideways, to a global position."""
    released = Signal()
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
        self._turned = 0
        self._press = Press()
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

    @property
    def controls(self) -> Sequence[QWidget]:
        """What the Tab key visits, in this order."""
        return ()

    def open(self) -> None:
        """Take the keyboard."""

    def rows(self, size: HeaderSize) -> Sequence[Row]:
        """What is shown at `size`, top to bottom."""
        raise NotImplementedError

    def arrange(self, size: HeaderSize, room: int) -> None:
        """Take on `size`: show its rows, hide all other parts.

        Choices are elided in rows wider than `room` and, beside a "+", than what that leaves.
        """
        rows = self.rows(size)
        shown = {part for row in rows for part in row.parts}
        for part in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if not part.isWindow():
                part.setVisible(part in shown)
        roomy = size in (HeaderSize.WIDE, HeaderSize.STACKED)
        rooms = [room - ADD_EDGE - 2 * _ROW_GAP if roomy and row.beside else room for row in rows]
        widths = [
            row.lead + sum(_widths(row, most)) + 2 * _PILL_PAD * row.pill
            for row, most in zip(rows, rooms, strict=True)
        ]
        self.resize(max(widths, default=0), 0)
        self._pills = []
        top = 0
        for row, most, width in zip(rows, rooms, widths, strict=True):
            top = self._place(row, top, _widths(row, most), width) + _ROW_GAP
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
        if event.button() == Qt.MouseButton.LeftButton:
            self._press.begin(event.globalPosition().toPoint())
            self.pressed.emit(event.modifiers())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.globalPosition().toPoint()
        if self._press.drags_to(at):
            self.dragged.emit(at)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press.end()
            self.released.emit()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        self._turned += event.angleDelta().y()
        notches = int(self._turned / _NOTCH)
        self._turned -= notches * _NOTCH
        if notches:
            self.wheeled.emit(notches)
        event.accept()

    def _place(self, row: Row, top: int, widths: Sequence[int], width: int) -> int:
        """Place the parts of `row` from `top` on; returns its bottom."""
        height = max(part.sizeHint().height() for part in row.parts)
        if self.title in row.parts:
            height = self.title.sizeHint().height() + 6
        left = (self.width() - width) // 2
        if row.pill:
            self._pills.append(QRect(left, top, width, height))
            left += _PILL_PAD
        left += row.lead
        for part, part_width in zip(row.parts, widths, strict=True):
            part.setGeometry(left, top, part_width, height)
            left += part_width
        return top + height


def _widths(row: Row, room: int) -> list[int]:
    """The widths of a row's parts; its choices give way until it takes at most `room`."""
    widths = [part.sizeHint().width() for part in row.parts]
    over = row.lead + sum(widths) + 2 * _PILL_PAD * row.pill - room
    for index, part in enumerate(row.parts):
        if over > 0 and isinstance(part, QComboBox):
            widths[index] = max(widths[index] - over, 2 * _LINE)
    return widths
