"""The preprocessing panel: the steps as switches, and what they make of the training split."""

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from nnstudio.app.panels.before_after import BeforeAfter, Cloud, cloud, image_cloud
from nnstudio.app.panels.points import Floats
from nnstudio.app.panels.step_row import StepRow
from nnstudio.app.theme import theme_signals
from nnstudio.app.widgets.card import Card
from nnstudio.app.widgets.number_edit import NumberEdit, by_ladder, by_one
from nnstudio.app.workspace import Workspace
from nnstudio.core.preprocessing import FittedRotation
from nnstudio.experiment import edits
from nnstudio.experiment.document import Experiment, PcaStep, Step, WhitenStep
from nnstudio.experiment.prepare import Prepared

STEPS = (
    ("mean_image", "Mean image", "Subtracts the average image, so that what differs is left."),
    ("channel_mean", "Channel mean", "Subtracts one mean per color channel; shapes stay."),
    ("center", "Center", "Subtracts each feature's mean, so that the data lie around zero."),
    (
        "standardize",
        "Standardize",
        "Divides each feature by its standard deviation, so that none counts more by its unit.",
    ),
    ("scale", "Scale to range", "Maps each feature's range onto the same interval."),
    (
        "pca",
        "PCA · keep",
        "Rotates onto the principal axes, so that features are uncorrelated; the first "
        "components keep most of the variance.",
    ),
    (
        "whiten",
        "Whiten · ε",
        "Rotates and divides by the square root of variance + ε, so that the covariance becomes "
        "the identity; ε keeps noise in weak directions from being blown up.",
    ),
)
SUBTITLE = "fitted on the training split"
SHORT_SUBTITLE = "fitted on train split"
HEADER_MARGINS = 32
ROTATIONS = ("pca", "whiten")


