"""Many random starts: how their final losses spread, and what each of them became.

Where a setting is varied, each value has a strip of its own, on the same axis.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from nnstudio.app.compare.loss_strip import LossStrip
from nnstudio.app.compare.start_tile import StartTile, best_columns
from nnstudio.app.widgets.steady import Steady
from nnstudio.app.widgets.ticks import nice_ceiling
from nnstudio.app.workspace.problems import sentence
from nnstudio.experiment.comparing.starts import USUAL, Progress, StartsThread, Trial
from nnstudio.experiment.document import Experiment

_POLL_MS = 50
_GAP = 8


class StartsView(QWidget):
    """Trains starts while it is visible; `opened` brings the one that was chosen."""

    opened = Signal(object)
    varied = Signal()
    closed = Signal()
    tried = Signal(object)
    """A trial is done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("starts")
        self.setAccessibleName("Many random starts")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._experiments: tuple[Experiment, ...] = ()
        self._thread: StartsThread | None = None
        self.trials: tuple[Trial, ...] = ()
        self._strips: list[LossStrip] = []
        self._tiles: list[StartTile] = []
        self._columns = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self.poll)
        self._build()

    def _build(self) -> None:
        bar = QFrame(self)
        bar.setObjectName("trainingBar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(10)
        self._heading = QLabel(bar)
        self._heading.setObjectName("starts.heading")
        self._heading.setProperty("role", "cardTitle")
        row.addWidget(Steady(self._heading))
        self._progress = QProgressBar(bar)
        self._progress.setObjectName("starts.progress")
        self._progress.setAccessibleName("Starts trained")
        self._progress.setMaximum(100)
        row.addWidget(self._progress, 1)
        row.addStretch(1)
        self._train = self._button(bar, "Cancel", "train", "Train all of them anew, or cancel")
        self._train.clicked.connect(self._on_train)
        vary = self._button(bar, "Vary…", "vary", "Compare starts for several values of a setting")
        vary.clicked.connect(self.varied)
        self._button(bar, "Close", "close", "Back to the desk (Esc)").clicked.connect(self.closed)
        self._told = QLabel(self)
        self._told.setObjectName("starts.told")
        self._told.setProperty("role", "muted")
        self._told.setWordWrap(True)
        self._strip_rows = QVBoxLayout()
        self._place = QWidget(self)
        self._place.installEventFilter(self)
        self._grid = QGridLayout(self._place)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP // 2)
        self._lay_out(bar)

    def _lay_out(self, bar: QWidget) -> None:
        body = QVBoxLayout()
        body.setContentsMargins(2 * _GAP, _GAP, 2 * _GAP, _GAP)
        body.setSpacing(_GAP)
        body.addLayout(self._strip_rows)
        body.addWidget(self._told)
        body.addWidget(self._place, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addLayout(body, 1)

    def _button(self, parent: QWidget, text: str, name: str, words: str) -> QPushButton:
        button = QPushButton(text, parent)
        button.setObjectName(f"starts.{name}")
        button.setAccessibleName(words.partition(" (")[0])
        button.setToolTip(words)
        layout = parent.layout()
        assert layout is not None  # the bar has one
        layout.addWidget(button)
        return button

    def begin(self, experiments: Sequence[Experiment]) -> None:
        """Train many starts of each of `experiments`."""
        self.stop()
        self._experiments, self.trials = tuple(experiments), ()
        self._show_trials()
        self._thread = StartsThread(self._experiments)
        self._thread.start()
        self._timer.start()
        self._told.setText("The same data, the same settings: only the initial weights differ.")
        self._refresh(0.0)

    def stop(self) -> None:
        """Cancel what is not done; what is done stays."""
        self._timer.stop()
        if self._thread is not None:
            self._thread.close()
            self._thread = None
        self._refresh(0.0)

    @property
    def is_training(self) -> bool:
        """Whether starts are being trained."""
        return self._thread is not None

    def poll(self) -> None:
        """Take what there is to see."""
        progress = None if self._thread is None else self._thread.take()
        if progress is None:
            return
        if len(progress.trials) != len(self.trials):
            known, self.trials = len(self.trials), progress.trials
            for trial in self.trials[known:]:
                self.tried.emit(trial)
            self._show_trials()
        if progress.is_over:
            self.stop()
            self._tell(progress)
        else:
            self._refresh(progress.share)

    def _tell(self, progress: Progress) -> None:
        if progress.problem is not None:
            self._told.setText(sentence(progress.problem.problems))
        else:
            self._told.setText("By final loss, the lowest first. Click one to open it, trained.")

    def _refresh(self, share: float) -> None:
        count = len(self._experiments)
        of = f" of each of {count} networks" if count > 1 else ""
        self._heading.setText(f"{USUAL} random starts{of}")
        self._train.setText("Cancel" if self.is_training else "Train again")
        self._progress.setVisible(self.is_training)
        self._progress.setValue(round(100 * share))

    def _on_train(self) -> None:
        if self.is_training:
            self.stop()
            self._told.setText("Cancelled.")
        else:
            self.begin(self._experiments)

    def _show_trials(self) -> None:
        """A strip for each trial that is done, all on one axis, and the tiles of the last."""
        for strip in self._strips:
            strip.hide()
            strip.deleteLater()
        self._strips = []
        worst = max((trial.quantile(1.0) for trial in self.trials), default=0.0)
        top = nice_ceiling(worst) if worst > 0.0 else 1.0
        for trial in self.trials:
            strip = LossStrip(trial, top, self)
            strip.chosen.connect(self.opened)
            strip.pressed.connect(self._on_strip_pressed)
            self._strip_rows.addWidget(strip)
            self._strips.append(strip)
        self._show_tiles(len(self.trials) - 1)

    def _on_strip_pressed(self) -> None:
        pressed = self.sender()
        self._show_tiles(next(n for n, strip in enumerate(self._strips) if strip is pressed))

    def _show_tiles(self, place: int) -> None:
        """The starts of one trial, as pictures."""
        for tile in self._tiles:
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self._tiles = []
        for number, strip in enumerate(self._strips):
            strip.is_selected = number == place and len(self._strips) > 1
            strip.update()
        if place < 0:
            return
        trial = self.trials[place]
        for start in trial.starts:
            tile = StartTile(start, trial.prepared, self)
            tile.clicked.connect(self._on_tile_clicked)
            tile.entered.connect(self._strips[place].mark)
            self._tiles.append(tile)
        self._columns = 0
        self._arrange()

    def _arrange(self) -> None:
        """Put the tiles where their pictures are largest."""
        if not self._tiles:
            return
        room, line = self._place.size(), self.fontMetrics().height()
        columns = best_columns(len(self._tiles), room.width(), room.height(), line)
        if columns != self._columns:
            self._columns = columns
            for number, tile in enumerate(self._tiles):
                self._grid.addWidget(tile, *divmod(number, columns))

    def _on_tile_clicked(self) -> None:
        tile = self.sender()
        if isinstance(tile, StartTile):
            self.opened.emit(tile.start)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._place and event.type() == QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.stop()
        super().hideEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
