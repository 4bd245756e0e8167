"""How rows lie in space: their covariance, their principal axes, and how stretched they are."""

from dataclasses import dataclass

import numpy as np

from nnstudio.core.preprocessing.columns import column_means
from nnstudio.core.preprocessing.fitted import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Spectrum:
    """Principal axes (axes, columns) around `mean`, longest first, with the variance along each.

    Only axes along which the rows vary are here; `columns` counts all directions.
    """

    mean: Floats
    axes: Floats
    variances: Floats
    columns: int

    @property
    def condition(self) -> float:
        """The largest variance over the smallest one that is not zero; 1 where nothing varies."""
        if not len(self.variances):
            return 1.0
        return float(self.variances[0] / self.variances[-1])

    @property
    def flat(self) -> int:
        """Directions along which nothing varies."""
        return self.columns - len(self.variances)


def covariance(rows: Floats) -> Floats:
    """The covariance matrix (columns, columns), divided by n."""
    centered = rows - column_means(rows)
    return np.asarray(centered.T @ centered / len(rows))


def spectrum(rows: Floats) -> Spectrum:
    """The principal axes of rows (n, columns); of more columns than rows by their products.

    The products square the condition number, so of wide rows the smallest axes are rough.
    """
    mean = column_means(rows)
    centered = rows - mean
    if rows.shape[1] <= len(rows):
        _, lengths, axes = np.linalg.svd(centered, full_matrices=False)
        tolerance = np.finfo(np.float64).eps * max(rows.shape)
    else:
        squares, sides = np.linalg.eigh(centered @ centered.T)
        lengths = np.sqrt(np.maximum(squares[::-1], 0.0))
        axes = sides[:, ::-1].T @ centered / np.where(lengths > 0, lengths, 1.0)[:, np.newaxis]
        tolerance = np.sqrt(np.finfo(np.float64).eps * max(rows.shape))
    known = lengths > tolerance * lengths.max(initial=0.0)
    known[len(rows) - 1 :] = False  # around their mean, rows leave one direction free
    axes = axes[known]
    largest = np.abs(axes).argmax(axis=1)
    signs = np.sign(axes[np.arange(len(axes)), largest])
    variances = lengths[known] ** 2 / len(rows)
    return Spectrum(mean, axes * signs[:, np.newaxis], variances, rows.shape[1])
