"""A sweep from its grid to its rows: what is missing is trained, kept, and put in order."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from nnstudio.experiment.sweeps.grid import Grid, Point
from nnstudio.experiment.sweeps.outcomes import Outcome, train_units
from nnstudio.experiment.sweeps.results_file import (
    DIVERGED,
    DONE,
    FAILED,
    MARK,
    STATUS,
    ResultsFile,
    Row,
)
from nnstudio.experiment.sweeps.units import measure, plan
from nnstudio.experiment.training.run import score_name

Progress = Callable[[int, int], None]
"""Called with the runs done and the runs to do; those that a file had are in neither."""

_LOSSES = ("epochs", "steps", "train_loss", "test_loss", "penalty")
_COUNTS = ("neurons", "weights", "biases", "parameters", "examples_per_second", "seconds")


@dataclass(frozen=True, slots=True)
class Report:
    """One row a point, in the order of the grid; `failures` says why rows are without numbers."""

    rows: list[Row]
    failures: list[str]


class Sweep:
    """A grid of which every setting can be trained; raises ExperimentError if one cannot.

    `folder` is where paths in the experiment start. `scores` is what scores are called: accuracy,
    r2 or both. `columns` names what a row holds, those that tell runs apart first.
    """

    def __init__(self, grid: Grid, folder: Path | None = None) -> None:
        self.grid, self.folder = grid, folder
        self._sizes = measure(grid, folder)
        self.scores = sorted({score_name(size.task) for size in self._sizes.values()})
        scores = [f"{split}_{score}" for score in self.scores for split in ("train", "test")]
        names = (STATUS, DIVERGED, *_LOSSES, *scores, *_COUNTS, MARK)
        self.columns = (*grid.paths, "seed", *names)

    def open(self, path: Path) -> ResultsFile:
        """The sweep's file, with the rows of earlier runs; raises ExperimentError."""
        return ResultsFile(path, self.columns, len(self.grid.paths) + 1, self.grid.mark)

    def missing(self, file: ResultsFile | None) -> list[Point]:
        """The points that `file` has no row of."""
        return [p for p in self.grid.points if file is None or p.key not in file.found]

    def run(
        self,
        file: ResultsFile | None = None,
        executor: Executor | None = None,
        workers: int = 1,
        on_progress: Progress = lambda done, total: None,
    ) -> Report:
        """Train what is missing; append it to `file`, or raise ExperimentError if that cannot be.

        Units run in `executor`, which has so many workers, or one by one in this process.
        """
        missing = self.missing(file)
        on_progress(0, len(missing))
        rows: dict[tuple[str, ...], Row] = {}
        failures: list[str] = []
        for outcome in train_units(plan(missing, self._sizes, self.folder, workers), executor):
            new = self._rows(outcome)
            if file is not None:
                file.append(new.values())
            if outcome.failure is not None:
                failures.append(f"{_runs(len(new))} failed: {outcome.failure}")
            rows |= new
            on_progress(len(rows), len(missing))
        if file is not None:
            rows |= file.found
        return Report([rows[p.key] | self._varied(p) for p in self.grid.points], failures)

    def _rows(self, outcome: Outcome) -> dict[tuple[str, ...], Row]:
        """A row for each point of the unit, by the point's key."""
        status = {STATUS: DONE if outcome.failure is None else FAILED, MARK: self.grid.mark}
        return {
            point.key: dict.fromkeys(self.columns) | fields | self._varied(point) | status
            for point, fields in zip(outcome.unit.points, outcome.fields, strict=True)
        }

    def _varied(self, point: Point) -> Row:
        return dict(zip(self.grid.paths, point.setting.values, strict=True)) | {"seed": point.seed}


def _runs(number: int) -> str:
    return "1 run" if number == 1 else f"{number} runs"
