"""The learning curves: loss and score over epochs, training solid and test dashed."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.panels.curve_options import CurveOptions, run_color
from nnstudio.app.panels.curve_reading import Reading, at_moment, at_point
from nnstudio.app.panels.live import LivePanel
from nnstudio.app.widgets.caption import Caption
from nnstudio.app.widgets.line_plot import LinePlot
from nnstudio.app.widgets.ticks import number, percent
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.training.history import Column
from nnstudio.experiment.training.past_runs import smoothed

_TREND = 5  # points that say whether the loss falls
_ROOM = 260  # px that three losses, an epoch and a penalty need beside each other


class CurvesPanel(LivePanel):
    """Loss and score of the whole run; the pointer reads exact values at an epoch."""

    def __init__(
        self, workspace: Workspace, parent: QWidget | None = None, name: str = "curves"
    ) -> None:
        super().__init__("Loss", workspace, parent)
        self.setObjectName(name)
        self._hovered: float | None = None
        self._shown_past: int | None = None
        self._regression = False
        self._build_header()
        self._build_plots()
        workspace.history_changed.connect(self.on_news)
        workspace.snapshot_changed.connect(self._on_snapshot_changed)
        workspace.runs.changed.connect(self.refresh_if_visible)

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
        more = QPushButton("⋯", self)
        more.setObjectName("curves.options")
        more.setAccessibleName("Options of the curves")
        more.setToolTip("Smoothing, penalty, earlier runs, large view")
        more.setStyleSheet("padding: 0 6px")
        more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.options = CurveOptions(self.workspace, more)
        self.options.changed.connect(self.refresh)
        self.options.enlarge_asked.connect(self._enlarge)
        self.header.addWidget(more)

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
        history, smooth = self.workspace.history, self._smooth
        for plot in (self.loss, self.score):
            plot.set_log_epochs(self.options.log_epochs)
        losses = [history.train_loss, history.test_loss, history.validation_loss]
        if self.options.shows_penalty:
            losses.append(history.penalty)
        scores = (history.train_score, history.test_score, history.validation_score)
        self.loss.set_curves(history.epochs, *map(smooth, losses))
        self.score.set_curves(history.epochs, *map(smooth, scores))
        self._show_others()
        self._show_numbers()

    def _smooth(self, values: Column) -> Column:
        return smoothed(values, self.options.memory)

    def _show_others(self) -> None:
        """Earlier runs in colors of their own, and futures that were left behind."""
        theme = current_theme()
        others = [(branch, theme.accent) for branch in self.workspace.history.branches]
        for run in self.workspace.runs.runs:
            if run.is_shown:
                kept = (run.curves, *run.curves.branches)
                others += [(curves, run_color(run.number, theme)) for curves in kept]
        smooth = self._smooth
        self.loss.set_others([(c.epochs, smooth(c.train_loss), color) for c, color in others])
        self.score.set_others([(c.epochs, smooth(c.train_score), color) for c, color in others])

    def _show_numbers(self) -> None:
        """The newest values, or those under the pointer."""
        history = self.workspace.history
        if len(history) == 0:
            self.set_summary("")
            return
        read = self._read()
        regression = self._is_regression()
        self.set_summary(_legend(*read.losses))
        self.score.set_percent(not regression)
        name = "R²" if regression else "accuracy"
        crowded = bool(read.where) or math.isfinite(read.scores[1])
        self.score_caption.show_remark(name, _scores(read.scores, regression), crowded)
        self.loss_caption.show_remark("loss", self._remark(read), crowded)
        for plot in (self.loss, self.score):
            plot.set_cursor(read.epoch if read.where else None)
        self.describe(_words(history.epochs, history.train_loss))

    def _remark(self, read: Reading) -> str:
        """What stands beside the word loss: three losses, the moment that is read, the penalty."""
        parts = []
        if math.isfinite(read.losses[1]):
            parts.append(" · ".join(f"{loss:.3g}" for loss in read.losses))
        is_narrow = bool(parts) and self.loss_caption.width() < _ROOM
        if read.where and not is_narrow:
            parts.append(read.where)
        if read.penalty > 0 and not is_narrow:
            parts.append(f"+ penalty {number(read.penalty)}")
        return "  ".join(parts)

    def _read(self) -> Reading:
        """The past moment that is shown itself; else the point under the pointer, or the last."""
        history, snapshot = self.workspace.history, self.workspace.snapshot
        if self._hovered is None and snapshot is not None and snapshot.is_past:
            return at_moment(history, snapshot.metrics)
        if self._hovered is None:
            return at_point(history, -1, "")
        index = int(np.argmin(np.abs(history.epochs - self._hovered)))
        return at_point(history, index, f"at epoch {history.epochs[index]:,.0f}")

    def _past_step(self) -> int | None:
        """The moment that the window shows, if it is not the newest."""
        snapshot = self.workspace.snapshot
        return snapshot.metrics.step if snapshot is not None and snapshot.is_past else None

    def _on_snapshot_changed(self) -> None:
        past = self._past_step()
        if past != self._shown_past and self.isVisible():
            self._shown_past = past
            self._show_numbers()

    def _enlarge(self) -> None:
        action = self.window().findChild(QAction, "view.curves")
        if isinstance(action, QAction):
            action.trigger()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._enlarge()

    def _is_regression(self) -> bool:
        """What the curves are of: the run that there is, or the last one there was."""
        prepared = self.workspace.prepared
        if prepared is not None:
            self._regression = prepared.dataset.task == "regression"
        return self._regression

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


def _legend(train: float, validation: float, test: float) -> str:
    """The losses with the strokes of their curves; the numbers of three stand below the title."""
    theme, gap = current_theme(), "&nbsp;&nbsp;"
    held, numbers = "", (f" <b>{number(train)}</b>", f" <b>{number(test)}</b>")
    if math.isfinite(validation):
        held, numbers = f'{gap}<span style="color:{theme.good}">··· validation</span>', ("", "")
    return (
        f'<span style="color:{theme.accent}">\N{EM DASH} train{numbers[0]}</span>{held}'
        f"{gap}\N{EN DASH}\N{HAIR SPACE}\N{EN DASH} test{numbers[1]}"
    )


def _scores(values: Sequence[float], regression: bool) -> str:
    """Scores in few characters, without one that is not known."""
    known = [value for value in values if math.isfinite(value)]
    if regression:
        return " · ".join(map(number, known))
    return " · ".join(percent(value).removesuffix(" %") for value in known) + " %"


def _words(epochs: NDArray[np.float64], loss: NDArray[np.float64]) -> str:
    """The curve for screen readers: "epoch 50, loss 0.21, falling"."""
    recent = loss[-_TREND:]
    change = float(recent[-1] - recent[0]) if len(recent) > 1 else 0.0
    if not math.isfinite(change) or abs(change) <= 0.005 * abs(float(recent[0])):
        trend = "steady"
    else:
        trend = "falling" if change < 0 else "rising"
    return f"epoch {epochs[-1]:,.0f}, loss {number(float(loss[-1]))}, {trend}"
