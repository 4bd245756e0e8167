"""The open experiment: the document, its undo stack, its run, and what is selected in it.

Every panel takes the workspace, shows values from it, and changes the document through `edit` only.
"""

from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack
from typing_extensions import override

from nnstudio.app.workspace.changes import keeps_weights, only_points, same_run
from nnstudio.app.workspace.driven_run import DrivenRun
from nnstudio.app.workspace.going_back import way_back, weights_back
from nnstudio.app.workspace.parameters import Parameter, parameter_name, value_of
from nnstudio.app.workspace.problems import misfit, sentence, size_problems, told
from nnstudio.app.workspace.selection import Selection, known_sizes, still_there
from nnstudio.app.workspace.undo import GoBack, ReplaceExperiment, SetParameter, Version
from nnstudio.experiment.document import MAX_SEED, Experiment
from nnstudio.experiment.editing import edits, lineage
from nnstudio.experiment.editing.lineage import Lineage, Origins
from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.files import documents
from nnstudio.experiment.training.checkpoint import Checkpoint, checkpoint_of

if TYPE_CHECKING:
    from nnstudio.experiment.data.prepare import Prepared

__all__ = ["Selection", "Workspace", "read"]

_UNDO_LIMIT = 5000  # entries of a few kB: a long lecture
LARGEST_PARAMETER = 1e6  # larger ones overflow a few layers on


