"""The stations of an example's way: in, forward through every layer, loss, back, and the update."""

from dataclasses import dataclass
from typing import Literal

from nnstudio.app.canvas.wording import subscript
from nnstudio.app.workspace.naming import layer_name

Kind = Literal["input", "forward", "loss", "scores", "backward", "update"]


@dataclass(frozen=True, slots=True)
class Station:
    """One stop on the way; "forward" and "backward" are at a `layer`."""

    kind: Kind
    layer: int = -1

    @property
    def is_back(self) -> bool:
        """Whether gradients are shown here."""
        return self.kind in ("scores", "backward", "update")


def stations(layers: int) -> tuple[Station, ...]:
    """All stations of a network of so many layers, in order."""
    forward = [Station("forward", layer) for layer in range(layers)]
    back = [Station("backward", layer) for layer in reversed(range(layers))]
    return (
        Station("input"),
        *forward,
        Station("loss"),
        Station("scores"),
        *back,
        Station("update"),
    )


def station_title(station: Station, layers: int) -> str:
    """What the station is called."""
    match station.kind:
        case "input":
            return "Input"
        case "forward":
            return f"Forward: {layer_name(station.layer, layers)}"
        case "loss":
            return "Loss"
        case "scores":
            return "Backward: scores"
        case "backward":
            return f"Backward: {layer_name(station.layer, layers)}"
    return "Update"


def station_sign(station: Station, layers: int) -> str:
    """What the station computes, in few characters."""
    match station.kind:
        case "input":
            return "x"
        case "forward":
            return output_sign(station.layer, layers)
        case "loss":
            return "L"
        case "scores":
            return "∂s"
        case "backward":
            return f"∂W{subscript(station.layer + 1)}"
    return "update"


def output_sign(layer: int, layers: int) -> str:
    """What a layer puts out: x, h₁, h₂, ..., s."""
    if layer < 0:
        return "x"
    return "s" if layer == layers - 1 else f"h{subscript(layer + 1)}"
