"""What the training thread does: obey the commands that wait, train a little, show the moment.

While training, a snapshot is made when the last one was taken; at rest the newest moment replaces
an older one that nobody took, so the last picture is always the true one.
"""

import traceback
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from time import perf_counter

import numpy as np

from nnstudio.core.trainer import Diverged
from nnstudio.experiment import commands
from nnstudio.experiment.commands import Command, still_matter
from nnstudio.experiment.divergence import explain
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.events import (
    Event,
    Failed,
    Loaded,
    MetricsAdded,
    PhaseChanged,
    Rejected,
    Stopped,
)
from nnstudio.experiment.mailbox import Mailbox
from nnstudio.experiment.prepare import prepare
from nnstudio.experiment.snapshot import Phase, ProbeRequest, Snapshot
from nnstudio.experiment.training_run import TrainingRun

_PIECE = 0.004  # seconds of training between two looks at the commands
_SNAPSHOT_INTERVAL = 0.03  # seconds
_SNAPSHOT_SHARE = 0.2  # of the time while training that snapshots may take


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
        self._mailbox = mailbox
        self._run: TrainingRun | None = None
        self._last_run: TrainingRun | None = None  # the newest there was, also after a rejection
        self._run_id = 0
        self._phase: Phase = "loading"
        self._target = 0  # the epoch at whose end training rests
        self._rest: Phase = "finished"  # the phase it then is in
        self._request = ProbeRequest()
        self._unseen = False  # at rest, something changed since the last snapshot
        self._unmeasured = False  # at rest, a parameter changed since the last metrics
        self._next_snapshot = 0.0

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
                if self._run is not None:
                    self._guard(partial(self._go_on, self._run))

    def _receive(self) -> list[Command]:
        received = [] if self._phase == "running" else [self._waiting.get()]
        while not self._waiting.empty():
            received.append(self._waiting.get())
        return still_matter(received)

    def _guard(self, action: Callable[[], None]) -> None:
        """Do it; an error of the program is reported and puts the session at rest."""
        try:
            action()
        except Exception:
            self._unseen = False
            self._events.put(Failed(self._run_id, traceback.format_exc()))
            self._set_phase("invalid" if self._run is None else "paused")

    def _obey(self, command: Command) -> None:
        self._unseen = True
        if isinstance(command, commands.Load):
            self._load(command)
        elif isinstance(command, commands.Request):
            self._request = command.request
        elif self._run is not None:
            self._obey_in_run(command, self._run)

    def _obey_in_run(self, command: Command, run: TrainingRun) -> None:
        match command:
            case commands.Run():
                self._aim(run)
            case commands.Pause() if self._phase == "running":
                self._set_phase("paused")
                self._add_metrics(run)
            case commands.Step():
                self._set_phase("paused")
                self._train(run, run.trainer.epoch + 1, seconds=0.0)
                self._add_metrics(run)
            case commands.StepEpoch():
                self._target, self._rest = run.trainer.epoch + 1, "paused"
                self._set_phase("running")
            case commands.Reset():
                self._reset(run)
            case commands.SetParameter(layer, row, column, value):
                run.set_parameter(layer, row, column, value)
                self._unmeasured = self._phase != "running"
            case commands.Configure(experiment):
                self._configure(run, experiment)

    def _load(self, command: commands.Load) -> None:
        continues = self._phase == "running" and self._rest == "finished"
        self._run, self._run_id = None, command.run_id
        self._set_phase("loading")
        try:
            prepared = prepare(command.experiment, command.folder)
        except ExperimentError as error:
            self._reject(error)
            return
        run = TrainingRun(command.run_id, prepared)
        kept = command.keep and self._last_run is not None and run.take_over(self._last_run)
        self._mailbox.clear()
        self._run = self._last_run = run
        self._events.put(Loaded(command.run_id, prepared, kept))
        self._events.put(MetricsAdded(command.run_id, run.metrics()))
        if continues:
            self._aim(run)
        else:
            self._set_phase("paused" if kept else "ready")

    def _reject(self, error: ExperimentError) -> None:
        self._run = None
        self._mailbox.clear()
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
        self._set_phase("running" if epoch < self._target else "finished")

    def _reset(self, run: TrainingRun) -> None:
        run.reset()
        self._mailbox.clear()
        self._add_metrics(run)
        self._set_phase("ready")

    def _configure(self, run: TrainingRun, experiment: Experiment) -> None:
        try:
            run.configure(experiment)
        except ExperimentError as error:
            self._reject(error)
            return
        if self._phase == "running" and self._rest == "finished":
            self._aim(run)

    def _go_on(self, run: TrainingRun) -> None:
        if self._phase == "running":
            self._train(run, self._target, _PIECE)
        if self._wants_snapshot():
            self._show(run)

    def _train(self, run: TrainingRun, target: int, seconds: float) -> None:
        try:
            metrics = run.advance(target, seconds)
        except Diverged as diverged:
            explanation = explain(diverged, run.prepared.experiment, run.metrics())
            self._events.put(Stopped(self._run_id, explanation))
            self._add_metrics(run)
            self._stop("diverged")
            return
        if metrics is not None:
            self._events.put(MetricsAdded(self._run_id, metrics))
        if self._phase == "running" and run.trainer.epoch >= self._target:
            self._stop(self._rest)

    def _stop(self, phase: Phase) -> None:
        self._unseen = True
        self._set_phase(phase)

    def _wants_snapshot(self) -> bool:
        if self._phase == "running":
            return self._mailbox.is_empty and perf_counter() >= self._next_snapshot
        return self._unseen

    def _show(self, run: TrainingRun) -> None:
        start = perf_counter()
        self._unseen = False
        if self._unmeasured:
            self._unmeasured = False
            self._add_metrics(run)
        self._mailbox.put(run.snapshot(self._request))
        taken = perf_counter() - start
        self._next_snapshot = start + max(_SNAPSHOT_INTERVAL, taken / _SNAPSHOT_SHARE)

    def _set_phase(self, phase: Phase) -> None:
        if phase != self._phase:
            self._phase = phase
            self._events.put(PhaseChanged(self._run_id, phase))
