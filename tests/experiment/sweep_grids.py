"""Small sweeps, and what of their rows is the same whenever they are trained."""

from pathlib import Path

from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing.overrides import override
from nnstudio.experiment.sweeps.grid import build_grid
from nnstudio.experiment.sweeps.results_file import Row
from nnstudio.experiment.sweeps.sweep import Sweep
from tests.experiment.session_driver import experiment

TIMES = ("seconds", "examples_per_second")


def small_sweep(*varied: str, seeds: int = 2, base: Experiment | None = None) -> Sweep:
    """A sweep of a small spiral, the same one for all seeds, five epochs a run."""
    if base is None:
        base = override(experiment(samples=60, training={"epochs": 5}), ["data.seed=5"])
    return Sweep(build_grid(base, varied, seeds))


def timeless(rows: list[Row]) -> list[Row]:
    """The rows without the columns that tell how long it took."""
    return [{name: row[name] for name in row if name not in TIMES} for row in rows]


def trained_file(sweep: Sweep, path: Path) -> list[Row]:
    """The rows of the sweep when what the file at `path` lacks has been trained and is in it."""
    with sweep.open(path) as file:
        return sweep.run(file).rows
