"""What the training thread does: obey the commands that wait, train a little, show the moment."""

import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue

import numpy as np

from nnstudio.core.trainer import Diverged
from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.looks.snapshot import Metrics, Phase, Snapshot
from nnstudio.experiment.training import commands
from nnstudio.experiment.training.checkpoint import Checkpoint
from nnstudio.experiment.training.commands import Command, still_matter
from nnstudio.experiment.training.divergence import what_happened
from nnstudio.experiment.training.events import (
    Event,
    Failed,
    Loaded,
    MetricsAdded,
    PhaseChanged,
    Rejected,
    Rested,
    Stopped,
)
from nnstudio.experiment.training.mailbox import Mailbox
from nnstudio.experiment.training.pace import Pace
from nnstudio.experiment.training.recorder import Recorder
from nnstudio.experiment.training.showing import Showing
from nnstudio.experiment.training.stopping import Stop, StopRules
from nnstudio.experiment.training.training_run import TrainingRun

_PIECE = 0.004  # seconds of training between two looks at the commands


class Worker:
    """Trains in the thread that calls `work`; nothing else here is for other threads."""

    def __init__(
        self,
        waiting: SimpleQueue[Command],
        events: SimpleQueue[Event],
        mailbox: Mailbox[Snapshot],
    ) -> None:
        self._waiting = waiting
        self._events = events
        self._showing = Showing(mailbox)
        self._run: TrainingRun | None = None
        self._last_run: TrainingRun | None = None  # the newest there was, also after a rejection
        self._recorder: Recorder | None = None  # of the run
        self._rules: StopRules | None = None  # until one of them stops the training
        self._pace = Pace()
        self._run_id = 0
        self._phase: Phase = "loading"
        self._target = 0  # the epoch at whose end training rests
        self._rest: Phase = "finished"  # the phase it then is in
        self._weights: Checkpoint | None = None  # for the first run that there can be
        self._unmeasured = False  # at rest, a parameter changed since the last metrics

    def work(self) -> None:
        """Go on until told to close."""
        # Overflow is no accident here: the trainer looks for it and pictures are made finite.
        with np.errstate(all="ignore"):
            while True:
                received = self._receive()
                if commands.Close() in received:
                    return
                for command in received:
                    self._guard(partial(self._obey, command))
                if self._run is not None and self._recorder is not None:
                    self._guard(partial(self._go_on, self._run, self._recorder))

    def _receive(self) -> list[Command]:
        received = []
        if self._phase != "running":
            received.append(self._waiting.get())
        elif not self._pace.is_full:
            with suppress(Empty):
                received.append(self._waiting.get(timeout=self._pace.seconds_left()))
        while not self._waiting.empty():
            received.append(self._waiting.get())
        return still_matter(received)

    def _guard(self, action: Callable[[], None]) -> None:
        """Do it; an error of the program is reported and puts the session at rest."""
        try:
            action()
        except Exception:
            self._showing.is_unseen = False
            self._events.put(Failed(self._run_id, traceback.format_exc()))
            self._set_phase("invalid" if self._run is None else "paused")

    def _obey(self, command: Command) -> None:
        self._showing.is_unseen = True
        if isinstance(command, commands.Load):
            self._load(command)
        elif isinstance(command, commands.Request):
            self._showing.request = command.request
        elif isinstance(command, commands.SetSpeed):
            self._pace.set(command.steps_per_second)
        elif self._run is not None and self._recorder is not None:
            self._obey_in_run(command, self._run, self._recorder)
        elif isinstance(command, commands.PutWeights):
            self._weights = command.weights

    def _obey_in_run(self, command: Command, run: TrainingRun, recorder: Recorder) -> None:
        match command:
            case commands.Run():
                self._go_on_from_here(run, recorder)
                self._aim(run)
                recorder.note()  # with its metrics: it may be the best one
            case commands.Pause() if self._phase == "running":
                self._rest_here(run, recorder)
            case commands.Step():
                self._set_phase("paused")
                self._go_on_from_here(run, recorder)
                self._train(run, recorder, run.trainer.epoch + 1, seconds=0.0)
                if self._phase == "paused":  # and not "diverged"
                    self._rest_here(run, recorder)
            case commands.StepEpoch():
                self._go_on_from_here(run, recorder)
                self._target, self._rest = run.trainer.epoch + 1, "paused"
                self._set_phase("running")
            case commands.Reset():
                self._reset(run)
            case commands.ShowMoment(step, exactly, soon):
                self._rest_here(run, recorder)
                recorder.show(step, exactly=exactly, soon=soon)
            case commands.ShowNeighbor(places):
                self._rest_here(run, recorder)
                recorder.show_neighbor(places)
            case commands.PutWeights(weights):
                self._put(run, recorder, weights)
            case commands.SetParameter(layer, row, column, value):
                self._go_on_from_here(run, recorder)
                run.set_parameter(layer, row, column, value)
                recorder.note_change()
                self._unmeasured = self._phase != "running"
            case commands.Configure(experiment):
                self._configure(run, experiment)
                recorder.note_settings()

    def _go_on_from_here(self, run: TrainingRun, recorder: Recorder) -> None:
        """What came later, if the run was taken back, is the past of another branch now."""
        if recorder.is_past and run.trainer.step:
            self._add_metrics(run)
        recorder.go_on()

    def _put(self, run: TrainingRun, recorder: Recorder, weights: Checkpoint) -> None:
        if not run.put(weights):
            sentence = "The weights in the file are of another network; these are new ones."
            self._events.put(Rested(self._run_id, Stop(sentence)))
            return
        recorder.note_change()
        self._add_metrics(run)
        self._set_phase("paused")

    def _rest_here(self, run: TrainingRun, recorder: Recorder) -> None:
        """Rest, with the last moment that was trained measured and recorded."""
        if self._phase in ("running", "paused") and not recorder.is_past:
            self._add_metrics(run)
            recorder.note()
        self._set_phase("paused")

    def _load(self, command: commands.Load) -> None:
        continues = self._phase == "running" and self._rest == "finished"
        self._run, self._run_id = None, command.run_id
        weights = self._weights = self._weights if command.keep else None
        if not command.quiet:
            self._set_phase("loading")
        try:
            prepared = prepare(command.experiment, command.folder)
        except ExperimentError as error:
            self._reject(error)
            return
        run = TrainingRun(command.run_id, prepared, command.lineage)
        kept = command.keep and self._last_run is not None and run.take_over(self._last_run)
        self._showing.forget()
        self._run = self._last_run = run
        self._weights = None
        self._recorder, self._rules = Recorder(run), None
        self._events.put(Loaded(command.run_id, prepared, kept))
        self._events.put(MetricsAdded(command.run_id, run.metrics()))
        if continues:
            self._aim(run)
        else:
            self._set_phase("paused" if kept else "ready")
        if weights is not None:
            self._put(run, self._recorder, weights)
        if command.quiet:  # what the phase became under the last run was said of that one
            self._events.put(PhaseChanged(self._run_id, self._phase))

    def _reject(self, error: ExperimentError) -> None:
        self._run = None
        self._showing.forget()
        self._events.put(Rejected(self._run_id, error.problems))
        self._set_phase("invalid")

    def _add_metrics(self, run: TrainingRun) -> None:
        """The curves end where the picture is, also between two moments that are due."""
        self._events.put(MetricsAdded(self._run_id, run.metrics()))

    def _aim(self, run: TrainingRun) -> None:
        """Train to the next multiple of the epochs set."""
        epochs, epoch = run.prepared.experiment.training.epochs, run.trainer.epoch
        self._target = (epoch // epochs + 1) * epochs if epochs else epoch
        self._rest = "finished"
        metrics = run.metrics()
        if self._rules is None or not self._rules.go_on_from(metrics):
            self._rules = StopRules(run.prepared.experiment.training, metrics)
        self._set_phase("running" if epoch < self._target else "finished")

    def _reset(self, run: TrainingRun) -> None:
        run.reset()
        self._recorder, self._rules = Recorder(run), None
        self._showing.forget()
        self._add_metrics(run)
        self._set_phase("ready")

    def _configure(self, run: TrainingRun, experiment: Experiment) -> None:
        try:
            run.configure(experiment)
        except ExperimentError as error:
            self._reject(error)
            return
        self._rules = None
        if self._phase == "running" and self._rest == "finished":
            self._aim(run)

    def _go_on(self, run: TrainingRun, recorder: Recorder) -> None:
        if self._phase == "running" and self._pace.is_full:
            self._train(run, recorder, self._target, _PIECE)
        elif self._phase == "running" and not self._pace.seconds_left():
            self._train(run, recorder, self._target, seconds=0.0)
            self._pace.note_step()
        if self._showing.is_due(self._phase == "running"):
            if self._unmeasured:
                self._unmeasured = False
                self._add_metrics(run)
            self._showing.show(run, recorder, self._phase == "running")

    def _train(self, run: TrainingRun, recorder: Recorder, target: int, seconds: float) -> None:
        try:
            metrics = run.advance(target, seconds)
        except Diverged as diverged:
            explanation = what_happened(diverged, run.prepared.experiment, run.metrics())
            self._events.put(Stopped(self._run_id, explanation))
            self._add_metrics(run)
            self._stop("diverged")
            recorder.go_on()
            recorder.note_change()  # the optimizer forgot, and an epoch begins
            return
        recorder.note_if_due(metrics is not None)
        if metrics is not None:
            self._note_metrics(metrics)
        if self._phase == "running" and run.trainer.epoch >= self._target:
            self._stop(self._rest)

    def _note_metrics(self, metrics: Metrics) -> None:
        self._events.put(MetricsAdded(self._run_id, metrics))
        stop = None if self._rules is None else self._rules.verdict(metrics)
        if stop is not None and self._phase == "running" and self._rest == "finished":
            self._rules = None
            self._events.put(Rested(self._run_id, stop))
            self._stop(self._rest)

    def _stop(self, phase: Phase) -> None:
        self._showing.is_unseen = True
        self._set_phase(phase)

    def _set_phase(self, phase: Phase) -> None:
        if phase != self._phase:
            self._phase = phase
            self._events.put(PhaseChanged(self._run_id, phase))
