"""What the curves of a training that gets nowhere call for.

The rules are strict, so that nothing is said while a network learns: the loss stays worse than that
of guessing; it stands still and the network is hardly better than guessing; inputs of very
different size keep training from getting anywhere.
"""

import numpy as np

from nnstudio.experiment.advice import beginnings, remedies, standstill
from nnstudio.experiment.advice.advice import NO_LOOKS, Advice, Kind, Looks
from nnstudio.experiment.advice.guessing import chance_loss, chance_score
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import edits
from nnstudio.experiment.training.history import Column, Curves

_PATIENCE = 30  # metrics that a plateau takes, at least as many epochs
_STILL = 0.01  # of the loss: a change that is none
_CHANCE = 0.1  # of the way from guessing to perfect that is hardly better than guessing
_HALFWAY = 0.5  # of that way: what a network of saturated layers may reach by its last one
_WORSE = 1.5  # times the loss of guessing: what no training comes to that gets anywhere
_NO_BETTER = 1.1  # times that loss: enough where no score is better than guessing either
_FALLING = 0.9  # of the loss before: a network that starts badly is on its way
_FALLING_FAST = 0.5  # the same where the steps are large, so that the loss jumps up and down
_FINE = 0.9  # a score with which nobody needs advice on scaling


def on_progress(
    prepared: Prepared,
    history: Curves,
    looks: Looks = NO_LOOKS,
) -> Advice | None:
    """What the curves under the present settings call for, if anything.

    What is known of the layers tells why a network stands still.
    """
    first = int(np.searchsorted(history.steps, looks.changed))
    if len(history) - first < _PATIENCE:
        return None
    if history.epochs[-1] - history.epochs[first] < _PATIENCE - 1:
        return None
    scaled = remedies.scaled("unscaled", prepared)
    if scaled is not None and history.train_score[-1] < _FINE:
        return scaled
    overshooting = _overshooting(prepared, history, looks)
    return overshooting or _standing(prepared, history, looks)


def _overshooting(prepared: Prepared, history: Curves, looks: Looks) -> Advice | None:
    """Whether steps are so large that the loss got, and stays, worse than that of guessing."""
    recent, guess = history.train_loss[-_PATIENCE:], chance_loss(prepared)
    scores = _progress(prepared, history.train_score[-_PATIENCE:])
    is_fast = remedies.is_fast(prepared)
    worse = _NO_BETTER if is_fast and _median(scores) <= _CHANCE else _WORSE
    if not np.isfinite(recent).all() or _median(recent) <= worse * guess:
        return None
    before, after = (_median(half) for half in np.array_split(recent, 2))
    if after < (_FALLING_FAST if is_fast else _FALLING) * before:
        return None
    stays = f"The loss stays around {_median(recent):.3g}, worse than that of guessing"
    calmer = beginnings.too_large("overshooting", f"{stays}.", prepared, history)
    since = history.train_loss[int(np.searchsorted(history.steps, looks.changed)) :]
    if calmer is not None or (not is_fast and after < _WORSE * float(np.nanmin(since))):
        return calmer
    sentence = (
        f"{stays}, {guess:.3g}: "
        f"at a learning rate of {prepared.training.learning_rate:g} the steps are too large."
    )
    return _from_before("overshooting", sentence, prepared, history, looks)


def _from_before(
    kind: Kind, sentence: str, prepared: Prepared, history: Curves, looks: Looks
) -> Advice:
    """A lower learning rate, from before there was the present one: what it left is of no use."""
    return remedies.slower(kind, sentence, prepared, history, looks, looks.changed)


