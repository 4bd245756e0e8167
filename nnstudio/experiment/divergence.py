"""Why training blew up and what to try, in the words of a lecture."""

from nnstudio.core.trainer import Diverged
from nnstudio.experiment.document import Experiment

_SCALING = {"standardize", "whiten", "scale"}


def explain(diverged: Diverged, experiment: Experiment) -> str:
    """A sentence or two that name the epoch, the learning rate, and a way out."""
    rate = experiment.training.learning_rate
    scaled = any(step.step in _SCALING for step in experiment.preprocessing)
    scaling = "" if scaled else ", or standardize the inputs"
    return (
        f"Training diverged in epoch {diverged.epoch + 1}: {diverged.reason}. "
        f"At a learning rate of {rate:g} the steps are too large; the weights are the last good "
        f"ones. Try a learning rate ten times lower, {rate / 10:g}{scaling}."
    )
