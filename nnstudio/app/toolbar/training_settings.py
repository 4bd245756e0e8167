"""The settings of the training bar as a table: how each is called, read from and written to."""

from collections.abc import Callable
from dataclasses import dataclass

from nnstudio.app.widgets.number_edit import Stepper, by_doubling, by_five, by_ladder
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import edits

_FIRST_STRENGTH = 0.001


@dataclass(frozen=True, slots=True)
class NumberSetting:
    """A number: `name` is the object name, `phrase` what undo calls it, `digits` its width.

    `zero` is the word for 0, where it means that there is none.
    """

    name: str
    label: str
    phrase: str
    tip: str
    stepper: Stepper
    digits: int
    read: Callable[[Experiment], float]
    write: Callable[[Experiment, float], Experiment]
    whole: bool = False
    suffix: str = ""
    zero: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceSetting:
    """One of several `choices`, pairs of the value and the words for it."""

    name: str
    label: str
    phrase: str
    tip: str
    choices: tuple[tuple[str, str], ...]
    read: Callable[[Experiment], str]
    write: Callable[[Experiment, str], Experiment]


def training_number(
    name: str,
    label: str,
    field: str,
    stepper: Stepper,
    digits: int,
    tip: str,
    *,
    whole: bool = False,
    zero: str = "",
) -> NumberSetting:
    """The setting of a number among the training settings."""

    def read(experiment: Experiment) -> float:
        return float(getattr(experiment.training, field))

    def write(experiment: Experiment, value: float) -> Experiment:
        return edits.set_training(experiment, **{field: _number(value) if whole else value})

    phrase = label.lower()
    return NumberSetting(
        name, label, phrase, tip, stepper, digits, read, write, whole=whole, zero=zero
    )


def _number(value: float) -> float | int:
    return int(value) if value.is_integer() else value


def penalty_kind(experiment: Experiment) -> str:
    """Which penalties are on: "none", "l2", "l1" or "both"."""
    training = experiment.training
    if training.l1 > 0.0:
        return "both" if training.l2 > 0.0 else "l1"
    return "l2" if training.l2 > 0.0 else "none"


def _set_penalty_kind(experiment: Experiment, kind: str) -> Experiment:
    training = experiment.training
    strength = training.l2 or training.l1 or _FIRST_STRENGTH
    return edits.set_training(
        experiment,
        l2=strength if kind in ("l2", "both") else 0.0,
        l1=(training.l1 or strength) if kind in ("l1", "both") else 0.0,
    )


def _strength(experiment: Experiment) -> float:
    training = experiment.training
    return training.l1 if penalty_kind(experiment) == "l1" else training.l2


def _set_strength(experiment: Experiment, value: float) -> Experiment:
    field = "l1" if penalty_kind(experiment) == "l1" else "l2"
    return edits.set_training(experiment, **{field: value})


def dropout_rates(experiment: Experiment) -> tuple[float, ...]:
    """The dropout of every hidden layer."""
    return tuple(layer.dropout for layer in experiment.network.layers[:-1])


def _percent_dropped(experiment: Experiment) -> float:
    return round(100.0 * max(dropout_rates(experiment), default=0.0), 6)


def _set_percent_dropped(experiment: Experiment, percent: float) -> Experiment:
    for index in range(len(experiment.network.layers) - 1):
        experiment = edits.set_layer(experiment, index, dropout=percent / 100.0)
    return experiment


EPOCHS = training_number(
    "epochs",
    "Epochs per run",
    "epochs",
    by_doubling,
    6,
    "Training rests after so many epochs; run again to go on for as many",
    whole=True,
)

SETTINGS: tuple[NumberSetting | ChoiceSetting, ...] = (
    training_number(
        "learningRate",
        "Learning rate",
        "learning_rate",
        by_ladder,
        8,
        "How far each step goes; Up and Down step through 0.001, 0.003, 0.01, ...",
    ),
    ChoiceSetting(
        "optimizer",
        "Optimizer",
        "optimizer",
        "How the gradient becomes a step",
        (
            ("sgd", "SGD"),
            ("momentum", "Momentum"),
            ("nesterov", "Nesterov"),
            ("adagrad", "Adagrad"),
            ("rmsprop", "RMSprop"),
            ("adam", "Adam"),
        ),
        lambda experiment: experiment.training.optimizer,
        lambda experiment, value: edits.set_training(experiment, optimizer=value),
    ),
    training_number(
        "batchSize",
        "Batch size",
        "batch_size",
        by_doubling,
        5,
        "Examples behind each step",
        whole=True,
    ),
    ChoiceSetting(
        "loss",
        "Loss",
        "loss",
        "What training makes small",
        (("cross_entropy", "Cross-entropy"), ("hinge", "Hinge (SVM)"), ("mse", "Squared error")),
        lambda experiment: experiment.training.loss,
        lambda experiment, value: edits.set_training(experiment, loss=value),
    ),
    ChoiceSetting(
        "regularization",
        "Regularization",
        "regularization",
        "Which penalty keeps the weights small",
        (("none", "None"), ("l2", "L2"), ("l1", "L1"), ("both", "L2 and L1")),
        penalty_kind,
        _set_penalty_kind,
    ),
    NumberSetting(
        "strength",
        "Strength λ",
        "regularization strength",
        "How much the penalty weighs against the loss",
        by_ladder,
        7,
        _strength,
        _set_strength,
    ),
    NumberSetting(
        "dropout",
        "Dropout",
        "dropout",
        "Share of outputs dropped at each step, in every hidden layer",
        by_five,
        4,
        _percent_dropped,
        _set_percent_dropped,
        suffix=" %",
    ),
)
