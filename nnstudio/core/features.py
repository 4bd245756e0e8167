"""Plane features: the numbers a network may see of a point (x1, x2) instead of its coordinates.

The set of features is TensorFlow Playground's.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PLANE_FEATURES: Mapping[str, Callable[[Floats, Floats], Floats]] = {
    "x1": lambda x1, x2: x1,
    "x2": lambda x1, x2: x2,
    "x1^2": lambda x1, x2: x1**2,
    "x2^2": lambda x1, x2: x2**2,
    "x1*x2": lambda x1, x2: x1 * x2,
    "sin(x1)": lambda x1, x2: np.sin(x1),
    "sin(x2)": lambda x1, x2: np.sin(x2),
}


def plane_features(names: Sequence[str], rows: Floats) -> Floats:
    """The named features of points (n, 2) as columns (n, len(names)), in the order asked for."""
    x1, x2 = rows[:, 0], rows[:, 1]
    return np.column_stack([PLANE_FEATURES[name](x1, x2) for name in names])
