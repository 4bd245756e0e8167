"""Numbers a picture can show: arrays leave the session finite and read-only."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnstudio.experiment.snapshot import Floats

_BOUND = 1e30  # well inside single precision, so that scaling for a picture cannot overflow


def finite(values: Floats) -> Floats:
    """`values` themselves if all are within 1e30; else a copy clipped there, with NaN as 0."""
    if not values.size or np.abs(values).max() <= _BOUND:
        return values
    return np.clip(np.nan_to_num(values), -_BOUND, _BOUND)


def frozen(values: NDArray[Any]) -> NDArray[Any]:
    """A contiguous copy of `values` that nobody can write to."""
    copy = np.array(values, order="C")
    copy.setflags(write=False)
    return copy
