"""A list of rows one below the other, as many as there are layers, that scrolls when it must."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

Row = TypeVar("Row", bound=QWidget)


class RowList(QScrollArea, Generic[Row]):
    """`make` builds the row of a number, counted from 0."""

    def __init__(
        self, make: Callable[[int], Row], spacing: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._make = make
        self.rows: list[Row] = []
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(spacing)
        self._column.addStretch()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)

    def fit(self, count: int) -> None:
        """Have `count` rows, no more and no fewer."""
        while len(self.rows) < count:
            row = self._make(len(self.rows))
            self._column.insertWidget(len(self.rows), row, 1)
            self.rows.append(row)
        while len(self.rows) > count:
            row = self.rows.pop()
            row.hide()
            row.deleteLater()
