"""What the layers of a run were like from inside at moments that nobody looked at then."""

from time import perf_counter

import numpy as np

from nnstudio.experiment.looks.snapshot import Earlier
from nnstudio.experiment.training.recorder import Recorder

MOST = 20  # moments
_LONGEST = 0.6  # seconds that they may take


def insides(recorder: Recorder) -> Earlier:
    """Look into moments spread evenly over what is recorded, the first and the newest among them,
    oldest first.

    The run is afterwards where it was. Where that takes long there may be fewer.
    """
    recording = recorder.recording
    seen, start = {}, perf_counter()
    with recorder.visiting() as visit:
        for step in _spread(recording.oldest.step, recording.newest.step):
            reached, layers = visit(step)
            seen[reached] = layers
            if perf_counter() - start > _LONGEST:
                break
    return tuple(sorted(seen.items()))


def _spread(first: int, last: int) -> list[int]:
    """At most so many steps, evenly: first some of them, then those between."""
    steps = np.unique(np.linspace(first, last, MOST).round().astype(int)).tolist()
    order = [steps[-1], *steps[::4], *steps[2::4], *steps[1::2]]
    return list(dict.fromkeys(order))
