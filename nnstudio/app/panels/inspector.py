"""The inspector: what is selected on the canvas, in numbers that can be changed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from nnstudio.app.appearance.theme import current_theme, theme_signals
from nnstudio.app.canvas.pace import Pace
from nnstudio.app.canvas.sizes import drawn_network, known_facts
from nnstudio.app.panels.feature_picker import FeaturePicker
from nnstudio.app.panels.inspector_text import (
    features_text,
    layer_text,
    network_text,
    neuron_text,
)
from nnstudio.app.panels.layer_editor import LayerEditor
from nnstudio.app.panels.neuron_editor import NeuronEditor
from nnstudio.app.panels.neuron_facts import neuron_facts
from nnstudio.app.widgets.card import Card
from nnstudio.app.workspace.naming import layers_name, unit_name
from nnstudio.app.workspace.workspace import Selection, Workspace
from nnstudio.core.spec import NetworkSpec
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.looks.snapshot import LayerActivity, Snapshot

_PACE_MS = 95  # nobody reads numbers that change more often


class InspectorPanel(Card):
    """Follows the selection and, while it is visible, every snapshot."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__("Inspector", parent)
        self.setObjectName("inspector")
        self._workspace = workspace
        self._pace = Pace(_PACE_MS)
        self._build_contents()
        workspace.selection_changed.connect(self._refresh)
        workspace.experiment_changed.connect(self._refresh)
        workspace.prepared_changed.connect(self._refresh)
        workspace.snapshot_changed.connect(self._on_snapshot_changed)
        theme_signals().changed.connect(self._refresh)
        self._refresh()

    def _build_contents(self) -> None:
        self._editor = LayerEditor(self._workspace)
        self._features = FeaturePicker(self._workspace)
        self._text = QLabel()
        self._text.setObjectName("inspector.text")
        self._text.setAccessibleName("What is selected")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        contents = QWidget()
        layout = QVBoxLayout(contents)
        layout.setContentsMargins(0, 0, 3, 0)
        layout.setSpacing(6)
        for widget in (self._editor, self._features, self._text):
            layout.addWidget(widget)
        layout.addStretch(1)
        self._area = area = QScrollArea(self)
        area.setWidget(contents)
        area.setObjectName("inspector.scroll")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keyboard
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumHeight(2 * self.fontMetrics().height())
        area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._neuron = NeuronEditor(self._workspace, self)
        self.body.addWidget(area, 1)
        self.body.addWidget(self._neuron, 1)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._workspace.want(self, activity=True)
        self._refresh()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._workspace.unwant(self)

    def _on_snapshot_changed(self) -> None:
        if self.isVisible() and self._pace.is_due(self._workspace.phase == "running"):
            self._show_text(self._workspace.selection)

    def _refresh(self) -> None:
        selection = self._workspace.selection
        self.set_summary(self._title(selection))
        is_layer = selection.layer is not None and selection.layer >= 0 and selection.unit is None
        is_plane_input = selection.layer == -1 and self._is_plane()
        self._editor.setVisible(is_layer)
        self._features.setVisible(is_plane_input)
        if is_layer and selection.layer is not None:
            self._editor.show_layer(selection.layer, self._size(selection.layer))
        if is_plane_input:
            self._features.refresh()
        self._show_text(selection)

    def _title(self, selection: Selection) -> str:
        layers = len(self._workspace.experiment.network.layers)
        if selection.layer is None:
            return "nothing"
        if selection.unit is None:
            return layers_name(selection.all_layers, layers)
        return unit_name(selection.layer, selection.unit, layers)

    def _is_plane(self) -> bool:
        prepared = self._workspace.prepared
        return prepared is not None and prepared.dataset.is_plane

    def _size(self, layer: int) -> int | None:
        prepared = self._workspace.prepared
        if prepared is None or layer >= len(prepared.network.layers):
            return None
        return prepared.network.layers[layer].units

    def _show_text(self, selection: Selection) -> None:
        prepared = self._workspace.prepared
        text = self._written(selection, prepared)
        is_neuron = prepared is not None and self._is_neuron(selection, prepared)
        if prepared is not None and is_neuron:
            self._neuron.show_neuron(prepared, selection.layer or 0, selection.unit or 0, text)
        elif text != self._text.text():
            self._text.setText(text)
        self._neuron.setVisible(is_neuron)
        self._area.setVisible(not is_neuron)

    def _is_neuron(self, selection: Selection, prepared: Prepared) -> bool:
        layer, unit = selection.layer, selection.unit
        if layer is None or unit is None or not 0 <= layer < len(prepared.network.layers):
            return False
        return unit < prepared.network.layers[layer].units

    def _written(self, selection: Selection, prepared: Prepared | None) -> str:
        """What to say; without data that fit, of the network as it is drawn."""
        theme, layer = current_theme(), selection.layer
        network = self._drawn() if prepared is None else prepared.network
        if layer is None:
            return network_text(network, theme)
        if layer < 0:
            names = () if prepared is None or self._is_plane() else prepared.input_names
            return features_text(names, theme)
        if layer >= len(network.layers):
            return ""
        activity = self._activity(layer)
        if selection.unit is None:
            return layer_text(network.sizes[layer], network.layers[layer], activity, theme)
        return "" if prepared is None else self._behavior(prepared, layer, selection.unit, activity)

    def _drawn(self) -> NetworkSpec:
        experiment = self._workspace.experiment
        return drawn_network(experiment, known_facts(experiment, None))

    def _behavior(
        self, prepared: Prepared, layer: int, unit: int, activity: LayerActivity | None
    ) -> str:
        snapshot = self._workspace.snapshot
        if snapshot is None or not fits(snapshot, prepared):
            return ""
        return neuron_text(
            neuron_facts(prepared.network, snapshot, prepared.train_inputs, layer, unit),
            dead=activity is not None and bool(activity.dead[unit]),
            theme=current_theme(),
        )

    def _activity(self, layer: int) -> LayerActivity | None:
        snapshot, size = self._workspace.snapshot, self._size(layer)
        if snapshot is None or layer >= len(snapshot.activity):
            return None
        activity = snapshot.activity[layer]
        return activity if len(activity.dead) == size else None


def fits(snapshot: Snapshot, prepared: Prepared) -> bool:
    """Whether the snapshot is of the network that is prepared, not of the one before."""
    sizes = prepared.network.sizes
    shapes = [
        (layer.rows, inputs + 1)
        for inputs, layer in zip(sizes, prepared.network.layers, strict=False)
    ]
    return shapes == [matrix.shape for matrix in snapshot.matrices]
