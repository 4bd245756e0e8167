"""What a snapshot may hold of the inside of a network: plain values, laid out for a picture."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.arrays import Floats

Quantity = Literal["activations", "preactivations", "weights", "gradients", "updates"]


@dataclass(frozen=True, slots=True)
class Distribution:
    """How often each value occurs in a layer, unit by unit.

    `counts` (units, bins) are between `edges` (bins + 1,), powers of ten where `is_log`. What lies
    outside counts at the end. `zeros` (units,) are exact zeros that `counts` leaves out.
    """

    edges: Floats
    counts: NDArray[np.int64]
    zeros: NDArray[np.int64]
    is_log: bool = False

    @property
    def total(self) -> int:
        """How many values there are."""
        return int(self.counts.sum()) + int(self.zeros.sum())


@dataclass(frozen=True, slots=True)
class LayerInside:
    """One layer from inside; a unit's weights and gradients are those that come into it.

    Activations are over the probe, gradients those of the mean data loss there. Updates are
    ||step|| / ||weights|| of each unit in the last step, `update_ratio` the same of the layer;
    both are None where no step led here, or where the layer has no weight but 0.
    """

    activations: Distribution
    preactivations: Distribution
    weights: Distribution
    gradients: Distribution
    updates: Distribution | None
    update_ratio: float | None

    def of(self, quantity: Quantity) -> Distribution | None:
        """One of the distributions."""
        match quantity:
            case "activations":
                return self.activations
            case "preactivations":
                return self.preactivations
            case "weights":
                return self.weights
            case "gradients":
                return self.gradients
            case "updates":
                return self.updates


@dataclass(frozen=True, slots=True)
class GradientFacts:
    """What the gradients of a layer's weights come to.

    `size` is their root mean square over the probe. On one batch of `batch` examples, `one_signed`
    of `pushed` units have incoming gradients that all have the same sign; zeros are ignored, units
    without a gradient, or with a single input, not counted.
    """

    size: float
    one_signed: int
    pushed: int
    batch: int


@dataclass(frozen=True, slots=True)
class UnitSums:
    """What one unit adds up on the probe before its activation.

    `sums` (pieces, examples) has one row but for maxout. For maxout, `along` is the input on which
    the pieces differ most, `positions` (examples,) are its values, and `lines` (pieces, 2) slope
    and height of every piece over it with the other inputs at their mean. `slope` is that below
    zero of leaky ReLU and PReLU, at this moment.
    """

    layer: int
    unit: int
    sums: Floats
    slope: float
    along: int = 0
    positions: Floats | None = None
    lines: Floats | None = None


Place = tuple[int, int, int]
"""A number in a layer's matrix: layer, row, column."""
Pair = tuple[Place, Place]


@dataclass(frozen=True, slots=True)
class LossSurface:
    """The data loss over two weights, everything else as it was after `step` steps.

    `losses` (n, n) are at even distances over `extent` (left, right, bottom, top), ends included,
    row 0 at the bottom, over `examples` training examples.
    """

    pair: Pair
    extent: tuple[float, float, float, float]
    losses: Floats
    examples: int
    step: int


@dataclass(frozen=True, slots=True)
class WeightPath:
    """Where two weights were: `steps` (n,) in order and `places` (n, 2)."""

    steps: NDArray[np.int64]
    places: Floats

    def same_way(self) -> tuple[int, int]:
        """In how many single steps both weights went the same way, and how many moved both."""
        moves = np.diff(self.places, axis=0)[np.diff(self.steps) == 1]
        products = moves[:, 0] * moves[:, 1]
        return int(np.sum(products > 0)), int(np.sum(products != 0))
