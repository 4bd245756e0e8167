"""The settings of one layer as fields that say themselves what they are."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QSizePolicy, QWidget
from typing_extensions import override

from nnstudio.app.canvas.wording import ACTIVATION_NAMES, counted
from nnstudio.app.widgets.labeled_switch import LabeledSwitch
from nnstudio.app.widgets.number_edit import NumberEdit, Stepper, by_five, by_one
from nnstudio.app.workspace.naming import layers_name
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.core.spec import INITIALIZERS, Activation, Initializer
from nnstudio.experiment.document import Experiment, LayerSettings
from nnstudio.experiment.editing import edits, layer_edits

INITIALIZER_NAMES: dict[Initializer, str] = {
    "he": "He",
    "glorot": "Glorot",
    "lecun": "LeCun",
    "normal": "normal",
    "uniform": "uniform",
    "zeros": "zeros",
}
SLOPED = ("leaky_relu", "prelu")


def by_tenth(value: float, direction: int) -> float:
    """Up or down by 0.1, down to 0."""
    return max(0.0, round(value + 0.1 * direction, 10))


def by_hundredth(value: float, direction: int) -> float:
    """Up or down by 0.01."""
    return round(value + 0.01 * direction, 10)


class LayerEditor(QWidget):
    """Shows the layer given to `show_layer`; edits it and all that are selected with it."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._layer = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(4)
        self._build_choices()
        self._build_numbers()
        self._frozen = LabeledSwitch(
            "inspector.frozen", "Frozen", "Training leaves the layer's weights alone"
        )
        self._frozen.switched.connect(self._on_frozen)
        self._grid.addWidget(self._frozen, 3, 0)
        for column in range(2):
            self._grid.setColumnStretch(column, 1)
        for field in (*self.findChildren(QComboBox), *self.findChildren(NumberEdit)):
            field.setFixedHeight(self.fontMetrics().height() + 9)

    def _build_choices(self) -> None:
        self._activation = Choice(
            "inspector.activation", "Activation", tuple(ACTIVATION_NAMES.items())
        )
        self._activation.currentIndexChanged.connect(self._on_activation_changed)
        self._grid.addWidget(self._activation, 0, 1)
        names = tuple((name, INITIALIZER_NAMES[name]) for name in INITIALIZERS)
        self._initializer = Choice("inspector.initializer", "Initial weights", names)
        self._initializer.currentIndexChanged.connect(self._on_initializer_changed)
        self._grid.addWidget(self._initializer, 1, 0)

    def _build_numbers(self) -> None:
        self._units = self._number("units", "Neurons", by_one, (0, 0))
        self._units.valueChanged.connect(self._on_units_changed)
        self._scale = self._number("scale", "Factor on the initial weights", by_tenth, (1, 1))
        self._scale.setSuffix(" × scale")
        self._scale.valueChanged.connect(self._on_scale_changed)
        self._dropout = self._number("dropout", "Dropout", by_five, (2, 0))
        self._dropout.setSuffix(" % dropout")
        self._dropout.valueChanged.connect(self._on_dropout_changed)
        self._slope = self._number("slope", "Slope below zero", by_hundredth, (2, 1))
        self._slope.setSuffix(" slope")
        self._slope.valueChanged.connect(self._on_slope_changed)
        self._pieces = self._number("pieces", "Maxout pieces", by_one, (2, 1))
        self._pieces.setSuffix(" pieces")
        self._pieces.valueChanged.connect(self._on_pieces_changed)

    def _number(
        self, name: str, label: str, stepper: Stepper, place: tuple[int, int]
    ) -> NumberEdit:
        field = NumberEdit(stepper, whole=stepper is by_one)
        field.setObjectName(f"inspector.{name}")
        field.setAccessibleName(label)
        field.setToolTip(label)
        field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._grid.addWidget(field, *place)
        return field

    def show_layer(self, index: int, units: int | None) -> None:
        """Show layer `index` of the experiment; `units` is its size when "auto" means a number."""
        self._layer = index
        layer = self._workspace.experiment.network.layers[index]
        size = layer.units if isinstance(layer.units, int) else units or 1
        self._units.setSuffix(counted(size, "neuron").removeprefix(f"{size:,}"))
        self._units.show_value(size)
        self._activation.show_choice(layer.activation)
        self._initializer.show_choice(layer.initializer)
        self._scale.show_value(layer.scale)
        self._dropout.show_value(round(100 * layer.dropout, 6))
        self._slope.show_value(layer.slope)
        self._pieces.show_value(layer.pieces)
        self._frozen.show_state(layer.frozen)
        self._show_what_applies(index, layer)

    def _show_what_applies(self, index: int, layer: LayerSettings) -> None:
        output = index == len(self._workspace.experiment.network.layers) - 1
        self._dropout.setVisible(not output or layer.dropout > 0)
        self._slope.setVisible(layer.activation in SLOPED)
        self._pieces.setVisible(layer.activation == "maxout")

    def _layers(self) -> tuple[int, ...]:
        """The layers to change: all that are selected with the one shown."""
        return self._workspace.selection.layers or (self._layer,)

    def _name(self) -> str:
        return layers_name(self._layers(), len(self._workspace.experiment.network.layers))

    def _on_units_changed(self, value: float) -> None:
        units, layers = int(value), self._layers()
        self._workspace.edit(
            f"{self._name()}: {counted(units, 'neuron')}",
            partial(layer_edits.set_layers, indices=layers, units=units),
            merge=f"units.{layers}",
            anew=True,
        )
        self._refresh()

    def _on_activation_changed(self) -> None:
        value: Activation = self._activation.currentData()
        self._set(ACTIVATION_NAMES[value], "activation", value)

    def _on_initializer_changed(self) -> None:
        value: Initializer = self._initializer.currentData()
        self._set(f"{INITIALIZER_NAMES[value]} weights", "initializer", value)

    def _on_scale_changed(self, value: float) -> None:
        self._set(f"scale {value:g}", "scale", value)

    def _on_dropout_changed(self, percent: float) -> None:
        self._set(f"dropout {percent:g} %", "dropout", percent / 100)

    def _on_slope_changed(self, value: float) -> None:
        self._set(f"slope {value:g}", "slope", value)

    def _on_pieces_changed(self, value: float) -> None:
        self._set(f"{value:.0f} pieces", "pieces", int(value))

    def _on_frozen(self, frozen: bool) -> None:
        layers = self._layers()

        def edit(experiment: Experiment) -> Experiment:
            for layer in layers:
                experiment = edits.freeze_layer(experiment, layer, frozen)
            return experiment

        self._workspace.edit(f"{'freeze' if frozen else 'unfreeze'} {self._name()}", edit)

    def _set(self, what: str, field: str, value: object) -> None:
        layers = self._layers()
        self._workspace.edit(
            f"{self._name()}: {what}",
            lambda experiment: layer_edits.set_layers(experiment, layers, **{field: value}),
            merge=None if isinstance(value, str) else f"{field}.{layers}",
        )
        self._refresh()

    def _refresh(self) -> None:
        """Back to what the document says: an edit may have been refused."""
        if self._layer < len(self._workspace.experiment.network.layers):
            prepared = self._workspace.prepared
            known = prepared is not None and self._layer < len(prepared.network.layers)
            size = prepared.network.layers[self._layer].units if prepared and known else None
            self.show_layer(self._layer, size)


class Choice(QComboBox):
    """A combo box of (value, words); the wheel scrolls past it unless it has the focus."""

    def __init__(self, name: str, label: str, words: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setToolTip(label)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for value, word in words:
            self.addItem(word, value)

    def show_choice(self, value: str) -> None:
        """Show `value` without telling anyone."""
        blocked = self.blockSignals(True)
        self.setCurrentIndex(self.findData(value))
        self.blockSignals(blocked)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
