"""Numbers a picture can show: arrays leave the session finite and read-only."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnstudio.experiment.looks.snapshot import Floats

_BOUND = 1e30  # well inside single precision, so that scaling for a picture cannot overflow


def finite(values: Floats) -> Floats:
    """`values` themselves if all are moderate; else a copy clipped at 1e30, with NaN as 0."""
    flat = values.reshape(-1)
    if np.isfinite(np.dot(flat, flat)):  # the quickest look at all of them
        return values
    return np.clip(np.nan_to_num(values), -_BOUND, _BOUND)


def frozen(values: NDArray[Any]) -> NDArray[Any]:
    """A contiguous copy of `values` that nobody can write to."""
    copy = np.array(values, order="C")
    copy.setflags(write=False)
    return copy


def fixed(values: NDArray[Any]) -> NDArray[Any]:
    """New `values` that nobody else holds, from now on read-only."""
    values.setflags(write=False)
    return values
