"""What the window calls layers and neurons: "Hidden 1", "Output", "Hidden 1, neuron 3"."""

from collections.abc import Sequence


def layer_name(layer: int, layers: int) -> str:
    """The name of `layer` (-1 the input column) in a network of `layers` layers."""
    if layer < 0:
        return "Input"
    return "Output" if layer == layers - 1 else f"Hidden {layer + 1}"


def layers_name(chosen: Sequence[int], layers: int) -> str:
    """Several layers in words: "Hidden 1", "Hidden 1 and Hidden 3", "4 layers"."""
    if len(chosen) > 2:
        return f"{len(chosen)} layers"
    return " and ".join(layer_name(layer, layers) for layer in chosen)


def unit_name(layer: int, unit: int, layers: int) -> str:
    """The name of one unit of a layer; the input column has features, not neurons."""
    word = "feature" if layer < 0 else "neuron"
    return f"{layer_name(layer, layers)}, {word} {unit + 1}"


def file_stem(name: str) -> str:
    """What a file for the experiment called `name` is named before its ending."""
    words = "".join(letter if letter.isalnum() else "-" for letter in name.lower()).split("-")
    return "-".join(word for word in words if word)[:60] or "experiment"
