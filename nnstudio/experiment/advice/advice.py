"""What goes wrong in a training, why, and what would help: as values, with the edit that does it.

Training blew up, a rule made it rest, or no unit of a layer learns any more.
`nnstudio.experiment.advice.progress` judges the curves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import edits
from nnstudio.experiment.looks.insights import GradientFacts
from nnstudio.experiment.looks.snapshot import LayerActivity
from nnstudio.experiment.training.divergence import lower_rate
from nnstudio.experiment.training.history import Curves
from nnstudio.experiment.training.stopping import Stop
from nnstudio.experiment.wording import counted

Kind = Literal[
    "diverged", "overshooting", "saturated", "vanishing", "plateau", "dead", "unscaled", "rested"
]

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


@dataclass(frozen=True, slots=True)
class Looks:
    """What the window saw of a run: its layers, if it looked, and the `oldest` recorded step.

    Since the step `changed` the settings are what they are.
    """

    activity: Sequence[LayerActivity] = ()
    facts: Sequence[GradientFacts] = ()
    oldest: int = 0
    changed: int = 0


NO_LOOKS = Looks()


def after_divergence(
    experiment: Experiment, history: Curves, explanation: str, oldest: int = 0
) -> Advice:
    """A lower learning rate, from where the loss was lowest before it blew up.

    Training is recorded from the step `oldest` on.
    """
    if not np.isfinite(history.train_loss).any():
        return Advice("diverged", explanation)
    return slower("diverged", explanation, experiment, history, oldest, int(history.steps[-1]))


def slower(
    kind: Kind, sentence: str, experiment: Experiment, history: Curves, oldest: int, newest: int
) -> Advice:
    """A lower learning rate, from where the loss was lowest between the steps `oldest` and
    `newest`: how far back that is, to the step.
    """
    rate, lower = experiment.training.learning_rate, lower_rate(experiment)
    steps, losses = history.steps, history.train_loss
    known = (steps >= oldest) & (steps <= max(oldest, newest)) & np.isfinite(losses)
    best = int(np.where(known, losses, np.inf).argmin())
    step, back = int(steps[best]), int(steps[-1] - steps[best])
    if step == 0:
        way = "start again"
    elif back == 0:
        way = "go on from here"
    else:
        way = f"go back {counted(back, 'step')}, to epoch {history.epochs[best]:,.0f}"
    return Advice(
        kind,
        sentence,
        f"Learning rate {rate:g} → {lower:g} and {way}",
        lambda experiment: edits.set_training(experiment, learning_rate=lower),
        step,
    )


def after_rest(stop: Stop) -> Advice:
    """Training rests by a rule; a better moment can be gone back to."""
    if stop.best is None:
        return Advice("rested", stop.sentence)
    action = f"Go back to epoch {stop.best.epoch:,}"
    return Advice("rested", stop.sentence, action, step=stop.best.step)


def on_activity(prepared: Prepared, activity: tuple[LayerActivity, ...]) -> Advice | None:
    """The first hidden layer whose units are all dead."""
    layers = prepared.experiment.network.layers
    for index, (layer, seen) in enumerate(zip(layers[:-1], activity[:-1], strict=False)):
        if layer.activation in _CLIPPING and len(seen.dead) and seen.dead.all():
            return _dead(index, len(seen.dead))
    return None


def _dead(index: int, count: int) -> Advice:
    return Advice(
        "dead",
        f"All {count} neurons of hidden layer {index + 1} are dead: their ReLU gives 0 on every "
        "training example, so no gradient reaches them or the layers before.",
        f"Make layer {index + 1} leaky ReLU",
        lambda experiment: edits.set_layer(experiment, index, activation="leaky_relu"),
    )
