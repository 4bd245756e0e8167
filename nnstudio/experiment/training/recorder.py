"""Going back in time: records a run while it trains, and takes it to any moment again.

A run that was taken back is simply there: training on from it goes as it went, bit by bit, unless
something is changed. What was recorded of the later time is forgotten only then. A moment that was
not kept is trained to once more, with the settings of its time.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass
from math import inf
from time import perf_counter

import numpy as np

from nnstudio.core.spec import TrainingSpec
from nnstudio.core.trainer import Diverged, TrainerState
from nnstudio.experiment.looks.insights import LayerInside
from nnstudio.experiment.training.eras import Era, Eras, Settings
from nnstudio.experiment.training.recording import Moment, Recording
from nnstudio.experiment.training.training_run import TrainingRun

BUDGET = 64 * 2**20  # bytes of states; Python needs some more to keep them
_INTERVAL = 0.25  # seconds of training between two moments where metrics are rarer
_SHARE, _BURST = 0.01, 0.05  # of the time that recording may take, and seconds before that counts
_STREAM_SIZE = 1024  # bytes that the standing of a random stream takes
_LONG_REPLAY, _SHORT_REPLAY = 0.5, 0.02  # seconds of training to a moment that was not kept
_STEP_REPLAY = 0.2  # seconds of training to see the last step once more


class Recorder:
    """Records `run` from where it is. Belongs to the run's thread."""

    def __init__(self, run: TrainingRun, budget: int = BUDGET) -> None:
        self._run = run
        self.recording: Recording[TrainerState] = Recording(budget)
        self._eras = Eras(run.trainer.step, self._settings)
        self._known = self._settings  # those that the run had last
        self._is_changed = self._is_by_hand = False
        self._next = self._spent = 0.0
        self._start = perf_counter()
        self.note()

    @property
    def is_past(self) -> bool:
        """Whether the run was taken back and has not been trained on from there."""
        return self._run.trainer.step < self.recording.newest.step

    @property
    def training_then(self) -> TrainingSpec | None:
        """The settings under which training went on from here, if it did."""
        return self._eras.at(self._run.trainer.step)[1] if self.is_past else None

    def note(self) -> None:
        """Keep the present moment."""
        start = perf_counter()
        state = self._run.trainer.state()
        known = self._run.known_metrics
        spec = self._run.trainer.network.spec
        self.recording.add(Moment(state.step, size_of(state), state, known, spec))
        now = perf_counter()
        self._spent += now - start
        self._next = now + _INTERVAL

    def note_if_due(self, measured: bool) -> None:
        """Keep the present moment if it was just `measured` or the last one kept is long ago.

        One that was measured to be the best is kept whatever that costs: people go back to it.
        """
        now = perf_counter()
        allowed = _BURST + _SHARE * (now - self._start)
        is_due = self._spent < allowed and (measured or now >= self._next)
        if is_due or (measured and self.recording.is_best(self._run.metrics())):
            self.note()

    def note_change(self) -> None:
        """Somebody changed a weight, or the optimizer forgot: nothing leads across this moment.

        In the past that only counts once training goes on from there.
        """
        self._is_by_hand = True
        self._note_any_change()

    def note_settings(self) -> None:
        """Training goes on with other settings, perhaps."""
        now, before = self._settings[1], self._known[1]
        forgets = _batches_and_memory(now) != _batches_and_memory(before)
        self._is_by_hand |= self.is_past and forgets
        self._known = self._settings
        self._note_any_change()

    def _note_any_change(self) -> None:
        self._is_changed = True
        if not self.is_past:
            self.go_on()

    def go_on(self) -> None:
        """Train on from here: what was recorded of a later time is forgotten."""
        step = self._run.trainer.step
        if self._is_changed or self.is_past:
            by_hand, returned = self._is_by_hand, self.is_past
            self._eras.begin(step, self._settings, by_hand=by_hand, returned=returned)
            self._is_by_hand = False
        self.recording.cut(step + 1)
        if self._is_changed or not len(self.recording) or self.recording.newest.step < step:
            self._is_changed = False
            self.note()

    @property
    def _settings(self) -> Settings:
        return self._run.trainer.network.spec, self._run.trainer.training

    def show(self, step: int, *, exactly: bool, soon: bool = False) -> None:
        """Take the run to `step`, or to the nearest kept moment.

        To come to a moment that was not kept needs training on from the last one kept before it,
        with the settings of that time; `exactly` lets that take as long as it takes, or only a
        moment if it is to be `soon`.
        """
        self._keep_the_present()
        step = min(max(step, self.recording.oldest.step), self.recording.newest.step)
        start = self.recording.before(step)
        longest = (_LONG_REPLAY if soon else inf) if exactly else _SHORT_REPLAY
        if start.step == step:
            self._restore(start)
        elif self._leads_to(step, start, longest):
            self._run.restore(self._replayed(start, step), None)
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

    def see_last_step(self) -> None:
        """Show the run at rest the step that led here, by taking it once more where it is unknown.

        Nothing else changes.
        """
        trainer, watch = self._run.trainer, self._run.watch
        before = trainer.step - 1
        if watch.matrices_before is not None or before < self.recording.oldest.step:
            return
        start = self.recording.before(before)
        leads = self._eras.lead(before, before + 1)
        if leads and self._leads_to(before, start, _STEP_REPLAY):
            here = trainer.state()
            watch.last_step = here.step, self._replayed(start, before).parameters
            trainer.restore(here)

    @contextmanager
    def visiting(self) -> Iterator[Callable[[int], tuple[int, tuple[LayerInside, ...]]]]:
        """Gives a function that looks into the layers at a recorded step, or at the last one kept
        before it, and says which; then all is as it was.
        """
        trainer, watch = self._run.trainer, self._run.watch
        here, known = trainer.state(), watch.last_step

        def visit(step: int) -> tuple[int, tuple[LayerInside, ...]]:
            start = self.recording.before(step)
            far = start.step < step and self._leads_to(step, start, _STEP_REPLAY)
            trainer.restore(self._replayed(start, step) if far else start.state)
            watch.forget_step()
            self.see_last_step()
            return trainer.step, self._run.inside()

        try:
            yield visit
        finally:
            trainer.restore(here)
            watch.last_step = known

    def _leads_to(self, step: int, start: Moment[TrainerState], longest: float) -> bool:
        """Whether training on from `start` comes there in that time."""
        seconds = (step - start.step) * self._run.seconds_per_step
        return self._eras.lead(start.step, step) and seconds <= longest

    def _replayed(self, start: Moment[TrainerState], step: int) -> TrainerState:
        """Train from `start` to `step` as then, with the settings of that time; the run is left
        with its own settings.
        """
        trainer, present = self._run.trainer, self._settings
        self._configure(self._eras.at(start.step))
        trainer.restore(start.state)
        with suppress(Diverged):  # which leaves the last good moment
            for era in self._eras.between(start.step, step):
                trainer.advance(era.first - trainer.step)
                self._begin(era)
            trainer.advance(step - trainer.step)
        reached = trainer.state()
        self._configure(present)
        return reached

    def _begin(self, era: Era) -> None:
        """Set what was set then; an epoch that must begin anew draws its batches as it did then."""
        state = self._run.trainer.state()
        self._configure(era.settings)
        if era.returned:
            self._run.trainer.restore(state)

    def _configure(self, settings: Settings) -> None:
        if settings != self._settings:
            self._run.trainer.configure(*settings)

    def _restore(self, moment: Moment[TrainerState]) -> None:
        known = moment.metrics if moment.spec == self._run.trainer.network.spec else None
        self._run.restore(moment.state, known)


def _batches_and_memory(training: TrainingSpec) -> tuple[object, ...]:
    """What cannot be changed and changed back without a trace."""
    return training.optimizer, training.loss, training.batch_size


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
