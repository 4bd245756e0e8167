"""What the canvas shows of a network, column by column, as plain values: titles, labels, counts."""

from dataclasses import dataclass

from nnstudio.app.canvas.sizes import DataFacts, drawn_network, input_names
from nnstudio.app.canvas.wording import (
    ACTIVATION_NAMES,
    counted,
    feature_label,
    layer_terms,
    matrix_shape,
    subscript,
)
from nnstudio.app.workspace.naming import layer_name
from nnstudio.core.spec import Activation, NetworkSpec
from nnstudio.experiment.document import Experiment


@dataclass(frozen=True, slots=True)
class ColumnPicture:
    """One column in words. `layer` is -1 for the input, which has neither activation nor matrix.

    `labels` name the units, beside their tiles; `classes` gives each labeled output its class.
    Training leaves the units in `frozen` alone; those in `off` are switched off.
    """

    layer: int
    title: str
    units: int
    activation: Activation | None
    caption: str
    labels: tuple[str, ...] = ()
    classes: tuple[int, ...] = ()
    matrix: str = ""
    terms: tuple[str, ...] = ()
    frozen: frozenset[int] = frozenset()
    off: frozenset[int] = frozenset()

    @property
    def is_input(self) -> bool:
        """Whether this is the column of the features."""
        return self.layer < 0


@dataclass(frozen=True, slots=True)
class NetworkPicture:
    """A whole network in words, the input column first."""

    network: NetworkSpec
    columns: tuple[ColumnPicture, ...]

    @property
    def hidden(self) -> int:
        """How many hidden layers there are."""
        return len(self.columns) - 2


def picture_of(experiment: Experiment, facts: DataFacts | None) -> NetworkPicture:
    """What to show of `experiment`, given what was last seen of its data."""
    network = drawn_network(experiment, facts)
    if isinstance(experiment.network.inputs, int):
        facts = None
    layers = range(len(network.layers))
    columns = (_input(experiment, facts), *(_layer(network, layer, facts) for layer in layers))
    return NetworkPicture(network, columns)


def _input(experiment: Experiment, facts: DataFacts | None) -> ColumnPicture:
    names = input_names(experiment, facts)
    noun = "input" if isinstance(experiment.network.inputs, int) else "feature"
    labels = tuple(feature_label(name) for name in names)
    return ColumnPicture(-1, "Input", len(names), None, counted(len(names), noun), labels)


def _layer(network: NetworkSpec, layer: int, facts: DataFacts | None) -> ColumnPicture:
    spec, inputs = network.layers[layer], network.sizes[layer]
    is_output = layer == len(network.layers) - 1
    classes = _classes(spec.units, facts) if is_output and facts is not None else ()
    return ColumnPicture(
        layer=layer,
        title=layer_name(layer, len(network.layers)),
        units=spec.units,
        activation=spec.activation,
        caption=f"{ACTIVATION_NAMES[spec.activation]} {'score' if spec.units == 1 else 'scores'}",
        labels=tuple(facts.classes[label] for label in classes) if facts else (),
        classes=classes,
        matrix=f"W{subscript(layer + 1)} {matrix_shape(inputs, spec)}",
        terms=layer_terms(inputs, spec),
        frozen=frozenset(range(spec.units) if spec.frozen else spec.frozen_units),
        off=frozenset(spec.off),
    )


def _classes(units: int, facts: DataFacts) -> tuple[int, ...]:
    """The class that each output speaks for; a single output speaks for the second of two."""
    known = len(facts.classes)
    if units == 1 and known == 2:
        return (1,)
    return tuple(range(units)) if units == known else ()
