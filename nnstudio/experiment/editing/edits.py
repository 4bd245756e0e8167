"""Everything a user can change, as pure functions from one document to the next.

Every result passes the same rules as a file does: an edit that would break one raises
ExperimentError, and the document it was given stays as it was. Layers are numbered from 0; the
last one is the output.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product
from typing import Any, Literal

from nnstudio.core.spec import Activation
from nnstudio.experiment.catalog import SOURCES, SourceInfo, class_count
from nnstudio.experiment.document import (
    STEPS,
    Experiment,
    Feature,
    LayerSettings,
    Source,
    Step,
    dump,
)
from nnstudio.experiment.editing.lineage import Origins
from nnstudio.experiment.editing.marks import marked
from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.rules import IMAGE_STEPS
from nnstudio.experiment.validation import parse

Raw = dict[str, Any]

_KEPT = ("samples", "test_fraction", "validation_fraction", "seed", "fit_on")
_MARKS = ("frozen", "frozen_units", "frozen_weights", "off")
_NEW_LAYER = LayerSettings(units=4, activation="tanh")


def add_layer(experiment: Experiment, index: int, layer: LayerSettings | None = None) -> Experiment:
    """Insert a hidden layer before layer `index`, which may be the output."""
    require_layer(experiment, index)
    new = _layer_values(layer or _NEW_LAYER)
    return edited(experiment, lambda raw: raw["network"]["layers"].insert(index, new))


def remove_layer(experiment: Experiment, index: int) -> Experiment:
    """Remove a hidden layer; the output cannot go."""
    require_layer(experiment, index)
    if index == len(experiment.network.layers) - 1:
        raise problem(f"network.layers.{index}", "the output layer cannot be removed")
    return edited(experiment, lambda raw: raw["network"]["layers"].pop(index))


def set_units(experiment: Experiment, index: int, units: int | Literal["auto"]) -> Experiment:
    """Change the size of a layer; "auto" is for the output, which then follows the data."""
    return set_layer(experiment, index, units=units)


def set_layer(experiment: Experiment, index: int, **fields: object) -> Experiment:
    """Change fields of one layer."""
    require_layer(experiment, index)
    return edited(experiment, lambda raw: raw["network"]["layers"][index].update(fields))


def freeze_layer(experiment: Experiment, index: int, frozen: bool) -> Experiment:
    """Let training leave a whole layer alone, or no longer."""
    return set_layer(experiment, index, frozen=frozen)


def freeze_unit(experiment: Experiment, index: int, unit: int, frozen: bool) -> Experiment:
    """Let training leave alone all that comes into one unit, or no longer."""
    return _put(experiment, index, "frozen_units", unit, frozen)


def freeze_weight(
    experiment: Experiment, index: int, unit: int, source: int, frozen: bool
) -> Experiment:
    """Let training leave one weight alone; `source` is the input, `BIAS` for the bias."""
    return _put(experiment, index, "frozen_weights", (unit, source), frozen)


def switch_unit(experiment: Experiment, index: int, unit: int, on: bool) -> Experiment:
    """Switch a unit on, or off: it then puts out 0."""
    return _put(experiment, index, "off", unit, not on)


def _put(experiment: Experiment, index: int, field: str, place: object, there: bool) -> Experiment:
    """Put `place` into a list of places of a layer, or take it out."""
    require_layer(experiment, index)
    others = {old for old in getattr(experiment.network.layers[index], field) if old != place}
    places = sorted({*others, place} if there else others)
    return set_layer(experiment, index, **{field: places})


def has_marks(experiment: Experiment) -> bool:
    """Whether anything of the network is frozen or switched off."""
    marks = product(experiment.network.layers, _MARKS)
    return any(getattr(layer, mark) for layer, mark in marks)


def set_hidden_activation(experiment: Experiment, activation: Activation) -> Experiment:
    """Give every hidden layer the same activation."""

    def change(raw: Raw) -> None:
        for layer in raw["network"]["layers"][:-1]:
            layer["activation"] = activation

    return edited(experiment, change)


def set_inputs(
    experiment: Experiment, inputs: int | Literal["auto"] | Sequence[Feature]
) -> Experiment:
    """Choose what feeds the network: all columns, a number of inputs, or features of the plane."""
    return edited(experiment, lambda raw: raw["network"].update(inputs=inputs))


def set_source(experiment: Experiment, source: Source, **fields: object) -> Experiment:
    """Learn from other data; `fields` go into `data` too, as `path` of a table must.

    What cannot apply to the new data goes: chosen inputs, image steps, components PCA cannot keep,
    a loss of the other task, an output size for another number of classes. Noise and whatever else
    spoils or shapes the data starts as the new source has it by itself, for its amount means
    another thing there; number of samples, splits and seed stay. Nothing that was learned is worth
    keeping there: no layer, unit or weight stays frozen or switched off.
    """
    if source == experiment.data.source and not fields:
        return experiment
    data, new = experiment.data, SOURCES.get(source)
    old = replace(SOURCES[data.source], classes=class_count(data))

    def change(raw: Raw) -> None:
        kept = {name: raw["data"][name] for name in _KEPT if name in raw["data"]}
        own = {"noise": new.noise} if new is not None else {}
        raw["data"] = {**kept, **own, "source": source, **fields}
        for layer, mark in product(raw["network"]["layers"], _MARKS):
            layer.pop(mark, None)
        if new is not None:
            _fit_to_source(raw, old, new)

    return edited(experiment, change)


def set_data(experiment: Experiment, **fields: object) -> Experiment:
    """Change fields of the data: samples, noise, test_fraction, seed, ...

    Another number of classes lets the output follow it.
    """

    def change(raw: Raw) -> None:
        raw["data"].update(fields)
        if "classes" in fields:
            raw["network"]["layers"][-1]["units"] = "auto"

    return edited(experiment, change)


def set_preprocessing(experiment: Experiment, steps: Sequence[Step]) -> Experiment:
    """Replace the whole pipeline."""
    values = [step.model_dump(mode="json", exclude_none=True) for step in steps]
    return edited(experiment, lambda raw: raw.update(preprocessing=values))


def toggle_step(experiment: Experiment, step: str, on: bool) -> Experiment:
    """Switch a step on, where it belongs in the usual order, or off, wherever it stands."""
    names = [old.step for old in experiment.preprocessing]
    if on == (step in names):
        return experiment

    def change(raw: Raw) -> None:
        steps = [old for old in raw["preprocessing"] if old["step"] != step]
        if on:
            steps.insert(usual_place(names, step), {"step": step})
        raw["preprocessing"] = steps

    return edited(experiment, change)


def set_training(experiment: Experiment, **fields: object) -> Experiment:
    """Change fields of the training: learning_rate, optimizer, l2, ..."""
    return edited(experiment, lambda raw: raw["training"].update(fields))


def set_patience(experiment: Experiment, epochs: float) -> Experiment:
    """Stop early after so many epochs; what is held out for it is a fifth where nothing was."""

    def change(raw: Raw) -> None:
        raw["training"]["patience"] = epochs
        if epochs and not raw["data"].get("validation_fraction"):
            raw["data"]["validation_fraction"] = 0.2

    return edited(experiment, change)


def set_seed(experiment: Experiment, seed: float) -> Experiment:
    """Draw everything anew: weights, batches and, unless they have their own seed, the data."""
    return edited(experiment, lambda raw: raw.update(seed=seed))


def new_weights(experiment: Experiment, seed: int) -> Experiment:
    """Draw the weights anew and keep the data, by pinning the seed they were drawn from."""

    def change(raw: Raw) -> None:
        raw["data"].setdefault("seed", experiment.seed)
        raw["seed"] = seed

    return edited(experiment, change)


def rename(experiment: Experiment, name: str) -> Experiment:
    """Give the experiment another name."""
    return edited(experiment, lambda raw: raw.update(name=name))


def edited(
    experiment: Experiment, change: Callable[[Raw], object], origins: Origins | None = None
) -> Experiment:
    """The document after `change` of its raw values, validated; `origins` say who went where."""
    raw = dump(experiment)
    change(raw)
    return _sharing(marked(parse(raw), experiment, origins), experiment)


def _sharing(new: Experiment, old: Experiment) -> Experiment:
    """`new` with the very parts of `old` that did not change: an undo stack keeps many documents,
    and points that were painted are many numbers.
    """
    same = {
        name: part
        for name in type(new).model_fields
        if (part := getattr(old, name)) == getattr(new, name)
    }
    return new.model_copy(update=same)


def _layer_values(layer: LayerSettings) -> Raw:
    return layer.model_dump(mode="json")


def require_layer(experiment: Experiment, index: int) -> None:
    """Raise ExperimentError where there is no layer `index`."""
    count = len(experiment.network.layers)
    if not 0 <= index < count:
        raise problem("network.layers", f"there is no layer {index}; it may be 0 to {count - 1}")


def usual_place(names: Sequence[str], step: str) -> int:
    """Where in a pipeline of steps `names` one called `step` belongs: before what follows it."""
    later = STEPS[STEPS.index(step) + 1 :] if step in STEPS else ()
    return next((place for place, name in enumerate(names) if name in later), len(names))


def _fit_to_source(raw: Raw, old: SourceInfo, new: SourceInfo) -> None:
    network, output = raw["network"], raw["network"]["layers"][-1]
    if new.kind != "plane" or not isinstance(network["inputs"], list):
        network["inputs"] = "auto"
    if new.classes != old.classes or new.classes is None:
        output["units"] = "auto"
    if new.task != old.task:
        raw["training"]["loss"] = "mse" if new.task == "regression" else "cross_entropy"
    if not new.image:
        steps = [step for step in raw["preprocessing"] if step["step"] not in IMAGE_STEPS]
        raw["preprocessing"] = steps
    chosen = network["inputs"]
    columns = len(chosen) if isinstance(chosen, list) else new.columns
    for step in raw["preprocessing"]:
        if columns is not None and step.get("components", 0) > columns:
            del step["components"]


def problem(field: str, message: str) -> ExperimentError:
    """The error for one field."""
    return ExperimentError(Problem(field, message))
