"""Problems of an experiment as the window tells them."""

from nnstudio.experiment.document import Experiment
from nnstudio.experiment.errors import Problem


def sentence(problems: tuple[Problem, ...]) -> str:
    """All of `problems` in one line."""
    return "  ".join(str(problem) for problem in problems)


def sizes_disagree(problems: tuple[Problem, ...], experiment: Experiment) -> bool:
    """Whether taking the sizes of input and output from the data would help."""
    last = len(experiment.network.layers) - 1
    fields = ("network.inputs", f"network.layers.{last}.units")
    return any(problem.field.startswith(fields) for problem in problems)
