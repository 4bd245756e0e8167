"""What the Network menu does to the layers; the canvas does the same by clicks."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from nnstudio.app.workspace import Workspace
from nnstudio.core.spec import ACTIVATIONS, Activation
from nnstudio.experiment import edits

_NEW_LAYER = "add layer of 4 tanh"
_WORDS: dict[Activation, str] = {
    "linear": "Linear",
    "sigmoid": "Sigmoid",
    "tanh": "Tanh",
    "relu": "ReLU",
    "leaky_relu": "Leaky ReLU",
    "prelu": "PReLU",
    "maxout": "Maxout",
}


class NetworkCommands(QObject):
    """The commands; they act on the selected layer where that matters."""

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace

    @property
    def selected_hidden(self) -> int | None:
        """The index of the selected hidden layer."""
        layer = self._workspace.selection.layer
        hidden = range(len(self._workspace.experiment.network.layers) - 1)
        return layer if layer in hidden else None

    def add_layer(self) -> None:
        """Add a layer after the selected one, or before the output."""
        selected = self.selected_hidden
        last = len(self._workspace.experiment.network.layers) - 1
        index = last if selected is None else selected + 1
        self._workspace.edit(_NEW_LAYER, partial(edits.add_layer, index=index))

    def remove_layer(self) -> None:
        """Remove the selected hidden layer."""
        index = self.selected_hidden
        if index is not None:
            self._workspace.edit(
                f"remove hidden layer {index + 1}", partial(edits.remove_layer, index=index)
            )

    def fill_activations(self, menu: QMenu) -> None:
        """One action for each activation, checked when every hidden layer has it."""
        used = {layer.activation for layer in self._workspace.experiment.network.layers[:-1]}
        for activation in ACTIVATIONS:
            action = menu.addAction(_WORDS[activation])
            action.setCheckable(True)
            action.setChecked(used == {activation})
            action.setEnabled(bool(used))
            action.triggered.connect(partial(self._set_activation, activation))

    def _set_activation(self, activation: Activation, _checked: bool = False) -> None:
        self._workspace.edit(
            f"make hidden layers {_WORDS[activation]}",
            partial(edits.set_hidden_activation, activation=activation),
        )
