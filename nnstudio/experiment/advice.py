"""What goes wrong in a training, why, and what would help: as values, with the edit that does it.

The rules are strict, so that nothing is said while everything is fine: training blew up; the loss
stands still and the network is hardly better than chance; no unit of a layer learns any more;
inputs of very different size keep training from getting anywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from nnstudio.experiment import edits
from nnstudio.experiment.divergence import SCALING, lower_rate
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.history import Curves
from nnstudio.experiment.prepare import Prepared
from nnstudio.experiment.snapshot import LayerActivity
from nnstudio.experiment.stopping import Stop

Kind = Literal["diverged", "plateau", "dead", "unscaled", "rested"]

_PATIENCE = 30  # metrics that a plateau takes, at least as many epochs
_STILL = 0.01  # of the loss: a change that is none
_CHANCE = 0.1  # of the way from guessing to perfect that is hardly better than guessing
_FINE = 0.9  # a score with which nobody needs advice on scaling
_RATIO = 10.0  # between the spreads of two inputs
_LOOKED_AT = 500  # examples that tell the spreads
_HIGHEST_RATE = 0.1
_CLIPPING = ("relu",)


@dataclass(frozen=True, slots=True)
class Advice:
    """What happened and why; `action` says what `edit` and going back to `step` would do.

    Without an action there is nothing to press.
    """

    kind: Kind
    sentence: str
    action: str = ""
    edit: Callable[[Experiment], Experiment] | None = None
    step: int | None = None


def after_divergence(experiment: Experiment, history: Curves, explanation: str) -> Advice:
    """A lower learning rate, from where the loss was lowest before it blew up."""
    rate, lower = experiment.training.learning_rate, lower_rate(experiment)
    losses = history.train_loss
    if len(history) == 0 or not np.isfinite(losses).any():
        return Advice("diverged", explanation)
    best = int(np.nanargmin(np.where(np.isfinite(losses), losses, np.inf)))
    step, epoch = int(history.steps[best]), int(history.epochs[best])
    back = "start again" if step == 0 else f"go back to epoch {epoch:,}"
    return Advice(
        "diverged",
        explanation,
        f"Learning rate {rate:g} → {lower:g} and {back}",
        lambda experiment: edits.set_training(experiment, learning_rate=lower),
        step,
    )


def after_rest(stop: Stop) -> Advice:
    """Training rests by a rule; a better moment can be gone back to."""
    if stop.best is None:
        return Advice("rested", stop.sentence)
    action = f"Go back to epoch {stop.best.epoch:,}"
    return Advice("rested", stop.sentence, action, step=stop.best.step)


def on_progress(prepared: Prepared, history: Curves) -> Advice | None:
    """What the curves of a run in training call for, if anything."""
    if len(history) < _PATIENCE or history.epochs[-1] < _PATIENCE:
        return None
    score = float(history.train_score[-1])
    ratio = _worst_ratio(prepared)
    if ratio is not None and score < _FINE:
        return _unscaled(prepared, *ratio)
    chance = chance_score(prepared)
    if score > chance + _CHANCE * (1.0 - chance) or not _stands_still(history):
        return None
    return _plateau(prepared, float(history.train_loss[-1]), score)


def on_activity(prepared: Prepared, activity: tuple[LayerActivity, ...]) -> Advice | None:
    """The first hidden layer whose units are all dead."""
    layers = prepared.experiment.network.layers
    for index, (layer, seen) in enumerate(zip(layers[:-1], activity[:-1], strict=False)):
        if layer.activation in _CLIPPING and len(seen.dead) and seen.dead.all():
            return _dead(index, len(seen.dead))
    return None


def chance_score(prepared: Prepared) -> float:
    """The score of guessing: the share of the largest class, or an R^2 of 0."""
    if prepared.dataset.task == "regression":
        return 0.0
    counts = np.unique(prepared.train_targets, return_counts=True)[1]
    return float(counts.max() / counts.sum())


def _dead(index: int, count: int) -> Advice:
    return Advice(
        "dead",
        f"All {count} neurons of hidden layer {index + 1} are dead: their ReLU gives 0 on every "
        "training example, so no gradient reaches them or the layers before.",
        f"Make layer {index + 1} leaky ReLU",
        lambda experiment: edits.set_layer(experiment, index, activation="leaky_relu"),
    )


def _stands_still(history: Curves) -> bool:
    recent = history.train_loss[-_PATIENCE:]
    return bool(np.isfinite(recent).all()) and float(np.ptp(recent)) <= _STILL * float(
        np.abs(recent).mean()
    )


def _plateau(prepared: Prepared, loss: float, score: float) -> Advice:
    rate = prepared.experiment.training.learning_rate
    measure = "R²" if prepared.dataset.task == "regression" else "accuracy"
    sentence = (
        f"Training stands still: the loss stays at {loss:.3g} and the {measure} of {score:.2f} is "
        "hardly better than guessing."
    )
    if rate >= _HIGHEST_RATE:
        return Advice("plateau", f"{sentence} Try new weights, another activation, or more neurons")
    higher = min(10.0 * rate, _HIGHEST_RATE)
    return Advice(
        "plateau",
        sentence,
        f"Learning rate {rate:g} → {higher:g}",
        lambda experiment: edits.set_training(experiment, learning_rate=higher),
    )


def _worst_ratio(prepared: Prepared) -> tuple[int, int, float] | None:
    """The inputs of largest and smallest spread and their ratio, if it is large and unmended."""
    if any(step.step in SCALING for step in prepared.experiment.preprocessing):
        return None
    spreads = np.asarray(prepared.train_rows[:_LOOKED_AT], np.float64).std(axis=0)
    varied = np.flatnonzero(spreads > 0.0)
    if len(varied) < 2:
        return None
    large, small = varied[spreads[varied].argmax()], varied[spreads[varied].argmin()]
    ratio = float(spreads[large] / spreads[small])
    return (int(large), int(small), ratio) if ratio >= _RATIO else None


def _unscaled(prepared: Prepared, large: int, small: int, ratio: float) -> Advice:
    names = prepared.input_names
    return Advice(
        "unscaled",
        f"The inputs are not scaled: {names[large]} varies {ratio:,.0f} times as much as "
        f"{names[small]}, so no learning rate suits both.",
        "Standardize the inputs",
        lambda experiment: edits.toggle_step(experiment, "standardize", True),
    )
