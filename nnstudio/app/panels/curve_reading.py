"""What is read off the curves at one place: a point of them, or the past moment that is shown."""

from dataclasses import dataclass

import numpy as np

from nnstudio.experiment.looks.snapshot import Metrics
from nnstudio.experiment.training.history import Curves

Three = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Reading:
    """Training, validation and test; NaN where there is none. `where` is empty at the last point,
    `epoch` a place on the axis.
    """

    epoch: float
    where: str
    losses: Three
    scores: Three
    penalty: float


def at_point(curves: Curves, index: int, where: str) -> Reading:
    """A point of the curves."""
    return Reading(
        float(curves.epochs[index]),
        where,
        (
            float(curves.train_loss[index]),
            float(curves.validation_loss[index]),
            float(curves.test_loss[index]),
        ),
        (
            float(curves.train_score[index]),
            float(curves.validation_score[index]),
            float(curves.test_score[index]),
        ),
        float(curves.penalty[index]),
    )


def at_moment(curves: Curves, metrics: Metrics) -> Reading:
    """A moment that may lie between two points, with its own numbers."""
    is_point = metrics.step in curves.steps
    return Reading(
        float(np.interp(metrics.step, curves.steps, curves.epochs)),
        f"at epoch {metrics.epoch:,}" if is_point else f"at step {metrics.step:,}",
        (metrics.train_loss, _known(metrics.validation_loss), metrics.test_loss),
        (metrics.train_score, _known(metrics.validation_score), metrics.test_score),
        metrics.penalty,
    )


def _known(value: float | None) -> float:
    return float("nan") if value is None else value
