"""Fitted steps: their numbers, and what they make of rows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ImageShape = tuple[int, int, int]


class PreprocessingError(ValueError):
    """A step cannot be fitted; `step` is its index, `field` the setting at fault ("" for none)."""

    def __init__(self, field: str, message: str, step: int = 0) -> None:
        super().__init__(message)
        self.field = field
        self.message = message
        self.step = step


# eq=False: comparing arrays has no single truth value, so fitted steps compare by identity.
@dataclass(frozen=True, slots=True, eq=False)
class FittedStep:
    """What every fitted step has: its `name`, and a `note` in words ("" when all is ordinary)."""

    name: str
    note: str

    def transform(self, rows: Floats) -> Floats:
        """Map rows (n, columns fitted) to rows (n, columns kept)."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, eq=False)
class FittedShift(FittedStep):
    """Subtracts `mean` (columns,), which for `channel_mean` repeats one number per channel."""

    mean: Floats

    def transform(self, rows: Floats) -> Floats:
        """Rows minus the mean."""
        return rows - self.mean


@dataclass(frozen=True, slots=True, eq=False)
class FittedStandardize(FittedStep):
    """Subtracts `mean` and divides by `std` (both (columns,)); a constant column's std is 0."""

    mean: Floats
    std: Floats

    def transform(self, rows: Floats) -> Floats:
        """Rows in standard deviations from the mean; constant columns are divided by 1."""
        return (rows - self.mean) / np.where(self.std > 0, self.std, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class FittedScale(FittedStep):
    """Maps `minimum`..`maximum` (both (columns,)) onto `low`..`high`."""

    minimum: Floats
    maximum: Floats
    low: float
    high: float

    def transform(self, rows: Floats) -> Floats:
        """Rows in the new range; a constant column lands on `low`."""
        width = self.maximum - self.minimum
        share = (rows - self.minimum) / np.where(width > 0, width, 1.0)
        return self.low + share * (self.high - self.low)


@dataclass(frozen=True, slots=True, eq=False)
class FittedRotation(FittedStep):
    """Principal axes (kept, columns), longest first, with the variance along each (kept,).

    Each axis points so that its largest entry is positive. `divisor` (kept,) is 1 for PCA and
    sqrt(variance + epsilon) for whitening; `total_variance` counts the axes left out, too.
    """

    mean: Floats
    axes: Floats
    variances: Floats
    divisor: Floats
    total_variance: float

    def transform(self, rows: Floats) -> Floats:
        """Coordinates of the rows along the axes."""
        coordinates: Floats = (rows - self.mean) @ self.axes.T / self.divisor
        return coordinates
