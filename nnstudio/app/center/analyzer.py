"""The analyzer: every layer as a row to read and edit, what is wrong, and the size for scale."""

from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from nnstudio.app.center.drawn import DrawnNetwork
from nnstudio.app.center.findings_list import FindingsList
from nnstudio.app.center.layer_model import LayerModel
from nnstudio.app.center.layer_table import LayerTable
from nnstudio.app.center.neuron_model import NeuronModel
from nnstudio.app.center.neuron_table import NeuronTable
from nnstudio.app.center.page import Page
from nnstudio.app.center.scale_bars import ScaleBars
from nnstudio.app.workspace.naming import layer_name
from nnstudio.app.workspace.selection import Selection
from nnstudio.app.workspace.wants import Want
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.advice.findings import Finding, find
from nnstudio.experiment.looks.snapshot import LayerActivity


class Analyzer(Page):
    """Equal to the canvas for those who read: the same layers, edits and selection."""

    def __init__(
        self, workspace: Workspace, drawn: DrawnNetwork, parent: QWidget | None = None
    ) -> None:
        super().__init__("analyzer", "Network as a table", workspace, parent)
        self._drawn = drawn
        self._build_contents()
        workspace.problem_changed.connect(self.refresh_if_visible)
        drawn.changed.connect(self.refresh_if_visible)
        workspace.selection_changed.connect(self.refresh_if_visible)

    def _build_contents(self) -> None:
        model = LayerModel(self.workspace, self._drawn, self)
        self.table = LayerTable(self.workspace, model, self)
        self._findings = FindingsList(self.workspace, self)
        self._neurons = NeuronModel(self.workspace, self)
        self._neuron_table = NeuronTable(self.workspace, self._neurons, self)
        self._scale = ScaleBars(self)
        self.body.setSpacing(8)
        self.body.addWidget(self.table, 8)
        self._add_part("Problems", self._findings)
        self._neuron_heading = self._add_part("", self._neuron_table, stretch=1)
        self._scale_heading = self._add_part("For scale, on a logarithmic axis", self._scale)
        self.body.addStretch(0)
        self.setFocusProxy(self.table)
        self._show_neurons(Selection())

    def _add_part(self, title: str, part: QWidget, stretch: int = 0) -> QLabel:
        heading = QLabel(title, self)
        heading.setProperty("role", "cardTitle")
        heading.setBuddy(part)
        self.body.addWidget(heading)
        self.body.addWidget(part, stretch)
        return heading

    @override
    def wanted(self) -> Want:
        return {"activity": True}

    @override
    def refresh(self) -> None:
        network, workspace = self._drawn.network, self.workspace
        problem = workspace.problem
        told = [] if problem is None else [Finding(None, problem)]
        found = find(network, self._activity(), workspace.history)
        self._findings.show_findings((*told, *found))
        self._scale.show_network(network)
        self._show_neurons(workspace.selection)

    def _show_neurons(self, selection: Selection) -> None:
        """The neurons of the selected layer, in the place of the scale while there is one."""
        self._neurons.show_layer(selection.layer)
        layer, layers = self._neurons.layer, len(self._drawn.network.layers)
        for neurons in (self._neuron_heading, self._neuron_table):
            neurons.setVisible(layer is not None)
        for scale in (self._scale_heading, self._scale):
            scale.setVisible(layer is None)
        if layer is not None:
            self._neuron_heading.setText(f"Neurons of {layer_name(layer, layers)}")
            self._neuron_table.show_selection(selection)

    def _activity(self) -> tuple[LayerActivity, ...]:
        snapshot = self.workspace.snapshot
        return () if snapshot is None else snapshot.activity
