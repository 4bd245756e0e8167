"""How many examples each class has, as bars in the colors of the classes."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.canvas.wording import counted

_ROWS = 6
_GAP = 8


class ClassBalance(QWidget):
    """One row for each of the first classes: name, bar and count."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("table.balance")
        self.setAccessibleName("Examples of each class")
        self._counts: tuple[tuple[str, int], ...] = ()

    def show_counts(self, counts: Sequence[tuple[str, int]]) -> None:
        """Show the classes; none clears it."""
        self._counts = tuple(counts)
        self.setAccessibleDescription(", ".join(f"{name} {count}" for name, count in counts[:50]))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, self._row_height() * _ROWS)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _row_height(self) -> int:
        return self.fontMetrics().height() + 4

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._counts:
            return
        painter = QPainter(self)
        few = len(self._counts) <= _ROWS
        rows = self._counts if few else self._counts[: _ROWS - 1]
        for place, (name, count) in enumerate(rows):
            self._paint_row(painter, place, name, count)
        if not few:
            rest = self._counts[_ROWS - 1 :]
            smallest = min(count for _, count in rest)
            words = f"and {counted(len(rest), 'class')} more, of at least {smallest:,} each"
            top = self._row_height() * (_ROWS - 1)
            painter.setPen(QColor(current_theme().muted))
            painter.drawText(
                QRectF(0, top, self.width(), self._row_height()),
                Qt.AlignmentFlag.AlignVCenter,
                words,
            )

    def _paint_row(self, painter: QPainter, place: int, name: str, count: int) -> None:
        theme, height = current_theme(), self._row_height()
        metrics = self.fontMetrics()
        most = max(count for _, count in self._counts)
        left = min(
            max(metrics.horizontalAdvance(name) for name, _ in self._counts[:_ROWS]),
            self.width() // 2,
        )
        right = metrics.horizontalAdvance(f"{most:,}")
        room = self.width() - left - right - 2 * _GAP
        top = place * height
        painter.setPen(QColor(theme.text))
        painter.drawText(
            QRectF(0, top, left, height),
            Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(name, Qt.TextElideMode.ElideRight, left),
        )
        bar = QRectF(left + _GAP, top + 4, max(room * count / most, 1.0), height - 8)
        painter.fillRect(bar, QColor(theme.classes[place % len(theme.classes)]))
        painter.drawText(
            QRectF(bar.right() + _GAP, top, right + _GAP, height),
            Qt.AlignmentFlag.AlignVCenter,
            f"{count:,}",
        )
