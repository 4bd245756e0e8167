"""Edits of several layers at once, as pure functions from one document to the next.

Like all edits they give a valid document or raise ExperimentError. Layers are numbered from 0; the
last one is the output, which keeps its place.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

from nnstudio.experiment.document import Experiment, LayerSettings
from nnstudio.experiment.editing.edits import Raw, edited, problem, require_layer
from nnstudio.experiment.editing.lineage import Origins

Item = TypeVar("Item")


def insert_layers(
    experiment: Experiment, index: int, layers: Sequence[LayerSettings]
) -> Experiment:
    """Insert hidden layers before layer `index`, which may be the output."""
    require_layer(experiment, index)
    values = [layer.model_dump(mode="json") for layer in layers]

    def change(raw: Raw) -> None:
        raw["network"]["layers"] = inserted(raw["network"]["layers"], index, values)

    newcomers: list[int | None] = [None] * len(layers)
    return edited(experiment, change, Origins(inserted(_places(experiment), index, newcomers)))


def remove_layers(experiment: Experiment, indices: Collection[int]) -> Experiment:
    """Remove hidden layers; the output cannot go."""
    _require_hidden(experiment, indices, "removed")

    def change(raw: Raw) -> None:
        raw["network"]["layers"] = without(raw["network"]["layers"], indices)

    return edited(experiment, change, Origins(without(_places(experiment), indices)))


def move_layer(experiment: Experiment, index: int, before: int) -> Experiment:
    """Move a hidden layer in front of layer `before`, which may be the output."""
    return move_layers(experiment, (index,), before)


def move_layers(experiment: Experiment, indices: Collection[int], before: int) -> Experiment:
    """Move hidden layers in front of layer `before`, in their order, with nothing between them."""
    _require_hidden(experiment, indices, "moved")
    require_layer(experiment, before)

    def change(raw: Raw) -> None:
        raw["network"]["layers"] = moved(raw["network"]["layers"], indices, before)

    return edited(experiment, change, Origins(moved(_places(experiment), indices, before)))


def set_layers(experiment: Experiment, indices: Collection[int], **fields: object) -> Experiment:
    """Change the same fields of several layers."""
    for index in indices:
        require_layer(experiment, index)

    def change(raw: Raw) -> None:
        for index in indices:
            raw["network"]["layers"][index].update(fields)

    return edited(experiment, change)


def resize_layers(experiment: Experiment, sizes: Mapping[int, int]) -> Experiment:
    """Give every layer in `sizes` that many units."""
    for index in sizes:
        require_layer(experiment, index)

    def change(raw: Raw) -> None:
        for index, units in sizes.items():
            raw["network"]["layers"][index]["units"] = units

    return edited(experiment, change)


def remove_unit(experiment: Experiment, index: int, unit: int) -> Experiment:
    """Remove one unit of a layer that has several and a size of its own.

    What is frozen or switched off, in this layer and of its weights in the next, stays so.
    """
    require_layer(experiment, index)
    units = experiment.network.layers[index].units
    if units == "auto":
        raise problem(f"network.layers.{index}.units", "the size follows the data")
    if units == 1:
        raise problem(f"network.layers.{index}.units", "the last neuron cannot be removed")
    if not 0 <= unit < units:
        raise problem(f"network.layers.{index}.units", f"there is no neuron {unit + 1}")

    def change(raw: Raw) -> None:
        raw["network"]["layers"][index]["units"] = units - 1

    left = without(range(units), (unit,))
    return edited(experiment, change, Origins(_places(experiment), {index: left}))


def _places(experiment: Experiment) -> list[int | None]:
    return list(range(len(experiment.network.layers)))


def inserted(layers: Sequence[Item], index: int, new: Sequence[Item]) -> list[Item]:
    """What stands for the layers, with new ones before layer `index`."""
    return [*layers[:index], *new, *layers[index:]]


def without(layers: Sequence[Item], indices: Collection[int]) -> list[Item]:
    """What stands for the layers, but for some."""
    return [layer for index, layer in enumerate(layers) if index not in indices]


def moved(layers: Sequence[Item], indices: Collection[int], before: int) -> list[Item]:
    """What stands for the layers, some of them moved in front of layer `before`."""
    head = [layers[index] for index in range(before) if index not in indices]
    tail = [layers[index] for index in range(before, len(layers)) if index not in indices]
    return [*head, *(layers[index] for index in sorted(indices)), *tail]


def _require_hidden(experiment: Experiment, indices: Collection[int], verb: str) -> None:
    for index in indices:
        require_layer(experiment, index)
        if index == len(experiment.network.layers) - 1:
            raise problem(f"network.layers.{index}", f"the output layer cannot be {verb}")
