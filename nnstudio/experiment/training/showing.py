"""When a training session makes a snapshot, and of what.

While training, one is made when the last one was taken; at rest the newest moment replaces an older
one that nobody took, so the last picture is always the true one.
"""

from dataclasses import replace
from time import perf_counter, thread_time

from nnstudio.experiment.looks.snapshot import Earlier, ProbeRequest, Snapshot
from nnstudio.experiment.training.looking_back import insides
from nnstudio.experiment.training.mailbox import Mailbox
from nnstudio.experiment.training.recorder import Recorder
from nnstudio.experiment.training.training_run import TrainingRun

_INTERVAL = 0.03  # seconds
_SHARE = 0.1  # of the time while training that snapshots may take
_NEWEST = 0.2  # of the average cost is the last one's: what is made less often evens out
_LONGEST = 0.25  # seconds from one to the next at most, also where the computer is busy


class Showing:
    """Puts snapshots into the mailbox; belongs to the thread that trains.

    `is_unseen` says that, at rest, something changed since the last snapshot.
    """

    def __init__(self, mailbox: Mailbox[Snapshot]) -> None:
        self._mailbox = mailbox
        self._next = 0.0
        self._cost = 0.0  # seconds of this thread that a snapshot took lately, on average
        self.request = ProbeRequest()
        self._earlier: Earlier | None = None  # while distributions are wanted
        self.is_unseen = False

    def forget(self) -> None:
        """What waits in the mailbox is of a run that is no more."""
        self._mailbox.clear()
        self._earlier = None

    def is_due(self, is_training: bool) -> bool:
        """Whether a snapshot is wanted now."""
        if is_training:
            return self._mailbox.is_empty and perf_counter() >= self._next
        return self.is_unseen

    def show(self, run: TrainingRun, recorder: Recorder, is_training: bool) -> None:
        """Make a snapshot of this moment, with its place in what is recorded."""
        start, cost = perf_counter(), thread_time()
        self.is_unseen = False
        recording = recorder.recording
        moments = ((moment.step, moment.state.parameters) for moment in recording)
        run.watch.follow(self.request.pair, moments)
        if not is_training and self.request.inside:
            recorder.see_last_step()
        snapshot = run.snapshot(self.request, hurried=is_training)
        newest = max(recording.newest.step, snapshot.metrics.step)
        place = replace(
            snapshot,
            then=recorder.training_then,
            oldest_step=recording.oldest.step,
            newest_step=newest,
        )
        self._mailbox.put(replace(place, earlier=self._earlier or ()))
        self._look_back(recorder, place)
        if is_training:
            self._cost += _NEWEST * (thread_time() - cost - self._cost)
        now, rest = perf_counter(), self._cost / _SHARE
        self._next = min(start + max(_INTERVAL, rest), now + _LONGEST)

    def _look_back(self, recorder: Recorder, shown: Snapshot) -> None:
        """Show also what was there before somebody wanted to see it; what takes long comes second.

        That is looked up once.
        """
        if not self.request.inside:
            self._earlier = None
        elif self._earlier is None:
            self._earlier = insides(recorder)
            self._mailbox.put(replace(shown, earlier=self._earlier))
