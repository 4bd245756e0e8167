"""The histograms of all stages side by side, scrolled through all columns together."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollBar, QWidget
from typing_extensions import override

from nnstudio.app.center.preprocessing.histograms import histograms, most_columns, rows_in
from nnstudio.app.center.preprocessing.strip import StageStrip
from nnstudio.experiment.data.stages import Stages


class HistogramStrip(QWidget):
    """`chosen` carries the index of the stage that was clicked."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Stages | None = None
        self._titles: tuple[str, ...] = ()
        self._stage = 0
        self._common = False
        self._strip = StageStrip(self)
        self._strip.chosen.connect(self.chosen)
        self._strip.pictures_resized.connect(self._refresh)
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._bar.setObjectName("preprocessing.columns")
        self._bar.setAccessibleName("Columns whose histograms are shown")
        self._bar.valueChanged.connect(self._refresh)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._strip, 1)
        layout.addWidget(self._bar)

    def show_stages(
        self, titles: Sequence[str], found: Stages, chosen: int, *, common: bool
    ) -> None:
        """Show every stage of `found`, on a common axis or on one for each column."""
        self._titles, self._found = tuple(titles), found
        self._stage, self._common = chosen, common
        self._refresh()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        QApplication.sendEvent(self._bar, event)

    def _refresh(self) -> None:
        if self._found is None:
            return
        line = float(self.fontMetrics().height())
        room = rows_in(self._strip.picture_height, line, common=self._common)
        last = max(most_columns(self._found.stages) - room, 0)
        with QSignalBlocker(self._bar):
            self._bar.setRange(0, last)
            self._bar.setPageStep(room)
        self._bar.setVisible(last > 0)
        first = self._bar.value()
        looks = [
            histograms(stage, first, room, common=self._common) for stage in self._found.stages
        ]
        self._strip.show_looks(self._titles, looks, self._stage)
