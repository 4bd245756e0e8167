"""The lesson that is open: at which step it stands, what was predicted, which points are made.

Page 0 tells the claim; page n is step n. One may leave it at any moment, play, and come back.
What reads lessons and watches their goals is loaded when the first one is opened.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from nnstudio.app.workspace.problems import sentence
from nnstudio.app.workspace.settings import settings
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.files.documents import with_absolute_path
from nnstudio.experiment.looks.snapshot import Metrics

if TYPE_CHECKING:
    from nnstudio.experiment.data.prepare import Prepared
    from nnstudio.experiment.lessons.goals import Goal
    from nnstudio.experiment.lessons.lesson import Lesson, Step
    from nnstudio.experiment.lessons.state import State

_DONE = "lessons/done"
_ELSEWHERE = -1


class LessonGuide(QObject):
    """Walks one lesson at a time; `turned` comes with another page, `changed` with any news."""

    turned = Signal()
    changed = Signal()
    compare_wanted = Signal(object)
    """Carries the experiments to be shown side by side."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.lesson: Lesson | None = None
        self.is_open = False
        self.page = 0
        self._opened = _ELSEWHERE  # the page whose experiment the workspace began with
        self._predictions: dict[int, int] = {}
        self._made: set[int] = set()
        self._shown: tuple[Goal, ...] = ()
        workspace.adopted.connect(self._on_adopted)

    @property
    def has_stayed(self) -> bool:
        """Whether the workspace is still at the lesson, and no other experiment was opened."""
        return self._opened != _ELSEWHERE

    @property
    def step(self) -> "Step | None":
        """The step of the page; None on the page of the claim and without a lesson."""
        return self.lesson.steps[self.page - 1] if self.lesson and self.page else None

    @property
    def pointed_at(self) -> tuple[str, ...]:
        """The names of the controls that matter now; none while no lesson is open."""
        step = self.step if self.is_open else None
        return () if step is None else step.point_at

    @property
    def prediction(self) -> int | None:
        """Which of the step's choices the class took."""
        return self._predictions.get(self.page)

    @property
    def is_made(self) -> bool:
        """Whether the step's point has been made; always so where it waits for none."""
        step = self.step
        return step is None or step.done is None or self.page in self._made

    @property
    def goals(self) -> "tuple[Goal, ...]":
        """What the step waits for, and how far it is."""
        return self._shown

    @property
    def words_of_next(self) -> str:
        """What the button that leads on says."""
        from nnstudio.experiment.lessons.library import list_lessons

        assert self.lesson is not None  # only an open lesson has buttons
        if self.page < len(self.lesson.steps):
            return f"Next: {self.lesson.steps[self.page].title}"
        titles = {info.name: info.title for info in list_lessons()}
        return f"Next lesson: {titles[self.next_lesson]}" if self.next_lesson else "Finish"

    @property
    def next_lesson(self) -> str | None:
        """The name of the lesson after this one in the course."""
        from nnstudio.experiment.lessons.library import lesson_names

        names = lesson_names()
        if self.lesson is None or self.lesson.name not in names[:-1]:
            return None
        return names[names.index(self.lesson.name) + 1]

    def open(self, source: str | Path) -> bool:
        """Open a lesson by its name or folder; returns whether it could be read."""
        from nnstudio.experiment.lessons.library import load_lesson

        try:
            lesson = load_lesson(source)
        except ExperimentError as error:
            self._workspace.report(sentence(error.problems))
            return False
        self.lesson, self.page = lesson, 0
        self._predictions, self._made = {}, set()
        self._adopt()
        self._turn(0)
        return True

    def leave(self) -> None:
        """Put the lesson aside; what it opened stays, and so does the page to come back to."""
        self.is_open = False
        self.turned.emit()

    def come_back(self) -> None:
        """Go on where the lesson was left; what was done to its experiment meanwhile stays."""
        if self.lesson is None:
            return
        if not self.has_stayed:
            self._adopt()
        self.is_open = True
        self._turn(self.page)

    def back(self) -> None:
        """Turn to the page before."""
        if self.page > 0:
            self._turn(self.page - 1)

    def forward(self) -> None:
        """Turn to the next page and set up what its step opens; after the last, the next lesson."""
        if self.lesson is None:
            return
        if self.page < len(self.lesson.steps):
            self.page += 1
            if self._opening == self.page != self._opened:
                self._begin()
            self._turn(self.page)
        elif self.next_lesson is not None:
            self.open(self.next_lesson)
        else:
            self.leave()

    def set_up(self) -> None:
        """Open anew what the step, or the last one before it that opens anything, begins with."""
        self._made.discard(self.page)
        self._begin()
        self.look()

    def compare(self) -> None:
        """Show the experiments of the step side by side."""
        step = self.step
        if self.lesson is not None and step is not None and step.compare:
            folder = self.lesson.folder
            self.compare_wanted.emit(tuple(with_absolute_path(e, folder) for e in step.compare))

    def witness(self, prepared: "Prepared", metrics: Metrics) -> None:
        """See whether another network than the open one has made the point."""
        from nnstudio.experiment.lessons.state import reached, state_of

        step = self.step
        if step is None or step.done is None or self.is_made:
            return
        if reached(step.done, state_of(prepared, metrics, ())):
            self._made.add(self.page)
            self._note_finished()
            self.changed.emit()

    def predict(self, choice: int) -> None:
        """Note what the class expects."""
        self._predictions.setdefault(self.page, choice)
        self.changed.emit()

    def look(self) -> None:
        """See whether the point has been made by the state of the workspace."""
        step = self.step
        if step is None or step.done is None:
            self._shown = ()
        else:
            from nnstudio.experiment.lessons.goals import goals

            self._shown = goals(step.done, self._state())
            if all(goal.is_met for goal in self._shown):
                self._made.add(self.page)
                self._note_finished()
        self.changed.emit()

    def _state(self) -> "State":
        """What is known of the run; nothing while another one takes its place."""
        from nnstudio.experiment.lessons.state import state_of

        prepared, snapshot = self._workspace.prepared, self._workspace.snapshot
        if prepared is None or self._workspace.phase == "loading":
            return {}
        metrics = None if snapshot is None else snapshot.metrics
        return state_of(prepared, metrics, () if snapshot is None else snapshot.activity)

    def _turn(self, page: int) -> None:
        self.page = page
        self._note_finished()
        self.turned.emit()
        self.look()

    def _note_finished(self) -> None:
        """Remember a lesson whose last point has been made."""
        if self.lesson is not None and self.page == len(self.lesson.steps) and self.is_made:
            remember_finished(self.lesson.name)

    def _adopt(self) -> None:
        """Put the lesson's experiment in the place of another one and its file."""
        self.is_open = False  # so that opening it does not put the lesson aside
        self._workspace.adopt(self._experiment_of(self._opening))
        self._opened = self._opening if self.page else 0
        self.is_open = True

    def _begin(self) -> None:
        assert self.lesson is not None  # there are no buttons for this without a lesson
        opening = self._opening
        self._workspace.start_over(f"set up “{self.lesson.title}”", self._experiment_of(opening))
        self._opened = opening

    def _on_adopted(self) -> None:
        """Whoever opens something else puts the lesson aside."""
        self._opened = _ELSEWHERE
        if self.is_open:
            self.leave()

    @property
    def _opening(self) -> int:
        """The page, this or an earlier one, that opens what this page works on."""
        assert self.lesson is not None
        steps = self.lesson.steps[: max(self.page, 1)]
        return max(page for page, step in enumerate(steps, start=1) if step.experiment is not None)

    def _experiment_of(self, page: int) -> Experiment:
        assert self.lesson is not None
        experiment = self.lesson.steps[page - 1].experiment
        assert experiment is not None  # pages come from _opening, and every first step opens one
        return with_absolute_path(experiment, self.lesson.folder)


def finished_lessons() -> frozenset[str]:
    """The names of the lessons gone through to the end."""
    value = settings().value(_DONE)
    return frozenset([value] if isinstance(value, str) else value or [])


def remember_finished(name: str) -> None:
    """Tick a lesson off in the menu, for good."""
    names = finished_lessons()
    if name not in names:
        settings().setValue(_DONE, sorted(names | {name}))
