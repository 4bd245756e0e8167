"""The training bar: run, step, reset, new weights, the epoch, and every training setting."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from nnstudio.app.appearance.icons import icon
from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.app.canvas.pace import Pace
from nnstudio.app.toolbar.more_settings import MORE_SETTINGS
from nnstudio.app.toolbar.setting_fields import ChoiceField, NumberField, field_for, labeled
from nnstudio.app.toolbar.training_settings import (
    EPOCHS,
    SETTINGS,
    ChoiceSetting,
    NumberSetting,
    dropout_rates,
    penalty_kind,
)
from nnstudio.app.widgets.folding import FoldingRow
from nnstudio.app.widgets.popover import Popover
from nnstudio.app.widgets.steady import Steady
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.core.schedules import rate_at

_CLASS_LOSSES = ("cross_entropy", "hinge")
_COUNTER_SIZE = 1.7
_COUNTER_MS = 65  # nobody reads a number that changes more often


class TrainingBar(QFrame):
    """Everything here works while training runs."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trainingBar")
        self.setAccessibleName("Training")
        self._workspace = workspace
        self._pace = Pace(_COUNTER_MS)
        self._fields: dict[str, NumberField | ChoiceField] = {}
        self._buttons: dict[str, QPushButton] = {}
        self._looks: dict[str, tuple[str, str, str]] = {}  # of their icons
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(12, 6, 12, 6)
        self._layout.setSpacing(8)
        self._build_buttons()
        self._build_epochs()
        self._row = QHBoxLayout()
        self._row.setSpacing(self._layout.spacing())
        self._layout.addLayout(self._row)
        self._build_more()
        self._build_settings()
        self._connect()
        self._refresh_icons()
        self._refresh()
        self._on_phase_changed(workspace.phase)

    def _build_buttons(self) -> None:
        workspace = self._workspace
        for name, words, slot in (
            ("runButton", "Run (Ctrl+Return)", workspace.toggle_run),
            ("stepButton", "One step: train one batch (.)", workspace.step),
            ("resetButton", "Reset: same initial weights, epoch 0", workspace.reset),
            ("newWeightsButton", "New weights: start over from the next seed", self._new_weights),
        ):
            button = QPushButton(self)
            button.setObjectName(name)
            button.setAccessibleName(words.partition(":")[0].partition(" (")[0])
            button.setToolTip(words)
            button.setIconSize(QSize(20, 20))
            button.clicked.connect(slot)
            self._buttons[name] = button
            self._layout.addWidget(button)

    def _build_epochs(self) -> None:
        self._counter = QLabel("0", self)
        self._counter.setObjectName("epochCounter")
        self._counter.setAccessibleName("Epoch")
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * _COUNTER_SIZE)
        font.setBold(True)
        self._counter.setFont(font)
        self._counter.setMinimumWidth(self._counter.fontMetrics().horizontalAdvance("000,000"))
        column = QVBoxLayout()
        column.setSpacing(0)
        caption = QLabel("Epoch", self)
        caption.setProperty("role", "muted")
        column.addWidget(caption)
        column.addWidget(Steady(self._counter))
        self._layout.addSpacing(4)
        self._layout.addLayout(column)
        self._layout.addLayout(self._field(EPOCHS, self))
        self._layout.addSpacing(12)

    def _build_settings(self) -> None:
        for setting in SETTINGS:
            holder = QWidget(self)
            holder.setLayout(self._field(setting, holder))
            self._folding.add(holder)

    def _build_more(self) -> None:
        button = QPushButton("More", self)
        button.setObjectName("moreButton")
        button.setAccessibleName("More settings")
        button.setToolTip("Seed, input noise, L1, learning-rate schedule, when to stop")
        popover = Popover(button)
        columns = QHBoxLayout()
        columns.setSpacing(18)
        popover.body.addLayout(columns)
        folded = QVBoxLayout()
        folded.addStretch(1)
        self._folding = FoldingRow(self._row, folded)
        columns.addLayout(folded)
        for settings in MORE_SETTINGS:
            more = QVBoxLayout()
            for setting in settings:
                more.addLayout(self._field(setting, popover))
            columns.addLayout(more)
        self._rate = QLabel(popover)
        self._rate.setObjectName("currentRate")
        self._rate.setProperty("role", "muted")
        popover.body.addWidget(self._rate)
        column = QVBoxLayout()
        column.addStretch(1)
        column.addWidget(button)
        self._layout.addLayout(column)
        self._layout.addStretch(1)

    def _field(self, setting: NumberSetting | ChoiceSetting, parent: QWidget) -> QVBoxLayout:
        field = field_for(self._workspace, setting, parent)
        self._fields[setting.name] = field
        column = labeled(setting.label, field.widget)
        column.setContentsMargins(0, 0, 0, 0)
        return column

    @override
    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return least - QSize(self._folding.width, 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # other fonts need other room
            self._fold()
        return super().event(event)

    def _fold(self) -> None:
        """Keep the settings in the bar that it has room for, and the others under More."""
        taken = self._layout.minimumSize().width() - self._folding.width
        self._folding.fit(self.width() - taken)

    def _connect(self) -> None:
        workspace = self._workspace
        workspace.experiment_changed.connect(self._refresh)
        workspace.prepared_changed.connect(self._refresh)
        workspace.snapshot_changed.connect(self._on_snapshot_changed)
        workspace.phase_changed.connect(self._on_phase_changed)
        theme_signals().changed.connect(self._refresh_icons)

    def _new_weights(self) -> None:
        self._workspace.new_weights()

    def _refresh(self) -> None:
        for field in self._fields.values():
            field.refresh()
        self._refresh_strength()
        self._refresh_dropout()
        self._refresh_losses()
        self._refresh_schedule()
        self._show_epoch()

    def _refresh_strength(self) -> None:
        none = penalty_kind(self._workspace.experiment) == "none"
        self._fields["strength"].explain("Choose L2 or L1 first" if none else "", not none)

    def _refresh_dropout(self) -> None:
        rates = dropout_rates(self._workspace.experiment)
        reason = "" if rates else "There is no hidden layer"
        if len(set(rates)) > 1:
            shares = ", ".join(f"{rate:.0%}" for rate in rates)
            reason = f"The layers differ ({shares}); a number typed here is for all of them"
        self._fields["dropout"].explain(reason, bool(rates))

    def _refresh_losses(self) -> None:
        prepared = self._workspace.prepared
        regression = prepared is not None and prepared.dataset.task == "regression"
        loss = self._fields["loss"]
        assert isinstance(loss, ChoiceField)
        loss.forbid(
            _CLASS_LOSSES if regression else (), "These data have numbers as targets, not classes"
        )

    def _refresh_schedule(self) -> None:
        schedule = self._workspace.experiment.training.schedule
        reason = "The learning rate is constant"
        self._fields["scheduleEpochs"].explain(
            reason if schedule == "constant" else "", schedule != "constant"
        )
        falls = schedule in ("step", "exponential")
        reason = reason if schedule == "constant" else "Cosine falls to 0"
        self._fields["scheduleFactor"].explain("" if falls else reason, falls)

    def _on_snapshot_changed(self) -> None:
        if self._pace.is_due(self._workspace.phase == "running"):
            self._show_epoch()

    def _show_epoch(self) -> None:
        snapshot, prepared = self._workspace.snapshot, self._workspace.prepared
        epoch = 0 if snapshot is None else snapshot.metrics.epoch
        self._counter.setText(f"{epoch:,}")
        if prepared is not None:
            rate = rate_at(prepared.training, epoch)
            self._rate.setText(f"Learning rate in epoch {epoch + 1:,}: {rate:.3g}")

    def _on_phase_changed(self, phase: str) -> None:
        for button in self._buttons.values():
            button.setEnabled(phase != "invalid")
        run = self._buttons["runButton"]
        run.setAccessibleName("Pause" if phase == "running" else "Run")
        run.setToolTip(f"{run.accessibleName()} (Ctrl+Return)")
        self._refresh_icons()

    def _refresh_icons(self) -> None:
        theme = current_theme()
        running = self._workspace.phase == "running"
        for name, drawing, color in (
            ("runButton", "pause" if running else "run", theme.on_accent),
            ("stepButton", "step", theme.text),
            ("resetButton", "reset", theme.text),
            ("newWeightsButton", "dice", theme.text),
        ):
            look = drawing, color, theme.muted
            if self._looks.get(name) != look:
                self._looks[name] = look
                self._buttons[name].setIcon(icon(*look))
