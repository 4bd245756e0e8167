"""Whether contenders do the same work: from the same weights, on the same batches, the same result.

The core shuffles by a stream of its seed; the others are given the same orders.
"""

from collections.abc import Iterator
from typing import Protocol

import numpy as np

from nnstudio.core.floating_point import fast_arithmetic
from tests.benchmarks.ours import Ours
from tests.benchmarks.workloads import Labels, Matrices, Workload

_STEPS = 20
TOLERANCE = 1e-3
"""Of weights, in single precision after some twenty steps: sums in another order."""
ADAM_TOLERANCE = 0.05
"""For a peer whose Adam adds its epsilon elsewhere."""


class Follower(Protocol):
    """A contender that can be told the order of the examples."""

    workload: Workload

    def prepare(self) -> None:
        """Initial weights."""

    def follow(self, orders: Iterator[Labels], epochs: int) -> None:
        """Train epochs in the orders given."""

    def matrices(self) -> Matrices:
        """The weights now."""


class DifferentWork(AssertionError):
    """A contender does something else: its figures mean nothing."""


def check(follower: Follower, tolerance: float = TOLERANCE) -> float:
    """The largest difference of a weight from the core's; raises DifferentWork beyond tolerance."""
    workload = follower.workload
    ours = Ours(workload)
    epochs = max(1, round(_STEPS / workload.steps_per_epoch))
    ours.run(epochs)
    follower.prepare()
    with fast_arithmetic():
        follower.follow(workload.orders(), epochs)
    pairs = zip(ours.matrices(), follower.matrices(), strict=True)
    difference = max(float(np.abs(one - other).max()) for one, other in pairs)
    if not difference <= tolerance:
        who = type(follower).__name__
        raise DifferentWork(f"{who} on {workload.name}: weights differ by {difference:.2g}")
    return difference
