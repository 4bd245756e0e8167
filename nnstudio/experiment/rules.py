"""Rules that no single field can break: what must fit together for a document to make sense."""

from collections.abc import Iterator

from nnstudio.experiment.catalog import SOURCES
from nnstudio.experiment.document import (
    DataSettings,
    NetworkSettings,
    PcaStep,
    ScaleStep,
    Step,
    TrainingSettings,
)
from nnstudio.experiment.errors import Problem
from nnstudio.experiment.wording import either

MAX_HELD_OUT = 0.9  # of all examples, for test and validation together
IMAGE_STEPS = ("mean_image", "channel_mean")


def check_data(data: DataSettings) -> Iterator[Problem]:
    """A table needs a file, and something must be left to train on."""
    if data.source == "table" and not data.path and data.text is None:
        yield Problem(
            "data.path", 'is missing; "table" needs the path of a CSV file, such as "flowers.csv"'
        )
    info = SOURCES[data.source]
    if info.kind == "pictures" and not data.path:
        yield Problem("data.path", f'is missing; "{data.source}" needs the path of its images')
    if data.classes is not None and not info.many:
        names = either([name for name, other in SOURCES.items() if other.many])
        yield Problem(
            "data.classes",
            f'cannot be chosen for "{data.source}"; the number of classes can for {names}',
        )
    if data.at_most is not None and not info.is_fixed:
        yield Problem(
            "data.at_most",
            f'is for data of a given size, and "{data.source}" is not; it may be left out',
        )
    if data.x_low >= data.x_high:
        yield Problem(
            "data.x_high",
            f"{data.x_high:g} is too small; it may be a number greater than x_low, {data.x_low:g}",
        )
    if data.imbalance and info.task == "regression":
        yield Problem(
            "data.imbalance", f'needs classes and "{data.source}" has numbers; it may be 0'
        )
    room = MAX_HELD_OUT - data.test_fraction
    if data.validation_fraction > room + 1e-9:
        yield Problem(
            "data.validation_fraction",
            f"{data.validation_fraction:g} is too large beside a test fraction of "
            f"{data.test_fraction:g}; it may be a number from 0 to {max(room, 0.0):.2g}",
        )


def check_network(network: NetworkSettings) -> Iterator[Problem]:
    """Only the output follows the data, and only hidden layers drop units."""
    last = len(network.layers) - 1
    for index, layer in enumerate(network.layers[:-1]):
        if layer.units == "auto":
            yield Problem(
                f"network.layers.{index}.units",
                '"auto" is for the last layer alone; a hidden layer needs a whole number of units',
            )
    if network.layers[-1].dropout > 0:
        yield Problem(
            f"network.layers.{last}.dropout", "the last layer is the output; it may only be 0 there"
        )


def check_steps(steps: tuple[Step, ...]) -> Iterator[Problem]:
    """A range runs upwards, and what PCA keeps is said in one way."""
    for index, step in enumerate(steps):
        if isinstance(step, PcaStep) and None not in (step.components, step.variance):
            yield Problem(
                f"preprocessing.{index}.variance",
                "says what PCA keeps, and so does components; give one of the two",
            )
        if isinstance(step, ScaleStep) and step.low >= step.high:
            yield Problem(
                f"preprocessing.{index}.high",
                f"{step.high:g} is too small; it may be a number greater than low, {step.low:g}",
            )


def check_inputs(data: DataSettings, network: NetworkSettings) -> Iterator[Problem]:
    """Features such as x1^2 are made from the points of a plane."""
    info = SOURCES[data.source]
    if isinstance(network.inputs, tuple) and info.kind != "plane":
        yield Problem(
            "network.inputs",
            f'"{data.source}" has no points in the plane to make features such as '
            f'{network.inputs[0]} from; it may be "auto" or a whole number',
        )


def check_images(data: DataSettings, steps: tuple[Step, ...]) -> Iterator[Problem]:
    """Image steps need images."""
    if SOURCES[data.source].image:
        return
    for index, step in enumerate(steps):
        if step.step in IMAGE_STEPS:
            yield Problem(
                f"preprocessing.{index}.step",
                f'"{step.step}" needs images and "{data.source}" has none; use center instead',
            )


def check_training(data: DataSettings, training: TrainingSettings) -> Iterator[Problem]:
    """The loss fits the targets, and early stopping has a validation split to look at."""
    yield from _check_loss(data, training)
    if training.patience and not data.validation_fraction:
        yield Problem(
            "training.patience",
            "stops on the validation loss and there is no validation split; set "
            "data.validation_fraction to 0.2, or patience to 0",
        )


def _check_loss(data: DataSettings, training: TrainingSettings) -> Iterator[Problem]:
    """Classes can be told apart or counted as numbers; numbers cannot be told apart."""
    if SOURCES[data.source].task == "regression":
        yield from needs_mse(f'"{data.source}"', training.loss)


def needs_mse(title: str, loss: str) -> Iterator[Problem]:
    """Targets that are numbers leave one loss; `title` names the data."""
    if loss != "mse":
        yield Problem(
            "training.loss", f'"{loss}" needs classes and {title} has numbers; it may be mse'
        )
