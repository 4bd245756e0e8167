"""The learning curves: loss and score over epochs, training solid and test dashed."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from nnstudio.app.panels.live import LivePanel
from nnstudio.app.theme import current_theme
from nnstudio.app.widgets.caption import Caption
from nnstudio.app.widgets.line_plot import LinePlot
from nnstudio.app.widgets.ticks import number, percent
from nnstudio.app.workspace import Workspace

_TREND = 5  # points that say whether the loss falls


class CurvesPanel(LivePanel):
    """Loss and score of the whole run; the pointer reads exact values at an epoch."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__("Loss", workspace, parent)
        self.setObjectName("curves")
        self._hovered: float | None = None
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.timeout.connect(self.on_news)
        self._build_header()
        self._build_plots()
        # Many points may come at once: they are shown together, when control is back at the loop.
        workspace.history_changed.connect(self._due.start)

    def _build_header(self) -> None:
        self.log_scale = QToolButton(self)
        self.log_scale.setText("log")
        self.log_scale.setCheckable(True)
        self.log_scale.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.log_scale.setStyleSheet("padding: 0 6px")
        self.log_scale.setObjectName("curves.logScale")
        self.log_scale.setAccessibleName("Logarithmic loss axis")
        self.log_scale.setToolTip("Show the loss on a logarithmic axis")
        self.log_scale.toggled.connect(self._on_log_scale_toggled)
        self.header.addWidget(self.log_scale)

    def _build_plots(self) -> None:
        self.loss, self.score = LinePlot(self), LinePlot(self, ceiling=1.0)
        self.loss.setAccessibleName("Loss over epochs")
        self.score.setAccessibleName("Accuracy over epochs")
        self.loss_caption, self.score_caption = Caption(self), Caption(self)
        self._plots = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._plots.setSpacing(8)
        self.body.addLayout(self._plots, 1)
        for caption, plot in ((self.loss_caption, self.loss), (self.score_caption, self.score)):
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(caption)
            column.addWidget(plot, 1)
            self._plots.addLayout(column, 1)
            plot.hovered.connect(self._on_hovered)

    @override
    def refresh(self) -> None:
        history = self.workspace.history
        epochs = history.epochs
        self.loss.set_curves(epochs, history.train_loss, history.test_loss)
        self.score.set_curves(epochs, history.train_score, history.test_score)
        self._show_numbers()

    def _show_numbers(self) -> None:
        """The newest values, or those under the pointer."""
        history = self.workspace.history
        if len(history) == 0:
            self.set_summary("")
            return
        index = self._index()
        regression = self._is_regression()
        self.set_summary(_legend(history.train_loss[index], history.test_loss[index]))
        scores = float(history.train_score[index]), float(history.test_score[index])
        self.score.set_percent(not regression)
        reads = self._hovered is not None
        name = "R²" if regression else "accuracy"
        self.score_caption.show_remark(name, _scores(*scores, regression), reads)
        self.loss_caption.show_remark("loss", self._remark(index), reads)
        cursor = None if self._hovered is None else float(history.epochs[index])
        for plot in (self.loss, self.score):
            plot.set_cursor(cursor)
        self.describe(_words(history.epochs, history.train_loss))

    def _remark(self, index: int) -> str:
        """What stands beside the word loss: the epoch that is read, and the penalty."""
        parts, penalty = [], float(self.workspace.history.penalty[index])
        if self._hovered is not None:
            parts.append(f"at epoch {self.workspace.history.epochs[index]:,.0f}")
        if penalty > 0:
            parts.append(f"+ penalty {number(penalty)}")
        return "  ".join(parts)

    def _index(self) -> int:
        """The point that is read: the one nearest to the pointer, or the last."""
        if self._hovered is None:
            return -1
        return int(np.argmin(np.abs(self.workspace.history.epochs - self._hovered)))

    def _is_regression(self) -> bool:
        prepared = self.workspace.prepared
        return prepared is not None and prepared.dataset.task == "regression"

    def _on_hovered(self, place: QPointF | None) -> None:
        self._hovered = None if place is None else place.x()
        self._show_numbers()

    def _on_log_scale_toggled(self, on: bool) -> None:
        self.loss.set_logarithmic(on)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        tall = event.size().height() > 0.7 * event.size().width()
        direction = QBoxLayout.Direction.TopToBottom if tall else QBoxLayout.Direction.LeftToRight
        self._plots.setDirection(direction)


def _legend(train: float, test: float) -> str:
    """Both losses with the strokes of their curves."""
    accent = current_theme().accent
    return (
        f'<span style="color:{accent}">\N{EM DASH} train <b>{number(train)}</b></span>'
        f"&nbsp;&nbsp;\N{EN DASH}\N{HAIR SPACE}\N{EN DASH} test <b>{number(test)}</b>"
    )


def _scores(train: float, test: float, regression: bool) -> str:
    """Both scores in few characters."""
    if regression:
        return f"{number(train)} · {number(test)}"
    return f"{percent(train).removesuffix(' %')} · {percent(test)}"


def _words(epochs: NDArray[np.float64], loss: NDArray[np.float64]) -> str:
    """The curve for screen readers: "epoch 50, loss 0.21, falling"."""
    recent = loss[-_TREND:]
    change = float(recent[-1] - recent[0]) if len(recent) > 1 else 0.0
    if not math.isfinite(change) or abs(change) <= 0.005 * abs(float(recent[0])):
        trend = "steady"
    else:
        trend = "falling" if change < 0 else "rising"
    return f"epoch {epochs[-1]:,.0f}, loss {number(float(loss[-1]))}, {trend}"
