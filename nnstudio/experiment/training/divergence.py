"""Why training blew up and what to try, in the words of a lecture."""

from math import isfinite

from nnstudio.core.trainer import Diverged
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.looks.snapshot import Metrics

SCALING = ("standardize", "whiten", "scale")
"""The steps after which inputs have about the same size."""

_USUAL_RATE = 0.01
LARGE_RATE = 1.0
"""Beyond it, a tenth is no better."""


def lower_rate(experiment: Experiment) -> float:
    """The learning rate to try instead: a tenth, or the usual one where a tenth is no better."""
    rate = experiment.training.learning_rate
    return _USUAL_RATE if rate > LARGE_RATE else float(f"{rate / 10.0:g}")


def explain(diverged: Diverged, experiment: Experiment, metrics: Metrics) -> str:
    """A sentence or two that name the epoch, the cause, and a way out.

    `metrics` are those of the last good weights: where even the initial ones have no finite loss,
    no learning rate is to blame.
    """
    scaled = any(step.step in SCALING for step in experiment.preprocessing)
    scaling = "" if scaled else ", or standardize the inputs"
    if metrics.step == 0 and not isfinite(metrics.train_loss):
        return (
            "Training cannot start: the loss of the initial weights is no finite number. "
            f"Give the layers a smaller scale of initial weights{scaling}."
        )
    rate = experiment.training.learning_rate
    tenth = "" if rate > LARGE_RATE else "ten times lower, "
    lower = f"a learning rate {tenth or 'of '}{lower_rate(experiment):g}"
    return (
        f"Training diverged in epoch {diverged.epoch + 1}: {diverged.reason}. "
        f"At a learning rate of {rate:g} the steps are too large; the weights are the last good "
        f"ones. Try {lower}{scaling}."
    )
