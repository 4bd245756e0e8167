"""Watches the run and offers advice when something goes wrong.

Each kind is offered once, but for dead layers: they are a state, told as long as it lasts. What
judges a training is loaded when there is one: the window is seen before.
"""

from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from nnstudio.app.workspace.changes import same_run
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.looks.snapshot import Snapshot

if TYPE_CHECKING:
    from nnstudio.experiment.advice.advice import Advice, Looks
    from nnstudio.experiment.training.stopping import Stop

_INTERVAL = 0.5  # seconds between two looks at the curves
_CERTAIN = ("diverged", "rested")  # what happened, whatever state the layers are in


class Advisor(QObject):
    """`current` is the advice that stands; taking or dismissing it is final for its kind, until a
    setting is changed: then the training from there on is judged anew.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._given: set[str] = set()
        self._dismissed: set[str] = set()
        self._awaited: int | None = None  # the step at which taken advice shows
        self._looked_at = 0.0
        self._changed_at = 0  # the step at which a setting was changed last
        self.current: Advice | None = None
        workspace.history_changed.connect(self._on_history_changed)
        workspace.snapshot_changed.connect(self._on_snapshot_changed)
        workspace.phase_changed.connect(self._on_phase_changed)
        workspace.rested.connect(self._on_rested)
        workspace.experiment_changed.connect(self._on_experiment_changed)

    def take(self) -> None:
        """Do what the advice says, as one undo step."""
        taken = self.current
        self._set(None)
        if taken is None:
            return
        if taken.edit is not None and taken.restarts:
            self._workspace.begin_again(taken.action, taken.edit)
        elif taken.edit is not None and taken.step is not None:
            self._workspace.go_back(taken.action, taken.edit, taken.step)
            self._changed_at = taken.step
        elif taken.edit is not None:
            self._workspace.edit(taken.action, taken.edit)
        elif taken.step is not None:
            self._workspace.show_moment(taken.step, exactly=True)
        self._awaited = taken.step

    def dismiss(self) -> None:
        """The user has read it."""
        if self.current is not None:
            self._dismissed.add(self.current.kind)
        self._set(None)

    def _offer(self, found: "Advice | None") -> None:
        """Give advice of a kind that was not given in this run."""
        if found is not None and found.kind not in self._given:
            self._given.add(found.kind)
            self._set(found)

    def _set(self, found: "Advice | None") -> None:
        if found is not self.current:
            self.current = found
            self.changed.emit()

    def _on_experiment_changed(self, old: Experiment, new: Experiment) -> None:
        """What came before says nothing about the training from here on."""
        self._set(None)
        if not same_run(old, new):
            snapshot = self._workspace.snapshot
            self._forget()
            self._changed_at = 0 if snapshot is None else snapshot.metrics.step

    def _on_history_changed(self) -> None:
        if self._workspace.phase == "running" and self._is_time():
            self._judge()

    def _forget(self) -> None:
        self._given.clear()
        self._dismissed.clear()
        self._awaited = None

    def _judge(self) -> None:
        from nnstudio.experiment.advice.progress import on_progress

        history, prepared = self._workspace.history, self._workspace.prepared
        current = "" if self.current is None else self.current.kind
        if prepared is None or current in ("dead", *_CERTAIN):
            return
        found = on_progress(prepared, history, self._looks())
        if found is None or found.kind != current:
            self._offer(found)
        elif self._workspace.phase != "running":  # by now it is further back to where to go
            self._set(found)

    def _looks(self) -> "Looks":
        from nnstudio.experiment.advice.advice import NO_LOOKS, Looks

        snapshot = self._workspace.snapshot
        if snapshot is None:
            return NO_LOOKS
        return Looks(
            snapshot.activity,
            snapshot.gradient_facts,
            snapshot.oldest_step,
            self._changed_at,
            snapshot.matrices,
        )

    def _is_time(self) -> bool:
        now = perf_counter()
        is_time = now - self._looked_at > _INTERVAL
        if is_time:
            self._looked_at = now
        return is_time

    def _on_snapshot_changed(self, snapshot: Snapshot) -> None:
        phase = self._workspace.phase
        is_late = self._awaited not in (None, snapshot.metrics.step) and phase != "running"
        if is_late:  # the moment that advice was taken in
            return
        self._awaited = None
        if phase == "diverged":
            self._offer_after_divergence()
        elif snapshot.activity:
            self._judge_layers(snapshot)

    def _judge_layers(self, snapshot: Snapshot) -> None:
        """Say that a layer is dead, training or not, until it no longer is."""
        from nnstudio.experiment.advice.failures import on_activity

        prepared, current = self._workspace.prepared, self.current
        if prepared is None or (current is not None and current.kind in _CERTAIN):
            return
        found = None
        if snapshot.metrics.step and "dead" not in self._dismissed:
            found = on_activity(prepared, self._workspace.history, self._looks())
        was_dead = current is not None and current.kind == "dead"
        if found is None and was_dead:
            self._set(None)
        elif found is not None and not (was_dead and current and current.action == found.action):
            self._set(found)

    def _offer_after_divergence(self) -> None:
        """Once it is known how far back training is recorded."""
        from nnstudio.experiment.advice.failures import after_divergence

        workspace = self._workspace
        if workspace.prepared is None or workspace.snapshot is None:
            return
        explanation = workspace.problem or "Training diverged."
        history, looks = workspace.history, self._looks()
        self._offer(after_divergence(workspace.prepared, history, explanation, looks))

    def _on_phase_changed(self, phase: str) -> None:
        if phase == "diverged":
            self._given.discard("diverged")
            self._set(None)
            self._offer_after_divergence()
        elif phase == "ready":  # another run
            self._forget()
            self._changed_at = 0
            self._set(None)
        elif phase == "running" and (self.current is None or self.current.kind != "dead"):
            self._set(None)
        elif phase == "finished" or (phase == "paused" and self.current is not None):
            self._judge()  # a short training is over at once

    def _on_rested(self, stop: "Stop") -> None:
        from nnstudio.experiment.advice.failures import after_rest

        self._given.discard("rested")
        self._offer(after_rest(stop))
