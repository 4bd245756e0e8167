"""The badge on a header whose layer disagrees with the data: it says why, and a click mends it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.app.canvas.gestures import Gestures

_APART = 4  # px from the title


class Badge(QAbstractButton):
    """A round "!" button; it takes part in a header's rows only while `is_needed`."""

    def __init__(self, name: str, gestures: Gestures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}.badge")
        self.setAccessibleName("Fit the network to the data")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.is_needed = False
        self.clicked.connect(gestures.fit_to_data)
        theme_signals().changed.connect(self.update)
        self.hide()

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong, or with an empty sentence that nothing is."""
        self.is_needed = bool(sentence)
        text = f"{sentence[:1].upper()}{sentence[1:]}. Click to fit the network to the data."
        self.setToolTip(text)
        self.setAccessibleName(text if sentence else "Fit the network to the data")

    @override
    def sizeHint(self) -> QSize:
        edge = self.fontMetrics().height() + 7
        return QSize(edge + _APART, edge)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = current_theme()
        edge = min(self.width(), self.height()) - 4.0
        circle = QRectF(self.width() - edge - 2, (self.height() - edge) / 2, edge, edge)
        painter.setPen(QPen(QColor(theme.text if self.hasFocus() else theme.bad), 1.5))
        painter.setBrush(QColor(theme.surface if self.underMouse() else theme.bad))
        painter.drawEllipse(circle)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.setPen(QColor(theme.bad if self.underMouse() else theme.surface))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, "!")
