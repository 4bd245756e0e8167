"""The run as the panels see and drive it: its state, its controls, and what they want to see."""

from typing import TYPE_CHECKING, Unpack

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from nnstudio.app.workspace.focus import Focus
from nnstudio.app.workspace.live_run import LiveRun
from nnstudio.app.workspace.run_shelf import RunShelf
from nnstudio.app.workspace.wants import Want, merged, pace
from nnstudio.experiment.looks.snapshot import Phase, ProbeRequest, Snapshot
from nnstudio.experiment.training import epoch_ends
from nnstudio.experiment.training.checkpoint import Checkpoint
from nnstudio.experiment.training.history import History

if TYPE_CHECKING:
    from nnstudio.experiment.data.prepare import Prepared


class DrivenRun(Focus):
    """One training session; closing it ends the thread."""

    prepared_changed = Signal(object)
    snapshot_changed = Signal(object)
    history_changed = Signal()
    phase_changed = Signal(str)
    rested = Signal(object)
    """Training rests before its last epoch; carries the Stop that says why."""
    closing = Signal()
    """The thread is about to end: whatever else works on the run's behalf stops."""
    looked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wants: dict[QWidget, Want] = {}
        self.look_ms = pace(())
        """Between two looks at a running training, at least."""
        self._is_turn_taken = False
        self._request = ProbeRequest()
        self._live = LiveRun(self)
        self._live.snapshot_changed.connect(self.snapshot_changed)
        self._live.history_changed.connect(self.history_changed)
        self._live.rested.connect(self.rested)
        self.runs = RunShelf(self)
        self._live.run_ended.connect(self.runs.keep)
        self._live.looked.connect(self._on_looked)

    @property
    def prepared(self) -> "Prepared | None":
        """Data and network sizes of the run; None while there are none or they disagree."""
        return self._live.prepared

    @property
    def snapshot(self) -> Snapshot | None:
        """The newest look at the run; None until the first one after a structural change."""
        return self._live.snapshot

    @property
    def history(self) -> History:
        """Every metric of the run."""
        return self._live.history

    @property
    def phase(self) -> Phase:
        """What the run does."""
        return self._live.phase

    def run(self) -> None:
        """Train on."""
        self._live.session.run()
        self._live.expect_news()

    def pause(self) -> None:
        """Stop after the current step."""
        self._live.session.pause()
        self._live.expect_news()

    def toggle_run(self) -> None:
        """Pause when running, run otherwise."""
        if self.phase == "running":
            self.pause()
        else:
            self.run()

    def step(self) -> None:
        """Train one batch."""
        self._live.session.step()
        self._live.expect_news()

    def step_epoch(self) -> None:
        """Train one epoch."""
        self._live.session.step_epoch()
        self._live.expect_news()

    def reset(self) -> None:
        """Back to epoch 0 with the same initial weights."""
        self._live.session.reset()
        self._live.expect_news()

    def show_moment(self, step: int, *, exactly: bool = False, soon: bool = False) -> None:
        """Rest, at the recorded moment nearest to `step`; or `exactly` there, where it can be.

        If that is to be `soon`, it is near there where it would take long.
        """
        self._live.session.show_moment(step, exactly=exactly, soon=soon)
        self._live.expect_news()

    def show_neighbor(self, places: int) -> None:
        """Rest, so many recorded moments later, or earlier."""
        self._live.session.show_neighbor(places)
        self._live.expect_news()

    def move_steps(self, steps: int) -> None:
        """Rest, so many steps later or earlier than what is shown, within what was trained."""
        if self.snapshot is not None:
            self.show_moment(self.snapshot.metrics.step + steps, exactly=True, soon=True)

    def move_epochs(self, epochs: int) -> None:
        """Rest, at the end of an epoch earlier or later than what is shown."""
        if self.prepared is None or self.snapshot is None:
            return
        length = -(-len(self.prepared.train_rows) // self.prepared.training.batch_size)
        step = epoch_ends.moved(self.history, self.snapshot.metrics, epochs, length)
        self.show_moment(step, exactly=True, soon=True)

    def go_live(self) -> None:
        """Rest, at the newest moment."""
        if self.snapshot is not None:
            self.show_moment(self.snapshot.newest_step)

    def put_weights(self, weights: Checkpoint) -> None:
        """Rest, at trained weights of this network."""
        self._live.session.put_weights(weights)
        self._live.expect_news()

    def set_speed(self, steps_per_second: float | None) -> None:
        """Train so many steps a second from now on; None is as fast as it goes."""
        self._live.session.set_speed(steps_per_second)

    def forget_runs(self) -> None:
        """The present run and earlier ones are nothing to compare the next with."""
        self._live.history.clear()
        self.runs.clear()

    def select_example(self, index: int) -> None:
        """Follow another example, the nearest there is."""
        self.follow_example(index, 0 if self.prepared is None else len(self.prepared.dataset))

    def want(self, owner: QWidget, **fields: Unpack[Want]) -> None:
        """Ask on behalf of the visible `owner` for what snapshots shall hold."""
        self._wants.pop(owner, None)
        self._wants[owner] = fields
        self._send_request()

    def unwant(self, owner: QWidget) -> None:
        """Withdraw what `owner` asked for."""
        if self._wants.pop(owner, None) is not None:
            self._send_request()

    def take_turn(self) -> bool:
        """Whether a part of the window that follows a running training now and then may do so at
        this look: one does, so that no look takes long.
        """
        is_free = not self._is_turn_taken
        self._is_turn_taken = True
        return is_free

    def set_watched(self, watched: bool) -> None:
        """Whether the window can be seen; an unseen one is not refreshed."""
        self._live.set_watched(watched)

    def close(self) -> bool:
        """End the training thread, for good; returns whether it ended in time."""
        self._wants.clear()
        self.closing.emit()
        return self._live.close()

    def _on_looked(self) -> None:
        self._is_turn_taken = False
        self.looked.emit()

    def _send_request(self) -> None:
        self.look_ms = pace(self._wants.values())
        self._live.set_pace(self.look_ms)
        request = merged(self._wants.values())
        if request != self._request:
            self._request = request
            self._live.request(request)
