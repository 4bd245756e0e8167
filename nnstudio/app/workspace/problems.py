"""Problems of an experiment as the window tells them."""

from nnstudio.app.workspace.field_words import in_words
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.errors import Problem


def sentence(problems: tuple[Problem, ...]) -> str:
    """All of `problems` of a file in one line, with the fields as they stand there."""
    return "  ".join(str(problem) for problem in problems)


def told(problems: tuple[Problem, ...]) -> str:
    """All of `problems` of what is edited here in one line, in the words of the window."""
    return "  ".join(map(in_words, problems))


def misfit(problems: tuple[Problem, ...]) -> str:
    """What is to be said of a drawing whose sizes alone are not those of the data."""
    reasons = " and ".join(problem.message for problem in problems)
    return f"{reasons[:1].upper()}{reasons[1:]}. Fit the drawing to the data to train it."


def size_problems(
    problems: tuple[Problem, ...], experiment: Experiment
) -> tuple[tuple[int, Problem], ...]:
    """Those of `problems` that go away when input and output take their sizes from the data.

    Each comes with the layer it is about, -1 being the input.
    """
    last = len(experiment.network.layers) - 1
    fields = {"network.inputs": -1, f"network.layers.{last}.units": last}
    return tuple(
        (layer, problem)
        for problem in problems
        for field, layer in fields.items()
        if problem.field.startswith(field)
    )
