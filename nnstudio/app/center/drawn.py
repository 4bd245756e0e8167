"""The network as the window draws it, whether or not the data agree with it yet."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from nnstudio.app.canvas.sizes import DataFacts, drawn_network, facts_of, known_facts
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.core.spec import NetworkSpec
from nnstudio.experiment.document import Experiment

if TYPE_CHECKING:
    from nnstudio.experiment.data.prepare import Prepared


class DrawnNetwork(QObject):
    """Follows the workspace; `changed` comes when a view of the network must show it anew."""

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._facts: DataFacts | None = None
        self.network: NetworkSpec
        self._draw(workspace.prepared)
        workspace.experiment_changed.connect(self._on_experiment_changed)
        workspace.prepared_changed.connect(self._on_prepared_changed)

    @property
    def follows_data(self) -> bool:
        """Whether the output layer takes its size from the data."""
        return self._workspace.experiment.network.layers[-1].units == "auto"

    def _draw(self, prepared: "Prepared | None") -> None:
        experiment = self._workspace.experiment
        seen = self._facts if prepared is None else facts_of(prepared)
        self._facts = known_facts(experiment, seen)
        self.network = drawn_network(experiment, self._facts)

    def _on_experiment_changed(self, old: Experiment, new: Experiment) -> None:
        parts = ("network", "data", "preprocessing")
        if any(getattr(old, part) != getattr(new, part) for part in parts):
            self._draw(None)
            self.changed.emit()

    def _on_prepared_changed(self, prepared: "Prepared | None") -> None:
        self._draw(prepared)
        self.changed.emit()
