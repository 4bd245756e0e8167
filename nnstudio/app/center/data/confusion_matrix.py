"""The confusion matrix: how many examples of each class are taken for each; a cell opens them."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme, theme_signals

MOST_CLASSES = 25
_WIDEST_NAME = 64
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ConfusionMatrix(QWidget):
    """Rows are true classes, columns what the network says; `picked` carries both of a cell.

    Arrow keys move from cell to cell, Enter picks the one that is framed.
    """

    picked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confusion")
        self.setAccessibleName("Confusion matrix")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._counts: NDArray[np.int64] = np.zeros((0, 0), np.int64)
        self._names: tuple[str, ...] = ()
        self._current = (0, 0)
        theme_signals().changed.connect(self.update)

    def show_counts(self, counts: NDArray[np.int64], names: tuple[str, ...]) -> None:
        """Show how many examples of each class (rows) are taken for each (columns)."""
        if names != self._names:
            self._names, self._current = names, (0, 0)
            self.updateGeometry()
        self._counts = counts
        self._tell_current()
        right = int(np.trace(counts))
        self.setAccessibleDescription(f"{right:,} of {int(counts.sum()):,} examples are right")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(250, 230)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(200, 170)

    def cell(self, true: int, said: int) -> QRectF:
        """Where the cell of a class and what it is taken for is drawn."""
        line, left = self.fontMetrics().height() + 2, self._left
        classes = max(len(self._counts), 1)
        width = (self.width() - left) / classes
        height = min((self.height() - 2 * line) / classes, 44.0)
        return QRectF(left + said * width, 2 * line + true * height, width, height)

    @property
    def _left(self) -> int:
        """Where the cells begin, right of the names of the classes."""
        words = ("true ↓", *self._names)
        return 8 + min(_WIDEST_NAME, max(map(self.fontMetrics().horizontalAdvance, words)))

    def _at(self, x: float, y: float) -> tuple[int, int] | None:
        first = self.cell(0, 0)
        if not len(self._counts) or x < first.left() or y < first.top():
            return None
        said, true = (
            int((x - first.left()) / first.width()),
            int((y - first.top()) / first.height()),
        )
        return (true, said) if max(true, said) < len(self._counts) else None

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current_theme()
        classes = len(self._counts)
        painter.setPen(QColor(theme.muted))
        if classes:
            self._paint_names(painter)
        shares = self._counts / np.maximum(self._counts.sum(axis=1, keepdims=True), 1)
        for true in range(classes):
            for said in range(classes):
                self._paint_cell(painter, true, said, float(shares[true, said]))
        if classes and self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(self.cell(*self._current).adjusted(1.5, 1.5, -1.5, -1.5))

    def _paint_names(self, painter: QPainter) -> None:
        metrics, line = painter.fontMetrics(), self.fontMetrics().height() + 2
        center, right = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignRight
        left = self._left
        above = QRectF(left, 0, self.width() - left, line)
        painter.drawText(above, center, "taken for")
        painter.drawText(QRectF(0, 0, left - 6, line), right, "true ↓")
        for number, name in enumerate(self._names):
            column, row = self.cell(0, number), self.cell(number, 0)
            place = QRectF(column.left(), line, column.width(), line)
            painter.drawText(place, center, _fitting(name, metrics, column.width()))
            beside = QRectF(0, row.top(), left - 6, row.height())
            if row.height() >= metrics.height() - 3:
                flags = right | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(beside, flags, _fitting(name, metrics, left - 6))

    def _paint_cell(self, painter: QPainter, true: int, said: int, share: float) -> None:
        theme, place = current_theme(), self.cell(true, said).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.fillRect(place, QColor(theme.sunken))
        color = QColor(theme.good if true == said else theme.bad)
        color.setAlphaF(0.25 + 0.5 * share**0.5 if share else 0.0)
        painter.fillRect(place, color)
        metrics, number = painter.fontMetrics(), int(self._counts[true, said])
        count = f"{number:,}"
        if number >= 1000 and metrics.horizontalAdvance(count) > place.width():
            count = f"{number / 1000:.0f}k"
        fits = metrics.horizontalAdvance(count) <= place.width() and place.height() >= 12
        if fits and (number or true == said):
            painter.setPen(QColor(theme.text))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, count)
            painter.setPen(QColor(theme.muted))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position().x(), event.position().y())
        if found is not None:
            self._move_to(found)
            self.picked.emit(*found)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if not len(self._counts) or not (key in _STEPS or key in _OPENING):
            super().keyPressEvent(event)
        elif key in _OPENING:
            self.picked.emit(*self._current)
        else:
            last = len(self._counts) - 1
            true, said = (a + b for a, b in zip(self._current, _STEPS[key], strict=True))
            self._move_to((min(max(true, 0), last), min(max(said, 0), last)))

    def _move_to(self, cell: tuple[int, int]) -> None:
        self._current = cell
        self._tell_current()
        self.update()

    def _tell_current(self) -> None:
        """Let the cell that is framed be read aloud."""
        if not len(self._counts):
            return
        true, said = self._current
        name = (
            f"Confusion matrix: true {self._names[true]}, taken for {self._names[said]}: "
            f"{self._counts[true, said]:,}"
        )
        if name != self.accessibleName():
            self.setAccessibleName(name)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        inside = self._at(event.position().x(), event.position().y()) is not None
        shape = Qt.CursorShape.PointingHandCursor if inside else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            found = self._at(event.pos().x(), event.pos().y())
            text = "" if found is None else self._tip(*found)
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def _tip(self, true: int, said: int) -> str:
        count, whole = int(self._counts[true, said]), int(self._counts[true].sum())
        return (
            f"{count:,} of {whole:,} examples of {self._names[true]} are taken for "
            f"{self._names[said]}. Click to see them."
        )


def _fitting(name: str, metrics: QFontMetrics, width: float) -> str:
    """The name, as much of it as fits, or nothing where not even a letter does."""
    short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(width))
    return "" if short == "…" else short
