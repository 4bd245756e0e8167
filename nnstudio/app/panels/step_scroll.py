"""Room for the list of steps: as high as the list where that can be, and scrolled where not."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget
from typing_extensions import override

_LEAST_ROWS = 6


class StepScroll(QScrollArea):
    """Shows all of `content`, whose rows are alike, or at least `_LEAST_ROWS` of them.

    `rearranged` comes when the content may have another height.
    """

    rearranged = Signal()

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def lack(self) -> int:
        """How many px of the content are out of sight."""
        return max(self.sizeHint().height() - self.height(), 0)

    @override
    def sizeHint(self) -> QSize:
        return self._content.minimumSizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        whole, layout = self.sizeHint(), self._content.layout()
        rows = 0 if layout is None else layout.count()
        if rows <= _LEAST_ROWS or layout is None:
            return whole
        row = (whole.height() + layout.spacing()) / rows
        return QSize(whole.width(), round(_LEAST_ROWS * row) - layout.spacing())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self.rearranged.emit()
        return super().eventFilter(watched, event)
