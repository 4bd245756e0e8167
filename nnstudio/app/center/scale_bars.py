"""For scale: this network beside famous ones, as bars on a logarithmic axis."""

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import Theme, current_theme, theme_signals
from nnstudio.core.counts import count_network
from nnstudio.core.spec import NetworkSpec
from nnstudio.experiment.famous_networks import FAMOUS_NETWORKS

_BAR = 9.0
_GAP = 12.0
_TICKS = {1e0: "1", 1e2: "100", 1e4: "10,000", 1e6: "1 million", 1e8: "100 million"}
_DECADES = 9.0
_WIDEST_SIZE, _WIDEST_WORK = "888,888,888", "88,888,888,888"
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ScaleBars(QWidget):
    """A row a network: its name, a bar of its parameters, and the number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("analyzer.scale")
        self.setAccessibleName("Parameters for scale")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._famous = tuple(
            (network.name, network.count().parameters, network.count().multiply_adds)
            for network in FAMOUS_NETWORKS
        )
        self._rows = self._famous
        theme_signals().changed.connect(self.update)

    def show_network(self, network: NetworkSpec) -> None:
        """Put `network` above the famous ones."""
        counts = count_network(network)
        self._rows = (
            ("This network", counts.parameters, counts.multiply_adds),
            *self._famous,
        )
        words = "; ".join(f"{name}: {parameters:,}" for name, parameters, _ in self._rows)
        self.setAccessibleDescription(words)
        self.setToolTip(
            "\n".join(
                f"{name}: {parameters:,} parameters, {work:,} multiply-adds an example"
                for name, parameters, work in self._rows
            )
        )
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(300, round(self._line()) * (len(self._famous) + 3))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics, line = self.fontMetrics(), self._line()
        names = max(metrics.horizontalAdvance(name) for name, _, _ in self._rows) + _GAP
        work = metrics.horizontalAdvance(_WIDEST_WORK) + 2 * _GAP
        size = metrics.horizontalAdvance(_WIDEST_SIZE) + _GAP
        axis = QRectF(names, line, self.width() - names - size - work, line * len(self._rows))
        sizes = QRectF(0, 0, self.width() - work, line)
        works = QRectF(0, 0, self.width(), line)
        painter.setPen(QColor(theme.muted))
        painter.drawText(sizes, _RIGHT, "Parameters")
        painter.drawText(works, _RIGHT, "Multiply-adds")
        self._paint_axis(painter, axis, line, theme)
        for place, (name, parameters, multiply_adds) in enumerate(self._rows, start=1):
            down = place * line
            painter.setPen(QColor(theme.text))
            painter.drawText(works.translated(0, down), _LEFT, name)
            painter.drawText(sizes.translated(0, down), _RIGHT, f"{parameters:,}")
            painter.drawText(works.translated(0, down), _RIGHT, f"{multiply_adds:,}")
            middle = down + (line - _BAR) / 2
            bar = QRectF(axis.left(), middle, _along(parameters, axis), _BAR)
            painter.setPen(Qt.PenStyle.NoPen)
            color = QColor(theme.accent if place == 1 else theme.muted)
            color.setAlphaF(1.0 if place == 1 else 0.55)
            painter.setBrush(color)
            painter.drawRoundedRect(bar, 3, 3)

    def _line(self) -> float:
        return self.fontMetrics().height() + 6.0

    def _paint_axis(self, painter: QPainter, axis: QRectF, line: float, theme: Theme) -> None:
        free = -math.inf
        for value, words in _TICKS.items():
            x = axis.left() + _along(value, axis)
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.drawLine(round(x), round(axis.top()), round(x), round(axis.bottom()))
            width = painter.fontMetrics().horizontalAdvance(words) + 2.0
            label = QRectF(max(x - width / 2, axis.left()), axis.bottom(), width, line)
            if label.left() > free:
                painter.setPen(QColor(theme.muted))
                painter.drawText(label, Qt.AlignmentFlag.AlignCenter, words)
                free = label.right() + 4


def _along(value: float, axis: QRectF) -> float:
    """How far from the left of the axis a number lies."""
    return axis.width() * math.log10(max(value, 1.0)) / _DECADES
