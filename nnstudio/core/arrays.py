"""The words the core uses for arrays, and the few operations that a population changes.

Arrays of one network are what their comments say: (units, batch), (rows, inputs + 1). A population
of networks trained together has one more axis in front, a member each; everything else is written
for both with axes counted from the end.
"""

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Labels = NDArray[np.int64]

Operation = Callable[[], object]
"""One recorded NumPy call, all its arrays bound: running it allocates nothing."""


def product(left: Floats, right: Floats, out: Floats) -> Operation:
    """The matrix product, member by member; for one network, the cheapest call there is."""
    if left.ndim == 2:
        return partial(left.dot, right, out)
    return partial(np.matmul, left, right, out)


def inner(left: Floats, right: Floats, out: Floats) -> Operation:
    """Sum of the elementwise product of all elements of a network's arrays."""
    left, right = flat(left, out), flat(right, out)
    if left.ndim == 1:
        return partial(left.dot, right, out)
    return partial(np.vecdot, left, right, out)


def flat(array: Floats, like: Floats) -> Floats:
    """A view with all axes but `like`'s joined into one; ValueError where that takes a copy."""
    return np.reshape(array, (*like.shape, -1), copy=False)
