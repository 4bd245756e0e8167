"""The networks that stand side by side: which they are, and their comparison as last seen.

It is polled while somebody looks at it; otherwise it rests.
"""

from collections.abc import Sequence
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from nnstudio.app.workspace.changes import same_run
from nnstudio.app.workspace.problems import sentence
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.comparing.comparison_thread import ComparisonThread, Standing, State
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing.differences import changes, titles
from nnstudio.experiment.editing.overrides import override
from nnstudio.experiment.editing.variations import FEWEST, MOST
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.looks.snapshot import Plane, ProbeRequest

_FAST_MS = 33
_SHARE = 0.3  # of the time that showing may take this thread
_CELLS = 80
_PLANE = 2  # features that a plane shows

Extent = tuple[float, float, float, float]


class Compared(QObject):
    """Up to six networks on the data of the open experiment, which `open` and `close`."""

    changed = Signal()
    """Other networks are compared, or none any more."""
    news = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._thread: ComparisonThread | None = None
        self._watchers: set[QWidget] = set()
        self._next: tuple[tuple[Experiment, ...], bool] | None = None
        self._run_id = 0
        self._is_answered = True
        self._extent: Extent | None = None
        self._asked = ProbeRequest()
        self.experiments: tuple[Experiment, ...] = ()
        self.titles: tuple[str, ...] = ()
        self.standing: Standing | None = None
        self.problem: str | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_FAST_MS)
        self._timer.timeout.connect(self.poll)
        workspace.experiment_changed.connect(self._on_experiment_changed)
        workspace.closing.connect(self.close)

    @property
    def is_open(self) -> bool:
        """Whether there is anything to compare."""
        return bool(self.experiments)

    @property
    def can_grow(self) -> bool:
        """Whether there is room for another network."""
        return len(self.experiments) < MOST

    @property
    def can_shrink(self) -> bool:
        """Whether one may go without the comparison being over."""
        return len(self.experiments) > FEWEST

    @property
    def state(self) -> State:
        """What the networks do."""
        return "paused" if self.standing is None else self.standing.state

    def open(self, experiments: Sequence[Experiment]) -> None:
        """Compare `experiments`, from their initial weights, while the open run rests."""
        self._workspace.pause()
        if self._thread is None:
            self._thread, self._asked = ComparisonThread(), ProbeRequest()
            self._thread.start()
        self.standing = None
        self._adopt(tuple(experiments), keep=False)
        self._look()

    def duplicate(self) -> None:
        """Put the open experiment beside itself, or the last one of those that are compared."""
        if not self.is_open:
            self.open([self._workspace.experiment] * FEWEST)
        elif self.can_grow:
            self.open((*self.experiments, self.experiments[-1]))

    def replace(self, place: int, experiment: Experiment) -> None:
        """Compare another experiment in one place; all start anew."""
        others = list(self.experiments)
        others[place] = experiment
        self.open(others)

    def remove(self, place: int) -> None:
        """Compare without the one in this place."""
        self.open(tuple(each for n, each in enumerate(self.experiments) if n != place))

    def close(self) -> None:
        """Compare nothing any more."""
        self._timer.stop()
        if self._thread is not None:
            self._thread.close()
            self._thread = None
        self.standing, self.problem, self._next, self._extent = None, None, None, None
        if self.is_open:
            self.experiments = self.titles = ()
            self.changed.emit()

    def toggle_run(self) -> None:
        """Pause when running, run otherwise."""
        if self._thread is None:
            return
        if self.state == "running":
            self._thread.pause()
        else:
            self._thread.run()

    def step_epoch(self) -> None:
        """Train one epoch."""
        if self._thread is not None:
            self._thread.step_epoch()

    def reset(self) -> None:
        """Back to epoch 0 with the same initial weights."""
        if self._thread is not None:
            self._thread.reset()

    def frame(self, extent: Extent | None) -> None:
        """Show this piece of the plane; None follows the data."""
        self._extent = extent
        self._ask()

    def watch(self, watcher: QWidget) -> None:
        """`watcher` looks at the comparison from now on."""
        self._watchers.add(watcher)
        self._look()

    def unwatch(self, watcher: QWidget) -> None:
        """`watcher` does not look any more; without any, the networks rest."""
        self._watchers.discard(watcher)
        self._look()

    def _look(self) -> None:
        if self._thread is None:
            return
        if self._watchers:
            self._ask()
            self._timer.start(_FAST_MS)
        else:
            self._timer.stop()
            self._asked = ProbeRequest()
            self._thread.request(self._asked)
            self._thread.pause()

    @property
    def has_plane(self) -> bool:
        """Whether the data can be seen whole in a plane, or on a line; so until more is known."""
        lanes = () if self.standing is None else self.standing.lanes
        return all(lane.prepared.dataset.columns <= _PLANE for lane in lanes)

    def _ask(self) -> None:
        cells = _CELLS if self.has_plane else 0
        request = ProbeRequest(regions=cells, plane=Plane(extent=self._extent))
        if self._thread is not None and self._watchers and request != self._asked:
            self._asked = request
            self._thread.request(request)

    def poll(self) -> None:
        """Take what there is to see."""
        standing = None if self._thread is None else self._thread.take()
        if standing is None or standing.run_id != self._run_id:
            return
        self._is_answered = True
        start = perf_counter()
        self.problem = sentence(standing.problems) or None
        self.standing = standing
        self._ask()
        self.news.emit()
        self._send_next()
        spent = 1000.0 * (perf_counter() - start)
        self._timer.setInterval(max(_FAST_MS, round(spent / _SHARE)))

    def _adopt(self, experiments: tuple[Experiment, ...], *, keep: bool) -> None:
        is_other = len(experiments) != len(self.experiments)
        self.experiments, before = experiments, self.titles
        self.titles = titles(experiments)
        self._next = experiments, keep
        if not keep:
            self._is_answered = True
        self._send_next()
        if is_other or self.titles != before:
            self.changed.emit()

    def _send_next(self) -> None:
        """Hand over the newest, when what was handed over before is answered."""
        if self._thread is not None and self._next is not None and self._is_answered:
            (experiments, keep), self._next = self._next, None
            self._is_answered = False
            self._run_id = self._thread.load(experiments, keep=keep)

    def _on_experiment_changed(self, old: Experiment, new: Experiment) -> None:
        if not self.is_open or same_run(old, new):
            return
        only_data = old == new.model_copy(update={"data": old.data, "name": old.name})
        try:
            after = tuple(_carried(old, new, each, only_data) for each in self.experiments)
        except ExperimentError as error:
            self.close()
            self._workspace.report(sentence(error.problems))
            return
        self._adopt(after, keep=only_data)


def _carried(old: Experiment, new: Experiment, other: Experiment, only_data: bool) -> Experiment:
    """`other`, which differs from `old` somehow, differing from `new` in the same way."""
    if only_data and other.data == old.data:
        return other.model_copy(update={"data": new.data})
    return override(new, changes(old, other))
