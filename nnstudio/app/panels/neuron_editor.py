"""The selected neuron: how it behaves, its switches, and its weights to change by hand."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from nnstudio.app.panels.original_weights import OriginalTable, OriginalWeights
from nnstudio.app.panels.weight_model import WeightModel
from nnstudio.app.panels.weight_table import WeightTable
from nnstudio.app.widgets.labeled_switch import LabeledSwitch
from nnstudio.app.workspace.naming import layer_name
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.editing import edits


class NeuronEditor(QWidget):
    """Shows and edits the neuron given to `show_neuron`."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._layer = self._unit = 0
        self._in_original_units = self._asks = False
        self._weights = WeightModel(workspace, self)
        self._originals = OriginalWeights(workspace, self)
        self._build_controls()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        switches = QHBoxLayout()
        switches.addWidget(self._on)
        switches.addWidget(self._frozen)
        layout.addLayout(switches)
        layout.addWidget(self._facts)
        layout.addWidget(self._original_units)
        self._table = WeightTable(self._weights, self)
        self._original_table = OriginalTable(self._originals, self)
        for table in (self._table, self._original_table):
            layout.addWidget(table, 1)
        layout.addWidget(self._gradient)
        self._table.row_chosen.connect(self._show_gradient)

    def _build_controls(self) -> None:
        self._facts = QLabel(self)
        self._facts.setObjectName("inspector.facts")
        self._facts.setAccessibleName("How the neuron behaves")
        self._facts.setTextFormat(Qt.TextFormat.RichText)
        self._facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._on = LabeledSwitch(
            "inspector.neuron.on", "On", "A neuron that is switched off puts out 0"
        )
        self._on.switched.connect(self._on_switched)
        self._frozen = LabeledSwitch(
            "inspector.neuron.frozen", "Frozen", "Training leaves the neuron's weights alone"
        )
        self._frozen.switched.connect(self._on_frozen)
        self._gradient = QLabel(self)
        self._gradient.setObjectName("inspector.gradient")
        self._gradient.setAccessibleName("Gradient of the chosen weight")
        self._gradient.setProperty("role", "muted")
        self._gradient.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._original_units = LabeledSwitch(
            "inspector.originalUnits",
            "Original units",
            "The weights as they act on the data before preprocessing, to read only",
        )
        self._original_units.switched.connect(self._on_units)

    def show_neuron(self, prepared: Prepared, layer: int, unit: int, facts: str) -> None:
        """Show `unit` of `layer` with its newest values, and say how it behaves."""
        self._layer, self._unit = layer, unit
        settings = self._workspace.experiment.network.layers[layer]
        self._on.show_state(unit not in settings.off)
        self._frozen.show_state(settings.frozen or unit in settings.frozen_units)
        self._frozen.setEnabled(not settings.frozen)
        self._facts.setText(facts)
        self._facts.setVisible(bool(facts))
        self._show_weights(prepared)

    def _show_weights(self, prepared: Prepared) -> None:
        """The learned numbers, or those of the first layer with preprocessing folded in."""
        folds = self._layer == 0 and bool(prepared.pipeline.steps)
        original = folds and self._in_original_units
        self._original_units.setVisible(folds)
        self._original_units.show_state(original)
        self._table.setVisible(not original)
        self._original_table.setVisible(original)
        if original:
            self._originals.show_unit(prepared, self._unit)
        else:
            self._weights.show_unit(prepared, self._layer, self._unit)

        self._show_gradient()

    def _show_gradient(self) -> None:
        """Show the gradient of the row that has the keyboard, asking for it while there is one."""
        row = self._table.currentIndex().row() if self._table.isVisible() else -1
        self._ask(row >= 0)
        words = self._weights.gradient_words(row)
        self._gradient.setText(words.partition(",")[0])
        self._gradient.setToolTip(words)
        self._gradient.setVisible(bool(words))

    def _ask(self, asks: bool) -> None:
        if asks == self._asks:
            return
        self._asks = asks
        if asks:
            self._workspace.want(self, gradients=True)
        else:
            self._workspace.unwant(self)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ask(False)

    def _on_units(self, original: bool) -> None:
        self._in_original_units = original
        prepared = self._workspace.prepared
        if prepared is not None:
            self._show_weights(prepared)

    def _name(self) -> str:
        layers = len(self._workspace.experiment.network.layers)
        return f"{layer_name(self._layer, layers)} neuron {self._unit + 1}"

    def _on_switched(self, on: bool) -> None:
        layer, unit = self._layer, self._unit
        self._workspace.edit(
            f"switch {self._name()} {'on' if on else 'off'}",
            lambda experiment: edits.switch_unit(experiment, layer, unit, on),
        )

    def _on_frozen(self, frozen: bool) -> None:
        layer, unit = self._layer, self._unit
        self._workspace.edit(
            f"{'freeze' if frozen else 'unfreeze'} {self._name()}",
            lambda experiment: edits.freeze_unit(experiment, layer, unit, frozen),
        )
