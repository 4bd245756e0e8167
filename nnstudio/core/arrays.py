"""The words the core uses for arrays and for the operations recorded on them."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Labels = NDArray[np.int64]

Operation = Callable[[], object]
"""One recorded NumPy call, all its arrays bound: running it allocates nothing."""
