"""The rows of the layer table as plain text: the input, every layer, and the total."""

from enum import IntEnum

from nnstudio.app.canvas.wording import ACTIVATION_NAMES, counted
from nnstudio.app.panels.layer_editor import INITIALIZER_NAMES
from nnstudio.app.workspace.naming import layer_name
from nnstudio.core.counts import Counts, count_layers, count_network
from nnstudio.core.spec import LayerSpec, NetworkSpec


class Column(IntEnum):
    """What stands in which column."""

    LAYER = 0
    TYPE = 1
    UNITS = 2
    ACTIVATION = 3
    INITIALIZER = 4
    DROPOUT = 5
    OUTPUT = 6
    PARAMETERS = 7
    MULTIPLY_ADDS = 8
    MEMORY = 9


HEADINGS = (
    "Layer",
    "Type",
    "Neurons",
    "Activation",
    "Initial weights",
    "Dropout",
    "Output shape",
    "Parameters",
    "Multiply-adds",
    "Memory",
)
Row = dict[Column, str]


def layer_rows(network: NetworkSpec, follows_data: bool) -> tuple[Row, ...]:
    """The rows, top to bottom; `follows_data`: the output takes its size from the data."""
    total = count_network(network)
    rows = [
        _layer(network, index, counts, follows_data)
        for index, counts in enumerate(count_layers(network))
    ]
    return (
        _input(network),
        *rows,
        {Column.UNITS: f"{total.neurons:,}", **_sizes(total)} | {Column.LAYER: "Total"},
    )


def spelled(counts: Counts) -> str:
    """Parameters by kind: "12 weights + 6 biases"."""
    terms = [counted(counts.weights, "weight"), counted(counts.biases, "bias")]
    if counts.slopes:
        terms.append(counted(counts.slopes, "slope"))
    return " + ".join(terms)


def memory_text(size: int) -> str:
    """Bytes in few digits: "72 B", "1.2 kB", "244 MB"."""
    if size < 1000:
        return f"{size} B"
    value, unit = (size / 1e3, "kB") if size < 999_500 else (size / 1e6, "MB")
    return f"{value:.3g} {unit}" if value < 1000 else f"{value:,.0f} {unit}"


def _input(network: NetworkSpec) -> Row:
    return {
        Column.LAYER: "Input",
        Column.TYPE: "features",
        Column.UNITS: "",
        Column.OUTPUT: f"{network.inputs:,} × 1",
    }


def _layer(network: NetworkSpec, index: int, counts: Counts, follows_data: bool) -> Row:
    layer, is_output = network.layers[index], index == len(network.layers) - 1
    auto = " auto" if is_output and follows_data else ""
    return {
        Column.LAYER: "\n".join((layer_name(index, len(network.layers)), *_by_hand(layer))),
        Column.TYPE: "fully connected",
        Column.UNITS: f"{layer.units:,}{auto}",
        Column.ACTIVATION: _activation(layer),
        Column.INITIALIZER: _initializer(layer),
        Column.DROPOUT: f"{100 * layer.dropout:.4g} %",
        Column.OUTPUT: f"{layer.units:,} × 1",
        **_sizes(counts),
    }


def _by_hand(layer: LayerSpec) -> list[str]:
    """What was frozen or switched off, in a line of its own."""
    done = ["frozen"] if layer.frozen else []
    if layer.frozen_units and not layer.frozen:
        done.append(f"{len(layer.frozen_units)} frozen")
    if layer.off:
        done.append(f"{len(layer.off)} off")
    return [", ".join(done)] if done else []


def _initializer(layer: LayerSpec) -> str:
    scale = "" if layer.scale == 1.0 else f" × {layer.scale:.4g}"
    return f"{INITIALIZER_NAMES[layer.initializer]}{scale}"


def _activation(layer: LayerSpec) -> str:
    detail = {"maxout": f" {layer.pieces}", "leaky_relu": f" {layer.slope:.4g}"}
    return f"{ACTIVATION_NAMES[layer.activation]}{detail.get(layer.activation, '')}"


def _sizes(counts: Counts) -> Row:
    parts = [counts.weights, counts.biases, *([counts.slopes] if counts.slopes else [])]
    return {
        Column.PARAMETERS: f"{counts.parameters:,}\n{' + '.join(f'{part:,}' for part in parts)}",
        Column.MULTIPLY_ADDS: f"{counts.multiply_adds:,}",
        Column.MEMORY: memory_text(counts.memory),
    }
