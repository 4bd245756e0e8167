"""What the window calls layers and neurons: "Hidden 1", "Output", "Hidden 1, neuron 3"."""


def layer_name(layer: int, layers: int) -> str:
    """The name of `layer` (-1 the input column) in a network of `layers` layers."""
    if layer < 0:
        return "Input"
    return "Output" if layer == layers - 1 else f"Hidden {layer + 1}"


def unit_name(layer: int, unit: int, layers: int) -> str:
    """The name of one unit of a layer; the input column has features, not neurons."""
    word = "feature" if layer < 0 else "neuron"
    return f"{layer_name(layer, layers)}, {word} {unit + 1}"
