"""The counting spelled out: opens above the counts line, and closes by itself."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from nnstudio.core.spec import NetworkSpec
from nnstudio.experiment.describe import counting_sum, counting_terms

_MARGIN = 14


class SumPopover(QFrame):
    """One line for weights, biases, slopes, and what they come to."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popover")
        self._text = QLabel(self)
        self._text.setObjectName("center.sum")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 10, _MARGIN, 10)
        layout.addWidget(self._text)

    def open(self, network: NetworkSpec, above: QWidget) -> None:
        """Spell out the counts of `network` above a widget, no wider than it."""
        text = "\n".join(counting_terms(network)).replace(" x ", " × ")
        self._text.setText(text)
        self.setAccessibleName(counting_sum(network))
        self._text.setAccessibleName(counting_sum(network))
        metrics = self._text.fontMetrics()
        needed = max(metrics.horizontalAdvance(line) for line in text.splitlines()) + 4
        width = min(needed, above.width() - 2 * _MARGIN - 8)
        self._text.setFixedSize(width, self._text.heightForWidth(width))
        self.adjustSize()
        self.move(above.mapToGlobal(QPoint(4, -self.height() - 2)))
        self.show()
