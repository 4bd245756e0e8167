"""Steps that rotate onto the principal axes: PCA, which may drop the last ones, and whitening."""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from nnstudio.core.preprocessing.columns import column_means
from nnstudio.core.preprocessing.fitted import (
    FittedRotation,
    Floats,
    ImageShape,
    PreprocessingError,
)

_EPSILON = np.finfo(np.float64).eps
_RESOLUTION = 32  # roundings of its numbers: a column that varies less is constant
_FLAT = 4  # roundings: what float64 numbers that depend on each other may miss each other by
_ROUNDING = 1e-12  # a share of 1 keeps all, however the last variances are summed


@dataclass(frozen=True, slots=True)
class Pca:
    """Rotate onto the principal axes and keep the first of them.

    That is `components`, or the fewest that hold the share `variance` of the total variance; with
    neither, all along which the rows vary.
    """

    components: int | None = None
    variance: float | None = None
    name: ClassVar[str] = "pca"

    def fit(
        self, rows: Floats, image_shape: ImageShape | None, rounded: Floats | None = None
    ) -> FittedRotation:
        """Fit on rows (n, columns); raises when fewer than `components` directions vary."""
        return self.shaped(_principal_axes(self.name, rows, rounded), len(rows))

    def shaped(self, rotation: FittedRotation, examples: int) -> FittedRotation:
        """What is kept of all axes of so many examples; raises when there are too few axes."""
        available = len(rotation.axes)
        kept = self._kept(rotation.variances)
        if kept > available:
            raise PreprocessingError(
                "components",
                f"may be at most {available}, because the {examples} examples it is fitted on "
                f"vary along {available} of {rotation.axes.shape[1]} directions",
            )
        if kept == available:
            return rotation
        return replace(
            rotation,
            note="",
            axes=rotation.axes[:kept],
            variances=rotation.variances[:kept],
            divisor=rotation.divisor[:kept],
        )

    def _kept(self, variances: Floats) -> int:
        if self.components is not None:
            return self.components
        if self.variance is None:
            return len(variances)
        held = np.cumsum(variances) / variances.sum()
        return min(int(np.sum(held < self.variance * (1 - _ROUNDING))) + 1, len(variances))


@dataclass(frozen=True, slots=True)
class Whiten:
    """Rotate onto the principal axes and divide each by the square root of variance + `epsilon`.

    With 0 the covariance of the rows it is fitted on becomes exactly the identity. CS231n's note
    takes 1e-5, so that weak directions are not blown up.
    """

    epsilon: float = 0.0
    name: ClassVar[str] = "whiten"

    def fit(
        self, rows: Floats, image_shape: ImageShape | None, rounded: Floats | None = None
    ) -> FittedRotation:
        """Fit on rows (n, columns); directions that do not vary are left out."""
        return self.shaped(_principal_axes(self.name, rows, rounded), len(rows))

    def shaped(self, rotation: FittedRotation, examples: int) -> FittedRotation:
        """All axes, each divided by its spread; the number of examples makes no difference."""
        return replace(rotation, divisor=np.sqrt(rotation.variances + self.epsilon))


def rounding(rows: Floats) -> Floats:
    """By what share of its spread each column (columns,) is rounded; infinite where constant."""
    spreads = _centered(rows).std(axis=0)
    largest = np.abs(rows).max(axis=0)
    shares = _EPSILON * largest / np.where(spreads > 0, spreads, 1.0)
    return np.where(spreads > 0, shares, np.inf)


def _principal_axes(name: str, rows: Floats, rounded: Floats | None) -> FittedRotation:
    """All axes along which the rows vary, by the singular values of the centered rows.

    The covariance matrix is never formed: it would square the condition number. How many axes there
    are is found out with all columns stretched to the same spread, so that units make no
    difference; then the axes are those of the rows as they are. `rounded` is the `rounding` of the
    rows that these were made of, by default of these.
    """
    shares = rounding(rows) if rounded is None else rounded
    varies = shares * _RESOLUTION < 1
    centered = _centered(rows)
    spreads = centered.std(axis=0)
    even = np.where(varies, centered / np.where(varies, spreads, 1.0), 0.0)
    noise = np.where(varies, shares, 0.0)
    if len(rows) > rows.shape[1]:
        even = np.asarray(np.linalg.qr(even, "r"))  # lies in space as the rows do
    _, lengths, axes = np.linalg.svd(even, full_matrices=False)
    kept = lengths > lengths.max(initial=0.0) * max(rows.shape) * _EPSILON
    # Each number is off by up to half a unit in its last place, and so is each of the numbers it
    # was computed from: n rows get a length of sqrt(n) times such errors, joined along the axis.
    kept &= lengths > _FLAT * np.sqrt(len(rows)) * np.linalg.norm(axes * noise, axis=1)
    kept[len(rows) - 1 :] = False  # around their mean, rows leave one direction free
    axes = lengths[kept, np.newaxis] * axes[kept] * spreads
    if len(axes):
        axes = np.linalg.svd(axes, full_matrices=False)[2]
        axes, spreads = _uncorrelated(even * spreads / np.sqrt(len(rows)), axes)
    return rotation(name, _means(rows), axes, spreads[: len(axes)] ** 2, 0.0, len(rows))


def _means(rows: Floats) -> Floats:
    """Column means; the sums of many large numbers are rounded, those of what is left are not."""
    means = column_means(rows)
    return np.asarray(means + (rows - means).mean(axis=0))


def _centered(rows: Floats) -> Floats:
    """Rows minus their means; twice, as a mean that is off would look like a direction."""
    centered = rows - column_means(rows)
    return np.asarray(centered - centered.mean(axis=0))


def _uncorrelated(rows: Floats, axes: Floats) -> tuple[Floats, Floats]:
    """The axes (k, columns), corrected by what rounding left, and the lengths (k,) along them.

    The axis of a weak direction is right only as seen from a strong one, which so stays in its
    coordinates: it is taken out by their Q and R, and they are uncorrelated in any units.
    """
    coordinates = rows @ axes.T
    lengths = np.linalg.norm(coordinates, axis=0)
    right = np.asarray(np.linalg.qr(coordinates / lengths, "r"))
    whitening = np.linalg.solve(right.T, axes / lengths[:, np.newaxis])
    shares = np.linalg.norm(whitening, axis=1)
    return whitening / shares[:, np.newaxis], 1.0 / shares


def rotation(
    name: str, mean: Floats, axes: Floats, variances: Floats, smallest: float, examples: int
) -> FittedRotation:
    """Onto those `axes` (k, columns), longest first, whose variance is more than `smallest`.

    Around their mean so many examples vary along one direction less than they are many; what looks
    like one more is rounding.
    """
    rank = min(int(np.sum(variances > smallest)), examples - 1)
    if rank == 0:
        raise PreprocessingError("", "needs features that vary, and here all are constant")
    columns, axes, variances = axes.shape[1], axes[:rank], variances[:rank]
    largest = axes[np.arange(rank), np.abs(axes).argmax(axis=1)]
    note = ""
    if rank < columns:
        note = f"the examples it is fitted on vary along {rank} of {columns} directions"
    return FittedRotation(
        name,
        note,
        mean,
        axes * np.sign(largest)[:, np.newaxis],
        variances,
        np.ones(rank),
        float(variances.sum()),
    )
