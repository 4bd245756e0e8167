"""Histograms of single units over a probe of the training data, apart by class."""

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.arrays import Floats
from nnstudio.experiment.looks.finite import finite, frozen
from nnstudio.experiment.looks.snapshot import UnitHistograms

Numbers = NDArray[np.int64]


def unit_histograms(
    values: Floats, ranges: Floats, labels: Numbers, classes: int, bins: int, clips: bool = False
) -> UnitHistograms:
    """The histograms of `values` (examples, units) over `ranges` (units, 2).

    `labels` (examples,) are from 0 to `classes` - 1. What lies outside its range counts at its end.
    With `clips`, exact zeros are counted apart, as a ReLU gives them.
    """
    values = finite(values)
    units = values.shape[1]
    low, width = ranges[:, 0], ranges[:, 1] - ranges[:, 0]
    scale = bins / np.where(width > 0, width, 1.0)
    places = np.clip(((values - low) * scale).astype(np.int64), 0, bins - 1)
    places += (np.arange(units) * classes + labels[:, np.newaxis]) * bins
    zero = values == 0 if clips else np.zeros(values.shape, np.bool_)
    counts = np.bincount(places[~zero], minlength=units * classes * bins)
    return UnitHistograms(
        frozen(counts.reshape(units, classes, bins)),
        frozen(ranges),
        frozen(zero.sum(axis=0)),
    )


def own_ranges(values: Floats) -> Floats:
    """From the least to the largest of each column of `values`, (columns, 2)."""
    return np.stack((values.min(axis=0), values.max(axis=0)), axis=1)
