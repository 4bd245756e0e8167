"""Watches the run and offers advice when something goes wrong: each kind once."""

from time import perf_counter

from PySide6.QtCore import QObject, Signal

from nnstudio.app.workspace.changes import same_run
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.advice import advice
from nnstudio.experiment.advice.advice import NO_LOOKS, Advice, Looks
from nnstudio.experiment.advice.progress import on_progress
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.looks.snapshot import Snapshot
from nnstudio.experiment.training.stopping import Stop

_INTERVAL = 0.5  # seconds between two looks at the curves


class Advisor(QObject):
    """`current` is the advice that stands; taking or dismissing it is final for its kind, until a
    setting is changed: then the training from there on is judged anew.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._given: set[str] = set()
        self._looked_at = 0.0
        self._changed_at = 0  # the step at which a setting was changed last
        self.current: Advice | None = None
        workspace.history_changed.connect(self._on_history_changed)
        workspace.snapshot_changed.connect(self._on_snapshot_changed)
        workspace.phase_changed.connect(self._on_phase_changed)
        workspace.rested.connect(self._on_rested)
        workspace.experiment_changed.connect(self._on_experiment_changed)

    def take(self) -> None:
        """Do what the advice says: go back first, then edit."""
        taken = self.current
        self._set(None)
        if taken is None:
            return
        if taken.step is not None:
            self._workspace.show_moment(taken.step, exactly=True)
        if taken.edit is not None:
            self._workspace.edit(taken.action, taken.edit)
            if taken.step is not None:
                self._changed_at = taken.step

    def dismiss(self) -> None:
        """The user has read it."""
        self._set(None)

    def _offer(self, found: Advice | None) -> None:
        """Give advice of a kind that was not given in this run."""
        if found is not None and found.kind not in self._given:
            self._given.add(found.kind)
            self._set(found)

    def _set(self, found: Advice | None) -> None:
        if found is not self.current:
            self.current = found
            self.changed.emit()

    def _on_experiment_changed(self, old: Experiment, new: Experiment) -> None:
        """What came before says nothing about the training from here on."""
        self._set(None)
        if not same_run(old, new):
            snapshot = self._workspace.snapshot
            self._given.clear()
            self._changed_at = 0 if snapshot is None else snapshot.metrics.step

    def _on_history_changed(self) -> None:
        if self._workspace.phase == "running" and self._is_time():
            self._judge()

    def _judge(self) -> None:
        history, prepared = self._workspace.history, self._workspace.prepared
        if prepared is not None:
            found = on_progress(prepared, history, self._looks())
            self._offer(found)

    def _looks(self) -> Looks:
        snapshot = self._workspace.snapshot
        if snapshot is None:
            return NO_LOOKS
        activity, facts = snapshot.activity, snapshot.gradient_facts
        return Looks(activity, facts, snapshot.oldest_step, self._changed_at)

    def _is_time(self) -> bool:
        now = perf_counter()
        is_time = now - self._looked_at > _INTERVAL
        if is_time:
            self._looked_at = now
        return is_time

    def _on_snapshot_changed(self, snapshot: Snapshot) -> None:
        prepared = self._workspace.prepared
        if prepared is not None and self._workspace.phase == "running":
            self._offer(advice.on_activity(prepared, snapshot.activity))

    def _on_phase_changed(self, phase: str) -> None:
        workspace = self._workspace
        if phase == "diverged":
            self._given.discard("diverged")
            explanation = workspace.problem or "Training diverged."
            found = advice.after_divergence(
                workspace.experiment, workspace.history, explanation, self._looks().oldest
            )
            self._offer(found)
        elif phase == "ready":  # another run
            self._given.clear()
            self._changed_at = 0
            self._set(None)
        elif phase == "running":
            self._set(None)
        elif phase == "finished" and self.current is None:  # a short training is over at once
            self._judge()

    def _on_rested(self, stop: Stop) -> None:
        self._given.discard("rested")
        self._offer(advice.after_rest(stop))
