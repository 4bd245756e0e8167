"""How good predictions are."""

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.arrays import Floats, Labels
from nnstudio.core.losses import predicted_labels


def accuracy(labels: Labels, predicted: Labels) -> float:
    """Share of examples whose predicted label is right; 0 for no examples."""
    return float(np.mean(labels == predicted)) if len(labels) else 0.0


def r_squared(targets: Floats, predicted: Floats) -> float:
    """1 - residual / total sum of squares over (examples, outputs).

    Targets that do not vary give 1 for a perfect prediction and 0 otherwise.
    """
    residual = float(np.sum((targets - predicted) ** 2))
    total = float(np.sum((targets - np.mean(targets, axis=0)) ** 2))
    if total == 0.0:
        return 1.0 if residual == 0.0 else 0.0
    return 1.0 - residual / total


def score(targets: NDArray[np.generic], outputs: Floats) -> float:
    """Accuracy for labels (examples,), R^2 for the values of a regression (examples, outputs)."""
    if np.issubdtype(targets.dtype, np.floating):
        return r_squared(np.asarray(targets, np.float64).reshape(outputs.shape), outputs)
    return accuracy(np.asarray(targets, np.int64), predicted_labels(outputs))
