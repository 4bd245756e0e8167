"""Drawing a network: its columns of neurons, its links by weight, and the words around them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from nnstudio.core.arrays import Floats
from nnstudio.core.spec import NetworkSpec
from nnstudio.experiment.describe import describe_network
from nnstudio.experiment.exports.class_marks import MARK, class_mark
from nnstudio.experiment.exports.drawing import (
    CLASSES,
    RADIUS,
    TILE_RADIUS,
    Area,
    Color,
    Drawing,
    Link,
    Neuron,
    Sign,
)
from nnstudio.experiment.exports.drawing_layout import GAP, HEADER, Column, lay_out
from nnstudio.experiment.exports.drawing_signs import column_signs
from nnstudio.experiment.exports.drawing_words import (
    FOOTER,
    input_words,
    layer_words,
    legend,
    unit_names,
)
from nnstudio.experiment.exports.labels import one_line
from nnstudio.experiment.exports.model import Model
from nnstudio.experiment.exports.strokes import LINK_SHADES, LINK_WIDTHS

_LEGEND = 52.0
_AFTER_MARK = 5.0


@dataclass(frozen=True, slots=True)
class Part:
    """What is drawn of a network: the units of each layer, inputs first, and how many links of each
    matrix at most.

    `pictures` has a PNG as base64 for each of these units, or nothing: then they are circles.
    `dead` has for each layer the units that are so on all training data.
    """

    units: Sequence[Sequence[int]]
    links: Sequence[int]
    pictures: Sequence[Sequence[str]] = ()
    dead: Sequence[Collection[int]] = ()


def draw_model(model: Model) -> Drawing:
    """The trained network, with the names of features and classes."""
    dataset = model.prepared.dataset
    classes = dataset.class_names
    spoken = range(len(classes))
    if model.network.outputs == 1 and len(classes) == 2:
        spoken = range(1, 2)
    return draw_network(
        model.network,
        model.matrices,
        model.prepared.input_names,
        [classes[label] for label in spoken],
        one_line(model.prepared.experiment.name),
        output_classes=spoken,
    )


def draw_network(
    network: NetworkSpec,
    matrices: Sequence[Floats] | None = None,
    input_names: Sequence[str] = (),
    output_names: Sequence[str] = (),
    title: str = "",
    part: Part | None = None,
    output_classes: Sequence[int] = (),
) -> Drawing:
    """The network; without `matrices` (rows, inputs + 1) all links look alike.

    Names are one for each input or output, or none, and so are the classes of the outputs. Without
    a `part`, wide layers show their ends.
    """
    described = describe_network(network)
    shown, pictures = (None, ()) if part is None else (part.units, part.pictures)
    radius = TILE_RADIUS if pictures else RADIUS
    marked = MARK + _AFTER_MARK if output_classes else 0.0
    names = input_names, output_names
    columns, width, area = lay_out(network, described, *names, shown, radius, marked)
    words = [
        *input_words(columns[0], input_names),
        *layer_words(network, described, columns[1:], area),
        *unit_names(columns[-1], output_names, "start", marked),
    ]
    height = HEADER + area + FOOTER + _LEGEND
    limits = [None] * len(network.layers) if part is None else part.links
    drawn = None if matrices is None else _drawn(columns, limits)
    notes, samples = legend(described, width, area, drawn)
    links = (*_links(network, columns, matrices, limits), *samples)
    summary = f"{described.name}, {' -> '.join(map(str, network.sizes))}"
    neurons = tuple(_neurons(network, columns, matrices, part))
    marks = tuple(_marks(columns[-1], output_classes))
    return Drawing(
        title or described.name, summary, width, height, links, neurons, (*words, *notes), marks
    )


def unit_weights(matrix: Floats, units: int) -> Floats:
    """One weight a link, (units, inputs): of a maxout unit's pieces the largest in size.

    `matrix` has the biases as its last column and row p * units + u for piece p of unit u.
    """
    pieces = matrix[:, :-1].reshape(-1, units, matrix.shape[1] - 1)
    strongest = np.abs(pieces).argmax(axis=0)[np.newaxis]
    return np.take_along_axis(pieces, strongest, axis=0)[0]


def _neurons(
    network: NetworkSpec,
    columns: Sequence[Column],
    matrices: Sequence[Floats] | None,
    part: Part | None,
) -> list[Neuron]:
    pictures = () if part is None else part.pictures
    neurons = []
    for index, column in enumerate(columns):
        layer = network.layers[index - 1] if index else None
        signs: list[tuple[Sign, ...]] = [()] * len(column.shown)
        if part is not None and pictures and layer is not None:
            matrix = None if matrices is None else matrices[index - 1]
            dead = part.dead[index - 1] if part.dead else ()
            signs = column_signs(column, layer, matrix, dead)
        fill: Color = "fill" if index else "input"
        for place, (unit, y) in enumerate(zip(column.shown, column.heights, strict=True)):
            picture = pictures[index][place] if pictures else None
            color: Color = "off" if layer is not None and unit in layer.off else fill
            neurons.append(Neuron(column.x, y, color, column.radius, picture, signs[place]))
    return neurons


def _marks(outputs: Column, classes: Sequence[int]) -> list[Area]:
    """The marks of the classes that the outputs speak for, beside them."""
    x = outputs.x + outputs.radius + GAP + MARK / 2
    places = zip(outputs.shown, outputs.heights, strict=True) if classes else ()
    return [
        Area(tuple(class_mark(classes[unit], x, y)), CLASSES[classes[unit] % len(CLASSES)])
        for unit, y in places
    ]


def _drawn(columns: Sequence[Column], limits: Sequence[int | None]) -> int:
    """How many links are drawn, those of weight 0 included."""
    pairs = [len(one.shown) * len(other.shown) for one, other in pairwise(columns)]
    return sum(
        count if limit is None else min(count, limit)
        for count, limit in zip(pairs, limits, strict=True)
    )


def _links(
    network: NetworkSpec,
    columns: Sequence[Column],
    matrices: Sequence[Floats] | None,
    limits: Sequence[int | None],
) -> list[Link]:
    """The links between shown neurons, the weakest of each layer first; none where it is 0."""
    links: list[Link] = []
    for index, layer in enumerate(network.layers):
        source, target = columns[index], columns[index + 1]
        weights = None if matrices is None else unit_weights(matrices[index], layer.units)
        links += _layer_links(source, target, weights, limits[index])
    return links


def _layer_links(
    source: Column, target: Column, weights: Floats | None, limit: int | None
) -> list[Link]:
    pairs = [
        ((source.x + source.radius, y0), (target.x - target.radius, y1), u0, u1)
        for u0, y0 in zip(source.shown, source.heights, strict=True)
        for u1, y1 in zip(target.shown, target.heights, strict=True)
    ]
    if weights is None:
        step = 1 if limit is None else -(-len(pairs) // max(limit, 1))
        return [Link(start, end, 1.0, "unknown") for start, end, _, _ in pairs[::step]]
    values = np.array([weights[u1, u0] for _, _, u0, u1 in pairs], np.float64)
    sizes = np.abs(values)
    order = np.argsort(sizes, kind="stable")
    largest = float(sizes.max(initial=0.0)) or 1.0
    kept = order if limit is None else order[max(len(order) - limit, 0) :]
    return [
        _weighted(pairs[number][0], pairs[number][1], values[number] / largest)
        for number in kept
        if values[number]
    ]


def _weighted(start: tuple[float, float], end: tuple[float, float], share: float) -> Link:
    """The link whose weight is `share` of the largest of its matrix in size."""
    level = min(int(abs(share) * len(LINK_WIDTHS)), len(LINK_WIDTHS) - 1)
    color: Color = "positive" if share > 0 else "negative"
    return Link(start, end, LINK_WIDTHS[level], color, LINK_SHADES[level])
