"""Advice when training blew up, when a rule made it rest, and when a layer of it is dead.

`nnstudio.experiment.advice.progress` judges the curves.
"""

from collections.abc import Sequence
from functools import reduce

import numpy as np

from nnstudio.experiment.advice import beginnings, remedies
from nnstudio.experiment.advice.advice import NO_LOOKS, Advice, Looks
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import edits
from nnstudio.experiment.looks.snapshot import LayerActivity
from nnstudio.experiment.training.history import Curves
from nnstudio.experiment.training.stopping import Stop

_CLIPPING = ("relu",)
_FAR = 10.0  # a weight or bias that no network starts with, and from which few come back


def after_divergence(
    prepared: Prepared, history: Curves, explanation: str, looks: Looks = NO_LOOKS
) -> Advice:
    """Scaled inputs where they are not, else smaller initial weights where they are to blame, else
    a lower learning rate; and where to go on from.
    """
    calmer = beginnings.too_large("diverged", explanation, prepared, history)
    if not np.isfinite(history.train_loss).any():
        return calmer or Advice("diverged", explanation)
    scaled = remedies.scaled("diverged", prepared, explanation)
    newest = int(history.steps[-1])
    return (
        scaled
        or calmer
        or remedies.slower("diverged", explanation, prepared, history, looks, newest)
    )


def after_rest(stop: Stop) -> Advice:
    """Training rests by a rule; a better moment can be gone back to."""
    if stop.best is None:
        return Advice("rested", stop.sentence)
    action = f"Go back to epoch {stop.best.epoch:,}"
    return Advice("rested", stop.sentence, action, step=stop.best.step)


def on_activity(prepared: Prepared, history: Curves, looks: Looks) -> Advice | None:
    """The first hidden layer whose units are all dead, and what most likely killed them."""
    layers = zip(prepared.experiment.network.layers[:-1], looks.activity[:-1], strict=False)
    dead = [
        place
        for place, (layer, seen) in enumerate(layers)
        if layer.activation in _CLIPPING and len(seen.dead) and seen.dead.all()
    ]
    return _dead(prepared, history, looks, dead) if dead else None


def _dead(prepared: Prepared, history: Curves, looks: Looks, dead: Sequence[int]) -> Advice:
    index = dead[0]
    rate, largest = prepared.experiment.training.learning_rate, _largest(looks, index)
    sentence = _words(looks.activity[index], index)
    certain = (
        beginnings.at_zero("dead", sentence, prepared)
        or remedies.scaled("dead", prepared, sentence)
        or beginnings.held_at_zero("dead", sentence, prepared, looks)
        or beginnings.too_large("dead", sentence, prepared, history)
    )
    if certain is not None:
        return certain
    if remedies.is_fast(prepared):
        thrown = f"Steps at a learning rate of {rate:g} threw them there"
        far = f": their weights are up to {largest:.3g}." if largest > _FAR else "."
        return remedies.started_anew(
            remedies.slower("dead", f"{sentence} {thrown}{far}", prepared, history, looks, 0), looks
        )
    centered = remedies.centered("dead", prepared, sentence)
    return centered or _leaky(sentence, dead, largest > _FAR)


def _leaky(sentence: str, dead: Sequence[int], is_far: bool) -> Advice:
    """A slope below zero brings units back that are not too far off."""
    action = f"Make {beginnings.named(dead)} leaky ReLU"
    return Advice(
        "dead",
        sentence,
        f"{action} and start again" if is_far else action,
        lambda experiment: reduce(_made_leaky, dead, experiment),
        restarts=is_far,
    )


def _made_leaky(experiment: Experiment, layer: int) -> Experiment:
    return edits.set_layer(experiment, layer, activation="leaky_relu")


def _largest(looks: Looks, index: int) -> float:
    return float(np.abs(looks.matrices[index]).max()) if index < len(looks.matrices) else 0.0


def _words(seen: LayerActivity, index: int) -> str:
    return (
        f"All {len(seen.dead)} neurons of hidden layer {index + 1} are dead: their ReLU gives 0 on "
        "every training example, so no gradient reaches them or the layers before."
    )
