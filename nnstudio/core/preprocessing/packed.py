"""Preprocessing of rows that are too many to be floats at once: by sums over blocks of them.

The steps are the same as of plain arrays, and so is what they give, but for rounding. Shifting and
stretching columns stays undone until a row is wanted; a rotation is done at once, to as few columns
as it keeps.
"""

from collections.abc import Iterator, Sequence

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
    FittedScale,
    FittedShift,
    FittedStandardize,
    FittedStep,
    Floats,
    ImageShape,
    PreprocessingError,
)
from nnstudio.core.preprocessing.pipeline import FittedPipeline, Step, fit_pipeline
from nnstudio.core.preprocessing.rotations import Pca, Whiten, rotation
from nnstudio.core.rows import Inputs, Rows

MAX_ROTATED = 100_000_000  # numbers that a rotation may leave, in single precision 400 MB


def fit_packed(
    steps: Sequence[Step], rows: Rows, image_shape: ImageShape | None = None
) -> FittedPipeline:
    """Fit each step on what the ones before it make of the rows. Raises PreprocessingError."""
    fitted: list[FittedStep] = []
    for index, step in enumerate(steps):
        try:
            fitted.append(_fit(step, rows, image_shape))
        except PreprocessingError as error:
            raise PreprocessingError(error.field, error.message, index) from None
        rest = steps[index + 1 :]
        if isinstance(step, Pca | Whiten):
            later = _fit_rest(rest, fitted[-1], rows, index) if rest else FittedPipeline()
            return FittedPipeline((*fitted, *later.steps))
        rows = _mapped(fitted[-1], rows)
    return FittedPipeline(tuple(fitted))


def transform_packed(pipeline: FittedPipeline, rows: Rows, first: int = 0) -> Inputs:
    """The rows through every step: still packed, or floats where a step rotates.

    Raises PreprocessingError where a rotation leaves more than can be kept.
    """
    for index, step in enumerate(pipeline.steps):
        if isinstance(step, FittedRotation):
            floats = _rotated(step, rows, first + index)
            return FittedPipeline(pipeline.steps[index + 1 :]).transform(floats)
        rows = _mapped(step, rows)
    return rows


def _fit_rest(
    steps: Sequence[Step], rotation: FittedStep, rows: Rows, index: int
) -> FittedPipeline:
    """Fit the steps after the rotation, which is step `index`."""
    turned = transform_packed(FittedPipeline((rotation,)), rows, index)
    try:
        return fit_pipeline(steps, np.asarray(turned, np.float64))
    except PreprocessingError as error:
        place = index + 1 + error.step
        raise PreprocessingError(error.field, error.message, place) from None


def _fit(step: Step, rows: Rows, image_shape: ImageShape | None) -> FittedStep:
    """Fit one step; what only needs the means or the range is fitted on rows that have them."""
    match step:
        case Center() | MeanImage() | ChannelMean():
            return step.fit(_means(rows)[np.newaxis], image_shape)
        case Scale():
            return step.fit(_range(rows), image_shape)
        case Standardize():
            means = _means(rows)
            spreads = _spreads(rows, means)
            return step.fit(np.stack([means - spreads, means + spreads]), image_shape)
        case Pca() | Whiten():
            return step.shaped(_principal_axes(step.name, rows), len(rows))


def _means(rows: Rows) -> Floats:
    """Column means; those of constant columns without rounding."""
    first, sums = np.empty(0), np.zeros(rows.shape[1])
    varies = np.zeros(rows.shape[1], bool)
    for block in rows.blocks(np.float64):
        if not len(first):
            first = block[0].copy()
        sums += block.sum(axis=0)
        varies |= (block != first).any(axis=0)
    means: Floats = np.where(varies, sums / len(rows), first)
    return means


def _range(rows: Rows) -> Floats:
    """Least and largest number of each column (2, columns)."""
    low, high = np.full(rows.shape[1], np.inf), np.full(rows.shape[1], -np.inf)
    for block in rows.blocks(np.float64):
        np.minimum(low, block.min(axis=0), out=low)
        np.maximum(high, block.max(axis=0), out=high)
    return np.stack([low, high])


def _spreads(rows: Rows, means: Floats) -> Floats:
    """Standard deviations of the columns."""
    squares = np.zeros(rows.shape[1])
    for centered in _centered(rows, means):
        squares += np.einsum("ij,ij->j", centered, centered)
    spreads: Floats = np.sqrt(squares / len(rows))
    return spreads


def _principal_axes(name: str, rows: Rows) -> FittedRotation:
    """All axes along which the rows vary, by the eigenvectors of the covariance X^T X / n."""
    columns = rows.shape[1]
    means, covariance = _means(rows), np.zeros((columns, columns))
    for centered in _centered(rows, means):
        covariance += centered.T @ centered
    covariance /= len(rows)
    variances, axes = np.linalg.eigh(covariance)
    smallest = variances[-1] * columns * np.finfo(np.float64).eps
    return rotation(name, means, axes.T[::-1], variances[::-1], smallest, len(rows))


def _centered(rows: Rows, means: Floats) -> Iterator[Floats]:
    return (np.subtract(block, means, block) for block in rows.blocks(np.float64))


def _mapped(step: FittedStep, rows: Rows) -> Rows:
    """Rows that a shift or a stretch of their columns is still to be done to."""
    match step:
        case FittedShift():
            return rows.mapped(step.mean, np.ones(rows.shape[1]))
        case FittedStandardize():
            return rows.mapped(step.mean, 1.0 / np.where(step.std > 0, step.std, 1.0))
        case FittedScale():
            width = step.maximum - step.minimum
            factor = (step.high - step.low) / np.where(width > 0, width, 1.0)
            return rows.mapped(step.minimum - step.low / factor, factor)
    raise TypeError(step)


def _rotated(step: FittedRotation, rows: Rows, index: int) -> Floats:
    kept = len(step.axes)
    if len(rows) * kept > MAX_ROTATED:
        raise PreprocessingError(
            "components" if step.name == "pca" else "",
            f"would leave {kept:,} numbers of each of {len(rows):,} examples, more than fit into "
            f"memory; let PCA keep at most {MAX_ROTATED // len(rows):,} components",
            index,
        )
    turned: Floats = np.empty((len(rows), kept), np.float32)
    start = 0
    for block in rows.blocks(np.float64):
        turned[start : start + len(block)] = step.transform(np.asarray(block, np.float64))
        start += len(block)
    return turned