class Workspace(DrivenRun):
    """Holds one open experiment; closing it ends the training thread."""

    experiment_changed = Signal(object, object)
    problem_changed = Signal(object)
    paint_wanted = Signal()
    path_changed = Signal()
    adopted = Signal()
    """Another experiment was opened."""
    message = Signal(str)

    def __init__(
        self, experiment: Experiment, path: Path | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._numbers = count(lineage.FIRST)
        self._version = self._first_version(experiment)
        self._path = path
        self._gesture = 0
        self._keeps_weights = False
        self._opened_weights: Checkpoint | None = None  # until the run shows them
        self._problem: str | None = None
        self._size_problems: tuple[tuple[int, Problem], ...] = ()
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(_UNDO_LIMIT)
        self._connect_run()
        self._live.start()
        self._live.load(*self._version, keep=False)

    def _connect_run(self) -> None:
        self._live.prepared_changed.connect(self._on_prepared_changed)
        self._live.phase_changed.connect(self._on_phase_changed)
        self._live.rejected.connect(self._on_rejected)
        self._live.failed.connect(self._set_problem)
        self._live.carried_on.connect(self._on_carried_on)
        self._live.snapshot_changed.connect(self._on_snapshot_changed)

    @property
    def experiment(self) -> Experiment:
        """The document as it is now."""
        return self._version.experiment

    @property
    def lineage(self) -> Lineage:
        """Which layers and units of the network are which, through every edit."""
        return self._version.lineage

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

    @override
    def select(self, selection: Selection) -> None:
        """Select a layer or unit, or nothing; only what the document has."""
        super().select(still_there(selection, known_sizes(self.experiment)))

    def edit(
        self,
        text: str,
        edit: Callable[[Experiment], Experiment],
        merge: str | None = None,
        origins: Origins | None = None,
        *,
        anew: bool = False,
    ) -> bool:
        """Replace the experiment by `edit` of it, as one undo step called `text`.

        What `edit` refuses is shown in the banner and changes nothing. Consecutive edits with the
        same `merge` key are undone as one; each of them that is done `anew` edits what there was
        before the first. An edit that puts layers or units into other places tells their `origins`.
        Returns whether the edit was accepted.
        """
        begun = self._gone_on_with(merge) if anew else None
        try:
            after = edit(self.experiment if begun is None else begun.before.experiment)
        except ExperimentError as error:
            self._set_problem(told(error.problems))
            return False
        if after != self.experiment:
            version = self._next_version(after, origins, merge)
            command = ReplaceExperiment(text, self._version, version, self._show, merge)
            self.undo_stack.push(command)
        elif self.phase != "invalid":
            self._set_problem(None)
        return True

    def set_parameter(self, parameter: Parameter, value: float) -> bool:
        """Give one learned number another value, training or not, as one undo step.

        Consecutive changes of the same number are undone as one, up to the next `begin_gesture`.
        Returns whether there is such a number now and it may have that value.
        """
        prepared, snapshot = self.prepared, self.snapshot
        before = None if snapshot is None else value_of(parameter, snapshot)
        if prepared is None or before is None or not abs(value) <= LARGEST_PARAMETER:
            return False
        name = parameter_name(parameter, prepared.network, prepared.input_names)
        put = self._live.set_parameter
        self.undo_stack.push(SetParameter(name, self._gesture, parameter, before, value, put))
        return True

    def begin_gesture(self) -> None:
        """What numbers are set to from here on is another undo step."""
        self._gesture += 1

    def fit_network(self) -> None:
        """Let inputs and output take their sizes from the data again."""
        last = len(self.experiment.network.layers) - 1
        self.edit(
            "fit network to data",
            lambda experiment: edits.set_units(edits.set_inputs(experiment, "auto"), last, "auto"),
        )

    def new_weights(self) -> None:
        """Start over from the weights of the next seed, on the same data."""
        seed = (self.experiment.seed + 1) % (MAX_SEED + 1)
        self.edit("new weights", lambda experiment: edits.new_weights(experiment, seed))

    def open(self, source: str | Path) -> bool:
        """Open a file or, by its name, a shipped example; what cannot be opened is said, and the
        current experiment stays. Returns whether it was opened.
        """
        try:
            experiment, path = read(source)
            weights = documents.load_weights(source)
        except ExperimentError as error:
            self._set_problem(sentence(error.problems))
            return False
        self.adopt(experiment, path)
        self._keeps_weights, self._opened_weights = weights is not None, weights
        if weights is not None:
            self._live.session.put_weights(weights)
        return True

    def adopt(self, experiment: Experiment, path: Path | None = None) -> None:
        """Work on `experiment` from now on, paused and with nothing to undo."""
        self._live.session.pause()
        self.undo_stack.clear()
        self.select(Selection())
        self.hover(Selection())
        self._keeps_weights, self._opened_weights = False, None
        old, self._version = self.experiment, self._first_version(experiment)
        self.forget_runs()
        self._live.load(*self._version, keep=False)
        self._set_problem(None)
        self.experiment_changed.emit(old, experiment)
        self._set_path(path)
        self.adopted.emit()

    def start_over(self, text: str, experiment: Experiment) -> None:
        """Work on `experiment` from its initial weights, paused, as one undo step called `text`."""
        self._live.session.pause()
        if experiment == self.experiment:
            self._begin(self._version)
        else:
            after = self._first_version(experiment)
            self.undo_stack.push(ReplaceExperiment(text, self._version, after, self._begin))

    def go_back(self, text: str, edit: Callable[[Experiment], Experiment], step: int) -> None:
        """Rest at `step`, with `edit` of the experiment, as one undo step called `text`.

        Undoing it returns to where the run was, unless training went on meanwhile.
        """
        go, come_back = partial(self.show_moment, step, exactly=True), way_back(self)
        after = self._next_version(edit(self.experiment), None)
        command = GoBack(text, self._version, after, self._show, go, come_back)
        self.undo_stack.push(command)

    def begin_again(self, text: str, edit: Callable[[Experiment], Experiment]) -> None:
        """Rest at the initial weights, with `edit` of the experiment, as one undo step.

        Undoing it puts the weights back that there were.
        """
        pause, put_back = self._live.session.pause, weights_back(self)
        after = self._first_version(edit(self.experiment))
        command = GoBack(text, self._version, after, self._begin, pause, put_back)
        self.undo_stack.push(command)

    def save(self, path: Path, *, with_weights: bool = False) -> bool:
        """Write the experiment to `path`, which becomes its file; returns whether it worked.

        With weights they are saved along, also each time later on.
        """
        self._keeps_weights = self._keeps_weights or with_weights
        weights = None
        if self._keeps_weights:
            weights = (
                self._opened_weights if self.snapshot is None else checkpoint_of(self.snapshot)
            )
            if weights is None and self.phase == "loading":
                self._set_problem(
                    "The weights are not there yet: save again when the data are read"
                )
                return False
        try:
            documents.save(documents.relocate(self.experiment, None, path.parent), path, weights)
        except ExperimentError as error:
            self._set_problem(sentence(error.problems))
            return False
        self.undo_stack.setClean()
        self._set_path(path)
        self.message.emit(f"Saved {path.name}")
        return True

    @override
    def close(self) -> bool:
        """End the training thread, for good; returns whether it ended in time."""
        self.undo_stack.blockSignals(True)  # it clears itself when deleted; nobody may hear that
        return super().close()

    def dismiss_problem(self) -> None:
        """The user has read the banner; what keeps the experiment from running stays a problem."""
        if self.phase not in ("invalid", "diverged"):
            self._set_problem(None)

    def report(self, problem: str) -> None:
        """Say in the banner what could not be done."""
        self._set_problem(problem)

    def _first_version(self, experiment: Experiment) -> Version:
        return Version(experiment, lineage.beginning(experiment.network.layers, self._numbers))

    def _next_version(
        self, experiment: Experiment, origins: Origins | None = None, merge: str | None = None
    ) -> Version:
        """The version after an edit; one that goes on with another knows who was there before."""
        old, known = self._version
        layers = old.network.layers, experiment.network.layers
        followed = lineage.follow(known, *layers, self._numbers, origins)
        begun = self._gone_on_with(merge)
        if begun is not None:
            followed = lineage.brought_back(followed, begun.before.lineage)
        return Version(experiment, followed)

    def _gone_on_with(self, merge: str | None) -> ReplaceExperiment | None:
        """The undo step that the next edit with that key becomes part of, if any."""
        last = self.undo_stack.command(self.undo_stack.index() - 1)
        if isinstance(last, ReplaceExperiment) and last.goes_on(merge):
            return None if self.undo_stack.isClean() else last
        return None

    def _show(self, version: Version) -> None:
        old, self._version = self.experiment, version
        experiment = version.experiment
        if self.phase != "invalid":
            self._set_problem(None)
        if only_points(old, experiment):
            self._live.feed(*version)
        elif self.prepared is None or not keeps_weights(old, experiment):
            self._live.load(*version, keep=True)
        elif not same_run(old, experiment):
            self._live.configure(experiment)
        self.keep_what_is_in(known_sizes(experiment))
        self.experiment_changed.emit(old, experiment)

    def _begin(self, version: Version) -> None:
        """Show a version with fresh weights, whatever was learned before."""
        old, self._version = self.experiment, version
        self._set_problem(None)
        self._live.load(*version, keep=False)
        self.keep_what_is_in(known_sizes(version.experiment))
        self.experiment_changed.emit(old, version.experiment)

    def _set_path(self, path: Path | None) -> None:
        self._path = path
        self.path_changed.emit()

    def _set_problem(
        self, problem: str | None, sizes: tuple[tuple[int, Problem], ...] = ()
    ) -> None:
        if (problem, sizes) != (self._problem, self._size_problems):
            self._problem, self._size_problems = problem, sizes
            self.problem_changed.emit(problem)

    def _on_prepared_changed(self, prepared: "Prepared | None") -> None:
        if prepared is not None:
            self._set_problem(None)
            self.select_example(self._example)
            if prepared.experiment.network == self.experiment.network:
                self.keep_what_is_in(prepared.network.sizes)
        self.prepared_changed.emit(prepared)

    def _on_snapshot_changed(self) -> None:
        self._opened_weights = None

    def _on_phase_changed(self, phase: str) -> None:
        if phase == "running":
            self._set_problem(None)
        self.phase_changed.emit(phase)

    def _on_carried_on(self) -> None:
        self.message.emit("What did not change keeps its weights; new parts start fresh")

    def _on_rejected(self, problems: tuple[Problem, ...]) -> None:
        sizes = size_problems(problems, self.experiment)
        words = misfit(problems) if len(sizes) == len(problems) else told(problems)
        self._set_problem(words, sizes)


def read(source: str | Path) -> tuple[Experiment, Path | None]:
    """The experiment in a file or shipped example, and its file; raises ExperimentError."""
    experiment, folder = documents.load_with_folder(source)
    path = Path(source)
    return documents.with_absolute_path(experiment, folder), path if path.is_file() else None
