"""With and without: both pipelines are trained in step, with the same seed, and compared."""

import numpy as np
from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from nnstudio.app.center.preprocessing.rivals import LEAK, contenders, rivals
from nnstudio.app.center.preprocessing.standing import StandingTable
from nnstudio.app.widgets.number_edit import NumberEdit, by_ladder
from nnstudio.app.widgets.ticks import nice_ceiling
from nnstudio.app.workspace.problems import told
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.comparing.race import Lane, RaceThread, Standing
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.lessons.library import load_lesson

_POLL_MS = 50
_GOAL = 0.1
_NOTHING = "Switch a step on: there is nothing to compare yet."
_READY = "Trains both from the same weights' seed on the same split; your own run is left alone."
_LESSON = "fit-on-train"
_WHERE = (
    "A leak shows where few examples meet many features: "
    "<a href='leak'>take 60 digits, whitened</a> (undone at once)."
)
_LEAK = f"The wrong way lets the statistics see the test examples. {_WHERE}"


class LearningView(QWidget):
    """Chooses the rival, starts and cancels the race, and shows its standing."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._race: RaceThread | None = None
        self._standing: Standing | None = None
        self._raced: Experiment | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._poll)
        self._build_controls()
        self._build_layout()
        workspace.experiment_changed.connect(self._refresh_rivals)
        workspace.closing.connect(self.stop)
        self._refresh_rivals()

    def _build_controls(self) -> None:
        self._rival = QComboBox(self)
        self._rival.setObjectName("preprocessing.rival")
        self._rival.setAccessibleName("Compare this pipeline with")
        self._rival.currentIndexChanged.connect(self._on_rival)
        self._start = QPushButton("Train both", self)
        self._start.setObjectName("preprocessing.race")
        self._start.clicked.connect(self._on_start)
        self._goal = NumberEdit(by_ladder, parent=self)
        self._goal.setObjectName("preprocessing.goal")
        self._goal.setAccessibleName("Training loss to reach")
        self._goal.setValue(_GOAL)
        self._goal.valueChanged.connect(self._refresh)
        self._told = QLabel(_READY, self)
        self._told.setObjectName("preprocessing.told")
        self._told.setProperty("role", "muted")
        self._told.setWordWrap(True)
        self._told.linkActivated.connect(self._show_where)
        self._table = StandingTable(self)

    def _build_layout(self) -> None:
        from nnstudio.app.widgets.line_plot import LinePlot

        self._plot = LinePlot(self)
        self._plot.setObjectName("preprocessing.curves")
        self._plot.setAccessibleName("Training loss with and without, over epochs")
        self._plot.set_logarithmic(True)
        controls = QHBoxLayout()
        goal = QLabel("Loss to reach", self)
        goal.setBuddy(self._goal)
        controls.addWidget(self._rival)
        controls.addWidget(self._start)
        controls.addStretch(1)
        controls.addWidget(goal)
        controls.addWidget(self._goal)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(controls)
        layout.addWidget(self._told)
        layout.addWidget(self._plot, 1)
        layout.addWidget(self._table)

    @property
    def is_racing(self) -> bool:
        """Whether both are being trained."""
        return self._race is not None

    def stop(self) -> None:
        """End the race; what it has shown stays."""
        self._timer.stop()
        if self._race is not None:
            self._race.close()
            self._race = None
        self._refresh()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.stop()
        super().hideEvent(event)

    def _refresh_rivals(self) -> None:
        """Offer what can be compared, and drop a standing that is of another experiment."""
        experiment = self._workspace.experiment
        if self._raced is not None and experiment != self._raced:
            self._standing = self._raced = None
            self.stop()
        wanted, chosen = rivals(experiment), self._rival.currentData()
        with QSignalBlocker(self._rival):
            self._rival.clear()
            for key, words in wanted:
                self._rival.addItem(words, key)
            self._rival.setCurrentIndex(max(self._rival.findData(chosen), 0) if wanted else -1)
        self._refresh()

    def _on_rival(self) -> None:
        self._standing = self._raced = None
        self.stop()

    def _on_start(self) -> None:
        if self.is_racing:
            self.stop()
            return
        experiment = self._workspace.experiment
        self._raced, self._standing = experiment, None
        pair = contenders(experiment, self._rival.currentData())
        self._race = RaceThread(pair, max(experiment.training.epochs, 1))
        self._race.start()
        self._timer.start()
        self._refresh()

    def _show_where(self, _link: str) -> None:
        """Take the experiment of the lesson on leaks, where one is plainly seen."""
        lesson = load_lesson(_LESSON).steps[0].experiment
        if lesson is not None:
            self._workspace.edit("60 digits, whitened", lambda _: lesson)

    def _poll(self) -> None:
        news = None if self._race is None else self._race.take()
        if isinstance(news, ExperimentError):
            self.stop()
            self._told.setText(told(news.problems))
        elif news is not None:
            self._standing = news
            if news.is_over:
                self._suggest_goal(news)
                self.stop()
            self._refresh()

    def _suggest_goal(self, standing: Standing) -> None:
        """A loss that nobody reached tells nothing: offer one that the better one did reach."""
        best = min(lane.curves.train_loss.min() for lane in standing.lanes)
        if best > self._goal.value():
            with QSignalBlocker(self._goal):
                self._goal.setValue(nice_ceiling(1.05 * best))

    def _refresh(self) -> None:
        can_race = self._rival.count() > 0
        self._start.setEnabled(can_race)
        self._start.setText("Cancel" if self.is_racing else "Train both")
        standing = self._standing
        self._told.setText(self._words(standing))
        lanes = () if standing is None else standing.lanes
        self._table.show_lanes(lanes, self._goal.value(), self._workspace.prepared)
        curves = [lane.curves.train_loss for lane in lanes] or [np.zeros(0), np.zeros(0)]
        longest = max(len(curve) for curve in curves)
        padded = [
            np.concatenate((curve, np.full(longest - len(curve), np.nan))) for curve in curves
        ]
        self._plot.set_curves(np.arange(longest, dtype=np.float64), padded[0], padded[1])

    def _words(self, standing: Standing | None) -> str:
        if not self._rival.count():
            return _NOTHING
        if standing is None:
            return _LEAK if self._rival.currentData() == LEAK else _READY
        stuck = [f"{lane.name}: {lane.problem}" for lane in standing.lanes if lane.problem]
        if stuck:
            return " ".join(stuck)
        if self.is_racing:
            return f"Epoch {standing.epoch:,} of {standing.epochs:,}"
        if self._rival.currentData() == LEAK:
            return leak_words(*standing.lanes)
        return f"Training loss after {standing.epoch:,} epochs, on a logarithmic axis"


def leak_words(right: Lane, wrong: Lane) -> str:
    """How much better the wrong way looks than it is."""
    honest, told = right.curves.test_score[-1], wrong.curves.test_score[-1]
    gain = 100 * (told - honest)
    if gain >= 1.0:
        return (
            f"The leak flatters: {told:.1%} on the test split instead of {honest:.1%}, "
            f"{gain:.1f} points that new data will not give."
        )
    return f"Here the leak is not seen: {told:.1%} against {honest:.1%} on the test split. {_WHERE}"
