"""One layer's activations: its name, verdicts in words, and a histogram on the activation's range.

Exact zeros of a ReLU stand apart as a hatched bar of their own at the left.
"""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from nnstudio.app.theme import Theme, current_theme, theme_signals
from nnstudio.app.widgets.layers import Layers
from nnstudio.app.widgets.ticks import MINUS
from nnstudio.experiment.snapshot import LayerActivity

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MEANINGS = (
    "dead: the gradient of the neuron is zero for every training example\n"
    "saturated: the activation is within 5 % of an end of its range"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement in words; `level` is the theme's good, warning, bad, or muted for neither."""

    text: str
    level: str


def verdicts(activity: LayerActivity) -> tuple[Verdict, ...]:
    """What ails a layer, or that nothing does."""
    dead, units = int(activity.dead.sum()), len(activity.dead)
    found = []
    if activity.saturated_fraction is not None:
        share = activity.saturated_fraction
        found.append(Verdict(f"{share:.0%} saturated".replace("%", " %"), _level(share, 0.1)))
    text = f"{dead} of {units} dead" if dead else "0 dead"
    found.append(Verdict(text, _level(dead / units, 0.0)))
    if activity.zeros:
        share = activity.zeros / (activity.zeros + int(activity.counts.sum()))
        found.append(Verdict(f"{share:.0%} exactly 0".replace("%", " %"), "muted"))
    return tuple(found)


def _level(share: float, tolerated: float) -> str:
    if share <= tolerated:
        return "good"
    return "warning" if share < 0.5 else "bad"


class ActivityRow(QWidget):
    """The activity of one layer; a click on it asks to select the layer."""

    clicked = Signal(int)

    def __init__(self, layer: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layer = layer
        self._name, self._kind = "", ""
        self._activity: LayerActivity | None = None
        self.verdicts: tuple[Verdict, ...] = ()
        self.selected = False
        self._layers = Layers(self)
        self.setObjectName(f"activations.layer.{layer}")
        self.setToolTip(_MEANINGS)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._fit_font()
        theme_signals().changed.connect(self.update)

    def show_activity(self, name: str, kind: str, activity: LayerActivity, selected: bool) -> None:
        """Show `activity` of the layer called `name` with the activation `kind`."""
        if name != self._name:
            self.setAccessibleName(f"Activations of {name}")
        self._name, self._kind, self.selected = name, kind, selected
        self._activity, self.verdicts = activity, verdicts(activity)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, int(3 * self._line + 0.5) + 1)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(theme.surface))
            if self._activity is not None:
                self._paint(painter, self._activity, theme)

    def _paint(self, painter: QPainter, activity: LayerActivity, theme: Theme) -> None:
        area = QRectF(self.rect()).adjusted(8.0, 0.0, -2.0, 0.0)
        ends = _end(float(activity.edges[0])), _end(float(activity.edges[-1]))
        bars = self._bars(area, ends)
        key = theme.name, self._font.key(), self._name, self._kind, self.selected, ends
        draw_fixed = partial(self._draw_fixed, area=area, bars=bars, ends=ends, theme=theme)
        self._layers.draw(painter, "fixed", key, draw_fixed)
        painter.setFont(self._font)
        painter.setPen(QColor(theme.muted))
        numbers = f"mean {_signed(activity.mean)}  σ {activity.std:.2f}"
        painter.drawText(QRectF(area.topLeft(), QSizeF(area.width(), self._line)), _RIGHT, numbers)
        for row, verdict in enumerate(self.verdicts, start=1):
            painter.setPen(QColor(getattr(theme, verdict.level)))
            place = QRectF(area.left(), row * self._line, area.width(), self._line)
            painter.drawText(place, _LEFT, verdict.text)
        _draw_bars(painter, bars, activity, theme)

    def _bars(self, area: QRectF, ends: tuple[str, str]) -> QRectF:
        """Where the bars go: right of the words and between the ends of the axis."""
        metrics = QFontMetricsF(self._font)
        words = min(0.42 * area.width(), 13 * self._line)
        left = words + max(metrics.horizontalAdvance(text) for text in ("0.00", ends[0])) + 4.0
        right = max(metrics.horizontalAdvance(text) for text in ends) + 4.0
        return area.adjusted(left, self._line + 1.0, -right, -1.0)

    def _draw_fixed(
        self, painter: QPainter, area: QRectF, bars: QRectF, ends: tuple[str, str], theme: Theme
    ) -> None:
        """The name, the activation, the axis with its ends, and the sign of the selection."""
        if self.selected:
            painter.fillRect(QRectF(0.0, 0.0, 3.0, self.height()), QColor(theme.accent))
        title = QRectF(area.topLeft(), QSizeF(area.width(), self._line))
        painter.setFont(self._bold)
        painter.setPen(QColor(theme.text))
        painter.drawText(title, _LEFT, self._name)
        title.adjust(painter.fontMetrics().horizontalAdvance(self._name + "  "), 0.0, 0.0, 0.0)
        painter.setFont(self._font)
        painter.setPen(QColor(theme.muted))
        painter.drawText(title, _LEFT, self._kind)
        label = QRectF(0.0, bars.bottom() - self._line + 2.0, bars.left() - 4.0, self._line)
        painter.drawText(label, _RIGHT, ends[0])
        label.moveLeft(bars.right() + 4.0)
        painter.drawText(label, _LEFT, ends[1])
        painter.setPen(QColor(theme.border))
        painter.drawLine(bars.bottomLeft(), bars.bottomRight())

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
        self._font, self._bold = QFont(self.font()), QFont(self.font())
        for font in (self._font, self._bold):
            font.setPointSizeF(max(9.0, font.pointSizeF() - 1.0))
        self._bold.setWeight(QFont.Weight.DemiBold)
        self._line = 0.9 * QFontMetricsF(self._font).height()  # three lines are to be compact
        self.setMaximumHeight(int(6 * self._line))
        self.updateGeometry()


def _draw_bars(painter: QPainter, area: QRectF, activity: LayerActivity, theme: Theme) -> None:
    counts, left = activity.counts.tolist(), area.left()
    highest = max(*counts, 1)
    if activity.zeros:
        zeros = 0.07 * area.width()
        _draw_zeros(painter, area, zeros, activity.zeros / highest, theme)
        left += zeros + 3.0
    width = (area.right() - left) / len(counts)
    scale = area.height() / highest
    rectangles = [
        QRectF(
            left + i * width, area.bottom() - count * scale, max(width - 0.6, 0.8), count * scale
        )
        for i, count in enumerate(counts)
        if count
    ]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.positive))
    painter.drawRects(rectangles)


def _draw_zeros(painter: QPainter, area: QRectF, width: float, share: float, theme: Theme) -> None:
    """The hatched bar of exact zeros; one that is higher than all others is cut, and shows it."""
    height = area.height() * min(share, 1.0)
    bar = QRectF(area.left(), area.bottom() - height, width, height)
    painter.setPen(QColor(theme.warning))
    painter.setBrush(QBrush(QColor(theme.warning), Qt.BrushStyle.BDiagPattern))
    painter.drawRect(bar)
    if share > 1.0:
        cut = QRectF(bar.left() - 2.0, bar.top() + 0.25 * height, width + 5.0, 3.0)
        painter.fillRect(cut, QColor(theme.surface))


def _end(value: float) -> str:
    """An end of the axis in few characters."""
    return f"{value:g}".replace("-", MINUS)


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", MINUS)
