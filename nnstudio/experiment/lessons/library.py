"""Where lessons are: those that ship, in the order of the course, and folders of your own."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.lessons.text import read_title
from nnstudio.experiment.wording import closest, quoted

if TYPE_CHECKING:
    from nnstudio.experiment.lessons.lesson import Lesson


@dataclass(frozen=True, slots=True)
class LessonInfo:
    """What a list of lessons shows."""

    name: str
    title: str
    claim: str


@cache
def lesson_names() -> tuple[str, ...]:
    """The shipped lessons, in the order of the course."""
    return tuple(json.loads((_folder() / "index.json").read_text(encoding="utf-8")))


@cache
def list_lessons() -> tuple[LessonInfo, ...]:
    """Name, title and claim of each shipped lesson."""
    return tuple(LessonInfo(name, *read_title(_folder() / name)) for name in lesson_names())


def load_lesson(source: str | Path) -> "Lesson":
    """The shipped lesson of that name, or the one in a folder; raises ExperimentError."""
    from nnstudio.experiment.lessons.reading import read_lesson  # much; a list needs none of it

    path = Path(source)
    if str(source) in lesson_names():
        return read_lesson(str(source), _folder() / str(source))
    if path.is_dir():
        return read_lesson(path.resolve().name, path)
    names = lesson_names()
    meant = closest(path.name, names)
    hint = f"did you mean {meant}?" if meant else f"lessons are {', '.join(names)}"
    message = f"there is no lesson or folder {quoted(str(source), longest=200)}; {hint}"
    raise ExperimentError(Problem("", message))


def _folder() -> Traversable:
    return files("nnstudio.resources") / "lessons"
