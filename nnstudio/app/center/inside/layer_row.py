"""One layer from inside: verdicts to click on, its distribution now, and how it came to be so."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import Theme, current_theme, theme_signals
from nnstudio.app.center.inside.bins import axis_end, bin_words, filled_bins, fullest_bin
from nnstudio.app.center.inside.ridges import paint_ridges, ridges_in
from nnstudio.app.center.inside.row_look import RowLook
from nnstudio.app.widgets.histogram import Histogram
from nnstudio.app.widgets.plot import small_font
from nnstudio.experiment.advice.verdicts import Verdict
from nnstudio.experiment.looks.insights import Distribution

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_COLUMNS = (("saturated", "dead", "spread"), ("gradient", "one_sign", "update"))
_FIRST, _SECOND = "mean \N{MINUS SIGN}88.88  σ 88.88  ", "vanishing gradient ×1.0e\N{MINUS SIGN}88 "
_LEAST_LINES, _MOST_LINES = 5.2, 24.0
_GAP = 12.0


class InsideRow(QWidget):
    """Paints its words itself, so that a refresh lays nothing out."""

    verdict_clicked = Signal(object, QPoint)
    """A Verdict, and the point of the screen below it."""
    bin_clicked = Signal(int, int)
    """The layer, and a bin of its distribution or ZEROS."""
    clicked = Signal(int)

    def __init__(self, layer: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layer = layer
        self.look: RowLook | None = None
        self.histogram = Histogram()
        self._hovered: Verdict | None = None
        self.setObjectName(f"inside.layer.{layer}")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self._fit_font()
        theme_signals().changed.connect(self.update)

    @property
    def most_ridges(self) -> int:
        """How many ridges have room."""
        return ridges_in(self._ridge_area().height())

    def show_look(self, look: RowLook) -> None:
        """Show a layer."""
        if self.look is None or look.name != self.look.name:
            self.setAccessibleName(f"Inside {look.name}")
        self.look = look
        self.setAccessibleDescription(", ".join(verdict.text for verdict in look.verdicts))
        if look.now is not None:
            self.histogram.show_counts(look.now.counts.sum(axis=0), int(look.now.zeros.sum()))
        self.update()

    def verdict_places(self) -> list[tuple[Verdict, QRectF]]:
        """Where each verdict is written."""
        if self.look is None:
            return []
        metrics, line = QFontMetricsF(self._font), self._line
        by_kind = {verdict.kind: verdict for verdict in self.look.verdicts}
        lefts = (10.0, 10.0 + metrics.horizontalAdvance(_FIRST))
        places = []
        for left, kinds in zip(lefts, _COLUMNS, strict=True):
            shown = [by_kind[kind] for kind in kinds if kind in by_kind]
            for row, verdict in enumerate(shown, start=1):
                width = metrics.horizontalAdvance(verdict.text)
                places.append((verdict, QRectF(left, row * 1.1 * line, width, line)))
        return places

    def histogram_area(self) -> QRectF:
        """Where the bars stand."""
        left, width = self._plots()
        return self._plot(left, width)

    def _ridge_area(self) -> QRectF:
        left, width = self._plots()
        return self._plot(left + width + _GAP, width)

    def _plots(self) -> tuple[float, float]:
        """The left edge of the first plot, and the width of each."""
        metrics = QFontMetricsF(self._font)
        left = 10.0 + metrics.horizontalAdvance(_FIRST) + metrics.horizontalAdvance(_SECOND) + 6.0
        return left, max((self.width() - left - _GAP - 8.0) / 2, 20.0)

    def _plot(self, left: float, width: float) -> QRectF:
        bottom = self.height() - 1.1 * self._line
        top = self._line + 3.0
        return QRectF(left, top, width, max(bottom - top, 8.0))

    @override
    def sizeHint(self) -> QSize:
        return QSize(400, int(_LEAST_LINES * self._line))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, theme = self.look, current_theme()
        if look is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if look.is_selected:
                painter.fillRect(QRectF(0, 0, 3, self.height()), QColor(theme.accent))
            self._paint_words(painter, look, theme)
            if look.now is None:
                self._paint_nothing(painter, theme)
            else:
                self._paint_plots(painter, look, look.now, theme)

    def _paint_words(self, painter: QPainter, look: RowLook, theme: Theme) -> None:
        title = QRectF(10.0, 0.0, self.width(), self._line)
        painter.setFont(self._bold)
        painter.setPen(QColor(theme.text))
        painter.drawText(title, _LEFT, look.name)
        after = painter.fontMetrics().horizontalAdvance(look.name + "  ")
        painter.setFont(self._font)
        painter.setPen(QColor(theme.muted))
        painter.drawText(title.adjusted(after, 0, 0, 0), _LEFT, look.kind)
        for verdict, place in self.verdict_places():
            painter.setPen(QColor(getattr(theme, verdict.level)))
            painter.drawText(place.adjusted(0, 0, 4, 0), _LEFT, verdict.text)
            if verdict is self._hovered:
                painter.drawLine(place.bottomLeft(), place.bottomRight())

    def _paint_nothing(self, painter: QPainter, theme: Theme) -> None:
        painter.setPen(QColor(theme.muted))
        left, _ = self._plots()
        place = QRectF(left, 0, self.width() - left - 8.0, self.height())
        centered = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(place, centered, "No step led to this moment: train, or take one step")

    def _paint_plots(
        self, painter: QPainter, look: RowLook, now: Distribution, theme: Theme
    ) -> None:
        bars, ridges = self.histogram_area(), self._ridge_area()
        self._write(painter, bars, bars.top() - self._line, (look.axis, ""))
        since = f"since step {look.ridges[0].step:,}" if len(look.ridges) > 1 else "over time"
        self._write(painter, ridges, ridges.top() - self._line, (since, ""))
        ends = axis_end(float(now.edges[0]), now.is_log), axis_end(float(now.edges[-1]), now.is_log)
        for area in (bars, ridges):
            self._write(painter, area, area.bottom() + 1.0, ends)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self.histogram.paint(painter, bars, theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ridges(painter, ridges, look.ridges, now.is_log, theme)

    def _write(self, painter: QPainter, area: QRectF, top: float, ends: tuple[str, str]) -> None:
        painter.setPen(QColor(current_theme().muted))
        line = QRectF(area.left(), top, area.width(), self._line)
        painter.drawText(line, _LEFT, ends[0])
        painter.drawText(line, _RIGHT, ends[1])

    def _verdict_at(self, point: QPointF) -> Verdict | None:
        return next(
            (found for found, place in self.verdict_places() if place.contains(point)), None
        )

    def _bin_at(self, point: QPointF) -> int | None:
        area = self.histogram_area()
        inside = area.adjusted(-2, 0, 0, 0).contains(point)
        shows = self.look is not None and self.look.now is not None
        return self.histogram.bin_at(area, point.x()) if inside and shows else None

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = self._verdict_at(event.position())
        touches = self._hovered is not None or self._bin_at(event.position()) is not None
        shape = Qt.CursorShape.PointingHandCursor if touches else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        verdict, place = self._verdict_at(event.position()), self._bin_at(event.position())
        if verdict is not None:
            self._ask(verdict)
        elif place is not None:
            self.bin_clicked.emit(self._layer, place)
        else:
            self.clicked.emit(self._layer)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        verdicts = [verdict for verdict, _ in self.verdict_places()]
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and verdicts:
            self._ask(min(verdicts, key=_gravity))
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._choose_beside(1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def _choose_beside(self, direction: int) -> None:
        """Choose the next bin that holds something, in a direction; at first the fullest."""
        if self.look is None or self.look.now is None:
            return
        bins, chosen = filled_bins(self.look.now), self.histogram.chosen
        if not bins:
            return
        if chosen is None:
            self.bin_clicked.emit(self._layer, fullest_bin(self.look.now))
            return
        beyond = [place for place in bins if (place - chosen) * direction > 0]
        if beyond:
            self.bin_clicked.emit(self._layer, min(beyond) if direction > 0 else max(beyond))

    def _ask(self, verdict: Verdict) -> None:
        place = next(place for found, place in self.verdict_places() if found is verdict)
        below = self.mapToGlobal(place.bottomLeft().toPoint() + QPoint(0, 4))
        self.verdict_clicked.emit(verdict, below)

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def _tip(self, point: QPointF) -> str:
        if self._verdict_at(point) is not None:
            return "Click for what that means"
        place = self._bin_at(point)
        if place is None or self.look is None or self.look.now is None:
            return ""
        return f"{bin_words(self.look.now, place)}\nClick to mark the neurons"

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._fit_font()
        super().changeEvent(event)

    def _fit_font(self) -> None:
        self._font, self._bold = small_font(self.font()), small_font(self.font())
        self._bold.setWeight(QFont.Weight.DemiBold)
        self._line = QFontMetricsF(self._font).height()
        self.setMaximumHeight(int(_MOST_LINES * self._line))
        self.updateGeometry()


def _gravity(verdict: Verdict) -> int:
    return ("bad", "warning", "muted", "good").index(verdict.level)
