"""Cells without a value, filled with what the training split alone tells of their column."""

from dataclasses import replace

import numpy as np

from nnstudio.experiment.data.dataset import Dataset, Labels
from nnstudio.experiment.data.tables.faults import fault
from nnstudio.experiment.wording import quoted


def fill_missing(dataset: Dataset, train_index: Labels, missing: str | None) -> Dataset:
    """The data set with every NaN replaced by the mean or median of its column in training.

    Raises ExperimentError where the training split has no value in a column.
    """
    if missing not in ("mean", "median"):
        return dataset
    gaps = np.isnan(dataset.rows)
    if not gaps.any():
        return dataset
    training = dataset.rows[train_index]
    empty = np.flatnonzero(np.isnan(training).all(axis=0))
    if empty.size:
        name = dataset.feature_names[empty[0]]
        raise fault(
            f"column {quoted(name)} has no value in the training split to fill it with; leave it "
            'out, or let "missing" be drop',
            "data.missing",
        )
    filling = np.nanmean(training, axis=0) if missing == "mean" else np.nanmedian(training, axis=0)
    return replace(dataset, stored=np.where(gaps, filling, dataset.rows))
