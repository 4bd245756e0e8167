"""Why training blew up and what to try, in the words of a lecture."""

from math import isfinite

from nnstudio.core.spec import Optimizer
from nnstudio.core.trainer import Diverged
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.looks.snapshot import Metrics

SCALING = ("standardize", "whiten", "scale")
"""The steps after which inputs have about the same size."""

_WARY = ("momentum", "nesterov", "rmsprop", "adam")


def usual_rate(optimizer: Optimizer) -> float:
    """The largest learning rate that is usual: momentum adds up ten steps, and adaptive rules make
    steps as long as the rate.
    """
    return 0.01 if optimizer in _WARY else 0.1


def lower_rate(experiment: Experiment) -> float:
    """The learning rate to try instead: a tenth, or the largest usual one where that is less."""
    rate, usual = experiment.training.learning_rate, usual_rate(experiment.training.optimizer)
    return float(f"{min(rate / 10.0, usual):g}")


def explain(diverged: Diverged, experiment: Experiment, metrics: Metrics) -> str:
    """What happened, and a way out."""
    happened, scaling = what_happened(diverged, experiment, metrics), _scaling(experiment)
    if _cannot_start(metrics):
        return happened
    rate, lower = experiment.training.learning_rate, lower_rate(experiment)
    tenth = "ten times lower, " if lower == float(f"{rate / 10.0:g}") else "of "
    return f"{happened} Try a learning rate {tenth}{lower:g}{scaling}."


def what_happened(diverged: Diverged, experiment: Experiment, metrics: Metrics) -> str:
    """A sentence or two that name the epoch and the cause.

    `metrics` are those of the last good weights: where even the initial ones have no finite loss,
    no learning rate is to blame.
    """
    if _cannot_start(metrics):
        return (
            "Training cannot start: the loss of the initial weights is no finite number. "
            f"Give the layers a smaller scale of initial weights{_scaling(experiment)}."
        )
    return (
        f"Training diverged in epoch {diverged.epoch + 1}: {diverged.reason}. "
        f"At a learning rate of {experiment.training.learning_rate:g} the steps are too large; "
        "the weights are the last good ones."
    )


def _cannot_start(metrics: Metrics) -> bool:
    return metrics.step == 0 and not isfinite(metrics.train_loss)


def _scaling(experiment: Experiment) -> str:
    is_scaled = any(step.step in SCALING for step in experiment.preprocessing)
    return "" if is_scaled else ", or standardize the inputs"
