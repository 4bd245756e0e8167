"""Training several experiments in step, one epoch each in turn, to compare how they learn.

A race belongs to one thread at a time. `RaceThread` runs one beside the window, which polls it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from typing_extensions import override

from nnstudio.core.preprocessing.spectrum import Spectrum, spectrum
from nnstudio.experiment.comparing.runner import Runner
from nnstudio.experiment.data.prepare import Prepared, prepare
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import edits
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.training.background import Background
from nnstudio.experiment.training.history import Curves

_MOST_ROWS = 2_000  # of the training inputs, for their condition number


@dataclass(frozen=True, slots=True)
class Contender:
    """An experiment under the name it runs by."""

    name: str
    experiment: Experiment


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """How one contender did so far: its curves, a point an epoch, the first before any.

    `condition` is that of the covariance of its inputs, over the directions along which they vary;
    `flat` counts the others. `problem` says why it cannot go on.
    """

    name: str
    condition: float
    flat: int
    curves: Curves
    problem: str | None

    def epochs_to(self, loss: float) -> int | None:
        """The first epoch after which the training loss was at most `loss`."""
        reached = np.flatnonzero(self.curves.train_loss <= loss)
        return int(reached[0]) if len(reached) else None


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """All lanes after `epoch` of `epochs`; `is_over` when nobody runs any more."""

    lanes: tuple[Lane, ...]
    epoch: int
    epochs: int
    is_over: bool


class Race:
    """Every contender with its own experiment's seed, for `epochs` whatever its stopping rules say.

    Raises ExperimentError where one cannot start.
    """

    def __init__(self, contenders: Sequence[Contender], epochs: int) -> None:
        self._contenders, self._epochs, self._epoch = contenders, epochs, 0
        self._runners = [Runner(_prepared(one, epochs), _each_epoch) for one in contenders]
        self._axes = [_axes(runner) for runner in self._runners]

    def standing(self) -> Standing:
        """Where everybody is."""
        over = all(runner.is_over for runner in self._runners)
        each = zip(self._contenders, self._axes, self._runners, strict=True)
        lanes = tuple(
            Lane(one.name, axes.condition, axes.flat, runner.history.curves(), runner.note)
            for one, axes, runner in each
        )
        return Standing(lanes, self._epoch, self._epochs, over)

    def advance(self) -> None:
        """One epoch for everybody who can."""
        self._epoch += 1
        with np.errstate(all="ignore"):
            for runner in self._runners:
                if not runner.is_over:
                    runner.train(self._epoch, inf)


def _prepared(contender: Contender, epochs: int) -> Prepared:
    rules: dict[str, object] = {"until_loss": None, "until_accuracy": None, "patience": 0}
    return prepare(edits.set_training(contender.experiment, epochs=epochs, **rules))


def _axes(runner: Runner) -> Spectrum:
    return spectrum(np.asarray(runner.run.prepared.train_rows[:_MOST_ROWS], np.float64))


def _each_epoch(epoch: int) -> int:
    return epoch + 1


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
