"""The training session: one thread that trains, told what to do by commands in a queue.

What it has to say comes back as events in a lossless queue, what there is to see as snapshots in a
one-place mailbox. No other thread ever sees the trainer.
"""

import threading
from itertools import count
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing.lineage import Lineage
from nnstudio.experiment.looks.snapshot import ProbeRequest, Snapshot
from nnstudio.experiment.training import commands
from nnstudio.experiment.training.checkpoint import Checkpoint
from nnstudio.experiment.training.commands import Command
from nnstudio.experiment.training.events import Event
from nnstudio.experiment.training.mailbox import Mailbox

if TYPE_CHECKING:
    from nnstudio.experiment.training.worker import Worker


class Session:
    """A training thread from `start` to `close`. Its methods belong to one other thread."""

    def __init__(self) -> None:
        self._commands: SimpleQueue[Command] = SimpleQueue()
        self._events: SimpleQueue[Event] = SimpleQueue()
        self._mailbox: Mailbox[Snapshot] = Mailbox()
        self._run_ids = count(1)
        self._worker: Worker | None = None  # once the thread works
        self._thread = threading.Thread(target=self._work, name="training")

    def start(self) -> None:
        """Start the thread. A session is started once."""
        self._thread.start()

    def close(self, timeout: float = 2.0) -> bool:
        """End the thread after its current step; whether it ended within `timeout` seconds."""
        self._commands.put(commands.Close())
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def load(
        self,
        experiment: Experiment,
        folder: Path | None = None,
        *,
        keep: bool = False,
        quiet: bool = False,
        lineage: Lineage | None = None,
    ) -> int:
        """Prepare `experiment` and make it the run; returns its run id at once.

        Loaded or Rejected answers, unless a newer load overtakes this one. A session that was
        training goes on with the new run. With `keep`, and on the same data, the new run goes on
        from where the last one was with the weights of everything that did not change, which is
        told by the `lineage` of both, or by their places. A `quiet` load does not say that it is
        loading: for data that change many times a second.
        """
        run_id = next(self._run_ids)
        self._commands.put(commands.Load(run_id, experiment, folder, keep, quiet, lineage))
        return run_id

    def configure(self, experiment: Experiment) -> None:
        """Go on with the training settings and dropout of `experiment`; weights are kept."""
        self._commands.put(commands.Configure(experiment))

    def run(self) -> None:
        """Train to the next multiple of the epochs set, then be "finished"."""
        self._commands.put(commands.Run())

    def pause(self) -> None:
        """Rest after the current step."""
        self._commands.put(commands.Pause())

    def step(self) -> None:
        """Do one optimizer step, then rest."""
        self._commands.put(commands.Step())

    def step_epoch(self) -> None:
        """Train to the end of the current epoch, then rest."""
        self._commands.put(commands.StepEpoch())

    def reset(self) -> None:
        """Rest, with the initial weights, at epoch 0."""
        self._commands.put(commands.Reset())

    def show_moment(self, step: int, *, exactly: bool = False, soon: bool = False) -> None:
        """Rest, at the recorded moment nearest to `step`; or `exactly` there, where it can be.

        If that is to be `soon`, it is near there where it would take long.
        """
        self._commands.put(commands.ShowMoment(step, exactly, soon))

    def show_neighbor(self, places: int) -> None:
        """Rest, so many recorded moments later, or earlier."""
        self._commands.put(commands.ShowNeighbor(places))

    def set_speed(self, steps_per_second: float | None) -> None:
        """Take so many steps a second from now on; None is as fast as it goes."""
        self._commands.put(commands.SetSpeed(steps_per_second))

    def put_weights(self, weights: Checkpoint) -> None:
        """Go on from trained weights; Rested answers where they are of another network."""
        self._commands.put(commands.PutWeights(weights))

    def set_parameter(self, layer: int, row: int, column: int | None, value: float) -> None:
        """Give one number of a layer's matrix (rows, inputs + 1), biases last, another value.

        With `column` None it is the learned slope of unit `row`.
        """
        self._commands.put(commands.SetParameter(layer, row, column, value))

    def request(self, request: ProbeRequest) -> None:
        """Say what snapshots hold from now on; at rest a new one is made at once."""
        self._commands.put(commands.Request(request))

    def take_snapshot(self) -> Snapshot | None:
        """The newest snapshot, if there is one since the last call."""
        return self._mailbox.take()

    def take_events(self) -> list[Event]:
        """All events since the last call, in order."""
        events = []
        while not self._events.empty():
            events.append(self._events.get())
        return events

    def _work(self) -> None:
        # Imported here, so that a window can be seen before what trains is loaded.
        from nnstudio.experiment.training.worker import Worker

        self._worker = Worker(self._commands, self._events, self._mailbox)
        self._worker.work()
