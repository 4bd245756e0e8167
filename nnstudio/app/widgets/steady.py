"""A place for a label whose text changes all the time: it has nothing else laid out anew.

A label that gets a text asks every layout above it to think again, up to the whole window's.
"""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme

_GROWING = (
    QEvent.Type.LayoutRequest,
    QEvent.Type.Show,
    QEvent.Type.FontChange,
    QEvent.Type.StyleChange,
)


class Steady(QWidget):
    """Holds `label`, on the ground of a card; it grows with the text but never shrinks.

    Where it `stretches`, it takes the width it is given.
    """

    def __init__(self, label: QLabel, stretches: bool = False) -> None:
        super().__init__()
        self._label, self._stretches = label, stretches
        label.setParent(self)
        across = QSizePolicy.Policy.Ignored if stretches else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._size = QSize()
        self._grow()

    def _grow(self) -> None:
        line = QSize(0, self._label.fontMetrics().height())
        size = self._size.expandedTo(line if self._stretches else self._label.sizeHint())
        if size != self._size:
            self._size = size
            self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        return self._size

    @override
    def event(self, event: QEvent) -> bool:
        # The label has another text or style, or got it while nobody was told: before the show.
        if event.type() in _GROWING:
            self._grow()
        return super().event(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._stretches:
            self._label.setFixedSize(self.size())  # such a label asks nobody to think again
        else:
            self._label.setGeometry(self.rect())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(current_theme().surface))
