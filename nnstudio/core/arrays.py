"""The words the core uses for arrays, and what a population changes in them.

Arrays of one network are what their comments say: (units, batch), (rows, inputs + 1). A population
of networks trained together has one more axis, a place each: in front of what they learn, (members,
rows, inputs + 1), and in the middle of what their layers compute, (units, members, batch). So each
unit's numbers lie in one row, whoever they belong to, and all but the matrix products is the same
for both: elementwise, or along the first or last axis.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Labels = NDArray[np.int64]

Operation = Callable[[], object]
"""One recorded NumPy call, all its arrays bound: running it allocates nothing."""


def by_member(array: Floats) -> Floats:
    """An array (units, members, batch) as the matrices (members, units, batch): a view.

    That of one network is its matrix already.
    """
    return array if array.ndim == 2 else array.swapaxes(0, 1)


def flat(array: Floats) -> Floats:
    """A view (units, all the rest); ValueError where that would take a copy."""
    return np.reshape(array, (len(array), -1), copy=False)
