"""Going back in time: records a run while it trains, and takes it to any moment again.

A run that was taken back is simply there: training on from it goes as it went, bit by bit, unless
something is changed. What was recorded of the later time is forgotten only then.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import fields, is_dataclass
from time import perf_counter

import numpy as np

from nnstudio.core.trainer import Diverged, TrainerState
from nnstudio.experiment.training.recording import Moment, Recording
from nnstudio.experiment.training.training_run import TrainingRun

BUDGET = 64 * 2**20  # bytes of states; Python needs some more to keep them
_INTERVAL = 0.25  # seconds of training between two moments where metrics are rarer
_SHARE, _BURST = 0.01, 0.05  # of the time that recording may take, and seconds before that counts
_STREAM_SIZE = 1024  # bytes that the standing of a random stream takes
_LONGEST_REPLAY, _SHORT_REPLAY = 0.5, 0.02  # seconds of training to a moment that was not kept


class Recorder:
    """Records `run` from where it is. Belongs to the run's thread."""

    def __init__(self, run: TrainingRun, budget: int = BUDGET) -> None:
        self._run = run
        self.recording: Recording[TrainerState] = Recording(budget)
        self._era = 0
        self._is_changed = False
        self._next = self._spent = 0.0
        self._start = perf_counter()
        self.note()

    @property
    def is_past(self) -> bool:
        """Whether the run was taken back and has not been trained on from there."""
        return self._run.trainer.step < self.recording.newest.step

    def note(self) -> None:
        """Keep the present moment."""
        start = perf_counter()
        state = self._run.trainer.state()
        known = self._run.known_metrics
        self.recording.add(Moment(state.step, self._era, size_of(state), state, known))
        now = perf_counter()
        self._spent += now - start
        self._next = now + _INTERVAL

    def note_if_due(self, measured: bool) -> None:
        """Keep the present moment if it was just `measured` or the last one kept is long ago."""
        now = perf_counter()
        allowed = _BURST + _SHARE * (now - self._start)
        if self._spent < allowed and (measured or now >= self._next):
            self.note()

    def note_change(self) -> None:
        """Somebody changed a setting or a weight: nothing leads across this moment.

        In the past that only counts once training goes on from there.
        """
        self._is_changed = True
        if not self.is_past:
            self.go_on()

    def go_on(self) -> None:
        """Train on from here: what was recorded of a later time is forgotten."""
        if self._is_changed:
            self._era += 1
            self._is_changed = False
            self.note()
        self.recording.cut(self._run.trainer.step + 1)
        if not len(self.recording) or self.recording.newest.step < self._run.trainer.step:
            self.note()

    def show(self, step: int, *, exactly: bool) -> None:
        """Take the run to `step`, or to the nearest kept moment.

        To come to a moment that was not kept needs training on from the last one kept before it,
        where nothing was changed in between; `exactly` lets that take longer.
        """
        self._keep_the_present()
        step = min(max(step, self.recording.oldest.step), self.recording.newest.step)
        start = self.recording.before(step)
        if self._leads_to(step, start, _LONGEST_REPLAY if exactly else _SHORT_REPLAY):
            self._restore(start)
            self._replay(step - start.step)
        else:
            self._restore(self._nearest(step))

    def show_neighbor(self, places: int) -> None:
        """Take the run so many kept moments onwards, or backwards."""
        self._keep_the_present()
        self._restore(self.recording.neighbor(self._run.trainer.step, places))

    def _nearest(self, step: int) -> Moment[TrainerState]:
        """The moment closest to `step`; who asks for another one than this gets another one."""
        here, found = self._run.trainer.step, self.recording.nearest(step)
        if step == here or found.step != here:
            return found
        return self.recording.neighbor(here, 1 if step > here else -1)

    def _keep_the_present(self) -> None:
        if self._run.trainer.step > self.recording.newest.step:
            self.note()

    def _leads_to(self, step: int, start: Moment[TrainerState], longest: float) -> bool:
        """Whether training on from `start` with the present settings comes there in that time."""
        is_same = start.era == self._era and not self._is_changed
        seconds = (step - start.step) * self._run.seconds_per_step
        return is_same and self.recording.leads_to(step) and seconds <= longest

    def _replay(self, steps: int) -> None:
        with suppress(Diverged):  # which leaves the last good moment
            self._run.trainer.advance(steps)

    def _restore(self, moment: Moment[TrainerState]) -> None:
        self._run.restore(moment.state, moment.metrics)


def size_of(value: object) -> int:
    """About how many bytes of arrays and random streams `value` holds, however nested."""
    if isinstance(value, np.ndarray):
        return value.nbytes + 112
    if isinstance(value, Mapping):
        return _STREAM_SIZE
    if is_dataclass(value) and not isinstance(value, type):
        return 64 + sum(size_of(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return sum(size_of(item) for item in value)
    return 32
