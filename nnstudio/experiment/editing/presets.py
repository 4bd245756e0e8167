"""Networks worth drawing again and again, each a name and the sizes it stands for."""

from dataclasses import dataclass
from typing import Literal

from nnstudio.core.spec import Activation, Initializer
from nnstudio.experiment.document import Experiment, LayerSettings
from nnstudio.experiment.editing.edits import Raw, edited

Size = int | Literal["auto"]


@dataclass(frozen=True, slots=True)
class Preset:
    """A network by its sizes; "auto" follows the data, a number of inputs is a free drawing."""

    name: str
    title: str
    hidden: tuple[int, ...] = ()
    activation: Activation = "tanh"
    initializer: Initializer = "glorot"
    inputs: Size = "auto"
    outputs: Size = "auto"

    @property
    def is_free(self) -> bool:
        """Whether the sizes of input and output are given, whatever the data have."""
        return self.inputs != "auto"


PRESETS: tuple[Preset, ...] = (
    Preset("neuron", "Single neuron", outputs=1),
    Preset("linear", "Linear classifier"),
    Preset("three_layers", "Three hidden layers of 8 (2-8-8-8)", (8, 8, 8)),
    Preset("wide", "Wide: one hidden layer of 50 (2-50)", (50,)),
    Preset("deep", "Deep: six hidden layers of 8", (8,) * 6),
    Preset("two_layer", "2-layer drawing (3-4-2)", (4,), inputs=3, outputs=2),
    Preset("three_layer", "3-layer drawing (3-4-4-1)", (4, 4), inputs=3, outputs=1),
    Preset(
        "alexnet",
        "AlexNet's fully connected part (9216-4096-4096-1000)",
        (4096, 4096),
        activation="relu",
        initializer="he",
        inputs=9216,
        outputs=1000,
    ),
)
"""What the data can train first, then free drawings."""


def apply_preset(experiment: Experiment, preset: Preset) -> Experiment:
    """Draw the network of `preset` in place of the one there is; data and training stay."""
    kind = {"activation": preset.activation, "initializer": preset.initializer}
    hidden = [LayerSettings.model_validate({"units": units, **kind}) for units in preset.hidden]
    output = LayerSettings(units=preset.outputs)
    layers = [layer.model_dump(mode="json") for layer in (*hidden, output)]

    def change(raw: Raw) -> None:
        raw["network"] = {"inputs": preset.inputs, "layers": layers}

    return edited(experiment, change)
