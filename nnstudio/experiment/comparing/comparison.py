"""A comparison: a few networks trained in step, epoch by epoch, each exactly as it is alone.

It belongs to one thread at a time; `ComparisonThread` runs one beside the window.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from nnstudio.experiment.comparing.runner import Runner
from nnstudio.experiment.data.prepare import Prepared, prepare, reconfigure
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.looks.snapshot import ProbeRequest, Snapshot
from nnstudio.experiment.training.history import Curves


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """One network of a comparison at one moment; `note` says why it does not go on."""

    prepared: Prepared
    snapshot: Snapshot
    curves: Curves
    note: str | None = None
    diverged: bool = False


class Comparison:
    """Networks in step; raises ExperimentError where one of the experiments cannot be trained.

    Data are prepared once for all that see the same.
    """

    def __init__(self, experiments: Sequence[Experiment]) -> None:
        self._runners = [Runner(prepared) for prepared in _prepared(experiments)]

    def take_over(self, other: "Comparison") -> None:
        """Go on from where another comparison of the same networks was, on other points."""
        for mine, old in zip(self._runners, other._runners, strict=True):
            mine.take_over(old)

    @property
    def epoch(self) -> int:
        """The epochs that the one furthest ahead has trained."""
        return max(runner.epoch for runner in self._runners)

    @property
    def is_over(self) -> bool:
        """Whether nobody has an epoch to go."""
        return all(runner.is_over for runner in self._runners)

    def reset(self) -> None:
        """Everybody back to the initial weights."""
        for runner in self._runners:
            runner.reset()

    def go_on(self) -> None:
        """Let those who reached their last epoch train as many again, when all have."""
        if self.is_over:
            for runner in self._runners:
                runner.go_on()

    def advance(self, seconds: float) -> bool:
        """Train whoever is behind for about so long; whether all have now ended an epoch."""
        running = [runner for runner in self._runners if not runner.is_over]
        if running:
            last = min(running, key=attrgetter("epoch"))
            with np.errstate(all="ignore"):
                last.train(last.epoch + 1, seconds)
        return len({runner.epoch for runner in self._runners if not runner.is_over}) <= 1

    def lanes(self, request: ProbeRequest) -> tuple[Lane, ...]:
        """Where everybody is, with what `request` asks for."""
        with np.errstate(all="ignore"):
            return tuple(_lane(runner, request) for runner in self._runners)


def _lane(runner: Runner, request: ProbeRequest) -> Lane:
    snapshot, curves = runner.run.snapshot(request), runner.history.curves()
    return Lane(runner.run.prepared, snapshot, curves, runner.note, runner.diverged)


def _prepared(experiments: Sequence[Experiment]) -> list[Prepared]:
    """Every experiment with its data, which are read once where they are the same."""
    known: dict[Hashable, Prepared] = {}
    made = []
    for experiment in experiments:
        inputs = experiment.network.inputs
        seen = experiment.data, experiment.seed, experiment.preprocessing, inputs
        if seen in known:
            made.append(reconfigure(known[seen], experiment))
        else:
            known[seen] = prepare(experiment)
            made.append(known[seen])
    return made
