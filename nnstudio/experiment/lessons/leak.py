"""Demonstration: whitening whose statistics have seen the test examples.

Few training images of digits, many test images, a linear softmax classifier. What is fitted on
training and test examples together has seen the examples it is judged by.
"""

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from nnstudio.core.preprocessing import FittedRotation, Floats, Whiten
from nnstudio.core.spec import LayerSpec, NetworkSpec, TrainingSpec
from nnstudio.core.trainer import Trainer
from nnstudio.experiment.data.sources.shipped import load_shipped

FittedOn = Literal["train", "all", "each"]

_TESTED, _STEPS = 600, 500
_TRAINING = TrainingSpec("cross_entropy", "sgd", learning_rate=0.5, l2=0.001)


def leak(
    seed: int,
    *,
    fitted_on: FittedOn = "train",
    train: Annotated[int, Field(ge=10, le=1000)] = 60,
) -> dict[str, float]:
    """`accuracy` on the test images after training on `train` images, whitened.

    `fitted_on` is "train", as it should be, "all" for training and test images together, or "each"
    for each split by its own statistics.
    """
    digits = load_shipped("digits")
    chosen = np.random.default_rng([seed, 11]).permutation(len(digits.rows))[: train + _TESTED]
    rows, labels = digits.rows[chosen], digits.targets[chosen].astype(np.int64)
    seen, unseen = _whitened(rows[:train], rows[train:], rows, fitted_on)
    spec = NetworkSpec(seen.shape[1], (LayerSpec(10, "linear", "zeros"),))
    training = TrainingSpec(
        _TRAINING.loss, _TRAINING.optimizer, _TRAINING.learning_rate, train, _TRAINING.l2
    )
    trainer = Trainer(spec, training, seen, labels[:train], seed=seed)
    trainer.advance(_STEPS)
    return {"accuracy": trainer.evaluate(unseen, labels[train:]).score}


def _whitened(
    seen: Floats, unseen: Floats, every: Floats, fitted_on: FittedOn
) -> tuple[Floats, Floats]:
    first = _fit(every if fitted_on == "all" else seen)
    second = _fit(unseen) if fitted_on == "each" else first
    kept = min(len(first.axes), len(second.axes))
    return first.transform(seen)[:, :kept], second.transform(unseen)[:, :kept]


def _fit(rows: Floats) -> FittedRotation:
    return Whiten(1e-5).fit(rows, None)
