"""The data losses, each a mean over examples, and what outputs mean under them.

    cross_entropy  softmax: log sum_j e^(s_j) - s_y; with one output logistic: log(1 + e^(-t s))
    hinge          multiclass SVM: sum over j != y of max(0, s_j - s_y + 1);
                   with one output binary SVM: max(0, 1 - t s)
    mse            mean over outputs of (s_j - y_j)^2

where s are the scores (the last layer's outputs), y the label or target, and t = +1 for label 1,
-1 for label 0. Under mse a label is a target too: one-hot, or t with one output.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.arrays import Floats, Labels
from nnstudio.core.spec import Loss


def encode_targets(loss: Loss, targets: NDArray[np.generic], outputs: int) -> Floats:
    """Targets as the loss compares them with scores, (examples, outputs).

    Labels (examples,) become one-hot rows or, for one output, signs t; targets of a regression
    (examples, outputs) stay what they are. Raises ValueError where the sizes cannot fit.
    """
    if np.issubdtype(targets.dtype, np.floating):
        values = np.asarray(targets, np.float64).reshape(len(targets), -1)
        if loss != "mse":
            raise ValueError(f"{loss} needs class labels, not numbers")
        if values.shape[1] != outputs:
            raise ValueError(f"{values.shape[1]} targets do not fit {outputs} outputs")
        return values
    labels = np.asarray(targets, np.int64)
    if labels.ndim != 1 or labels.min(initial=0) < 0:
        raise ValueError("class labels are whole numbers from 0, one an example")
    highest = int(labels.max(initial=0))
    if outputs == 1 and highest <= 1:
        return (2.0 * labels - 1.0)[:, np.newaxis]
    if highest >= outputs:
        raise ValueError(f"{highest + 1} classes do not fit {outputs} outputs")
    return np.eye(outputs)[labels]


def data_loss(loss: Loss, scores: Floats, targets: NDArray[np.generic]) -> float:
    """The mean loss of scores (examples, outputs), in double precision."""
    s = np.asarray(scores, np.float64)
    y = encode_targets(loss, targets, s.shape[1])
    return float(np.mean(_losses(loss, s, y)))


def _losses(loss: Loss, s: Floats, y: Floats) -> Floats:
    if loss == "mse":
        return np.mean((s - y) ** 2, axis=1)
    if s.shape[1] == 1:
        agreement = (s * y)[:, 0]
        if loss == "hinge":
            return np.maximum(0.0, 1.0 - agreement)
        return np.logaddexp(0.0, -agreement)
    right = np.sum(s * y, axis=1)
    if loss == "hinge":
        margins = np.maximum(0.0, s - right[:, np.newaxis] + 1.0)
        return np.sum(margins * (1.0 - y), axis=1)
    highest = s.max(axis=1)
    return highest + np.log(np.sum(np.exp(s - highest[:, np.newaxis]), axis=1)) - right


def penalty(weights: Iterable[Floats], l2: float, l1: float) -> float:
    """l2/2 * sum(w^2) + l1 * sum|w| over the weights of all layers, in double precision."""
    layers = [layer.astype(np.float64) for layer in weights]
    squares = sum(float(np.sum(layer * layer)) for layer in layers)
    sizes = sum(float(np.sum(np.abs(layer))) for layer in layers)
    return 0.5 * l2 * squares + l1 * sizes


def probabilities(loss: Loss, scores: Floats) -> Floats:
    """Class probabilities (examples, classes) under cross_entropy; one output gives two columns.

    Raises ValueError for the other losses, whose scores are not log-odds.
    """
    if loss != "cross_entropy":
        raise ValueError(f"scores trained with {loss} are not probabilities")
    if scores.shape[1] == 1:
        first = 0.5 * np.tanh(0.5 * scores[:, 0]) + 0.5
        return np.stack((1.0 - first, first)).T
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def predicted_labels(scores: Floats) -> Labels:
    """The class (examples,) that scores choose: the highest; with one output, 1 where positive."""
    if scores.shape[1] == 1:
        return (scores[:, 0] > 0).astype(np.int64)
    return np.argmax(scores, axis=1)
