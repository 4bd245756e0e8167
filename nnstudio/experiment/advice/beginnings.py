"""What no learning rate mends: weights that start too large or at zero, or that a penalty holds at
zero.

Training is to start again, because weights like these are of no use to any other setting.
"""

from collections.abc import Callable, Sequence

import numpy as np

from nnstudio.experiment.advice import remedies, standstill
from nnstudio.experiment.advice.advice import Advice, Kind, Looks
from nnstudio.experiment.advice.findings import starts_at_zero
from nnstudio.experiment.advice.guessing import chance_loss
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.document import Experiment, LayerSettings
from nnstudio.experiment.editing import edits
from nnstudio.experiment.training.history import Curves

_FAR_OFF = 10.0  # times the loss of guessing, at the start: the weights are too large
_USUAL = ("he", "glorot", "lecun")
_STRONG = 0.03  # a penalty that few weights withstand
_MILD = 0.001
_SHRUNK = 0.1  # a size below which a layer hardly passes anything on


def too_large(kind: Kind, sentence: str, prepared: Prepared, history: Curves) -> Advice | None:
    """Initial weights of the usual size, where larger ones put the first loss far off and nothing
    was learned since.
    """
    layers = prepared.experiment.network.layers
    large = [place for place, layer in enumerate(layers) if _is_large(layer)]
    losses, guess = history.train_loss, chance_loss(prepared)
    if not large or not len(history) or history.steps[0] or (losses < guess).any():
        return None
    first = float(losses[0])
    if first <= _FAR_OFF * guess:
        return None
    far = f"{first:.3g}" if np.isfinite(first) else "no finite number"
    words = f"The initial weights are too large: with them the loss is {far}, guessing has "
    return _anew(
        kind,
        f"{sentence} {words}{guess:.3g}.",
        prepared,
        f"Initial weights of the usual size in {named(large)}",
        lambda experiment: standstill.calmer(experiment, large),
    )


def at_zero(kind: Kind, sentence: str, prepared: Prepared) -> Advice | None:
    """He weights, where those of hidden layers start at zero, and those of the last one too."""
    network = prepared.network
    zero = [place for place, layer in enumerate(network.layers) if starts_at_zero(layer)]
    if not zero or zero[0] == len(network.layers) - 1:
        return None
    words = f"All weights of {named(zero)} start at zero, so no gradient passes."
    return _anew(
        kind,
        f"{sentence} {words}",
        prepared,
        f"He weights in {named(zero)}",
        lambda experiment: standstill.with_weights(experiment, zero, "he"),
    )


def held_at_zero(kind: Kind, sentence: str, prepared: Prepared, looks: Looks) -> Advice | None:
    """A mild penalty, where a strong one has shrunk the weights of a layer to nothing."""
    training = prepared.training
    given = {"l2": training.l2, "l1": training.l1}
    strong = {name: value for name, value in given.items() if value >= _STRONG}
    sizes = [float(np.abs(matrix[:, :-1]).max()) for matrix in looks.matrices]
    if not strong or not sizes or min(sizes) > _SHRUNK or remedies.is_slow(prepared):
        return None
    named = " and ".join(f"{name.upper()} {value:g}" for name, value in strong.items())
    words = (
        f"The penalty {named} holds the weights at zero: in layer "
        f"{sizes.index(min(sizes)) + 1} none is beyond {min(sizes):.2g}."
    )
    return _anew(
        kind,
        f"{sentence} {words}",
        prepared,
        f"Penalty {named} → {_MILD:g}",
        lambda experiment: _milder(experiment, tuple(strong)),
    )


def _anew(
    kind: Kind,
    sentence: str,
    prepared: Prepared,
    action: str,
    edit: Callable[[Experiment], Experiment],
) -> Advice:
    """Training anew with `edit`, and with a lower rate if the rate is a large one."""
    if not remedies.is_fast(prepared):
        action = f"{action} and start again"
        return Advice(kind, sentence, action, edit, step=0, restarts=True)
    rate, lower = prepared.experiment.training.learning_rate, remedies.lowered_rate(prepared)
    return Advice(
        kind,
        sentence,
        f"{action}, learning rate {rate:g} → {lower:g}, and start again",
        lambda experiment: edits.set_training(edit(experiment), learning_rate=lower),
        step=0,
        restarts=True,
    )


def _milder(experiment: Experiment, names: Sequence[str]) -> Experiment:
    return edits.set_training(experiment, **dict.fromkeys(names, _MILD))


def _is_large(layer: LayerSettings) -> bool:
    if layer.initializer == "zeros":
        return False
    return layer.scale > 1.0 or (layer.scale == 1.0 and layer.initializer not in _USUAL)


def named(places: Sequence[int]) -> str:
    """Such as "layers 1, 2"."""
    noun = "layer" if len(places) == 1 else "layers"
    return f"{noun} {', '.join(str(place + 1) for place in places)}"
