"""What a loss makes of one example's scores: its terms, its value and its gradient.

With scores s, the label or target y, and t = +1 for label 1, -1 for label 0:

    cross_entropy  terms p = softmax(s);              gradient p - onehot(y)
                   one output: p = sigmoid(s);        gradient -t sigmoid(-t s)
    hinge          terms s_j - s_y + 1, 0 at j = y;   gradient 1 where positive, -their number at y
                   one output: 1 - t s;               gradient -t where positive
    mse            terms s - y;                       gradient 2 (s - y) / outputs

The values are those of `nnstudio.core.losses`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.losses import data_loss, encode_targets, probabilities
from nnstudio.core.spec import Loss

Floats = NDArray[np.floating]


@dataclass(frozen=True, slots=True, eq=False)
class Judgment:
    """`loss` of `scores` (outputs,): its `value`, and per output what is compared, and how.

    `targets` are as the loss compares them: one-hot, the sign t, or numbers.
    """

    loss: Loss
    scores: Floats
    targets: Floats
    terms: Floats
    gradient: Floats
    value: float


def judge(loss: Loss, scores: Floats, target: int | Floats) -> Judgment:
    """Judge the scores (outputs,) of an example whose target is a class, or numbers (outputs,)."""
    s, wanted = np.asarray(scores, np.float64), np.asarray(target)[np.newaxis]
    y = np.asarray(encode_targets(loss, wanted, len(s))[0], np.float64)
    terms, gradient = _parts(loss, s, y)
    return Judgment(loss, s, y, terms, gradient, data_loss(loss, s[np.newaxis], wanted))


def _parts(loss: Loss, s: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Terms and gradient of scores (outputs,) and targets as the loss compares them."""
    match loss:
        case "mse":
            return s - y, 2.0 * (s - y) / len(s)
        case "cross_entropy":
            shares = probabilities(loss, s[np.newaxis])[0]
            if len(s) > 1:
                return shares, shares - y
            wrong = 0.5 - 0.5 * np.tanh(0.5 * y * s)
            return shares[1:], -y * wrong
        case "hinge" if len(s) == 1:
            return 1.0 - y * s, np.where(1.0 - y * s > 0, -y, 0.0)
        case "hinge":
            margins = (s - s @ y + 1.0) * (1.0 - y)
            violated = (margins > 0).astype(np.float64)
            return margins, violated - y * violated.sum()
