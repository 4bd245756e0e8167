"""A plane with its legend where it leaves the plane most room: beside it, or below in rows."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget
from typing_extensions import override

from nnstudio.app.widgets.legend import Key, Legend
from nnstudio.app.widgets.plane_plot import PlanePlot

_GAP = 4
_MOST_BELOW = 0.25  # of the height, for a legend in rows


class LegendedPlane(QWidget):
    """Shows `plot` and what its marks mean."""

    def __init__(self, plot: PlanePlot, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot, self.legend = plot, Legend(self)
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(_GAP)
        self._layout.addWidget(plot, 1)
        self._layout.addWidget(self.legend)
        plot.shape_changed.connect(self._place)

    def set_key(self, key: Key) -> None:
        """Explain `key` from now on."""
        if key != self.legend.key:
            self.legend.set_key(key)
            self._place()

    def show_legend(self, shows: bool) -> None:
        """Let the legend give its room to the plane, or take it back."""
        self.legend.setVisible(shows)
        self._place()

    def _place(self) -> None:
        """Put the legend where the picture stays larger."""
        if self.legend.isHidden():
            return
        width, height = self.width(), self.height()
        rows = int(height * _MOST_BELOW)
        below = self.plot.room(width, height - self.legend.arrange(width, rows).height() - _GAP)
        beside = self.plot.room(width - self.legend.arrange(None, height).width() - _GAP, height)
        direction, side = QBoxLayout.Direction.LeftToRight, Qt.AlignmentFlag.AlignTop
        if _area(below) >= _area(beside):
            self.legend.arrange(width, rows)
            direction, side = QBoxLayout.Direction.TopToBottom, Qt.AlignmentFlag.AlignHCenter
        self._layout.setDirection(direction)
        self._layout.setAlignment(self.legend, side)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()


def _area(room: QRectF) -> float:
    return max(room.width(), 0.0) * max(room.height(), 0.0)
