"""A comparison: a few networks trained in step, epoch by epoch, each exactly as it is alone.

It belongs to one thread at a time; `ComparisonThread` runs one beside the window.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from nnstudio.core.trainer import Diverged
from nnstudio.experiment.data.prepare import Prepared, prepare, reconfigure
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.looks.snapshot import Metrics, ProbeRequest, Snapshot
from nnstudio.experiment.training.divergence import explain
from nnstudio.experiment.training.history import Curves, History
from nnstudio.experiment.training.schedule import next_due
from nnstudio.experiment.training.stopping import StopRules
from nnstudio.experiment.training.training_run import TrainingRun


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """One network of a comparison at one moment; `note` says why it does not go on."""

    prepared: Prepared
    snapshot: Snapshot
    curves: Curves
    note: str | None = None
    diverged: bool = False


class _Runner:
    """One network: trains it up to epochs that it is given, and keeps its curves."""

    def __init__(self, prepared: Prepared) -> None:
        self.run = TrainingRun(0, prepared)
        self.history = History()
        self.note: str | None = None
        self.diverged = False
        self._start()

    def _start(self) -> None:
        with np.errstate(all="ignore"):
            metrics = self.run.metrics()
        self.history.append(metrics)
        self._begin_stretch(metrics)

    def _begin_stretch(self, metrics: Metrics) -> None:
        epochs, epoch = self.run.prepared.experiment.training.epochs, self.run.trainer.epoch
        self._target = (epoch // epochs + 1) * epochs if epochs else epoch
        self._rules = StopRules(self.run.prepared.experiment.training, metrics)

    def reset(self) -> None:
        self.run.reset()
        self.note, self.diverged = None, False
        self._start()

    def take_over(self, other: "_Runner") -> None:
        """Go on from where `other` was, where the data allow it, with its curves."""
        if not self.run.take_over(other.run):
            return
        self.history = other.history
        self.note, self.diverged = other.note, other.diverged
        with np.errstate(all="ignore"):
            self._begin_stretch(self.run.metrics())
        self._target = other._target

    def go_on(self) -> None:
        """Begin another stretch of epochs, if this one is over."""
        if not self.diverged and self.is_over:
            self.note = None
            self._begin_stretch(self.run.metrics())

    @property
    def epoch(self) -> int:
        return self.run.trainer.epoch

    @property
    def is_over(self) -> bool:
        return self.note is not None or self.epoch >= self._target

    def train(self, epoch: int, seconds: float) -> None:
        """Train towards the end of `epoch` for about so long, at least a step."""
        run, trainer = self.run, self.run.trainer
        to_go = trainer.steps_left + (epoch - trainer.epoch - 1) * trainer.steps_per_epoch
        due = next_due(trainer.epoch)
        try:
            run.take(max(1, min(to_go, int(seconds / run.seconds_per_step))))
            if trainer.epoch in (due, self._target):
                self._note(run.metrics())
        except Diverged as diverged:
            self.diverged = True
            self.note = explain(diverged, run.prepared.experiment, run.metrics())

    def _note(self, metrics: Metrics) -> None:
        self.run.trainer.verify(metrics.train_loss)
        self.history.append(metrics)
        stop = self._rules.verdict(metrics)
        if stop is not None:
            self.note = stop.sentence

    def lane(self, request: ProbeRequest) -> Lane:
        snapshot = self.run.snapshot(request)
        return Lane(self.run.prepared, snapshot, self.history.curves(), self.note, self.diverged)


class Comparison:
    """Networks in step; raises ExperimentError where one of the experiments cannot be trained.

    Data are prepared once for all that see the same.
    """

    def __init__(self, experiments: Sequence[Experiment]) -> None:
        self._runners = [_Runner(prepared) for prepared in _prepared(experiments)]

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
            return tuple(runner.lane(request) for runner in self._runners)


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
