"""Training several experiments in step, one epoch each in turn, to compare how they learn.

A race belongs to one thread at a time. `RaceThread` runs one beside the window, which polls it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite

import numpy as np
from typing_extensions import override

from nnstudio.core.preprocessing.spectrum import spectrum
from nnstudio.core.trainer import Diverged
from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.training.background import Background
from nnstudio.experiment.training.divergence import explain
from nnstudio.experiment.training.training_run import TrainingRun

_MOST_ROWS = 2_000  # of the training inputs, for their condition number


@dataclass(frozen=True, slots=True)
class Contender:
    """An experiment under the name it runs by."""

    name: str
    experiment: Experiment


@dataclass(frozen=True, slots=True)
class Lane:
    """How one contender did so far: losses and scores after each epoch, the first before any.

    `condition` is that of the covariance of its inputs, over the directions along which they vary;
    `flat` counts the others. `problem` says why it cannot go on.
    """

    name: str
    condition: float
    flat: int
    train_losses: tuple[float, ...] = ()
    test_losses: tuple[float, ...] = ()
    test_scores: tuple[float, ...] = ()
    problem: str | None = None

    def epochs_to(self, loss: float) -> int | None:
        """The first epoch after which the training loss was at most `loss`."""
        return next((epoch for epoch, value in enumerate(self.train_losses) if value <= loss), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """All lanes after `epoch` of `epochs`; `is_over` when nobody runs any more."""

    lanes: tuple[Lane, ...]
    epoch: int
    epochs: int
    is_over: bool


class Race:
    """Every contender with its own experiment's seed; raises ExperimentError where one cannot
    start, under the contender's name.
    """

    def __init__(self, contenders: Sequence[Contender], epochs: int) -> None:
        self.epochs = epochs
        self._epoch = 0
        self._runs: list[TrainingRun] = []
        self._lanes: list[Lane] = []
        for contender in contenders:
            run = TrainingRun(0, prepare(contender.experiment))
            inputs = np.asarray(run.prepared.train_rows[:_MOST_ROWS], np.float64)
            axes = spectrum(inputs)
            self._runs.append(run)
            self._lanes.append(Lane(contender.name, axes.condition, axes.flat))
        with np.errstate(all="ignore"):
            for place, run in enumerate(self._runs):
                self._note(place, run)

    def standing(self) -> Standing:
        """Where everybody is."""
        stuck = all(lane.problem for lane in self._lanes)
        over = self._epoch >= self.epochs or stuck
        return Standing(tuple(self._lanes), self._epoch, self.epochs, over)

    def advance(self) -> None:
        """One epoch for everybody who can."""
        self._epoch += 1
        with np.errstate(all="ignore"):
            for place, run in enumerate(self._runs):
                if self._lanes[place].problem is None:
                    self._train(place, run)

    def _train(self, place: int, run: TrainingRun) -> None:
        try:
            run.take(run.trainer.steps_left)
            run.trainer.verify(run.metrics().train_loss)
        except Diverged as diverged:
            problem = explain(diverged, run.prepared.experiment, run.metrics())
            self._lanes[place] = replace(self._lanes[place], problem=problem)
            return
        self._note(place, run)

    def _note(self, place: int, run: TrainingRun) -> None:
        metrics, lane = run.metrics(), self._lanes[place]
        if not isfinite(metrics.train_loss):
            self._lanes[place] = replace(lane, problem="its loss is no finite number")
            return
        self._lanes[place] = replace(
            lane,
            train_losses=(*lane.train_losses, metrics.train_loss),
            test_losses=(*lane.test_losses, metrics.test_loss),
            test_scores=(*lane.test_scores, metrics.test_score),
        )


class RaceThread(Background[Standing | ExperimentError]):
    """One race; instead of a standing comes why it cannot start."""

    def __init__(self, contenders: Sequence[Contender], epochs: int) -> None:
        super().__init__("race")
        self._contenders, self._epochs = contenders, epochs

    @override
    def _work(self) -> None:
        try:
            race = Race(self._contenders, self._epochs)
        except ExperimentError as error:
            self._mailbox.put(error)
            return
        self._mailbox.put(race.standing())
        while not (self._end.is_set() or race.standing().is_over):
            race.advance()
            self._mailbox.put(race.standing())
