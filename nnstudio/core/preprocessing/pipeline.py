"""Steps in a row, each fitted on what the ones before it make of the training rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnstudio.core.preprocessing.columns import (
    Center,
    ChannelMean,
    MeanImage,
    Scale,
    Standardize,
)
from nnstudio.core.preprocessing.fitted import (
    FittedRotation,
    FittedStep,
    Floats,
    ImageShape,
    PreprocessingError,
)
from nnstudio.core.preprocessing.rotations import Pca, Whiten, rounding

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
    if steps:
        _require_numbers(rows)
    fitted: list[FittedStep] = []
    rounded: Floats | None = None
    for index, step in enumerate(steps):
        if any(isinstance(later, Pca | Whiten) for later in steps[index:]):
            # A column shifted or stretched keeps, as a share of its spread, what it was rounded by.
            own = rounding(rows)
            rounded = own if rounded is None else np.maximum(own, rounded)
        try:
            fitted.append(_fit(step, rows, image_shape, rounded))
        except PreprocessingError as error:
            raise PreprocessingError(error.field, error.message, index) from None
        rows = fitted[-1].transform(rows)
        if isinstance(fitted[-1], FittedRotation):
            image_shape = rounded = None
    return FittedPipeline(tuple(fitted))


def _fit(
    step: Step, rows: Floats, image_shape: ImageShape | None, rounded: Floats | None
) -> FittedStep:
    if isinstance(step, Pca | Whiten):
        return step.fit(rows, image_shape, rounded)
    return step.fit(rows, image_shape)


def _require_numbers(rows: Floats) -> None:
    """A single NaN would spread into every statistic, and from there into every row."""
    missing = np.count_nonzero(~np.isfinite(rows), axis=0)
    if missing.any():
        column = int(missing.argmax())
        values = f"{missing[column]} of {len(rows)} values"
        raise PreprocessingError(
            "", f"needs a number everywhere, and {values} of feature {column + 1} are none"
        )
