"""What the exported programs share: the heading, the names, preprocessing, and an example."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnstudio.core.arrays import Floats
from nnstudio.experiment.describe import describe_network
from nnstudio.experiment.exports.labels import one_line
from nnstudio.experiment.exports.literals import plain_list
from nnstudio.experiment.exports.model import Model
from nnstudio.experiment.exports.preprocessing_code import features_code, steps_code

_MOST_SAID = 8


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a library says it: `array` writes an array, `read` takes rows, `inputs` hands x on."""

    title: str
    library: str
    array: Callable[[Floats], str]
    read: str
    inputs: str


def heading(model: Model, dialect: Dialect) -> str:
    """Comments: what this is, what it computes, how to use it."""
    experiment, described = model.prepared.experiment, describe_network(model.network)
    lines = [
        one_line(experiment.name),
        "",
        f"A {described.name}, {' -> '.join(map(str, model.network.sizes))}, "
        f"trained for {model.epochs} epochs (seed {experiment.seed}):",
        "",
        *(f"    {line}" for line in described.formula),
        "",
        f"Needs {dialect.title} alone. predict(rows) takes rows of raw features.",
    ]
    return "\n".join(f"# {line}".rstrip() for line in lines) + "\n"


def names(model: Model) -> str:
    """What the columns of rows and, for classes, of predictions are."""
    dataset = model.prepared.dataset
    lines = [f"FEATURES = {plain_list(dataset.feature_names)}"]
    if dataset.class_names:
        lines.append(f"CLASSES = {plain_list(dataset.class_names)}")
    return "\n".join(lines) + "\n"


def preprocessing(model: Model, dialect: Dialect) -> str:
    """The fitted numbers and `preprocess(rows)`."""
    steps = steps_code(model.prepared)
    constants = [
        f"{name} = {dialect.array(values)}" for step in steps for name, values in step.constants
    ]
    columns = len(model.prepared.dataset.feature_names)
    body = [
        f'"""Raw rows (n, {columns}) as inputs (n, {model.network.inputs}) of the network."""',
        f"x = {dialect.read}",
        *features_code(model.prepared, dialect.library),
        *(f"x = {step.expression}  # {step.name}" for step in steps),
        f"return {dialect.inputs}",
    ]
    numbers = "\n".join(constants) + "\n\n\n" if constants else ""
    return numbers + function("preprocess(rows)", body)


def function(signature: str, body: list[str]) -> str:
    """A function of these lines."""
    return "\n".join([f"def {signature}:", *(f"    {line}" for line in body)]) + "\n"


def prediction_summary(model: Model) -> str:
    """The docstring of `predict`."""
    columns = len(model.prepared.dataset.feature_names)
    if model.gives_probabilities:
        what = f"The probability of each class, (n, {max(model.network.outputs, 2)}),"
    else:
        what = f"The scores, (n, {model.network.outputs}),"
    return f'"""{what} for raw rows (n, {columns})."""'


def example(model: Model) -> str:
    """The end of the program: it predicts one test example, and says what must come out."""
    row = model.example
    said = [f"{value:.4f}" for value in model.predictions(row[np.newaxis])[0][:_MOST_SAID]]
    rest = ["..."] if model.network.outputs > _MOST_SAID else []
    return "\n".join(
        [
            f"EXAMPLE = {plain_list(row.tolist())}",
            "",
            'if __name__ == "__main__":',
            f"    print(predict([EXAMPLE]))  # {', '.join(said + rest)}",
            "",
        ]
    )
