"""What the layers of a run were like from inside at moments that nobody looked at then."""

from time import perf_counter

import numpy as np

from nnstudio.experiment.looks.snapshot import Earlier
from nnstudio.experiment.training.recorder import Recorder

MOST = 20  # moments
_LONGEST = 0.4  # seconds that they may take


def insides(recorder: Recorder) -> Earlier:
    """Look into some of the recorded moments, the first and the newest among them, oldest first.

    The run is afterwards where it was. Of a large network there may be fewer.
    """
    steps = [moment.step for moment in recorder.recording]
    order = _spread(len(steps))
    seen, start = [], perf_counter()
    with recorder.visiting() as visit:
        for place in order:
            seen.append((steps[place], visit(steps[place])))
            if perf_counter() - start > _LONGEST:
                break
    return tuple(sorted(seen, key=lambda found: found[0]))


def _spread(count: int) -> list[int]:
    """At most so many places among `count`, evenly: first some of them, then those between."""
    places = np.unique(np.linspace(0, count - 1, MOST).round().astype(int)).tolist()
    order = [places[-1], *places[::4], *places[2::4], *places[1::2]]
    return list(dict.fromkeys(order))
