"""What the canvas does to the experiment: each gesture is one named, undoable edit."""

from collections.abc import Sequence
from functools import partial
from itertools import count
from typing import Literal

from nnstudio.app.canvas.wording import ACTIVATION_NAMES, FEATURE_NAMES, counted
from nnstudio.app.workspace.naming import layers_name
from nnstudio.app.workspace.selection import select_layers
from nnstudio.app.workspace.workspace import Selection, Workspace
from nnstudio.core.spec import Activation
from nnstudio.experiment.document import MAX_LAYERS, MAX_UNITS, Feature, LayerSettings
from nnstudio.experiment.editing import edits, layer_edits
from nnstudio.experiment.editing.lineage import Origins
from nnstudio.experiment.editing.presets import Preset, apply_preset

NEW_UNITS = 4
_UNMARKED = {"frozen": False, "frozen_units": (), "frozen_weights": (), "off": ()}


class Gestures:
    """Turns clicks into edits of the workspace's experiment. Layers are numbered from 0.

    What is done to one of several selected layers is done to all of them.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._drags = count()

    @property
    def hidden(self) -> Sequence[LayerSettings]:
        """The settings of the hidden layers."""
        return self.workspace.experiment.network.layers[:-1]

    @property
    def _places(self) -> list[int | None]:
        """The layers by their places, as an edit finds them."""
        return list(range(len(self.hidden) + 1))

    @property
    def selected(self) -> tuple[int, ...]:
        """The selected hidden layers."""
        count = len(self.hidden)
        return tuple(i for i in self.workspace.selection.all_layers if 0 <= i < count)

    def names(self, layers: Sequence[int]) -> str:
        """The layers in words: "Hidden 1", "Hidden 1 and Hidden 3", "4 layers"."""
        return layers_name(layers, len(self.hidden) + 1)

    def add_layer(self, index: int) -> None:
        """Insert a layer of 4 before layer `index`, with the activation of its neighbor."""
        neighbor = self.hidden[max(index - 1, 0)] if self.hidden else None
        layer = LayerSettings(units=NEW_UNITS, activation="tanh")
        if neighbor is not None:
            layer = neighbor.model_copy(update={"units": NEW_UNITS, **_UNMARKED})
        text = f"add layer of {NEW_UNITS} {ACTIVATION_NAMES[layer.activation]}"
        self.insert(index, (layer,), text)

    def add_after_selected(self) -> None:
        """Insert a layer after the selected ones: in front for the input, else at the end."""
        self.add_layer(self.after_selected())

    def after_selected(self) -> int:
        """The index at which a layer after the selected ones goes."""
        if self.selected:
            return self.selected[-1] + 1
        return 0 if self.workspace.selection.layer == -1 else len(self.hidden)

    def insert(self, index: int, layers: Sequence[LayerSettings], text: str) -> bool:
        """Insert hidden layers before layer `index` and select them; whether there was room."""
        if len(self.hidden) + 1 + len(layers) > MAX_LAYERS:
            self.say(f"A network has at most {MAX_LAYERS} layers")
            return False
        edit = partial(layer_edits.insert_layers, index=index, layers=layers)
        newcomers: list[int | None] = [None] * len(layers)
        origins = Origins(layer_edits.inserted(self._places, index, newcomers))
        if not self.workspace.edit(text, edit, origins=origins):
            return False
        self.workspace.select(select_layers(range(index, index + len(layers))))
        return True

    def remove_layer(self, index: int) -> None:
        """Remove one hidden layer; the output stays."""
        self._remove((index,) if index < len(self.hidden) else ())

    def remove_selected(self) -> bool:
        """Remove the selected hidden layers; returns whether there were any."""
        layers = self.selected
        if not layers:
            self.say(self._why_not("removed"))
            return False
        self._remove(layers)
        return True

    def remove_chosen(self) -> None:
        """Remove the neuron that is selected, with its layer if it is the last one of it; without
        a neuron the selected hidden layers.
        """
        layer, unit = self.workspace.selection.layer, self.workspace.selection.unit
        if layer is None or unit is None or layer < 0:
            self.remove_selected()
        elif not self.may_resize(layer):
            self.say("The neurons of the output follow the data")
        elif self.units(layer) > 1:
            self._remove_unit(layer, unit)
        else:
            name = self.names((layer,))
            if self.remove_selected():
                self.say(f"Removed {name} with its last neuron; Ctrl+Z brings it back")

    def begin_drag(self) -> str:
        """The key of the edits of a drag that begins: no other drag has it."""
        return f"drag {next(self._drags)}"

    def set_units(self, index: int, units: int | Literal["auto"], merge: str = "units") -> None:
        """Give a layer another size; edits in a row with the same `merge` are one undo entry."""
        layers = self._together(index)
        if units == "auto":
            text = f"{self.names(layers)}: size from the data"
            self.workspace.edit(text, partial(layer_edits.set_layers, indices=layers, units=units))
            return
        size = min(max(units, 1), MAX_UNITS)
        self._resize(dict.fromkeys(layers, size), counted(size, "neuron"), merge)

    def step_units(self, index: int, by: int) -> None:
        """Change a layer's size by some neurons."""
        sizes = {layer: self.units(layer) + by for layer in self._together(index)}
        sizes = {layer: min(max(units, 1), MAX_UNITS) for layer, units in sizes.items()}
        same = len(set(sizes.values())) == 1
        words = counted(sizes[index], "neuron") if same else _by(by)
        self._resize(sizes, words, "units")

    def units(self, index: int) -> int:
        """The size of a layer that has a number for it; 0 for one that follows the data."""
        units = self.workspace.experiment.network.layers[index].units
        return 0 if units == "auto" else units

    def may_resize(self, index: int) -> bool:
        """Whether a layer's size is for the user to say: hidden ones, and a free output."""
        free = isinstance(self.workspace.experiment.network.inputs, int)
        return 0 <= index < len(self.hidden) or (free and self.units(index) > 0)

    def set_activation(self, index: int, activation: Activation) -> None:
        """Give a layer another activation."""
        layers = self._together(index)
        text = f"{self.names(layers)}: {ACTIVATION_NAMES[activation]}"
        edit = partial(layer_edits.set_layers, indices=layers, activation=activation)
        self.workspace.edit(text, edit)

    def move(self, layers: Sequence[int], before: int) -> None:
        """Move hidden layers in front of layer `before` and keep them selected."""
        rest = [index for index in range(len(self.hidden) + 1) if index not in layers]
        first = sum(index < before for index in rest)
        if tuple(range(first, first + len(layers))) == tuple(layers):
            return
        place = self.names((rest[first],))
        edit = partial(layer_edits.move_layers, indices=tuple(layers), before=before)
        text = f"move {self.names(layers)} before {place}"
        origins = Origins(layer_edits.moved(self._places, layers, before))
        if self.workspace.edit(text, edit, origins=origins):
            self.workspace.select(select_layers(range(first, first + len(layers))))

    def shift_selected(self, right: bool) -> None:
        """Move the selected hidden layers past their neighbor."""
        layers = self.selected
        if self.can_shift(right):
            self.move(layers, layers[-1] + 2 if right else layers[0] - 1)
        elif not layers:
            self.say(self._why_not("moved"))

    def can_shift(self, right: bool) -> bool:
        """Whether hidden layers are selected that have a neighbor there."""
        layers = self.selected
        return bool(layers) and (layers[-1] + 1 < len(self.hidden) if right else layers[0] > 0)

    def select_all(self) -> None:
        """Select every hidden layer."""
        current = self.workspace.selection.layer
        self.workspace.select(select_layers(range(len(self.hidden)), current))

    def apply_preset(self, preset: Preset) -> None:
        """Draw the preset's network in place of the one there is."""
        self.workspace.select(Selection())
        self.workspace.edit(f"preset: {preset.title}", partial(apply_preset, preset=preset))

    def fit_to_data(self) -> None:
        """Let inputs and output take their sizes from the data."""
        self.workspace.fit_network()

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
        return self.workspace.edit(text, partial(edits.set_inputs, inputs=inputs), merge=merge)

    def say(self, sentence: str) -> None:
        """Say something in passing, in the status bar."""
        self.workspace.message.emit(sentence)

    def _remove(self, layers: Sequence[int]) -> None:
        if not layers:
            return
        names = self.names(layers)
        edit = partial(layer_edits.remove_layers, indices=tuple(layers))
        origins = Origins(layer_edits.without(self._places, layers))
        if self.workspace.edit(f"remove {names}", edit, origins=origins):
            left = min(layers[0], len(self.hidden) - 1)
            self.workspace.select(Selection(left) if left >= 0 else Selection())
            self.say(f"Removed {names}; Ctrl+Z brings it back")

    def _remove_unit(self, layer: int, unit: int) -> None:
        units, places = range(self.units(layer)), self._places
        name = self.names((layer,))
        edit = partial(layer_edits.remove_unit, index=layer, unit=unit)
        origins = Origins(places, {layer: layer_edits.without(units, (unit,))})
        if self.workspace.edit(f"remove neuron {unit + 1} of {name}", edit, origins=origins):
            self.workspace.select(Selection(layer, min(unit, len(units) - 2)))
            self.say(f"Removed neuron {unit + 1} of {name}; Ctrl+Z brings it back")

    def _resize(self, sizes: dict[int, int], words: str, merge: str) -> None:
        layers = tuple(sizes)
        edit = partial(layer_edits.resize_layers, sizes=sizes)
        text = f"{self.names(layers)}: {words}"
        self.workspace.edit(text, edit, merge=f"{merge} {layers}", anew=True)

    def _together(self, index: int) -> tuple[int, ...]:
        """The layers that change with layer `index`: those selected with it, or it alone."""
        return self.selected if index in self.selected else (index,)

    def _why_not(self, verb: str) -> str:
        if self.workspace.selection.layer is None:
            return "Select a hidden layer first"
        return f"{self.names((self.workspace.selection.layer,))} cannot be {verb}"


def _by(by: int) -> str:
    return f"{counted(abs(by), 'neuron')} {'more' if by > 0 else 'fewer'} each"
