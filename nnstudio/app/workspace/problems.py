"""Problems of an experiment as the window tells them."""

from nnstudio.experiment.document import Experiment
from nnstudio.experiment.errors import Problem


def sentence(problems: tuple[Problem, ...]) -> str:
    """All of `problems` in one line."""
    return "  ".join(str(problem) for problem in problems)


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
