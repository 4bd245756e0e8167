"""How good a network is on each split of its data, measured by whoever trains it."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.rows import Inputs
from nnstudio.core.trainer import Evaluation
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.looks.snapshot import Metrics

Evaluate = Callable[[Inputs, NDArray[np.generic]], Evaluation]


def measure(
    prepared: Prepared, evaluate: Evaluate, *, epoch: int, step: int, penalty: float
) -> Metrics:
    """The metrics of one moment; `evaluate` gives loss and score on inputs and targets."""
    train = evaluate(prepared.train_rows, prepared.train_targets)
    test = evaluate(prepared.test_rows, prepared.test_targets)
    held = None
    if len(prepared.validation_index):
        held = evaluate(prepared.validation_rows, prepared.validation_targets)
    return Metrics(
        epoch=epoch,
        step=step,
        train_loss=train.loss,
        test_loss=test.loss,
        penalty=penalty,
        train_score=train.score,
        test_score=test.score,
        validation_loss=None if held is None else held.loss,
        validation_score=None if held is None else held.score,
    )
