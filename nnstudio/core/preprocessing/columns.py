"""Steps that treat every column for itself: they shift and stretch, and never mix columns."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nnstudio.core.preprocessing.fitted import (
    FittedScale,
    FittedShift,
    FittedStandardize,
    Floats,
    ImageShape,
    PreprocessingError,
)


@dataclass(frozen=True, slots=True)
class Center:
    """Subtract each column's mean."""

    name: ClassVar[str] = "center"

    def fit(self, rows: Floats, image_shape: ImageShape | None) -> FittedShift:
        """Fit on rows (n, columns)."""
        return FittedShift(self.name, "", column_means(rows))


@dataclass(frozen=True, slots=True)
class MeanImage:
    """Subtract the mean image, pixel by pixel."""

    name: ClassVar[str] = "mean_image"

    def fit(self, rows: Floats, image_shape: ImageShape | None) -> FittedShift:
        """Fit on images (n, height * width * channels); raises when the rows are not images."""
        _require_images(self.name, image_shape)
        return FittedShift(self.name, "", column_means(rows))


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
        mean = column_means(rows)
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


def column_means(rows: Floats) -> Floats:
    """Means (columns,), without rounding for constant columns, which so become exactly zero."""
    constant = np.all(rows == rows[0], axis=0)
    means: Floats = np.where(constant, rows[0], rows.mean(axis=0))
    return means


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
