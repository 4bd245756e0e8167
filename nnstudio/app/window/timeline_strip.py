"""The strip of the timeline: the loss in miniature, and a marker that is dragged to any moment.

It is a slider over the recorded steps, so that keys and screen readers take it for one.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QSlider, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import Theme, current_theme, theme_signals
from nnstudio.experiment.training.history import Curves

_EDGE = 6.0  # px beside the curve, for the marker at its ends
_MOST = 2**31 - 1
_KEYS = {
    Qt.Key.Key_Left: "earlier",
    Qt.Key.Key_Down: "earlier",
    Qt.Key.Key_Right: "later",
    Qt.Key.Key_Up: "later",
    Qt.Key.Key_PageDown: "epoch_earlier",
    Qt.Key.Key_PageUp: "epoch_later",
    Qt.Key.Key_Home: "first",
    Qt.Key.Key_End: "last",
}
_WITH_SHIFT = {"earlier": "step_earlier", "later": "step_later"}


class TimelineStrip(QSlider):
    """`dragged` carries the step under the pointer, `asked` a word for a move by keys.

    `oldest` is the first recorded step.
    """

    dragged = Signal(object)  # a number of steps may be more than a Qt int holds
    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("timeline.strip")
        self.setAccessibleName("Timeline: drag to rewind")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setRange(0, 0)
        self.oldest = self._step = self._newest = 0
        self._steps: NDArray[np.float64] = np.zeros(0)
        self._loss: NDArray[np.float64] = np.zeros(0)
        self._line = QPolygonF()
        self._line_size = QSize()
        theme_signals().changed.connect(self.update)

    def show_curve(self, curves: Curves) -> None:
        """Draw the training loss of these steps."""
        known = np.isfinite(curves.train_loss)
        self._steps, self._loss = curves.steps[known], curves.train_loss[known]
        self._line_size = QSize()
        self.update()

    def show_moment(self, oldest: int, step: int, newest: int) -> None:
        """Put the marker at `step` of what is recorded."""
        if (self.oldest, self._newest) != (oldest, newest):
            self.oldest, self._newest = oldest, newest
            self._line_size = QSize()
        self._step = step
        # What keys and screen readers take for the slider cannot count as far as long trainings go.
        self.setRange(min(oldest, _MOST), min(newest, _MOST))
        self.setValue(min(step, _MOST))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, 30)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(80, 24)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = self._frame()
        painter.setPen(QPen(QColor(theme.border), 1.0))
        painter.drawLine(frame.bottomLeft(), frame.bottomRight())
        if self.isEnabled() and self._newest > self.oldest:
            self._draw_line(painter, frame, theme)
            self._draw_marker(painter, frame, theme)

    def _draw_line(self, painter: QPainter, frame: QRectF, theme: Theme) -> None:
        """What was trained up to the moment shown is strong, what came later faint."""
        if self._line_size != self.size():
            self._line, self._line_size = self._polyline(frame), self.size()
        place = self._place(self._step, frame)
        faint = QColor(theme.accent)
        faint.setAlphaF(0.4)
        for left, right, color in (
            (frame.left(), place, QColor(theme.accent)),
            (place, frame.right(), faint),
        ):
            if right - left < 1.0:
                continue
            painter.setClipRect(QRectF(left, 0.0, right - left, self.height()))
            painter.setPen(QPen(color, 1.5))
            painter.drawPolyline(self._line)
        painter.setClipping(False)

    def _draw_marker(self, painter: QPainter, frame: QRectF, theme: Theme) -> None:
        place, color = self._place(self._step, frame), QColor(theme.accent)
        painter.setPen(QPen(QColor(theme.text) if self.hasFocus() else color, 2.0))
        painter.drawLine(QPointF(place, 1.0), QPointF(place, self.height() - 1.0))
        painter.setBrush(color)
        painter.drawEllipse(QPointF(place, frame.bottom()), 4.0, 4.0)

    def _polyline(self, frame: QRectF) -> QPolygonF:
        """At most a point a pixel, from the bottom at the least loss to the top at the most."""
        inside = (self._steps >= self.oldest) & (self._steps <= self._newest)
        steps, loss = self._steps[inside], self._loss[inside]
        if len(steps) < 2:
            return QPolygonF()
        from pyqtgraph.functions import arrayToQPolygonF  # which no first paint shall wait for

        stride = -(-len(steps) // max(self.width(), 1))
        steps, loss = steps[::-stride][::-1], loss[::-stride][::-1]
        # But for a hundredth that is more. NumPy's percentile would first load much more of NumPy.
        last = -(-99 * (len(loss) - 1) // 100)
        low, high = float(loss.min()), float(np.partition(loss, last)[last])
        heights = np.clip((loss - low) / max(high - low, 1e-12), 0.0, 1.0)
        span = self._newest - self.oldest
        across = frame.left() + (steps - self.oldest) / span * frame.width()
        up = frame.bottom() - heights * frame.height()
        line: QPolygonF = arrayToQPolygonF(across, up)
        return line

    def _frame(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_EDGE, 3.0, -_EDGE, -6.0)

    def _place(self, step: int, frame: QRectF) -> float:
        share = (step - self.oldest) / max(self._newest - self.oldest, 1)
        return frame.left() + share * frame.width()

    def _drag_to(self, event: QMouseEvent) -> None:
        frame = self._frame()
        share = min(max((event.position().x() - frame.left()) / frame.width(), 0.0), 1.0)
        self.dragged.emit(round(self.oldest + share * (self._newest - self.oldest)))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag_to(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag_to(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        self.asked.emit("later" if event.angleDelta().y() < 0 else "earlier")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        word = _KEYS.get(Qt.Key(event.key()))
        if word is None:
            super().keyPressEvent(event)
            return
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.asked.emit(_WITH_SHIFT.get(word, word) if shift else word)
