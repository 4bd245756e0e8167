"""The switch between the pages: those it has no room for stand under a button at its end."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from nnstudio.app.center.switch import Switch
from nnstudio.app.widgets.folding import FoldingRow
from nnstudio.app.widgets.popover import Popover

_KEPT = 3  # words that always stand in the row


class FoldingSwitch(Switch):
    """A `Switch` that can be narrower than its words."""

    def __init__(
        self, prefix: str, words: Sequence[tuple[str, str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(prefix, words, parent)
        self._more = QPushButton("»", self)
        self._more.setObjectName(f"{prefix}.more")
        self._more.setAccessibleName("More pages")
        self._more.setToolTip("More pages")
        self._more.setFlat(True)
        self._more.setFixedWidth(self._more.fontMetrics().horizontalAdvance("»") + 14)
        self._popover = Popover(self._more)
        row = self.layout()
        assert isinstance(row, QHBoxLayout)  # a switch is one row
        self._folding = FoldingRow(row, self._popover.body)
        for segment in self.segments[_KEPT:]:
            self._folding.add(segment)
        row.addWidget(self._more)
        row.addStretch(1)
        self._more.hide()
        self.chosen.connect(self._popover.hide)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._kept_width() + self._more.width(), super().minimumSizeHint().height())

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._kept_width() + self._folding.full_width, super().sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - self._kept_width()
        everything = room >= self._folding.full_width
        self._folding.fit(room if everything else room - self._more.width())
        self._more.setVisible(not everything)

    def _kept_width(self) -> int:
        return sum(segment.sizeHint().width() + 2 for segment in self.segments[:_KEPT])
