"""The pipeline as a chain of words: raw → center → standardize, of which one is chosen."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from nnstudio.app.panels.group_switch import Segment


class StageChain(QWidget):
    """`chosen` carries the index of the stage that was clicked."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preprocessing.chain")
        self.setAccessibleName("Stages of the pipeline")
        self._titles: tuple[str, ...] = ()
        self._segments: list[Segment] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(3)

    def show_stages(self, titles: Sequence[str], chosen: int) -> None:
        """Show these stages, the chosen one on a pill."""
        if tuple(titles) != self._titles:
            self._build(tuple(titles))
        for index, segment in enumerate(self._segments):
            segment.setChecked(index == chosen)

    def _build(self, titles: tuple[str, ...]) -> None:
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._titles, self._segments = titles, []
        for index, title in enumerate(titles):
            if index:
                arrow = QLabel("→", self)
                arrow.setProperty("role", "muted")
                self._layout.addWidget(arrow)
            segment = Segment(title, self)
            segment.setObjectName(f"preprocessing.stage.{index}")
            segment.setAccessibleName(f"Look at stage {index}: {title}")
            segment.clicked.connect(partial(self._on_clicked, index))
            self._segments.append(segment)
            self._layout.addWidget(segment)
        self._layout.addStretch(1)

    def _on_clicked(self, index: int) -> None:
        self._segments[index].setChecked(True)
        self.chosen.emit(index)
