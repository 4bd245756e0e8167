"""What stands above a plot: the name of what is measured, and a remark beside it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.app.widgets.plot import small_font


class Caption(QWidget):
    """A name and a muted remark; where both have no room, the one that matters more.

    It paints itself: a label would have the window laid out anew at every refresh.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.remark = "", ""
        self._prefers_remark = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme_signals().changed.connect(self.update)

    def show_remark(self, name: str, remark: str, prefers_remark: bool) -> None:
        """Show both, or where that is too long only the remark, if it is preferred, or the name."""
        shown = name, remark, prefers_remark
        if shown != (self.name, self.remark, self._prefers_remark):
            self.name, self.remark, self._prefers_remark = shown
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(0, int(QFontMetricsF(small_font(self.font())).height()) + 1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, font = current_theme(), small_font(self.font())
        metrics, area = QFontMetricsF(font), QRectF(self.rect())
        indent = metrics.horizontalAdvance(self.name + "  ")
        both = indent + metrics.horizontalAdvance(self.remark) <= area.width()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(theme.surface))
            painter.setFont(font)
            if both or not self._prefers_remark:
                painter.setPen(QColor(theme.text))
                painter.drawText(area, Qt.AlignmentFlag.AlignLeft, self.name)
                area.setLeft(indent)
            if both or self._prefers_remark:
                painter.setPen(QColor(theme.muted))
                elide = Qt.TextElideMode.ElideRight
                remark = metrics.elidedText(self.remark, elide, area.width())
                painter.drawText(area, Qt.AlignmentFlag.AlignLeft, remark)
