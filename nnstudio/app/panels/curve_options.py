"""What is seldom changed about the curves: smoothing, the penalty, and the list of earlier runs."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from nnstudio.app.appearance.theme import Theme, current_theme, theme_signals
from nnstudio.app.widgets.popover import Popover
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.training.past_runs import PastRun

_SMOOTHINGS = (("None", 0.0), ("Light", 0.6), ("Strong", 0.95))
_NAME_WIDTH = 230


def run_color(number: int, theme: Theme) -> str:
    """The color of an earlier run: none that the present one has."""
    colors = theme.classes[3:]  # the third is that of the validation curve
    return colors[(number - 1) % len(colors)]


class CurveOptions(Popover):
    """Opens under the button; `changed` says that the curves look different now."""

    changed = Signal()
    enlarge_asked = Signal()

    def __init__(self, workspace: Workspace, button: QPushButton) -> None:
        super().__init__(button)
        self._workspace = workspace
        self.memory, self.shows_penalty, self.log_epochs = 0.0, False, False
        self._build_smoothing()
        self._build_penalty()
        self._rows = QVBoxLayout()
        self.body.addLayout(self._rows)
        self._build_buttons()
        workspace.runs.changed.connect(self._refresh_runs)
        theme_signals().changed.connect(self._refresh_runs)
        self._refresh_runs()

    def _build_smoothing(self) -> None:
        self.smoothing = QComboBox(self)
        self.smoothing.setObjectName("curves.smoothing")
        self.smoothing.setAccessibleName("Smoothing")
        self.smoothing.setToolTip("Draw moving averages; what is read at an epoch stays exact")
        for words, memory in _SMOOTHINGS:
            self.smoothing.addItem(words, memory)
        self.smoothing.currentIndexChanged.connect(self._on_smoothing_changed)
        row = QHBoxLayout()
        row.addWidget(QLabel("Smoothing", self))
        row.addWidget(self.smoothing, 1)
        self.body.addLayout(row)

    def _build_penalty(self) -> None:
        self.penalty = QCheckBox("Show the penalty as a curve", self)
        self.penalty.setObjectName("curves.penalty")
        self.penalty.toggled.connect(self._on_penalty_toggled)
        self.body.addWidget(self.penalty)
        self.epochs = QCheckBox("Logarithmic axis of epochs", self)
        self.epochs.setObjectName("curves.logEpochs")
        self.epochs.setToolTip("Show the first epochs as wide as all that came later")
        self.epochs.toggled.connect(self._on_epochs_toggled)
        self.body.addWidget(self.epochs)

    def _build_buttons(self) -> None:
        large = QPushButton("Show large", self)
        large.setObjectName("curves.enlarge")
        large.setToolTip("Show the curves in the middle of the window (or double-click them)")
        large.clicked.connect(self._on_enlarge)
        self.body.addWidget(large)

    def _refresh_runs(self) -> None:
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for run in reversed(self._workspace.runs.runs):
            self._rows.addWidget(self._row(run))
        if self.isVisible():
            self.adjustSize()

    def _row(self, run: PastRun) -> QWidget:
        shelf, row = self._workspace.runs, QWidget(self)
        shown = QCheckBox(row)
        shown.setChecked(run.is_shown)
        shown.setObjectName(f"curves.run.{run.number}.shown")
        shown.setAccessibleName(f"Show run {run.name}")
        shown.toggled.connect(partial(shelf.show, run.number))
        line = QLabel("\N{EM DASH}", row)
        line.setStyleSheet(f"color: {run_color(run.number, current_theme())}; font-weight: 700")
        name = QLineEdit(run.name, row)
        name.setObjectName(f"curves.run.{run.number}.name")
        name.setAccessibleName("Name of the run")
        name.setMinimumWidth(_NAME_WIDTH)
        name.setCursorPosition(0)
        name.editingFinished.connect(partial(self._rename, run, name))
        remove = QToolButton(row)
        remove.setText("✕")
        remove.setObjectName(f"curves.run.{run.number}.remove")
        remove.setAccessibleName(f"Forget run {run.name}")
        remove.setToolTip("Forget this run")
        remove.clicked.connect(partial(self._remove, run.number))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (shown, line, name, remove):
            layout.addWidget(widget)
        return row

    def _rename(self, run: PastRun, name: QLineEdit) -> None:
        if name.text() != run.name:
            self._workspace.runs.rename(run.number, name.text())

    def _remove(self, number: int) -> None:
        self._workspace.runs.remove(number)

    def _on_smoothing_changed(self) -> None:
        self.memory = float(self.smoothing.currentData())
        self.changed.emit()

    def _on_penalty_toggled(self, on: bool) -> None:
        self.shows_penalty = on
        self.changed.emit()

    def _on_epochs_toggled(self, on: bool) -> None:
        self.log_epochs = on
        self.changed.emit()

    def _on_enlarge(self) -> None:
        self.hide()
        self.enlarge_asked.emit()
