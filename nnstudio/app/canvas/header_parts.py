"""The small controls of column headers: flat until touched, drawn in the theme's colors."""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QPushButton,
    QSpinBox,
    QWidget,
)
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.experiment.document import MAX_UNITS

_CHEVRON = 7.0
_PAD = 6


class SignButton(QAbstractButton):
    """A round button with one sign: "+", "−" or "×"; held down, plus and minus repeat."""

    def __init__(self, sign: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = sign
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setAutoRepeat(sign != "×")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme_signals().changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        edge = self.fontMetrics().height() + 7
        return QSize(edge, edge)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = current_theme()
        edge = min(self.width(), self.height()) - 4.0
        circle = QRectF((self.width() - edge) / 2, (self.height() - edge) / 2, edge, edge)
        if self.underMouse() or self.hasFocus() or self.isDown():
            painter.setPen(QPen(QColor(theme.accent), 1.5 if self.hasFocus() else 0.0))
            painter.setBrush(QColor(theme.border if self.isDown() else theme.sunken))
            painter.drawEllipse(circle)
        color = theme.accent if self.underMouse() else theme.muted
        draw_sign(painter, self._sign, circle.center(), 0.22 * edge, QColor(color))


class UnitsBox(QSpinBox):
    """A number of units to type; it steps by wheel and arrow keys and gives way to Escape."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setFrame(False)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setRange(1, MAX_UNITS)
        self.setKeyboardTracking(False)
        self.setAccelerated(True)
        self.setAccessibleName(name)

    def show_value(self, value: int) -> None:
        """Show `value` without telling anyone."""
        blocked = self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(blocked)

    @override
    def sizeHint(self) -> QSize:
        digits = max(2, len(self.text()))
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance("0" * digits) + 10, metrics.height() + 8)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setValue(self.value())
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.StyleChange, QEvent.Type.Show):
            # The style keeps room for buttons that are not there.
            self.lineEdit().setGeometry(self.rect())
        return handled

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ChoiceBox(QComboBox):
    """A combo box that shows its choice as flat text with a chevron."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme_signals().changed.connect(self.update)

    def show_data(self, data: object) -> None:
        """Show the choice that stands for `data` without telling anyone."""
        blocked = self.blockSignals(True)
        self.setCurrentIndex(self.findData(data))
        self.blockSignals(blocked)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return choice_size(self, self._shown())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_choice(self, self._shown())

    def _shown(self) -> str:
        """The choice without its remark after a dot."""
        return self.currentText().partition(" · ")[0]

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ChoiceButton(QPushButton):
    """A button that looks like a ChoiceBox and opens something larger than a list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme_signals().changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        return choice_size(self, self.text())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_choice(self, self.text())


def choice_size(widget: QWidget, text: str) -> QSize:
    """The room for `text` and a chevron."""
    metrics = widget.fontMetrics()
    width = metrics.horizontalAdvance(text) + _CHEVRON + 2 * _PAD + 5
    return QSize(round(width), metrics.height() + 8)


def paint_choice(widget: QWidget, text: str) -> None:
    """Paint `text` on `widget` with a chevron where there is room for both."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    theme = current_theme()
    painter.setPen(QColor(theme.accent if widget.underMouse() else theme.text))
    room = widget.rect().adjusted(_PAD, 0, -_PAD - round(_CHEVRON) - 4, 0)
    metrics = widget.fontMetrics()
    across = Qt.AlignmentFlag.AlignLeft
    if metrics.horizontalAdvance(text) <= room.width():
        _paint_chevron(painter, QPointF(widget.width() - _PAD, widget.height() / 2))
    else:
        room = widget.rect().adjusted(2, 0, -2, 0)
        across = Qt.AlignmentFlag.AlignHCenter
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, across | Qt.AlignmentFlag.AlignVCenter, shown)
    if widget.hasFocus():
        paint_focus(painter, widget.rect())


def _paint_chevron(painter: QPainter, right: QPointF) -> None:
    """Paint a chevron that points down and ends at `right`."""
    color = painter.pen().color()
    painter.setPen(QPen(color, 1.4))
    tip = right + QPointF(-_CHEVRON / 2, 2.5)
    half, up = QPointF(_CHEVRON / 2, 0), QPointF(0, _CHEVRON / 2)
    painter.drawPolyline(QPolygonF([tip - half - up, tip, tip + half - up]))
    painter.setPen(color)


def paint_focus(painter: QPainter, rect: QRect) -> None:
    """Outline a control that has the keyboard."""
    painter.setPen(QPen(QColor(current_theme().accent), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = rect.height() / 2 - 3
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 3, -1, -3), radius, radius)


def draw_sign(painter: QPainter, sign: str, center: QPointF, size: float, color: QColor) -> None:
    """Draw "+", "−" or "×" reaching `size` to each side, the same weight in every font."""
    painter.setPen(QPen(color, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    across, down = QPointF(size, 0), QPointF(0, size)
    if sign == "×":
        across, down = QPointF(0.8 * size, 0.8 * size), QPointF(0.8 * size, -0.8 * size)
    painter.drawLine(center - across, center + across)
    if sign != "−":
        painter.drawLine(center - down, center + down)
