"""What the canvas does to the experiment: each gesture is one named, undoable edit."""

from collections.abc import Sequence
from functools import partial
from typing import Literal

from nnstudio.app.canvas.wording import ACTIVATION_NAMES, FEATURE_NAMES, counted
from nnstudio.app.naming import layer_name
from nnstudio.app.workspace import Selection, Workspace
from nnstudio.core.spec import Activation
from nnstudio.experiment import edits
from nnstudio.experiment.document import MAX_UNITS, Feature, LayerSettings

NEW_UNITS = 4


class Gestures:
    """Turns clicks into edits of the workspace's experiment. Layers are numbered from 0."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def add_layer(self, index: int) -> None:
        """Insert a layer of 4 before layer `index`, with the activation of its neighbor."""
        *hidden, _ = self._workspace.experiment.network.layers
        neighbor = hidden[max(index - 1, 0)] if hidden else None
        layer = LayerSettings(units=NEW_UNITS, activation="tanh")
        if neighbor is not None:
            layer = neighbor.model_copy(update={"units": NEW_UNITS})
        text = f"add layer of {NEW_UNITS} {ACTIVATION_NAMES[layer.activation]}"
        if self._workspace.edit(text, partial(edits.add_layer, index=index, layer=layer)):
            self._workspace.select(Selection(index))

    def remove_layer(self, index: int) -> None:
        """Remove a hidden layer; the output stays."""
        if 0 <= index < len(self._workspace.experiment.network.layers) - 1:
            text = f"remove {self._name(index)}"
            self._workspace.edit(text, partial(edits.remove_layer, index=index))

    def set_units(self, index: int, units: int | Literal["auto"]) -> None:
        """Give a layer another size; steps in a row are one undo entry."""
        if units != "auto":
            units = min(max(units, 1), MAX_UNITS)
        size = "size from the data" if units == "auto" else counted(units, "neuron")
        text = f"{self._name(index)}: {size}"
        edit = partial(edits.set_units, index=index, units=units)
        self._workspace.edit(text, edit, merge=f"units {index}")

    def set_activation(self, index: int, activation: Activation) -> None:
        """Give a layer another activation."""
        text = f"{self._name(index)}: {ACTIVATION_NAMES[activation]}"
        self._workspace.edit(text, partial(edits.set_layer, index=index, activation=activation))

    def set_inputs(self, inputs: int | Literal["auto"] | Sequence[Feature]) -> bool:
        """Feed the network with all columns, a free number of inputs, or plane features.

        Returns whether that was possible.
        """
        if inputs == "auto":
            text, merge = "inputs from the data", None
        elif isinstance(inputs, int):
            text, merge = f"{counted(inputs, 'free input')}", "free inputs"
        else:
            text, merge = f"inputs {', '.join(FEATURE_NAMES[name] for name in inputs)}", None
        return self._workspace.edit(text, partial(edits.set_inputs, inputs=inputs), merge=merge)

    def _name(self, index: int) -> str:
        return layer_name(index, len(self._workspace.experiment.network.layers))
