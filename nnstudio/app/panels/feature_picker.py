"""Which numbers of a point in the plane the network sees: one small switch for each."""

from typing import Literal, get_args

from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolButton, QWidget

from nnstudio.app.canvas.wording import FEATURE_NAMES
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.document import Experiment, Feature
from nnstudio.experiment.editing import edits

COLUMNS = 4
COORDINATES: tuple[Feature, ...] = ("x1", "x2")


class FeaturePicker(QWidget):
    """Shows and edits `network.inputs` of plane data; "auto" is both coordinates."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._buttons: dict[Feature, QToolButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        for place, feature in enumerate(get_args(Feature)):
            self._buttons[feature] = self._build_button(feature)
            grid.addWidget(self._buttons[feature], *divmod(place, COLUMNS))
        self.refresh()

    def _build_button(self, feature: Feature) -> QToolButton:
        button = QToolButton(self)
        button.setText(FEATURE_NAMES[feature])
        button.setCheckable(True)
        button.setObjectName(f"inspector.feature.{feature}")
        button.setAccessibleName(f"Feature {feature}")
        button.setToolTip(f"Let the network see {FEATURE_NAMES[feature]}")
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(self._on_clicked)
        return button

    def refresh(self) -> None:
        """Show what the experiment says."""
        chosen = _features(self._workspace.experiment)
        for feature, button in self._buttons.items():
            button.setChecked(feature in chosen)

    def _on_clicked(self) -> None:
        chosen = tuple(feature for feature, button in self._buttons.items() if button.isChecked())
        if chosen:
            inputs: Literal["auto"] | tuple[Feature, ...]
            inputs = "auto" if chosen == COORDINATES else chosen
            self._workspace.edit(
                f"features {', '.join(chosen)}", lambda e: edits.set_inputs(e, inputs)
            )
        self.refresh()


def _features(experiment: Experiment) -> tuple[Feature, ...]:
    inputs = experiment.network.inputs
    return inputs if isinstance(inputs, tuple) else COORDINATES
