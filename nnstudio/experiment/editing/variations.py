"""Varying one setting: which settings there are, under sensible names, and an experiment a value.

A path may have "*" in the place of a layer's number, for every hidden layer; `DEPTH` stands for how
many hidden layers there are, all like the first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from nnstudio.core.spec import ACTIVATIONS, Initializer, Loss, Optimizer
from nnstudio.experiment.catalog import SOURCES
from nnstudio.experiment.document import MAX_LAYERS, Experiment, dump
from nnstudio.experiment.editing.overrides import override
from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.validation import parse

FEWEST, MOST = 2, 6
DEPTH = "hidden layers"

_EVERY = "*"
_HIDDEN = (
    ("activation", "Activation of the hidden layers", ACTIVATIONS),
    ("initializer", "Initial weights of the hidden layers", get_args(Initializer)),
    ("scale", "Scale of the initial weights", ()),
    ("dropout", "Dropout", ()),
)
_TRAINING = (
    ("learning_rate", "Learning rate", ()),
    ("l2", "L2 strength", ()),
    ("l1", "L1 strength", ()),
    ("batch_size", "Batch size", ()),
    ("optimizer", "Optimizer", get_args(Optimizer)),
    ("loss", "Loss", get_args(Loss)),
    ("input_noise", "Input noise", ()),
    ("epochs", "Epochs", ()),
)
_DATA = (
    ("samples", "Number of examples", ()),
    ("noise", "Noise of the data", ()),
    ("label_noise", "Share of wrong labels", ()),
)


@dataclass(frozen=True, slots=True)
class Variable:
    """A setting that can be varied: `value` is the present one, `choices` what it may be instead
    where that is a word.
    """

    path: str
    words: str
    value: str
    choices: tuple[str, ...] = ()

    @property
    def suggestion(self) -> str:
        """Values to begin with: for words those there are, for a number some around it."""
        if self.choices:
            others = [choice for choice in self.choices if choice != self.value]
            return ", ".join([self.value, *others][:3])
        number = float(self.value)
        if self.path == "training.learning_rate" or number == 0.0 or not number.is_integer():
            return (
                "0, 0.1, 0.3" if number == 0.0 else f"{number / 10:g}, {number:g}, {number * 3:g}"
            )
        low = max(1, int(number) // 2)
        return ", ".join(f"{value:d}" for value in dict.fromkeys((low, int(number), 3 * low)))


def variables(experiment: Experiment) -> tuple[Variable, ...]:
    """The settings of `experiment` that make sense to vary, the most telling first."""
    return tuple(_variables(experiment))


def _variables(experiment: Experiment) -> Iterator[Variable]:
    hidden = experiment.network.layers[:-1]
    for index, layer in enumerate(hidden):
        where = "the hidden layer" if len(hidden) == 1 else f"hidden layer {index + 1}"
        yield Variable(f"network.layers.{index}.units", f"Neurons of {where}", str(layer.units))
    if hidden:
        yield Variable(DEPTH, "Number of hidden layers", str(len(hidden)))
        for name, words, choices in _HIDDEN:
            value = _plain(getattr(hidden[0], name))
            yield Variable(f"network.layers.{_EVERY}.{name}", words, value, choices)
    for name, words, choices in _TRAINING:
        value = _plain(getattr(experiment.training, name))
        yield Variable(f"training.{name}", words, value, choices)
    if SOURCES[experiment.data.source].kind in ("plane", "function"):
        for name, words, choices in _DATA:
            yield Variable(f"data.{name}", words, _plain(getattr(experiment.data, name)), choices)


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def with_value(experiment: Experiment, path: str, value: str) -> Experiment:
    """`experiment` with another value in that setting; raises ExperimentError."""
    if path == DEPTH:
        return _with_depth(experiment, value)
    paths = [path]
    if _EVERY in path:
        hidden = range(len(experiment.network.layers) - 1)
        paths = [path.replace(_EVERY, str(index)) for index in hidden]
    return override(experiment, [f"{each}={_spelled(path, value)}" for each in paths])


def varied(experiment: Experiment, path: str, text: str) -> tuple[Experiment, ...]:
    """An experiment for each of the values in `text`, such as "3, 6, 20"; raises ExperimentError.

    There are two to six of them.
    """
    values = [value for value in re.split(r"[,;\s]+", text.strip()) if value]
    if any(not FEWEST <= count <= MOST for count in (len(values), len(set(values)))):
        raise ExperimentError(
            Problem("", f"give {FEWEST} to {MOST} different values with commas between: 3, 6, 20")
        )
    return tuple(with_value(experiment, path, value) for value in values)


def _spelled(path: str, value: str) -> str:
    """Words as the document has them, whatever their case: "ReLU" is relu."""
    is_word = any(path.endswith(name) for name, _, choices in (*_HIDDEN, *_TRAINING) if choices)
    return value.strip().lower().replace("-", "_") if is_word else value.strip()


def _with_depth(experiment: Experiment, value: str) -> Experiment:
    if not value.strip().isdecimal() or not 0 <= int(value) < MAX_LAYERS:
        raise ExperimentError(
            Problem("network.layers", f"give a whole number from 0 to {MAX_LAYERS - 1}")
        )
    raw = dump(experiment)
    layers = raw["network"]["layers"]
    raw["network"]["layers"] = [*(layers[:1] * int(value)), layers[-1]]
    return parse(raw)
