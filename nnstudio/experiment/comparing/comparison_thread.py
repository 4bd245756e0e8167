"""A comparison on a thread of its own, which another thread drives, and looks at now and then.

It obeys between two epochs, when all networks are in step; what there is to see is in a mailbox.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from queue import Empty, SimpleQueue
from time import perf_counter
from typing import Literal

from typing_extensions import override

from nnstudio.experiment.comparing.comparison import Comparison, Lane
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.looks.snapshot import ProbeRequest
from nnstudio.experiment.training.background import Background
from nnstudio.experiment.training.mailbox import Mailbox

State = Literal["paused", "running", "finished"]

_PIECE = 0.02  # seconds of training between two looks at what is to be done
_FRAME = 0.03  # the least time between two pictures
_SHARE = 4.0  # how many times as long as a picture takes there is training before the next
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """All lanes of comparison `run_id` after `epoch`; without lanes `problems` say why."""

    run_id: int
    lanes: tuple[Lane, ...]
    epoch: int
    state: State
    problems: tuple[Problem, ...] = ()


class ComparisonThread(Background[Standing]):
    """Its methods belong to one other thread."""

    def __init__(self) -> None:
        super().__init__("comparison")
        self._commands: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._run_ids = count(1)
        self._worker = _Worker(self._commands, self._mailbox, self._end)

    @override
    def close(self, timeout: float = 2.0) -> bool:
        self._end.set()
        self._commands.put(_nothing)
        return super().close(timeout)

    @override
    def _work(self) -> None:
        self._worker.work()

    def load(self, experiments: Sequence[Experiment], *, keep: bool = False) -> int:
        """Compare `experiments` from now on; with `keep`, the same networks on other points go on
        from where they were. Returns the run id that their standings have.
        """
        run_id = next(self._run_ids)
        self._commands.put(partial(self._worker.load, run_id, tuple(experiments), keep))
        return run_id

    def run(self) -> None:
        """Train to the last epoch; from there, as many again."""
        self._commands.put(partial(self._worker.run, None))

    def step_epoch(self) -> None:
        """Train one epoch."""
        self._commands.put(partial(self._worker.run, 1))

    def pause(self) -> None:
        """Rest."""
        self._commands.put(self._worker.pause)

    def reset(self) -> None:
        """Back to the initial weights, at rest."""
        self._commands.put(self._worker.reset)

    def request(self, request: ProbeRequest) -> None:
        """Say what the snapshots hold from now on."""
        self._commands.put(partial(self._worker.request, request))


def _nothing() -> None:
    """What wakes the thread up."""


class _Worker:
    """What the thread does; nobody else touches it."""

    def __init__(
        self,
        commands: SimpleQueue[Callable[[], None]],
        mailbox: Mailbox[Standing],
        end: threading.Event,
    ) -> None:
        self._commands, self._mailbox, self._end = commands, mailbox, end
        self._comparison: Comparison | None = None
        self._run_id = 0
        self._state: State = "paused"
        self._last: int | None = None  # the epoch to rest after
        self._request = ProbeRequest()
        self._next_picture = 0.0

    def work(self) -> None:
        while not self._end.is_set():
            try:
                self._obey()
                if self._state == "running":
                    self._train()
            except Exception:
                _LOG.exception("the comparison failed")
                self._state, self._comparison = "paused", None
                self._refuse((Problem("", "the comparison failed; see the log"),))

    def _obey(self) -> None:
        """Do what was asked for; at rest, wait for it."""
        waits = self._state != "running"
        while waits or not self._commands.empty():
            try:
                self._commands.get(block=waits)()
            except Empty:
                return
            waits = False

    def _train(self) -> None:
        """One epoch for everybody."""
        comparison = self._comparison
        if comparison is None:
            self._state = "paused"
            return
        while not comparison.advance(_PIECE):
            if self._end.is_set():
                return
        if comparison.is_over:
            self._state = "finished"
        elif self._last is not None and comparison.epoch >= self._last:
            self._state = "paused"
        is_wanted = self._mailbox.is_empty and perf_counter() >= self._next_picture
        if is_wanted or self._state != "running":
            self._show()

    def _show(self) -> None:
        comparison = self._comparison
        if comparison is None:
            return
        start = perf_counter()
        lanes = comparison.lanes(self._request)
        self._mailbox.put(Standing(self._run_id, lanes, comparison.epoch, self._state))
        taken = perf_counter() - start
        self._next_picture = start + max(_FRAME, (1.0 + _SHARE) * taken)

    def _refuse(self, problems: tuple[Problem, ...]) -> None:
        self._mailbox.put(Standing(self._run_id, (), 0, "paused", problems))

    def load(self, run_id: int, experiments: tuple[Experiment, ...], keep: bool) -> None:
        self._run_id, before = run_id, self._comparison
        try:
            self._comparison = Comparison(experiments)
        except ExperimentError as error:
            self._comparison, self._state = None, "paused"
            self._refuse(error.problems)
            return
        if keep and before is not None:
            self._comparison.take_over(before)
        elif self._state == "finished":
            self._state = "paused"
        self._show()

    def run(self, epochs: int | None) -> None:
        if self._comparison is not None:
            self._comparison.go_on()
            self._last = None if epochs is None else self._comparison.epoch + epochs
            self._state = "finished" if self._comparison.is_over else "running"
            self._show()

    def pause(self) -> None:
        if self._state == "running":
            self._state = "paused"
        self._show()

    def reset(self) -> None:
        if self._comparison is not None:
            self._comparison.reset()
            self._state = "paused"
            self._show()

    def request(self, request: ProbeRequest) -> None:
        if request != self._request:
            self._request = request
            self._show()
