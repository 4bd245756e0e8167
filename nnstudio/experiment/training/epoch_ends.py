"""At which step each epoch of a run ended, told from its curves.

Today's batch size does not tell it: epochs of another batch size had another number of steps.
"""

import numpy as np
from numpy.typing import NDArray

from nnstudio.experiment.looks.snapshot import Metrics
from nnstudio.experiment.training.history import Curves
from nnstudio.experiment.training.schedule import next_due

Places = NDArray[np.int64]


def moved(curves: Curves, here: Metrics, epochs: int, length: int) -> int:
    """The step at the end of an epoch so many epochs later, or earlier, than `here`.

    From within an epoch, the first one earlier is its beginning. Ends that were not measured are
    taken to lie evenly between those that were, and after the last as far apart as the last two;
    with no two of them an epoch is `length` steps. Never less than 0.
    """
    known = _known_ends(curves)
    if len(known) == 1:
        known[1] = length
    places, steps = np.array(list(known), np.int64), np.array(list(known.values()), np.int64)
    begun = here.epoch
    if epochs < 0 and here.step > _step_at(places, steps, begun):
        begun += 1
    return max(_step_at(places, steps, begun + epochs), 0)


def _known_ends(curves: Curves) -> dict[int, int]:
    """Epochs, rising, and the steps where they ended: what is measured there is never left out."""
    ends = {0: 0}
    for number, step in zip(curves.epochs, curves.steps, strict=True):
        epoch = int(number)
        if epoch > max(ends) and next_due(epoch - 1) == epoch:
            ends[epoch] = int(step)
    return ends


def _step_at(epochs: Places, steps: Places, epoch: int) -> int:
    """Where an epoch ended or, after the last known end, will."""
    if epoch > epochs[-1]:
        last = (steps[-1] - steps[-2]) / (epochs[-1] - epochs[-2])
        return round(float(steps[-1] + (epoch - epochs[-1]) * last))
    return round(float(np.interp(epoch, epochs, steps)))
