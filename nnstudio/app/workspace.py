"""The open experiment: the document, its undo stack, its run, and what is selected in it.

Every panel takes the workspace, shows values from it, and changes the document through `edit` only.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Unpack

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QWidget

from nnstudio.app.changes import keeps_weights, same_run
from nnstudio.app.live_run import LiveRun
from nnstudio.app.parameters import Parameter, parameter_name, value_of
from nnstudio.app.problems import sentence, size_problems
from nnstudio.app.selection import Selection, still_there
from nnstudio.app.table_path import with_absolute_path, with_relative_path
from nnstudio.app.undo import ReplaceExperiment, SetParameter
from nnstudio.app.wants import Want, merged
from nnstudio.experiment import edits, files
from nnstudio.experiment.document import MAX_SEED, Experiment
from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.history import History
from nnstudio.experiment.prepare import Prepared
from nnstudio.experiment.snapshot import Phase, ProbeRequest, Snapshot

__all__ = ["Selection", "Workspace", "read"]

_UNDO_LIMIT = 1000
LARGEST_PARAMETER = 1e6  # larger ones overflow a few layers on


class Workspace(QObject):
    """Holds one open experiment; closing it ends the training thread."""

    experiment_changed = Signal(object, object)
    prepared_changed = Signal(object)
    snapshot_changed = Signal(object)
    history_changed = Signal()
    phase_changed = Signal(str)
    selection_changed = Signal(object)
    hovered_changed = Signal(object)
    example_changed = Signal(int)
    problem_changed = Signal(object)
    path_changed = Signal()
    message = Signal(str)

    def __init__(
        self, experiment: Experiment, path: Path | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._experiment = experiment
        self._path = path
        self._selection = Selection()
        self._hovered = Selection()
        self._example = 0
        self._problem: str | None = None
        self._size_problems: tuple[tuple[int, Problem], ...] = ()
        self._wants: dict[QWidget, Want] = {}
        self._request = ProbeRequest()
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(_UNDO_LIMIT)
        self._live = LiveRun(self)
        self._connect_run()
        self._live.start()
        self._live.load(experiment, keep=False)

    def _connect_run(self) -> None:
        self._live.prepared_changed.connect(self._on_prepared_changed)
        self._live.snapshot_changed.connect(self.snapshot_changed)
        self._live.history_changed.connect(self.history_changed)
        self._live.phase_changed.connect(self._on_phase_changed)
        self._live.rejected.connect(self._on_rejected)
        self._live.failed.connect(self._set_problem)
        self._live.carried_on.connect(self._on_carried_on)

    @property
    def experiment(self) -> Experiment:
        """The document as it is now."""
        return self._experiment

    @property
    def prepared(self) -> Prepared | None:
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

    @property
    def selection(self) -> Selection:
        """What is selected, in every panel."""
        return self._selection

    @property
    def hovered(self) -> Selection:
        """The unit that the pointer rests on in the canvas; empty for none."""
        return self._hovered

    @property
    def example(self) -> int:
        """The example that is followed through the network: its place in the data set."""
        return self._example

    @property
    def problem(self) -> str | None:
        """The sentence in the banner."""
        return self._problem

    @property
    def can_fit_network(self) -> bool:
        """Whether the problem goes away when the network takes its sizes from the data."""
        return bool(self._size_problems)

    @property
    def size_problems(self) -> tuple[tuple[int, Problem], ...]:
        """Where network and data disagree: layers (-1 the input) and what is wrong with them."""
        return self._size_problems

    @property
    def path(self) -> Path | None:
        """The file of the experiment; None while it has none."""
        return self._path

    def edit(
        self, text: str, edit: Callable[[Experiment], Experiment], merge: str | None = None
    ) -> bool:
        """Replace the experiment by `edit` of it, as one undo step called `text`.

        What `edit` refuses is shown in the banner and changes nothing. Consecutive edits with the
        same `merge` key are undone as one. Returns whether the edit was accepted.
        """
        try:
            after = edit(self._experiment)
        except ExperimentError as error:
            self._set_problem(sentence(error.problems))
            return False
        if after != self._experiment:
            before = self._experiment
            self.undo_stack.push(ReplaceExperiment(text, before, after, self._show, merge))
        elif self.phase != "invalid":
            self._set_problem(None)
        return True

    def set_parameter(self, parameter: Parameter, value: float) -> bool:
        """Give one learned number another value, training or not, as one undo step.

        Consecutive changes of the same number are undone as one. Returns whether there is such a
        number now and it may have that value.
        """
        prepared, snapshot = self.prepared, self.snapshot
        before = None if snapshot is None else value_of(parameter, snapshot)
        if prepared is None or before is None or not abs(value) <= LARGEST_PARAMETER:
            return False
        name = parameter_name(parameter, prepared.network, prepared.input_names)
        command = SetParameter(name, parameter, before, value, self._live.set_parameter)
        self.undo_stack.push(command)
        return True

    def fit_network(self) -> None:
        """Let inputs and output take their sizes from the data again."""
        last = len(self._experiment.network.layers) - 1
        self.edit(
            "fit network to data",
            lambda experiment: edits.set_units(edits.set_inputs(experiment, "auto"), last, "auto"),
        )

    def select(self, selection: Selection) -> None:
        """Select a layer or unit, or nothing."""
        if selection != self._selection:
            self._selection = selection
            self.selection_changed.emit(selection)

    def hover(self, unit: Selection) -> None:
        """The pointer rests on `unit` in the canvas, or on nothing."""
        if unit != self._hovered:
            self._hovered = unit
            self.hovered_changed.emit(unit)

    def select_example(self, index: int) -> None:
        """Follow another example, the nearest there is."""
        last = 0 if self.prepared is None else len(self.prepared.dataset.rows) - 1
        index = min(max(index, 0), last)
        if index != self._example:
            self._example = index
            self.example_changed.emit(index)

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

    def new_weights(self) -> None:
        """Start over from the weights of the next seed, on the same data."""
        seed = (self._experiment.seed + 1) % (MAX_SEED + 1)
        self.edit("new weights", lambda experiment: edits.new_weights(experiment, seed))

    def open(self, source: str | Path) -> bool:
        """Open a file or, by its name, a shipped example; what cannot be opened is said, and the
        current experiment stays. Returns whether it was opened.
        """
        try:
            experiment, path = read(source)
        except ExperimentError as error:
            self._set_problem(sentence(error.problems))
            return False
        self.adopt(experiment, path)
        return True

    def adopt(self, experiment: Experiment, path: Path | None = None) -> None:
        """Work on `experiment` from now on, paused and with nothing to undo."""
        self._live.session.pause()
        self.undo_stack.clear()
        self.select(Selection())
        self.hover(Selection())
        old, self._experiment = self._experiment, experiment
        self._live.load(experiment, keep=False)
        self._set_problem(None)
        self.experiment_changed.emit(old, experiment)
        self._set_path(path)

    def save(self, path: Path) -> bool:
        """Write the experiment to `path`, which becomes its file; returns whether it worked."""
        try:
            files.save(with_relative_path(self._experiment, path.parent), path)
        except ExperimentError as error:
            self._set_problem(sentence(error.problems))
            return False
        self.undo_stack.setClean()
        self._set_path(path)
        self.message.emit(f"Saved {path.name}")
        return True

    def want(self, owner: QWidget, **fields: Unpack[Want]) -> None:
        """Ask on behalf of the visible `owner` for what snapshots shall hold."""
        self._wants.pop(owner, None)
        self._wants[owner] = fields
        self._send_request()

    def unwant(self, owner: QWidget) -> None:
        """Withdraw what `owner` asked for."""
        if self._wants.pop(owner, None) is not None:
            self._send_request()

    def set_watched(self, watched: bool) -> None:
        """Whether the window can be seen; an unseen one is not refreshed."""
        self._live.set_watched(watched)

    def close(self) -> bool:
        """End the training thread, for good; returns whether it ended in time."""
        self._wants.clear()
        self.undo_stack.blockSignals(True)  # it clears itself when deleted; nobody may hear that
        return self._live.close()

    def _send_request(self) -> None:
        request = merged(self._wants.values())
        if request != self._request:
            self._request = request
            self._live.request(request)

    def _show(self, experiment: Experiment) -> None:
        old, self._experiment = self._experiment, experiment
        if self.phase != "invalid":
            self._set_problem(None)
        if self.prepared is None or not keeps_weights(old, experiment):
            self._live.load(experiment, keep=True)
        elif not same_run(old, experiment):
            self._live.configure(experiment)
        self.select(still_there(self._selection, experiment))
        self.hover(still_there(self._hovered, experiment))
        self.experiment_changed.emit(old, experiment)

    def _set_path(self, path: Path | None) -> None:
        self._path = path
        self.path_changed.emit()

    def _set_problem(
        self, problem: str | None, sizes: tuple[tuple[int, Problem], ...] = ()
    ) -> None:
        if (problem, sizes) != (self._problem, self._size_problems):
            self._problem, self._size_problems = problem, sizes
            self.problem_changed.emit(problem)

    def _on_prepared_changed(self, prepared: Prepared | None) -> None:
        if prepared is not None:
            self._set_problem(None)
            self.select_example(self._example)
        self.prepared_changed.emit(prepared)

    def _on_phase_changed(self, phase: str) -> None:
        if phase == "running":
            self._set_problem(None)
        self.phase_changed.emit(phase)

    def _on_carried_on(self) -> None:
        self.message.emit("What did not change keeps its weights; new parts start fresh")

    def _on_rejected(self, problems: tuple[Problem, ...]) -> None:
        self._set_problem(sentence(problems), size_problems(problems, self._experiment))


def read(source: str | Path) -> tuple[Experiment, Path | None]:
    """The experiment in a file or shipped example, and its file; raises ExperimentError."""
    experiment, folder = files.load_with_folder(source)
    path = Path(source)
    return with_absolute_path(experiment, folder), path if path.is_file() else None
