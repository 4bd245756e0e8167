"""One layer's activations: its name, verdicts in words, and a histogram on the activation's range.

Exact zeros of a ReLU stand apart as a hatched bar of their own at the left.
"""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from nnstudio.app.theme import Theme, current_theme, theme_signals
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
        self.selected = False
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
        self._activity = activity
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, int(3 * self._line + 0.5) + 1)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, line = current_theme(), self._line
        area = QRectF(self.rect()).adjusted(8.0, 0.0, -2.0, 0.0)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(theme.surface))
            if self._activity is None:
                return
            if self.selected:
                painter.fillRect(QRectF(0.0, 0.0, 3.0, self.height()), QColor(theme.accent))
            self._draw_title(painter, QRectF(area.left(), area.top(), area.width(), line), theme)
            below = area.adjusted(0.0, line, 0.0, 0.0)
            words = min(0.42 * area.width(), 13 * line)
            self._draw_verdicts(painter, below, theme)
            _draw_histogram(painter, below.adjusted(words, 1.0, 0.0, 0.0), self._activity, theme)

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

    def _draw_title(self, painter: QPainter, area: QRectF, theme: Theme) -> None:
        """Name, activation, and at the right mean and spread."""
        painter.setFont(self._bold)
        painter.setPen(QColor(theme.text))
        painter.drawText(area, _LEFT, self._name)
        width = painter.fontMetrics().horizontalAdvance(self._name + "  ")
        painter.setFont(self._font)
        painter.setPen(QColor(theme.muted))
        painter.drawText(area.adjusted(width, 0.0, 0.0, 0.0), _LEFT, self._kind)
        if self._activity is not None:
            numbers = f"mean {_signed(self._activity.mean)}  σ {self._activity.std:.2f}"
            painter.drawText(area, _RIGHT, numbers)

    def _draw_verdicts(self, painter: QPainter, area: QRectF, theme: Theme) -> None:
        if self._activity is None:
            return
        line = self._line
        for row, verdict in enumerate(verdicts(self._activity)):
            painter.setPen(QColor(getattr(theme, verdict.level)))
            place = QRectF(area.left(), area.top() + row * line, area.width(), line)
            painter.drawText(place, _LEFT, verdict.text)


def _draw_histogram(painter: QPainter, area: QRectF, activity: LayerActivity, theme: Theme) -> None:
    """The bars on a baseline, the ends of the axis beside it."""
    low, high = _end(float(activity.edges[0])), _end(float(activity.edges[-1]))
    metrics = painter.fontMetrics()
    margin = max(metrics.horizontalAdvance(low), metrics.horizontalAdvance(high)) + 4.0
    bars = area.adjusted(metrics.horizontalAdvance("0.00") + 4.0, 0.0, -margin, -1.0)
    line = float(metrics.height())
    painter.setPen(QColor(theme.muted))
    labels = QRectF(area.left(), bars.bottom() - line + 3.0, bars.left() - area.left() - 4, line)
    painter.drawText(labels, _RIGHT, low)
    painter.drawText(QRectF(bars.right() + 4.0, labels.top(), margin, line), _LEFT, high)
    _draw_bars(painter, bars, activity, theme)
    painter.setPen(QColor(theme.border))
    painter.drawLine(bars.bottomLeft(), bars.bottomRight())


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
