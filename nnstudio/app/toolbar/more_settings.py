"""The settings of the training bar that are seldom needed, in groups: a column each."""

from nnstudio.app.toolbar.training_settings import ChoiceSetting, NumberSetting, training_number
from nnstudio.app.widgets.number_edit import by_doubling, by_five, by_ladder, by_one
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import edits


def _set_seed(experiment: Experiment, value: float) -> Experiment:
    return edits.set_seed(experiment, int(value) if value.is_integer() else value)


def _set_patience(experiment: Experiment, value: float) -> Experiment:
    return edits.set_patience(experiment, int(value) if value.is_integer() else value)


def _until_loss(experiment: Experiment) -> float:
    return experiment.training.until_loss or 0.0


def _set_until_loss(experiment: Experiment, value: float) -> Experiment:
    return edits.set_training(experiment, until_loss=value or None)


def _until_percent(experiment: Experiment) -> float:
    return round(100.0 * (experiment.training.until_accuracy or 0.0), 6)


def _set_until_percent(experiment: Experiment, percent: float) -> Experiment:
    return edits.set_training(experiment, until_accuracy=percent / 100.0 or None)


_CHANCE = (
    NumberSetting(
        "seed",
        "Seed",
        "seed",
        "Draws weights, batches, dropout and noise, and the data unless they have a seed",
        by_one,
        10,
        lambda experiment: float(experiment.seed),
        _set_seed,
        whole=True,
    ),
    training_number(
        "inputNoise",
        "Input noise",
        "input_noise",
        by_ladder,
        10,
        "Standard deviation of the noise added to every input in training",
    ),
    training_number("l1", "L1 strength", "l1", by_ladder, 10, "Weight of the sum of |w|"),
)

_SCHEDULE = (
    ChoiceSetting(
        "schedule",
        "Learning-rate schedule",
        "learning-rate schedule",
        "How the learning rate falls from epoch to epoch",
        (
            ("constant", "Constant"),
            ("step", "In steps"),
            ("exponential", "Exponential"),
            ("cosine", "Cosine"),
        ),
        lambda experiment: experiment.training.schedule,
        lambda experiment, value: edits.set_training(experiment, schedule=value),
    ),
    training_number(
        "scheduleEpochs",
        "Epochs of the schedule",
        "schedule_epochs",
        by_doubling,
        10,
        "After so many epochs the rate has fallen by the factor; with cosine, to 0",
        whole=True,
    ),
    training_number(
        "scheduleFactor",
        "Factor",
        "schedule_factor",
        by_ladder,
        10,
        "What the rate is multiplied by, above 0 and at most 1",
    ),
)

_STOP = (
    NumberSetting(
        "untilLoss",
        "Stop at training loss",
        "the loss to stop at",
        "Training rests when the training loss is as low as this",
        by_ladder,
        10,
        _until_loss,
        _set_until_loss,
        zero="never",
    ),
    NumberSetting(
        "untilAccuracy",
        "Stop at training accuracy, %",
        "the accuracy to stop at",
        "Training rests when the training accuracy (R² in regression) is as high as this",
        by_five,
        10,
        _until_percent,
        _set_until_percent,
        zero="never",
    ),
    NumberSetting(
        "patience",
        "Stop early: patience, epochs",
        "patience",
        "Training rests when the validation loss has not improved for so many epochs. Without a "
        "validation split, 20 % of the training data become one",
        by_five,
        10,
        lambda experiment: experiment.training.patience,
        _set_patience,
        whole=True,
        zero="never",
    ),
)

MORE_SETTINGS: tuple[tuple[NumberSetting | ChoiceSetting, ...], ...] = (_CHANCE, _SCHEDULE, _STOP)
"""By column, from the left."""
