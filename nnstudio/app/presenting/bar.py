"""The bar of the stage: run, step, reset, the epoch, how well it does, and the size of it all."""

from collections.abc import Sequence
from itertools import chain

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from nnstudio.app.appearance.icons import icon
from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.app.toolbar.more_settings import MORE_SETTINGS
from nnstudio.app.toolbar.setting_fields import field_for
from nnstudio.app.toolbar.training_settings import SETTINGS, ChoiceSetting, NumberSetting
from nnstudio.app.widgets.ticks import percent
from nnstudio.app.workspace.workspace import Workspace


class StageBar(QFrame):
    """`left` and `rescaled` tell what the speaker wants of the stage itself."""

    left = Signal()
    rescaled = Signal(bool)

    def __init__(self, workspace: Workspace, scale: float, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("trainingBar")
        self.setAccessibleName("Training")
        self._workspace = workspace
        self._icons: list[tuple[QPushButton, str]] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(14, 8, 14, 8)
        self._layout.setSpacing(12)
        self._run = self._button("run", "Run", workspace.toggle_run)
        self._button("step", "One step", workspace.step)
        self._button("reset", "Reset", workspace.reset)
        self._button("dice", "New weights", self._new_weights)
        self._epoch = self._number("stage.epoch")
        self._score = self._number("stage.score")
        self._fields: dict[str, QWidget] = {}
        self._layout.addStretch(1)
        self._build_sizes(scale)
        workspace.snapshot_changed.connect(self._refresh)
        workspace.phase_changed.connect(self._refresh_icons)
        theme_signals().changed.connect(self._refresh_icons)
        self._refresh_icons()
        self._refresh()

    def _button(self, drawing: str, words: str, slot: object) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(f"stage.{drawing}")
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.clicked.connect(slot)
        side = round(self.fontMetrics().height() * 1.3)
        button.setIconSize(QSize(side, side))
        self._icons.append((button, drawing))
        self._layout.addWidget(button)
        return button

    def _number(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setProperty("role", "cardTitle")
        self._layout.addSpacing(10)
        self._layout.addWidget(label)
        return label

    def _build_sizes(self, scale: float) -> None:
        for words, name, tip, slot in (
            ("−", "smaller", "Smaller (Ctrl+−)", self._shrink),
            ("+", "larger", "Larger (Ctrl++)", self._grow),
            ("Leave", "leave", "Back to the desk (Esc or F5)", self.left),
        ):
            button = QPushButton(words, self)
            button.setObjectName(f"stage.{name}")
            button.setAccessibleName(tip)
            button.setToolTip(tip)
            button.clicked.connect(slot)
            self._layout.addWidget(button)
            if name == "smaller":
                self._layout.addWidget(QLabel(f"{scale:.0%}", self))

    def show_settings(self, names: Sequence[str]) -> None:
        """Show the settings of the training bar that are among `names`."""
        for setting in (*SETTINGS, *chain.from_iterable(MORE_SETTINGS)):
            if setting.name in names and setting.name not in self._fields:
                self._fields[setting.name] = self._field(setting)
        for name, field in self._fields.items():
            field.setVisible(name in names)

    def _field(self, setting: NumberSetting | ChoiceSetting) -> QWidget:
        field = field_for(self._workspace, setting, self)
        self._workspace.experiment_changed.connect(field.refresh)
        field.refresh()
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel(setting.label, box))
        row.addWidget(field.widget)
        self._layout.insertWidget(self._layout.indexOf(self._score) + 1, box)
        return box

    def _new_weights(self) -> None:
        self._workspace.new_weights()

    def _grow(self) -> None:
        self.rescaled.emit(True)

    def _shrink(self) -> None:
        self.rescaled.emit(False)

    def _refresh(self) -> None:
        snapshot, prepared = self._workspace.snapshot, self._workspace.prepared
        if snapshot is None or prepared is None:
            self._epoch.setText("Epoch 0")
            self._score.setText("")
            return
        metrics = snapshot.metrics
        show = percent if prepared.dataset.class_names else "R² {:.3f}".format
        self._epoch.setText(f"Epoch {metrics.epoch:,}")
        self._score.setText(f"train {show(metrics.train_score)}   test {show(metrics.test_score)}")

    def _refresh_icons(self) -> None:
        running = self._workspace.phase == "running"
        for button, drawing in self._icons:
            shown = "pause" if drawing == "run" and running else drawing
            button.setIcon(icon(shown, current_theme().text, current_theme().muted))
        self._run.setAccessibleName("Pause" if running else "Run")
