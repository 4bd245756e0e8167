"""Whether data are those from before with some points painted: then what was learned still counts.

Painted points always go on from painted points. From a plane set to its painted copy, and back when
that is undone, at least half of the smaller set's examples must be the same.
"""

import numpy as np
from numpy.typing import NDArray

from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.data.sources.points import DECIMALS
from nnstudio.experiment.document import DataSettings

_SHARE = 0.5


def is_painted_over(first: Prepared, second: Prepared) -> bool:
    """Whether one is the other, painted over."""
    one, other = first.experiment.data, second.experiment.data
    painted = one.source, other.source
    if "points" not in painted or _rest(one) != _rest(other):
        return False
    if not (first.dataset.is_plane and second.dataset.is_plane):
        return False
    return painted == ("points", "points") or _overlap(first, second) >= _SHARE


def _rest(data: DataSettings) -> DataSettings:
    """What painting leaves as it is."""
    return data.model_copy(update={"source": "points", "points": None, "formula": None})


def _overlap(first: Prepared, second: Prepared) -> float:
    one, other = _examples(first), _examples(second)
    return len(one & other) / min(len(one), len(other))


def _examples(prepared: Prepared) -> set[tuple[float, ...]]:
    """Each example as x1, x2 and class, on round coordinates."""
    rows: NDArray[np.float64] = prepared.dataset.rows.round(DECIMALS)
    return set(map(tuple, np.column_stack((rows, prepared.dataset.truth)).tolist()))
