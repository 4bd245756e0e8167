"""A network in numbers and formulas: its counts, the shape of each matrix, the forward pass."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from nnstudio.core.counts import Counts, count_layers, count_network, network_name
from nnstudio.core.spec import LayerSpec, NetworkSpec
from nnstudio.experiment.data.resolve import resolve_network
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.wording import counted

_MOST_PIECES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class LayerDescription:
    """One layer; `shape` is that of its weight matrix without the biases, "6 x 2"."""

    name: str
    neurons: int
    activation: str
    shape: str
    weights: int
    biases: int
    extra_parameters: int
    formula: str


@dataclass(frozen=True, slots=True)
class NetworkDescription:
    """The whole network; `extra_parameters` are learned slopes, `sum` the counting as text."""

    name: str
    neurons: int
    weights: int
    biases: int
    extra_parameters: int
    parameters: int
    inputs: int
    layers: tuple[LayerDescription, ...]
    formula: tuple[str, ...]
    sum: str


def describe(experiment: Experiment, folder: Path | None = None) -> dict[str, Any]:
    """The description as JSON values; data are read only where a size is "auto".

    Raises ExperimentError when they cannot be read.
    """
    from nnstudio.experiment.data.prepare import prepare

    if _is_drawing(experiment):
        network = resolve_network(experiment, None, None, None)
    else:
        network = prepare(experiment, folder).network
    values = asdict(describe_network(network))
    return {**values, "layers": list(values["layers"]), "formula": list(values["formula"])}


def describe_network(network: NetworkSpec) -> NetworkDescription:
    """What there is to say about a network whose sizes are known."""
    counts = count_network(network)
    formula = forward_formula(network)
    return NetworkDescription(
        name=network_name(network),
        neurons=counts.neurons,
        weights=counts.weights,
        biases=counts.biases,
        extra_parameters=counts.slopes,
        parameters=counts.parameters,
        inputs=network.inputs,
        layers=tuple(
            _describe_layer(network, index, layer_counts, formula[index])
            for index, layer_counts in enumerate(count_layers(network))
        ),
        formula=formula,
        sum=counting_sum(network),
    )


def layer_name(index: int, layers: int) -> str:
    """What a layer is called: "Hidden 1", "Hidden 2", ..., "Output"."""
    return "Output" if index == layers - 1 else f"Hidden {index + 1}"


def forward_formula(network: NetworkSpec) -> tuple[str, ...]:
    """The forward pass, one line a layer: "h1 = tanh(W1 x + b1)", ..., "scores = W3 h2 + b3"."""
    last = len(network.layers)
    return tuple(
        f"{'scores' if number == last else f'h{number}'} = "
        f"{_activated(layer, number, 'x' if number == 1 else f'h{number - 1}')}"
        for number, layer in enumerate(network.layers, start=1)
    )


def counting_sum(network: NetworkSpec) -> str:
    """Counted as in the note: "[3 x 4] + [4 x 2] = 20 weights, 4 + 2 = 6 biases, 26 parameters"."""
    return ", ".join(counting_terms(network))


def counting_terms(network: NetworkSpec) -> tuple[str, ...]:
    """The parts of the sum: weights, biases, learned slopes if any, and what they come to.

    The pieces of maxout are a factor: "2 x [3 x 4] + [4 x 2] = 32 weights".
    """
    counts = count_network(network)
    pairs = zip(network.sizes, network.layers, strict=False)
    matrices = [_times(layer, f"[{inputs} x {layer.units}]") for inputs, layer in pairs]
    biases = [_times(layer, str(layer.units)) for layer in network.layers]
    terms = [
        f"{' + '.join(matrices)} = {counted(counts.weights, 'weight')}",
        _sum(biases, counts.biases, "bias"),
    ]
    if counts.slopes:
        slopes = [str(layer.slopes) for layer in count_layers(network) if layer.slopes]
        terms.append(_sum(slopes, counts.slopes, "slope"))
    return *terms, counted(counts.parameters, "parameter")


def _describe_layer(
    network: NetworkSpec, index: int, counts: Counts, formula: str
) -> LayerDescription:
    layer = network.layers[index]
    return LayerDescription(
        name=layer_name(index, len(network.layers)),
        neurons=layer.units,
        activation=layer.activation,
        shape=f"{layer.rows} x {network.sizes[index]}",
        weights=counts.weights,
        biases=counts.biases,
        extra_parameters=counts.slopes,
        formula=formula,
    )


def _activated(layer: LayerSpec, number: int, source: str) -> str:
    inner = f"W{number} {source} + b{number}"
    match layer.activation:
        case "linear":
            return inner
        case "maxout":
            return f"max({', '.join(_pieces(layer.pieces, number, source))})"
        case "leaky_relu":
            return f"leaky_relu({inner}; slope {layer.slope:g})"
        case "prelu":
            return f"prelu({inner}; a{number})"
        case _:
            return f"{layer.activation}({inner})"


def _pieces(count: int, number: int, source: str) -> list[str]:
    """The linear pieces of maxout: W1a x + b1a, W1b x + b1b, the middle ones left out."""
    letters = "abcdefghijklmnopqrstuvwxyz"[:count]
    pieces = [f"W{number}{letter} {source} + b{number}{letter}" for letter in letters]
    return pieces if count <= _MOST_PIECES_SHOWN else [pieces[0], pieces[1], "...", pieces[-1]]


def _times(layer: LayerSpec, size: str) -> str:
    return f"{layer.pieces} x {size}" if layer.activation == "maxout" else size


def _sum(terms: list[str], total: int, noun: str) -> str:
    """The terms and what they come to; a single number comes to itself."""
    result = counted(total, noun)
    return result if terms == [str(total)] else f"{' + '.join(terms)} = {result}"


def _is_drawing(experiment: Experiment) -> bool:
    """Whether the document gives every size itself."""
    network = experiment.network
    return isinstance(network.inputs, int) and network.layers[-1].units != "auto"
