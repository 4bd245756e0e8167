"""Preprocessing steps: each is fitted once on training rows and is an affine map from then on.

A step is what was asked for; `fit` turns it into a fitted step that holds its numbers and
transforms any rows. Statistics divide by n, as in the CS231n note: the covariance is X^T X / n.
Everything is float64. `PreprocessingError` says which step cannot be fitted, and why.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

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


@dataclass(frozen=True, slots=True)
class Center:
    """Subtract each column's mean."""

    name: ClassVar[str] = "center"

    def fit(self, rows: Floats, image_shape: ImageShape | None) -> FittedShift:
        """Fit on rows (n, columns)."""
        return FittedShift(self.name, "", _mean(rows))


@dataclass(frozen=True, slots=True)
class MeanImage:
    """Subtract the mean image, pixel by pixel."""

    name: ClassVar[str] = "mean_image"

    def fit(self, rows: Floats, image_shape: ImageShape | None) -> FittedShift:
        """Fit on images (n, height * width * channels); raises when the rows are not images."""
        _require_images(self.name, image_shape)
        return FittedShift(self.name, "", _mean(rows))


@dataclass(frozen=True, slots=True)
class ChannelMean:
    """Subtract one mean per color channel, the same at every pixel."""

    name: ClassVar[str] = "channel_mean"

    def fit(self, rows: Floats, image_shape: ImageShape | None) -> FittedShift:
        """Fit on images (n, height * width * channels); raises when the rows are not images."""
        height, width, channels = _require_images(self.name, image_shape)
        means = rows.reshape(-1, channels).mean(axis=0)
        return FittedShift(self.name, "", np.tile(means, height * width))


@dataclass(frozen=True, slots=True)
class Standardize:
    """Subtract each column's mean and divide by its standard deviation."""

    name: ClassVar[str] = "standardize"

    def fit(self, rows: Floats, image_shape: ImageShape | None) -> FittedStandardize:
        """Fit on rows (n, columns)."""
        mean = _mean(rows)
        std = np.sqrt(np.mean((rows - mean) ** 2, axis=0))
        note = _constant_note(int(np.sum(std == 0)), "only centered")
        return FittedStandardize(self.name, note, mean, std)


@dataclass(frozen=True, slots=True)
class Scale:
    """Map each column's range onto `low`..`high`."""

    low: float = -1.0
    high: float = 1.0
    name: ClassVar[str] = "scale"

    def fit(self, rows: Floats, image_shape: ImageShape | None) -> FittedScale:
        """Fit on rows (n, columns); raises when the range is empty."""
        if not self.low < self.high:
            raise PreprocessingError("high", f"must be above low, which is {self.low:g}")
        minimum, maximum = rows.min(axis=0), rows.max(axis=0)
        note = _constant_note(int(np.sum(minimum == maximum)), f"set to {self.low:g}")
        return FittedScale(self.name, note, minimum, maximum, self.low, self.high)


@dataclass(frozen=True, slots=True)
class Pca:
    """Rotate onto the principal axes and keep the first `components` (None keeps all that vary)."""

    components: int | None = None
    name: ClassVar[str] = "pca"

    def fit(self, rows: Floats, image_shape: ImageShape | None) -> FittedRotation:
        """Fit on rows (n, columns); raises when fewer than `components` directions vary."""
        rotation = _principal_axes(self.name, rows)
        available = len(rotation.axes)
        if self.components is None:
            return rotation
        if self.components > available:
            raise PreprocessingError(
                "components",
                f"may be at most {available}, because the {len(rows)} training examples vary "
                f"along {available} of {rows.shape[1]} directions",
            )
        keep = slice(self.components)
        return replace(
            rotation,
            note="",
            axes=rotation.axes[keep],
            variances=rotation.variances[keep],
            divisor=rotation.divisor[keep],
        )


@dataclass(frozen=True, slots=True)
class Whiten:
    """Rotate onto the principal axes and divide each by the square root of variance + `epsilon`."""

    epsilon: float = 1e-5
    name: ClassVar[str] = "whiten"

    def fit(self, rows: Floats, image_shape: ImageShape | None) -> FittedRotation:
        """Fit on rows (n, columns); directions that do not vary are left out."""
        rotation = _principal_axes(self.name, rows)
        return replace(rotation, divisor=np.sqrt(rotation.variances + self.epsilon))


Step = Center | Standardize | Pca | Whiten | MeanImage | ChannelMean | Scale


@dataclass(frozen=True, slots=True)
class FittedPipeline:
    """Fitted steps, in order; no steps leave the rows as they are."""

    steps: tuple[FittedStep, ...] = ()

    def transform(self, rows: Floats) -> Floats:
        """Rows (n, columns) through every step."""
        for step in self.steps:
            rows = step.transform(rows)
        return rows


def fit_pipeline(
    steps: Sequence[Step], rows: Floats, image_shape: ImageShape | None = None
) -> FittedPipeline:
    """Fit each step on what the ones before it make of the training rows (n, columns).

    `image_shape` is (height, width, channels) when the rows are images. Raises PreprocessingError.
    """
    fitted: list[FittedStep] = []
    for index, step in enumerate(steps):
        try:
            fitted.append(step.fit(rows, image_shape))
        except PreprocessingError as error:
            raise PreprocessingError(error.field, error.message, index) from None
        rows = fitted[-1].transform(rows)
        if isinstance(fitted[-1], FittedRotation):
            image_shape = None
    return FittedPipeline(tuple(fitted))


def _mean(rows: Floats) -> Floats:
    """Column means, without rounding for constant columns, which so become exactly zero."""
    constant = np.all(rows == rows[0], axis=0)
    means: Floats = np.where(constant, rows[0], rows.mean(axis=0))
    return means


def _principal_axes(name: str, rows: Floats) -> FittedRotation:
    """All axes along which the rows vary, by the singular values of the centered rows.

    The covariance matrix is never formed: it would square the condition number.
    """
    mean = _mean(rows)
    _, lengths, axes = np.linalg.svd(rows - mean, full_matrices=False)
    tolerance = lengths.max(initial=0.0) * max(rows.shape) * np.finfo(np.float64).eps
    rank = int(np.sum(lengths > tolerance))
    if rank == 0:
        raise PreprocessingError("", "needs features that vary, and here all are constant")
    axes = axes[:rank]
    largest = axes[np.arange(rank), np.abs(axes).argmax(axis=1)]
    variances = lengths[:rank] ** 2 / len(rows)
    note = ""
    if rank < rows.shape[1]:
        note = f"the training examples vary along {rank} of {rows.shape[1]} directions"
    return FittedRotation(
        name,
        note,
        mean,
        axes * np.sign(largest)[:, np.newaxis],
        variances,
        np.ones(rank),
        float(variances.sum()),
    )


def _require_images(name: str, image_shape: ImageShape | None) -> ImageShape:
    if image_shape is None:
        raise PreprocessingError(
            "", f"{name} needs images: data with pixels, before any pca or whiten"
        )
    return image_shape


def _constant_note(count: int, what: str) -> str:
    if count == 0:
        return ""
    return f"{count} constant {'column is' if count == 1 else 'columns are'} {what}"