def _standing(prepared: Prepared, history: Curves, looks: Looks) -> Advice | None:
    """Why the network is hardly better than guessing and does not become so."""
    if not _stands_still(history):
        return None
    progress = float(_progress(prepared, history.train_score[-1:])[0])
    if progress <= _CHANCE:
        sentence = f"Training stands still at a loss of {history.train_loss[-1]:.3g}."
        held = beginnings.at_zero("plateau", sentence, prepared)
        held = held or beginnings.held_at_zero("plateau", sentence, prepared, looks)
        if held is not None or remedies.is_slow(prepared):
            return held or _plateau(prepared, history, looks)
    saturated = standstill.saturated_layers(looks.activity)
    if saturated and progress <= _HALFWAY:
        return _saturated(prepared, history, looks, saturated)
    if progress > _CHANCE:
        return None
    vanishing = standstill.vanishing_layer(looks.facts)
    if vanishing is not None:
        return _vanishing(prepared.experiment, *vanishing)
    return _plateau(prepared, history, looks)


def _median(values: Column) -> float:
    """NumPy's would load its masked arrays first: a twentieth of a second of the window's."""
    middle = np.sort(values)[(len(values) - 1) // 2 : len(values) // 2 + 1]
    return float(middle.mean())


def _progress(prepared: Prepared, scores: Column) -> Column:
    """How far scores are on the way from guessing to perfect."""
    chance = chance_score(prepared)
    return (scores - chance) / (1.0 - chance) if chance < 1.0 else np.ones_like(scores)


def _stands_still(history: Curves) -> bool:
    recent = history.train_loss[-_PATIENCE:]
    return bool(np.isfinite(recent).all()) and float(np.ptp(recent)) <= _STILL * float(
        np.abs(recent).mean()
    )


def _saturated(
    prepared: Prepared, history: Curves, looks: Looks, layers: tuple[int, ...]
) -> Advice:
    experiment = prepared.experiment
    sentence = (
        f"Training stands still at a loss of {history.train_loss[-1]:.3g}: "
        f"{standstill.saturated_words(looks.activity, layers[0])}, so hardly any gradient "
        "passes it."
    )
    large = [place for place in layers if standstill.starts_large(experiment.network.layers[place])]
    if large:
        where = ", ".join(str(place + 1) for place in large)
        return Advice(
            "saturated",
            sentence,
            f"Smaller initial weights (Glorot, scale 1) in layer {where}",
            lambda experiment: standstill.calmer(experiment, large),
        )
    if remedies.is_fast(prepared):
        return _from_before("saturated", sentence, prepared, history, looks)
    return Advice("saturated", f"{sentence} Try new weights, or a lower learning rate")


def _vanishing(experiment: Experiment, layer: int, ratio: float) -> Advice:
    sentence = (
        "Training stands still because the gradient vanishes on its way back: in hidden layer "
        f"{layer + 1} it is {ratio:.2g} times that of the last layer."
    )
    if not standstill.can_be_rectified(experiment):
        return Advice("vanishing", f"{sentence} Try He weights, or fewer layers")
    action = "Make the hidden layers ReLU, with He weights"
    return Advice("vanishing", sentence, action, standstill.rectified)


def _plateau(prepared: Prepared, history: Curves, looks: Looks) -> Advice:
    rate = prepared.experiment.training.learning_rate
    loss, score = float(history.train_loss[-1]), float(history.train_score[-1])
    measure = "R²" if prepared.dataset.task == "regression" else "accuracy"
    sentence = (
        f"Training stands still: the loss stays at {loss:.3g} and the {measure} of {score:.2f} is "
        "hardly better than guessing."
    )
    if remedies.is_fast(prepared):
        return _from_before("plateau", sentence, prepared, history, looks)
    usual = remedies.usual(prepared)
    if rate >= usual:
        return Advice("plateau", f"{sentence} Try new weights, another activation, or more neurons")
    higher = float(f"{min(max(10.0 * rate, usual / 10.0), usual):g}")
    if remedies.is_slow(prepared):
        sentence = f"{sentence} At a learning rate of {rate:g} the steps are very small."
    return Advice(
        "plateau",
        sentence,
        f"Learning rate {rate:g} → {higher:g}",
        lambda experiment: edits.set_training(experiment, learning_rate=higher),
    )
