"""What helps a training whose steps are too large: a lower rate, scaled inputs, and a new start.

Weights that large steps have thrown far off are of no use to any rate, so training goes on from
where the network was clearly better than guessing, and else from the initial weights.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nnstudio.experiment.advice.advice import Advice, Kind, Looks
from nnstudio.experiment.advice.guessing import chance_loss
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import edits
from nnstudio.experiment.training.divergence import SCALING, lower_rate, usual_rate
from nnstudio.experiment.training.history import Curves
from nnstudio.experiment.wording import counted

_RATIO = 10.0  # between the spreads of two inputs
_LARGE = 100.0  # a size of inputs that makes every usual step too large
_OFF_CENTER = 3.0  # spreads between the mean of an input and 0
_LOOKED_AT = 500  # examples that tell the spreads
_SLOW = 0.05  # of the usual rate
_LEARNED = 0.97  # of the loss of guessing: what has less has learned something


def slower(
    kind: Kind, sentence: str, prepared: Prepared, history: Curves, looks: Looks, newest: int
) -> Advice:
    """A lower learning rate, from where the loss was lowest between the oldest recorded step and
    `newest`: how far back that is, to the step.
    """
    rate, lower = prepared.experiment.training.learning_rate, lowered_rate(prepared)
    steps, losses = history.steps, history.train_loss
    known = (steps >= looks.oldest) & (steps <= max(looks.oldest, newest)) & np.isfinite(losses)
    best = int(np.where(known, losses, np.inf).argmin())
    step, back = int(steps[best]), int(steps[-1] - steps[best])
    has_learned = known[best] and losses[best] < _LEARNED * chance_loss(prepared)
    if step == 0 or not has_learned:
        way, step = "start again", 0
    elif back == 0:
        way = "go on from here"
    else:
        way = f"go back {counted(back, 'step')}, to epoch {history.epochs[best]:,.0f}"
    spread = _target_spread(prepared)
    large = f" The targets vary by {spread:,.0f}, which makes steps large." if spread > 10 else ""
    return Advice(
        kind,
        sentence + large,
        f"Learning rate {rate:g} → {lower:g} and {way}",
        lambda experiment: edits.set_training(experiment, learning_rate=lower),
        step,
        restarts=step < looks.oldest,
    )


def started_anew(advice: Advice, looks: Looks) -> Advice:
    """The same advice, from the initial weights."""
    return replace(advice, step=0, restarts=looks.oldest > 0)


def is_fast(prepared: Prepared) -> bool:
    """Whether the learning rate is larger than is usual for the optimizer."""
    return prepared.experiment.training.learning_rate > usual(prepared)


def is_slow(prepared: Prepared) -> bool:
    """Whether the learning rate is so far below the usual that nothing else can be blamed."""
    return prepared.experiment.training.learning_rate < _SLOW * usual(prepared)


def usual(prepared: Prepared) -> float:
    """The largest usual rate; less where large targets make gradients, and so steps, large."""
    rate, spread = usual_rate(prepared.training.optimizer), _target_spread(prepared)
    return rate if spread <= 1.0 else float(f"{10.0 ** np.floor(np.log10(rate / spread)):g}")


def lowered_rate(prepared: Prepared) -> float:
    """The learning rate to try where the present one is too large."""
    return min(lower_rate(prepared.experiment), usual(prepared))


def _target_spread(prepared: Prepared) -> float:
    """How far the numbers vary that a plain step follows; 0 for classes, and where steps are of a
    length of their own.
    """
    follows = prepared.training.optimizer in ("sgd", "momentum", "nesterov")
    if prepared.dataset.task != "regression" or not follows:
        return 0.0
    return float(np.std(np.asarray(prepared.train_targets[:_LOOKED_AT], np.float64)))


def scaled(kind: Kind, prepared: Prepared, sentence: str = "") -> Advice | None:
    """Inputs of one size, where they are not, and a lower rate if the rate is a large one.

    Other inputs start the training anew. `sentence` says what they did.
    """
    cause = _unscaled(prepared)
    if cause is None:
        return None
    words = f"{sentence} {cause}".strip()
    if not is_fast(prepared):
        return Advice(kind, words, "Standardize the inputs", _standardized)
    rate, lower = prepared.experiment.training.learning_rate, lowered_rate(prepared)
    return Advice(
        kind,
        words,
        f"Standardize the inputs, learning rate {rate:g} → {lower:g}, and start again",
        lambda experiment: edits.set_training(_standardized(experiment), learning_rate=lower),
    )


def centered(kind: Kind, prepared: Prepared, sentence: str) -> Advice | None:
    """Inputs around zero, where one of them is far from it for how little it varies."""
    if _is_scaled(prepared):
        return None
    inputs = _some_inputs(prepared)
    means, spreads = inputs.mean(axis=0), inputs.std(axis=0)
    worst = int(np.argmax(np.where(spreads > 0.0, np.abs(means) / np.maximum(spreads, 1e-9), 0.0)))
    mean, spread = float(means[worst]), float(spreads[worst])
    if abs(mean) <= _OFF_CENTER * spread:
        return None
    words = (
        f"{sentence} The inputs are not centered: {prepared.input_names[worst]} is {mean:.3g} on "
        f"average and varies by {spread:.3g}, so one step moves a neuron for all examples alike."
    )
    return Advice(kind, words, "Standardize the inputs", _standardized)


def _is_scaled(prepared: Prepared) -> bool:
    return any(step.step in SCALING for step in prepared.experiment.preprocessing)


def _some_inputs(prepared: Prepared) -> NDArray[np.float64]:
    return np.asarray(prepared.train_rows[:_LOOKED_AT], np.float64)


def _standardized(experiment: Experiment) -> Experiment:
    return edits.toggle_step(experiment, "standardize", True)


def _unscaled(prepared: Prepared) -> str | None:
    """The inputs of largest and smallest spread and their ratio, if it is large and unmended; or
    the largest one.
    """
    if _is_scaled(prepared):
        return None
    inputs = _some_inputs(prepared)
    names, spreads = prepared.input_names, inputs.std(axis=0)
    varied = np.flatnonzero(spreads > 0.0)
    if len(varied) > 1:
        large, small = varied[spreads[varied].argmax()], varied[spreads[varied].argmin()]
        ratio = float(spreads[large] / spreads[small])
        if ratio >= _RATIO:
            return (
                f"The inputs are not scaled: {names[large]} varies {ratio:,.0f} times as much as "
                f"{names[small]}, so no learning rate suits both."
            )
    sizes = np.sqrt(np.mean(inputs**2, axis=0))
    if sizes.max(initial=0.0) < _LARGE:
        return None
    return (
        f"The inputs are not scaled: {names[int(sizes.argmax())]} is about {sizes.max():,.0f}, "
        "which makes every step large."
    )
