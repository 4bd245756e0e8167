"""Why training blew up and what to try, in the words of a lecture."""

from math import isfinite

from nnstudio.core.trainer import Diverged
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.snapshot import Metrics

_SCALING = {"standardize", "whiten", "scale"}
_USUAL_RATE = 0.01
_LARGE_RATE = 1.0  # beyond it, a tenth is no better


def explain(diverged: Diverged, experiment: Experiment, metrics: Metrics) -> str:
    """A sentence or two that name the epoch, the cause, and a way out.

    `metrics` are those of the last good weights: where even the initial ones have no finite loss,
    no learning rate is to blame.
    """
    scaled = any(step.step in _SCALING for step in experiment.preprocessing)
    scaling = "" if scaled else ", or standardize the inputs"
    if metrics.step == 0 and not isfinite(metrics.train_loss):
        return (
            "Training cannot start: the loss of the initial weights is no finite number. "
            f"Give the layers a smaller scale of initial weights{scaling}."
        )
    rate = experiment.training.learning_rate
    if rate > _LARGE_RATE:
        lower = f"a learning rate of {_USUAL_RATE:g}"
    else:
        lower = f"a learning rate ten times lower, {rate / 10:g}"
    return (
        f"Training diverged in epoch {diverged.epoch + 1}: {diverged.reason}. "
        f"At a learning rate of {rate:g} the steps are too large; the weights are the last good "
        f"ones. Try {lower}{scaling}."
    )
