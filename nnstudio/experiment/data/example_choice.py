"""Which examples to look at: of a split, of a class, taken for a class, mistaken, mislabeled."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnstudio.experiment.data.dataset import SPLITS, Labels, Split
from nnstudio.experiment.data.prepare import Prepared

Predictions = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Choice:
    """What an example must be; None leaves it open. Only classes can be predicted or mistaken.

    Mislabeled are those whose target label noise made wrong.
    """

    split: Split | None = None
    label: int | None = None
    predicted: int | None = None
    mistaken: bool = False
    mislabeled: bool = False


def chosen_examples(prepared: Prepared, predictions: Predictions | None, choice: Choice) -> Labels:
    """The examples of the choice (k,), in the data set's own order.

    Before there are predictions, or without classes, what is predicted is left open.
    """
    fits = np.ones(len(prepared.dataset), bool)
    if choice.split is not None:
        fits &= prepared.splits == SPLITS.index(choice.split)
    if choice.mislabeled:
        fits &= prepared.dataset.mislabeled
    if prepared.dataset.class_names:
        targets = prepared.dataset.targets
        if choice.label is not None:
            fits &= targets == choice.label
        if predictions is not None and choice.predicted is not None:
            fits &= predictions == choice.predicted
        if predictions is not None and choice.mistaken:
            fits &= predictions != targets
    return np.flatnonzero(fits)


def confusion(prepared: Prepared, predictions: Predictions, split: Split) -> NDArray[np.int64]:
    """How many examples of each class (rows) the network takes for each class (columns)."""
    classes = len(prepared.dataset.class_names)
    own = prepared.splits == SPLITS.index(split)
    targets = prepared.dataset.targets[own].astype(np.int64)
    places = targets * classes + predictions[own].astype(np.int64)
    return np.bincount(places, minlength=classes * classes).reshape(classes, classes)


def frequent_mistakes(counts: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """The cells (k, 2) of a confusion matrix with the most mistakes, the most frequent first.

    Of equal ones the first class comes first; at most `most` of them, and none without a mistake.
    """
    wrong = counts.copy()
    np.fill_diagonal(wrong, 0)
    places = np.flatnonzero(wrong)
    places = places[np.argsort(-wrong.ravel()[places], kind="stable")[:most]]
    return np.stack(np.unravel_index(places, counts.shape), axis=1)
