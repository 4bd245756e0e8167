"""What the Network menu does to the layers; the canvas does the same by clicks."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from nnstudio.app.canvas.gestures import Gestures
from nnstudio.app.canvas.layer_clipboard import LayerClipboard
from nnstudio.app.canvas.presets import fill_presets
from nnstudio.app.canvas.wording import ACTIVATION_NAMES
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.core.spec import ACTIVATIONS, Activation
from nnstudio.experiment.editing import edits


class NetworkCommands(QObject):
    """The commands; they act on the selected layer where that matters."""

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._gestures = Gestures(workspace)
        self.clipboard = LayerClipboard(self._gestures)

    @property
    def allowed(self) -> dict[str, bool]:
        """Whether there is something selected to do it to, by the names of the menu rows."""
        return {
            "remove": self._workspace.selection.layer is not None,
            "removeLayer": bool(self._gestures.selected),
            "moveLeft": self._gestures.can_shift(right=False),
            "moveRight": self._gestures.can_shift(right=True),
        }

    def add_layer(self) -> None:
        """Add a layer after the selected one, or before the output."""
        self._gestures.add_after_selected()

    def remove_chosen(self) -> None:
        """Remove the selected neuron, or without one the selected hidden layers."""
        self._gestures.remove_chosen()

    def remove_layers(self) -> None:
        """Remove the selected hidden layers."""
        self._gestures.remove_selected()

    def move_left(self) -> None:
        """Move the selected hidden layers one place to the left."""
        self._gestures.shift_selected(right=False)

    def move_right(self) -> None:
        """Move the selected hidden layers one place to the right."""
        self._gestures.shift_selected(right=True)

    def select_all(self) -> None:
        """Select every hidden layer."""
        self._gestures.select_all()

    def fill_presets(self, menu: QMenu) -> None:
        """One action for each preset."""
        fill_presets(menu, self._gestures)

    def fill_activations(self, menu: QMenu) -> None:
        """One action for each activation, checked when every hidden layer has it."""
        used = {layer.activation for layer in self._workspace.experiment.network.layers[:-1]}
        for activation in ACTIVATIONS:
            action = menu.addAction(ACTIVATION_NAMES[activation])
            action.setCheckable(True)
            action.setChecked(used == {activation})
            action.setEnabled(bool(used))
            action.triggered.connect(partial(self._set_activation, activation))

    def _set_activation(self, activation: Activation, _checked: bool = False) -> None:
        self._workspace.edit(
            f"make hidden layers {ACTIVATION_NAMES[activation]}",
            partial(edits.set_hidden_activation, activation=activation),
        )
