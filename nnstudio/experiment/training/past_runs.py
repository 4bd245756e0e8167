"""Runs that ended, to compare the present one with: named, shown or hidden, and forgotten."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nnstudio.experiment.document import Experiment
from nnstudio.experiment.training.history import Curves

_MOST = 12  # the newest are kept


@dataclass(frozen=True, slots=True, eq=False)
class PastRun:
    """The curves of a run that ended; `number` counts all runs, so it stays when others go."""

    number: int
    name: str
    curves: Curves
    is_shown: bool = True


Runs = tuple[PastRun, ...]


def keep(runs: Runs, number: int, experiment: Experiment, curves: Curves) -> Runs:
    """With one more run; the oldest goes when there are too many."""
    return (*runs, PastRun(number, run_name(number, experiment), curves))[-_MOST:]


def rename(runs: Runs, number: int, name: str) -> Runs:
    """With another name for one run; an empty one changes nothing."""
    return _changed(runs, number, name=name.strip()) if name.strip() else runs


def show(runs: Runs, number: int, is_shown: bool) -> Runs:
    """With one run shown or hidden."""
    return _changed(runs, number, is_shown=is_shown)


def remove(runs: Runs, number: int) -> Runs:
    """Without one run."""
    return tuple(run for run in runs if run.number != number)


def run_name(number: int, experiment: Experiment) -> str:
    """Such as "1: adam 0.01, 6-5 tanh, seed 3"."""
    hidden = experiment.network.layers[:-1]
    sizes = "-".join(str(layer.units) for layer in hidden)
    kinds = "/".join(dict.fromkeys(layer.activation for layer in hidden))
    training = experiment.training
    network = f", {sizes} {kinds}" if hidden else ""
    return (
        f"{number}: {training.optimizer} {training.learning_rate:g}{network}, "
        f"seed {experiment.seed}"
    )


def smoothed(values: NDArray[np.float64], memory: float) -> NDArray[np.float64]:
    """An exponential moving average without a bias to the first value; NaN stays NaN.

    `memory` in [0, 1) is how much of the past stays at each point; 0 changes nothing.
    """
    if memory == 0.0:
        return values
    result, total, weight = np.empty_like(values), 0.0, 0.0
    for place, value in enumerate(values.tolist()):
        if np.isfinite(value):
            total = memory * total + (1.0 - memory) * value
            weight = memory * weight + (1.0 - memory)
        result[place] = total / weight if np.isfinite(value) else np.nan
    return result


def _changed(runs: Sequence[PastRun], number: int, **fields: object) -> Runs:
    return tuple(
        replace(run, **fields) if run.number == number else run  # type: ignore[arg-type]
        for run in runs
    )
