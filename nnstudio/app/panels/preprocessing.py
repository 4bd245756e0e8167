"""The preprocessing panel: the steps in order, and what they make of the training split."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.app.panels.before_after import BeforeAfter
from nnstudio.app.panels.clouds import clouds
from nnstudio.app.panels.step_list import StepList
from nnstudio.app.panels.step_scroll import StepScroll
from nnstudio.app.panels.step_words import TITLES
from nnstudio.app.widgets.card import Card
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.core.preprocessing import FittedRotation, FittedStep
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.document import STEPS, Experiment
from nnstudio.experiment.editing import edits, step_edits
from nnstudio.experiment.rules import IMAGE_STEPS

SUBTITLE = "fitted on the training split"
SHORT_SUBTITLE = "fitted on train split"
WRONG_WAY = "▲ fitted on ALL data"
HEADER_MARGINS = 32
_PAUSE_MS = 250


class PreprocessingPanel(Card):
    """Shows and edits `experiment.preprocessing`; the scatter plots come from the run's data.

    `steps_arranged` comes when the steps may need more room than before.
    """

    steps_arranged = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__("Preprocessing", parent)
        self.setObjectName("preprocessing")
        self._workspace = workspace
        self._steps = StepList(self)
        self._steps.moved.connect(self._on_moved)
        self._steps.switched_on.connect(self._on_switched_on)
        self._steps.switched_off.connect(self._on_switched_off)
        self._steps.changed.connect(self._on_changed)
        self._plots = BeforeAfter(self)
        self._scroll = StepScroll(self._steps, self)
        self._scroll.rearranged.connect(self.steps_arranged)
        self.body.addWidget(self._scroll)
        self.body.addSpacing(2)
        self.body.addWidget(self._plots, 1)
        self.body.setSpacing(3)
        self._is_late = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._on_paused)
        workspace.experiment_changed.connect(self._on_experiment_changed)
        workspace.prepared_changed.connect(self._on_prepared_changed)
        theme_signals().changed.connect(self._refresh_steps)
        self._show_prepared()

    @property
    def is_folded(self) -> bool:
        """Whether the plots are folded away."""
        return self._plots.isHidden()

    @property
    def full_height(self) -> int:
        """The least height of the panel with its plots."""
        plots = self._plots.minimumSizeHint().height() + self.body.spacing()
        return self.minimumSizeHint().height() + (plots if self.is_folded else 0)

    @property
    def lack(self) -> int:
        """How many px more the panel could use, so that no step is out of sight."""
        return self._scroll.lack

    def set_folded(self, folded: bool) -> None:
        """Fold the plots away, so that the panel takes no more than its switches need."""
        if folded != self.is_folded:
            self._plots.setVisible(not folded)
            self._show_prepared()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._refresh_summary()

    def _refresh_summary(self) -> None:
        """What the statistics were fitted on; the wrong way in the color of warnings."""
        if self._workspace.experiment.data.fit_on == "all":
            color = current_theme().warning
            self.set_summary(f"<b style='color:{color}'>{WRONG_WAY}</b>")
            return
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        title = QFontMetrics(bold).horizontalAdvance(self.accessibleName())
        room = self.width() - title - HEADER_MARGINS
        fits = self.fontMetrics().horizontalAdvance(SUBTITLE) <= room
        self.set_summary(SUBTITLE if fits else SHORT_SUBTITLE)

    def _on_switched_on(self, step: str) -> None:
        self._edit(f"{TITLES[step]} on", partial(edits.toggle_step, step=step, on=True))

    def _on_switched_off(self, index: int) -> None:
        self._edit(f"{self._title_of(index)} off", partial(step_edits.remove_step, index=index))

    def _on_moved(self, index: int, place: int) -> None:
        way = "earlier" if place < index else "later"
        text = f"{self._title_of(index)} {way}"
        self._edit(text, partial(step_edits.move_step, index=index, place=place))

    def _on_changed(self, index: int, text: str, fields: dict[str, object]) -> None:
        edit = partial(step_edits.set_step, index=index, fields=fields)
        self._edit(text, edit, merge=f"preprocessing.{index}.{min(fields)}")

    def _title_of(self, index: int) -> str:
        return TITLES[self._workspace.experiment.preprocessing[index].step]

    def _edit(
        self, text: str, edit: Callable[[Experiment], Experiment], merge: str | None = None
    ) -> None:
        self._workspace.edit(text, edit, merge)
        self._refresh_steps()

    def _on_experiment_changed(self, old: Experiment, new: Experiment) -> None:
        fit_on = old.data.fit_on != new.data.fit_on
        if fit_on or old.preprocessing != new.preprocessing:
            self._refresh_steps()

    def _refresh_steps(self) -> None:
        steps, prepared = self._workspace.experiment.preprocessing, self._workspace.prepared
        fitted = () if prepared is None else prepared.pipeline.steps
        if [step.name for step in fitted] != [step.step for step in steps]:
            fitted = ()  # of the pipeline before
        columns = () if prepared is None else columns_before(prepared, fitted)
        self._steps.show_steps(steps, fitted, columns, offered(prepared))
        self._refresh_summary()

    def _on_prepared_changed(self) -> None:
        """Show other data at once, and data that change all the time, as painted ones, calmly."""
        if not self._pause.isActive():
            self._show_prepared()
            self._pause.start()
        else:
            self._is_late = True

    def _on_paused(self) -> None:
        if self._is_late:
            self._show_prepared()
            self._pause.start()

    def _show_prepared(self) -> None:
        self._is_late = False
        prepared = self._workspace.prepared
        self._refresh_steps()
        if prepared is None or self.is_folded:
            self._plots.set_clouds(None, None)
        else:
            self._plots.set_clouds(*clouds(prepared))


def offered(prepared: Prepared | None) -> tuple[str, ...]:
    """The steps that these data can take; a mean per channel needs several channels."""
    shape = None if prepared is None else prepared.dataset.image_shape
    fitting = () if shape is None else IMAGE_STEPS if shape[-1] > 1 else IMAGE_STEPS[:1]
    return tuple(step for step in STEPS if step not in IMAGE_STEPS or step in fitting)


def columns_before(prepared: Prepared, fitted: tuple[FittedStep, ...]) -> tuple[int, ...]:
    """How many columns each of the fitted steps gets, and what comes after the last."""
    inputs = prepared.experiment.network.inputs
    chosen = len(inputs) if isinstance(inputs, tuple) else prepared.dataset.columns
    columns = [chosen]
    for step in fitted:
        columns.append(len(step.axes) if isinstance(step, FittedRotation) else columns[-1])
    return tuple(columns)
