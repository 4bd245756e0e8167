"""Drawing a network: its columns of neurons, its links by weight, and the words around them."""

from collections.abc import Sequence

import numpy as np

from nnstudio.core.arrays import Floats
from nnstudio.core.spec import NetworkSpec
from nnstudio.experiment.describe import describe_network
from nnstudio.experiment.exports.drawing import RADIUS, Drawing, Link, Neuron
from nnstudio.experiment.exports.drawing_layout import HEADER, Column, lay_out
from nnstudio.experiment.exports.drawing_words import (
    FOOTER,
    input_words,
    layer_words,
    legend,
    unit_names,
)
from nnstudio.experiment.exports.labels import one_line
from nnstudio.experiment.exports.model import Model

_LEGEND = 52.0
_THINNEST, _WIDEST = 0.4, 4.0


def draw_model(model: Model) -> Drawing:
    """The trained network, with the names of features and classes."""
    dataset = model.prepared.dataset
    classes = dataset.class_names
    outputs = classes[1:] if model.network.outputs == 1 and len(classes) == 2 else classes
    name = one_line(model.prepared.experiment.name)
    return draw_network(model.network, model.matrices, model.prepared.input_names, outputs, name)


def draw_network(
    network: NetworkSpec,
    matrices: Sequence[Floats] | None = None,
    input_names: Sequence[str] = (),
    output_names: Sequence[str] = (),
    title: str = "",
) -> Drawing:
    """The network; without `matrices` (rows, inputs + 1) all links look alike.

    Names are one for each input or output, or none.
    """
    described = describe_network(network)
    columns, width, area = lay_out(network, described, input_names, output_names)
    words = [
        *input_words(columns[0], input_names),
        *layer_words(network, described, columns[1:], area),
        *unit_names(columns[-1], output_names, "start"),
    ]
    notes, samples = legend(described, width, area, matrices is not None)
    height = HEADER + area + FOOTER + _LEGEND
    links = (*_links(network, columns, matrices), *samples)
    summary = f"{described.name}, {' -> '.join(map(str, network.sizes))}"
    neurons = tuple(_neurons(network, columns))
    return Drawing(
        title or described.name, summary, width, height, links, neurons, (*words, *notes)
    )


def unit_weights(matrix: Floats, units: int) -> Floats:
    """One weight a link, (units, inputs): of a maxout unit's pieces the largest in size.

    `matrix` has the biases as its last column and row p * units + u for piece p of unit u.
    """
    pieces = matrix[:, :-1].reshape(-1, units, matrix.shape[1] - 1)
    strongest = np.abs(pieces).argmax(axis=0)[np.newaxis]
    return np.take_along_axis(pieces, strongest, axis=0)[0]


def _neurons(network: NetworkSpec, columns: Sequence[Column]) -> list[Neuron]:
    neurons = [Neuron(columns[0].x, y, "input") for y in columns[0].heights]
    for layer, column in zip(network.layers, columns[1:], strict=True):
        for unit, y in zip(column.shown, column.heights, strict=True):
            neurons.append(Neuron(column.x, y, "off" if unit in layer.off else "fill"))
    return neurons


def _links(
    network: NetworkSpec, columns: Sequence[Column], matrices: Sequence[Floats] | None
) -> list[Link]:
    """The links between shown neurons, the weakest of each layer first; none where it is 0."""
    links: list[Link] = []
    for index, layer in enumerate(network.layers):
        source, target = columns[index], columns[index + 1]
        weights = None if matrices is None else unit_weights(matrices[index], layer.units)
        links += _layer_links(source, target, weights)
    return links


def _layer_links(source: Column, target: Column, weights: Floats | None) -> list[Link]:
    pairs = [
        ((source.x + RADIUS, y0), (target.x - RADIUS, y1), u0, u1)
        for u0, y0 in zip(source.shown, source.heights, strict=True)
        for u1, y1 in zip(target.shown, target.heights, strict=True)
    ]
    if weights is None:
        return [Link(start, end, 1.0, "unknown") for start, end, _, _ in pairs]
    largest = float(np.abs(weights).max()) or 1.0
    links = [
        Link(start, end, _link_width(value / largest), "positive" if value > 0 else "negative")
        for start, end, u0, u1 in pairs
        if (value := float(weights[u1, u0]))
    ]
    return sorted(links, key=lambda link: link.width)


def _link_width(share: float) -> float:
    return _THINNEST + (_WIDEST - _THINNEST) * abs(share)
