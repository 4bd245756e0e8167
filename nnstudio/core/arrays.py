"""The words the core uses for arrays, and the few operations that a population changes.

Arrays of one network are what their comments say: (units, batch), (rows, inputs + 1). A population
of networks trained together has one more axis, a place each: in front of what they learn, (members,
rows, inputs + 1), and in the middle of what their layers compute, (units, members, batch). So each
unit's numbers lie in one row, whoever they belong to, and all but the matrix products is the same
for both: elementwise, or along the first or last axis.
"""

from collections.abc import Callable
from functools import partial

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


def product(left: Floats, right: Floats, out: Floats) -> Operation:
    """The product of matrices, member by member; for one network, the cheapest call there is."""
    if left.ndim == 2:
        return partial(left.dot, right, out)
    if left.shape[-1] == 1:  # of a column and a row: no sum, and long rows when unit comes first
        return partial(np.multiply, *(part.swapaxes(0, 1) for part in (left, right, out)))
    return partial(np.matmul, left, right, out)


def flat(array: Floats) -> Floats:
    """A view (units, all the rest); ValueError where that would take a copy."""
    return np.reshape(array, (len(array), -1), copy=False)
