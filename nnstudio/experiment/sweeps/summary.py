"""What a sweep says about each setting: median and quartiles over its seeds."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nnstudio.experiment.sweeps.results_file import FAILED, STATUS, Row
from nnstudio.experiment.sweeps.sweep import Sweep

Summary = dict[str, Any]


def summarize(sweep: Sweep, rows: Sequence[Row]) -> list[Summary]:
    """For each setting its values, how its runs ended, and quartiles of test score and loss.

    `rows` are those of the sweep's report. Numbers that are not finite, and runs that failed, are
    left out of the quartiles; where nothing is left, there are none. A run that diverged counts
    with its last good weights.
    """
    count = len(sweep.grid.seeds)
    return [
        dict(zip(sweep.grid.paths, setting.values, strict=True))
        | _summary(rows[number * count : (number + 1) * count], sweep.scores)
        for number, setting in enumerate(sweep.grid.settings)
    ]


def _summary(rows: Sequence[Row], scores: Sequence[str]) -> Summary:
    measured = [f"test_{score}" for score in scores] + ["test_loss"]
    return {
        "runs": len(rows),
        "diverged": sum(row["diverged"] is True for row in rows),
        "failed": sum(row[STATUS] == FAILED for row in rows),
    } | {name: _quartiles([row[name] for row in rows]) for name in measured}


def _quartiles(values: Sequence[float | None]) -> dict[str, float] | None:
    numbers = [value for value in values if value is not None]
    if not numbers:
        return None
    low, middle, high = np.quantile(numbers, (0.25, 0.5, 0.75))
    return {"q1": float(low), "median": float(middle), "q3": float(high)}
