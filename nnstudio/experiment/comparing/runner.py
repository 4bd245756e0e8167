"""One of several networks that train in step: towards an epoch, a piece at a time.

Each is trained exactly as it would be alone.
"""

from collections.abc import Callable

import numpy as np

from nnstudio.core.trainer import Diverged
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.looks.snapshot import Metrics
from nnstudio.experiment.training.divergence import explain
from nnstudio.experiment.training.history import History
from nnstudio.experiment.training.schedule import next_due
from nnstudio.experiment.training.stopping import StopRules
from nnstudio.experiment.training.training_run import TrainingRun


class Runner:
    """Trains one network up to epochs that it is given, and keeps its curves.

    `due` is the schedule of its metrics. `note` says why it does not go on.
    """

    def __init__(self, prepared: Prepared, due: Callable[[int], int] = next_due) -> None:
        self.run = TrainingRun(0, prepared)
        self._due = due
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
        """Back to the initial weights, with empty curves."""
        self.run.reset()
        self.note, self.diverged = None, False
        self._start()

    def take_over(self, other: "Runner") -> None:
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
        """The epochs trained."""
        return self.run.trainer.epoch

    @property
    def is_over(self) -> bool:
        """Whether this stretch of epochs is over."""
        return self.note is not None or self.epoch >= self._target

    def train(self, epoch: int, seconds: float) -> None:
        """Train towards the end of `epoch` for about so long, at least a step."""
        run, trainer = self.run, self.run.trainer
        to_go = trainer.steps_left + (epoch - trainer.epoch - 1) * trainer.steps_per_epoch
        due = self._due(trainer.epoch)
        try:
            run.take(int(max(1.0, min(to_go, seconds / run.seconds_per_step))))
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
