"""One layer's activations: its name, verdicts in words, and a histogram on their range."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.app.widgets.histogram import Histogram
from nnstudio.app.widgets.plot import small_font
from nnstudio.app.widgets.ticks import MINUS
from nnstudio.experiment.advice.verdicts import Verdict, shown_share
from nnstudio.experiment.looks.snapshot import LayerActivity

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MEANINGS = (
    "dead: the gradient of the neuron is zero for every training example\n"
    "saturated: the activation is within 5 % of an end of its range\n"
    "vanishing ×0.001: its gradient is a thousandth of the last layer’s\n"
    "Inside, above the canvas, has more and the definitions"
)


def row_verdicts(activity: LayerActivity, given: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """What the row says of a layer: saturated, dead, how many zeros.

    A bad gradient takes the place of what is of less weight: good news of the dead, and zeros.
    """
    known = {verdict.kind: verdict for verdict in given}
    found = [known[kind] for kind in ("saturated", "dead") if kind in known]
    gradient = known.get("gradient")
    if gradient is not None and gradient.level == "bad":
        short = replace(gradient, text=gradient.text.replace(" gradient", ""))
        kept = (one for one in found if one.kind != "dead" or one.level != "good")
        return (*kept, short)
    if activity.zeros:
        share = activity.zeros / (activity.zeros + int(activity.counts.sum()))
        found.append(Verdict("spread", f"{shown_share(share)} exactly 0", "muted", share))
    return tuple(found)


class ActivityRow(QWidget):
    """The activity of one layer; a click on it asks to select the layer.

    It paints its words itself: labels would have the window laid out anew at every refresh.
    """

    clicked = Signal(int)

    def __init__(self, layer: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layer = layer
        self._name, self._kind, self._moments = "", "", ""
        self._ends = ("", "")
        self.verdicts: tuple[Verdict, ...] = ()
        self.selected = False
        self.histogram = Histogram()
        self._bars = QRectF()
        self.setObjectName(f"activations.layer.{layer}")
        self.setToolTip(_MEANINGS)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._fit_font()
        theme_signals().changed.connect(self.update)

    def show_activity(
        self,
        name: str,
        kind: str,
        activity: LayerActivity,
        verdicts: Sequence[Verdict],
        selected: bool,
    ) -> None:
        """Show `activity` of the layer called `name` with the activation `kind`."""
        if name != self._name:
            self.setAccessibleName(f"Activations of {name}")
        self._name, self._kind, self.selected = name, kind, selected
        self._moments = f"mean {_signed(activity.mean)}  σ {activity.std:.2f}"
        self._ends = _end(float(activity.edges[0])), _end(float(activity.edges[-1]))
        self.verdicts = row_verdicts(activity, verdicts)
        self.histogram.show_activity(activity)
        self._place_histogram()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, int(3 * self._line + 0.5) + 1)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _place_histogram(self) -> None:
        """Right of the words and between the ends of its axis."""
        metrics = QFontMetricsF(self._font)
        low, high = (metrics.horizontalAdvance(text) for text in self._ends)
        words = 8.0 + min(0.42 * self.width(), 13 * self._line)
        left = words + max(low, high, metrics.horizontalAdvance("0.00")) + 4.0
        right = self.width() - max(low, high) - 6.0
        top = self._line + 1.0
        area = QRectF(left, top, right - left, self.height() - top)
        self._bars = QRectF(area.toAlignedRect())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, line, width = current_theme(), self._line, float(self.width())
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(theme.surface))
            if self.selected:
                painter.fillRect(QRectF(0.0, 0.0, 3.0, self.height()), QColor(theme.accent))
            title = QRectF(8.0, 0.0, width - 10.0, line)
            painter.setFont(self._bold)
            painter.setPen(QColor(theme.text))
            painter.drawText(title, _LEFT, self._name)
            name = painter.fontMetrics().horizontalAdvance(self._name + "  ")
            painter.setFont(self._font)
            painter.setPen(QColor(theme.muted))
            painter.drawText(title.adjusted(name, 0.0, 0.0, 0.0), _LEFT, self._kind)
            painter.drawText(title, _RIGHT, self._moments)
            self._draw_ends(painter)
            for row, verdict in enumerate(self.verdicts, start=1):
                painter.setPen(QColor(getattr(theme, verdict.level)))
                painter.drawText(QRectF(8.0, row * line, width, line), _LEFT, verdict.text)
            self.histogram.paint(painter, self._bars, theme)

    def _draw_ends(self, painter: QPainter) -> None:
        """The lowest and the highest value of the axis, at its ends."""
        bars = self._bars
        top = bars.bottom() - self._line + 1.0
        painter.drawText(QRectF(0.0, top, bars.left() - 4.0, self._line), _RIGHT, self._ends[0])
        right = QRectF(bars.right() + 4.0, top, self.width(), self._line)
        painter.drawText(right, _LEFT, self._ends[1])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_histogram()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(self._layer)
        super().mouseReleaseEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._fit_font()
        super().changeEvent(event)

    def _fit_font(self) -> None:
        self._font, self._bold = small_font(self.font()), small_font(self.font())
        self._bold.setWeight(QFont.Weight.DemiBold)
        self._line = 0.9 * QFontMetricsF(self._font).height()  # three lines are to be compact
        self.setMaximumHeight(int(6 * self._line))
        self.updateGeometry()


def _end(value: float) -> str:
    """An end of the axis in few characters."""
    return f"{value:g}".replace("-", MINUS)


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", MINUS)
