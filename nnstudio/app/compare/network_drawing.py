"""A network as a small picture to look at: its neurons, and its links by sign and strength."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from nnstudio.app.appearance.images import class_color
from nnstudio.app.appearance.theme import Theme, current_theme
from nnstudio.core.arrays import Floats
from nnstudio.core.spec import NetworkSpec
from nnstudio.experiment.exports.draw import unit_weights

_MOST_LINKS = 400  # of a layer: the strongest
_MOST_UNITS = 40  # of a layer: an even choice
_LARGEST, _SMALLEST = 7.0, 1.6  # radius of a neuron
_THINNEST, _THICKEST = 0.5, 3.0
_FAINTEST = 70  # of 255
_MARGIN = 0.14  # of the width, on either side
_LINES = 5


class NetworkDrawing(QWidget):
    """Shows one network at one moment; colors are those of the signs and classes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._network: NetworkSpec | None = None
        self._matrices: Sequence[Floats] = ()
        self.setAccessibleName("Network")

    def set_network(self, network: NetworkSpec, matrices: Sequence[Floats]) -> None:
        """Draw `network` with the weights of `matrices` (rows, inputs + 1) from now on."""
        self._network, self._matrices = network, matrices
        self.setAccessibleDescription(" → ".join(map(str, network.sizes)))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(8 * line, _LINES * line)

    @override
    def minimumSizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(4 * line, _LINES * line // 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._network is None:
            return
        painter, theme = QPainter(self), current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = [_shown(units) for units in self._network.sizes]
        places = self._places([len(units) for units in shown])
        for index, layer in enumerate(self._network.layers):
            weights = unit_weights(self._matrices[index], layer.units)
            chosen = weights[np.ix_(shown[index + 1], shown[index])]
            _draw_links(painter, theme, chosen, places[index], places[index + 1])
        for index, column in enumerate(places):
            self._draw_neurons(painter, theme, index, shown[index].tolist(), column)
        painter.end()

    def _places(self, counts: Sequence[int]) -> list[list[QPointF]]:
        """Where the neurons of each layer are."""
        width, height = self.width(), self.height()
        left, step = _MARGIN * width, (1 - 2 * _MARGIN) * width / max(len(counts) - 1, 1)
        places = []
        for column, count in enumerate(counts):
            gap = min(height / count, 3.4 * _LARGEST)
            top = (height - gap * (count - 1)) / 2
            places.append([QPointF(left + column * step, top + gap * n) for n in range(count)])
        return places

    def _draw_neurons(
        self,
        painter: QPainter,
        theme: Theme,
        index: int,
        units: Sequence[int],
        column: Sequence[QPointF],
    ) -> None:
        assert self._network is not None  # only called while painting one
        gap = column[1].y() - column[0].y() if len(column) > 1 else self.height()
        radius = min(max(0.42 * gap, _SMALLEST), _LARGEST)
        is_output = index == len(self._network.layers)
        off = self._network.layers[index - 1].off if index else ()
        for unit, place in zip(units, column, strict=True):
            color = QColor(theme.muted if index == 0 else theme.text)
            if is_output:
                label = unit + 1 if self._network.outputs == 1 else unit
                color = class_color(theme, label)
            painter.setPen(QPen(QColor(theme.surface), 1.0))
            painter.setBrush(QColor(theme.border) if unit in off else color)
            painter.drawEllipse(place, radius, radius)


def _shown(units: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """All units, or an even choice of many."""
    if units <= _MOST_UNITS:
        return np.arange(units)
    return np.linspace(0, units - 1, _MOST_UNITS).round().astype(np.intp)


def _draw_links(
    painter: QPainter,
    theme: Theme,
    weights: Floats,
    sources: Sequence[QPointF],
    targets: Sequence[QPointF],
) -> None:
    """The links of one layer, (targets, sources), the strongest on top."""
    sizes = np.abs(weights).ravel()
    largest = float(sizes.max(initial=0.0)) or 1.0
    order = np.argsort(sizes, kind="stable")[-_MOST_LINKS:]
    for place in order.tolist():
        target, source = divmod(place, weights.shape[1])
        share = float(weights[target, source]) / largest
        color = QColor(theme.positive if share > 0 else theme.negative)
        color.setAlpha(round(_FAINTEST + (255 - _FAINTEST) * abs(share)))
        width = _THINNEST + (_THICKEST - _THINNEST) * abs(share)
        pen = QPen(color, width * theme.stroke)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(sources[source], targets[target])
