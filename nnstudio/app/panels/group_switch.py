"""A row of words of which one is chosen: which group of something is in view."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme, theme_signals


class Segment(QAbstractButton):
    """One word; the chosen one stands on a pill, so that color is not the only sign."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme_signals().changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 12, metrics.height() + 4)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.hasFocus():
            pill = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(QPen(QColor(theme.accent if self.hasFocus() else theme.border), 1))
            painter.setBrush(QColor(theme.window if self.isChecked() else theme.surface))
            painter.drawRoundedRect(pill, 5, 5)
        painter.setPen(QColor(theme.text if self.isChecked() else theme.muted))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class GroupSwitch(QWidget):
    """Words side by side; `chosen` carries the place of the one that was clicked."""

    chosen = Signal(int)

    def __init__(
        self, prefix: str, names: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        """`names` are (object name after `prefix`, word) pairs."""
        super().__init__(parent)
        self._buttons = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for place, (name, word) in enumerate(names):
            segment = Segment(word, self)
            segment.setObjectName(f"{prefix}.{name}")
            segment.setAccessibleName(f"Show {word.lower()} sets")
            self._buttons.addButton(segment, place)
            layout.addWidget(segment)
        self._buttons.idClicked.connect(self.chosen)

    def set_chosen(self, place: int) -> None:
        """Show that the word at `place` is chosen, without a signal."""
        self._buttons.button(place).setChecked(True)
