"""What a drawing says of a network: what layers consist of, their matrices, the counts."""

from nnstudio.core.spec import NetworkSpec
from nnstudio.experiment.describe import NetworkDescription


def consists_of(network: NetworkSpec, index: int) -> str:
    """What a layer consists of: "6 neurons, tanh"."""
    layer = network.layers[index]
    kind = {
        "maxout": f"maxout of {layer.pieces}",
        "leaky_relu": f"leaky ReLU {layer.slope:g}",
        "prelu": "PReLU",
        "relu": "ReLU",
    }.get(layer.activation, layer.activation)
    return f"{counted(layer.units, 'neuron')}, {kind}"


def captions(described: NetworkDescription, network: NetworkSpec, index: int) -> list[str]:
    """The matrix, with the pieces of maxout as a factor, and the counts of a layer."""
    layer, spec = described.layers[index], network.layers[index]
    pieces = f"{spec.pieces}·" if spec.activation == "maxout" else ""
    counts = _counts(layer.weights, layer.biases, layer.extra_parameters)
    return [f"W{index + 1}: {pieces}{spec.units:,} × {network.sizes[index]:,}", counts]


def total(described: NetworkDescription) -> str:
    """The counts of the whole network as a sum."""
    counts = _counts(described.weights, described.biases, described.extra_parameters)
    return (
        f"{described.name}: {counted(described.neurons, 'neuron')}, {counts} = "
        f"{counted(described.parameters, 'parameter')}"
    )


def counted(number: int, noun: str) -> str:
    """A number and what it counts: "1,024 weights", "1 bias"."""
    plural = f"{noun}es" if noun.endswith("s") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def _counts(weights: int, biases: int, slopes: int) -> str:
    parts = [counted(weights, "weight"), counted(biases, "bias")]
    return " + ".join([*parts, counted(slopes, "slope")] if slopes else parts)
