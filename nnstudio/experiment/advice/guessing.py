"""How good guessing is: what a network must beat before it can be said to have learned anything."""

import numpy as np

from nnstudio.core.losses import data_loss, encode_targets
from nnstudio.experiment.data.prepare import Prepared

_LOOKED_AT = 2000  # training examples that tell the shares of the classes


def chance_score(prepared: Prepared) -> float:
    """The score of guessing: the share of the largest class, or an R^2 of 0."""
    if prepared.dataset.task == "regression":
        return 0.0
    counts = np.bincount(prepared.train_targets[:_LOOKED_AT].astype(np.int64))
    return float(counts.max() / counts.sum())


def chance_loss(prepared: Prepared) -> float:
    """The data loss of scores that are the same for every example.

    They tell the shares of the classes, or the mean target; hinge has all scores 0.
    """
    loss, targets = prepared.training.loss, prepared.train_targets[:_LOOKED_AT]
    outputs = prepared.network.outputs
    mean = encode_targets(loss, targets, outputs).mean(axis=0)
    scores = np.zeros(outputs) if loss == "hinge" else mean
    if loss == "cross_entropy":
        shares = np.clip(mean if outputs > 1 else (1.0 + mean) / 2.0, 1e-9, 1.0 - 1e-9)
        scores = np.log(shares) if outputs > 1 else np.log(shares / (1.0 - shares))
    return data_loss(loss, np.tile(scores, (len(targets), 1)), targets)