class PreprocessingPanel(Card):
    """Shows and edits `experiment.preprocessing`; the scatter plots come from the run's data."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__("Preprocessing", parent)
        self.setObjectName("preprocessing")
        self._workspace = workspace
        self._rows: dict[str, StepRow] = {}
        self._build_settings()
        self._build_rows()
        self._plots = BeforeAfter(self)
        self.body.addSpacing(2)
        self.body.addWidget(self._plots, 1)
        self.body.setSpacing(3)
        workspace.experiment_changed.connect(self._on_experiment_changed)
        workspace.prepared_changed.connect(self._on_prepared_changed)
        theme_signals().changed.connect(self._refresh_steps)
        self._refresh_steps()
        self._on_prepared_changed(workspace.prepared)

    def _build_settings(self) -> None:
        self._components = NumberEdit(by_one, whole=True)
        self._components.setObjectName("preprocessing.pcaComponents")
        self._components.setAccessibleName("Components to keep")
        self._components.setToolTip("How many principal components to keep")
        self._components.valueChanged.connect(self._on_components_changed)
        self._epsilon = NumberEdit(by_ladder)
        self._epsilon.setObjectName("preprocessing.whitenEpsilon")
        self._epsilon.setAccessibleName("Whitening epsilon")
        self._epsilon.setToolTip("ε, added to each variance before dividing by its square root")
        self._epsilon.valueChanged.connect(self._on_epsilon_changed)

    def _build_rows(self) -> None:
        settings: dict[str, QWidget] = {"pca": self._components, "whiten": self._epsilon}
        width = self.fontMetrics().horizontalAdvance("64 of 64") + 38
        for setting in settings.values():
            setting.setFixedSize(width, self.fontMetrics().height() + 6)
        for step, title, why in STEPS:
            row = StepRow(step, title, why, settings.get(step), self)
            row.switched.connect(self._on_switched)
            self._rows[step] = row
            self.body.addWidget(row)

    @property
    def is_folded(self) -> bool:
        """Whether the plots are folded away."""
        return self._plots.isHidden()

    @property
    def full_height(self) -> int:
        """The least height of the panel with its plots."""
        plots = self._plots.minimumSizeHint().height() + self.body.spacing()
        return self.minimumSizeHint().height() + (plots if self.is_folded else 0)

    def set_folded(self, folded: bool) -> None:
        """Fold the plots away, so that the panel takes no more than its switches need."""
        self._plots.setVisible(not folded)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        title = QFontMetrics(bold).horizontalAdvance(self.accessibleName())
        room = self.width() - title - HEADER_MARGINS
        fits = self.fontMetrics().horizontalAdvance(SUBTITLE) <= room
        self.set_summary(SUBTITLE if fits else SHORT_SUBTITLE)

    def _on_switched(self, step: str, on: bool) -> None:
        text = f"{self._title_of(step)} {'on' if on else 'off'}"
        self._edit(text, lambda experiment: edits.toggle_step(experiment, step, on))

    def _title_of(self, step: str) -> str:
        return next(title for name, title, _ in STEPS if name == step)

    def _on_components_changed(self, value: float) -> None:
        components = None if value == self._available() else int(value)
        self._replace(f"keep {value:.0f} components", "pca", components=components)

    def _on_epsilon_changed(self, value: float) -> None:
        self._replace(f"whitening epsilon {value:g}", "whiten", epsilon=value)

    def _replace(self, text: str, step: str, **fields: object) -> None:
        self._edit(text, partial(_with_setting, step, fields), merge=f"preprocessing.{step}")

    def _edit(
        self, text: str, edit: Callable[[Experiment], Experiment], merge: str | None = None
    ) -> None:
        self._workspace.edit(text, edit, merge)
        self._refresh_steps()

    def _on_experiment_changed(self, old: Experiment, new: Experiment) -> None:
        if old.preprocessing != new.preprocessing or old.data != new.data:
            self._refresh_steps()

    def _refresh_steps(self) -> None:
        steps = {step.step: step for step in self._workspace.experiment.preprocessing}
        notes = self._notes()
        for name, row in self._rows.items():
            row.set_state(name in steps, notes.get(name, ""))
        self._show_settings(steps.get("pca"), steps.get("whiten"))
        channels = self._channels()
        self._rows["mean_image"].setVisible(channels > 0 or "mean_image" in steps)
        self._rows["channel_mean"].setVisible(channels > 1 or "channel_mean" in steps)
        self._rows["scale"].setVisible("scale" in steps)

    def _show_settings(self, pca: Step | None, whiten: Step | None) -> None:
        available = self._available()
        with QSignalBlocker(self._components):
            self._components.setRange(1, available or 1)
        self._components.setSuffix(f" of {available}" if available else "")
        kept = pca.components if isinstance(pca, PcaStep) else None
        fitted = None if pca is None else self._fitted_components()
        self._components.show_value(kept or fitted or available or 1)
        shown = whiten if isinstance(whiten, WhitenStep) else WhitenStep()
        self._epsilon.show_value(shown.epsilon)

    def _fitted_components(self) -> int | None:
        """How many components the fitted PCA keeps: fewer than columns when some do not vary."""
        prepared = self._workspace.prepared
        steps = () if prepared is None else prepared.pipeline.steps
        rotations = (step for step in steps if isinstance(step, FittedRotation))
        return next((len(step.axes) for step in rotations if step.name == "pca"), None)

    def _notes(self) -> dict[str, str]:
        prepared = self._workspace.prepared
        return (
            {} if prepared is None else {step.name: step.note for step in prepared.pipeline.steps}
        )

    def _channels(self) -> int:
        """Color channels of the images, 0 when the data are not images."""
        prepared = self._workspace.prepared
        shape = None if prepared is None else prepared.dataset.image_shape
        return 0 if shape is None else shape[-1]

    def _available(self) -> int:
        """How many columns PCA gets to see, 0 while that is not known."""
        prepared = self._workspace.prepared
        if prepared is None:
            return 0
        inputs = prepared.experiment.network.inputs
        return len(inputs) if isinstance(inputs, tuple) else prepared.dataset.rows.shape[1]

    def _on_prepared_changed(self, prepared: Prepared | None) -> None:
        self._refresh_steps()
        if prepared is None:
            self._plots.set_clouds(None, None)
        else:
            self._plots.set_clouds(*clouds(prepared))


def clouds(prepared: Prepared) -> tuple[Cloud, Cloud]:
    """The training split before and after preprocessing: two columns that vary, or images."""
    dataset, shape = prepared.dataset, prepared.dataset.image_shape
    rows, inputs = np.asarray(dataset.rows[prepared.train_index]), prepared.train_inputs
    targets, names = prepared.train_targets, dataset.feature_names
    steps = {step.name for step in prepared.pipeline.steps}
    same = inputs.shape[1] == rows.shape[1] and not steps.intersection(ROTATIONS)
    columns = varying_columns(rows)
    if shape is not None:
        before = image_cloud(rows, shape)
        if same:
            return before, image_cloud(inputs, shape)
    else:
        before = cloud(rows, targets, names, columns)
    after = columns if same else tuple(range(min(2, inputs.shape[1])))
    return before, cloud(inputs, targets, prepared.input_names, after)


def varying_columns(rows: Floats) -> tuple[int, ...]:
    """The first two columns that are not constant, or just the first two."""
    varying = np.flatnonzero(np.ptp(rows, axis=0) > 0)
    if len(varying) < 2:
        return tuple(range(min(2, rows.shape[1])))
    return int(varying[0]), int(varying[1])


def _with_setting(step: str, fields: dict[str, object], experiment: Experiment) -> Experiment:
    """`experiment` with other settings of one preprocessing step."""
    steps = [
        old.model_copy(update=fields) if old.step == step else old
        for old in experiment.preprocessing
    ]
    return edits.set_preprocessing(experiment, steps)
