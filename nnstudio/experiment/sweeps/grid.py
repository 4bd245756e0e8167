"""The grid of a sweep: every combination of the varied values, each with every seed."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from nnstudio.experiment.document import MAX_SEED, Experiment, dump
from nnstudio.experiment.editing.overrides import override
from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.json_text import read_json
from nnstudio.experiment.wording import quoted

_MARK_LENGTH = 12  # hexadecimal digits
_OPENING, _CLOSING = "([{", ")]}"


@dataclass(frozen=True, slots=True)
class Axis:
    """A field that varies, by its dotted path, and the texts of its values."""

    path: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """One value for every axis, as JSON has it, and the experiment with them put in."""

    values: tuple[Any, ...]
    experiment: Experiment


@dataclass(frozen=True, slots=True)
class Point:
    """One run: a setting with one seed."""

    setting: Setting
    seed: int

    @property
    def experiment(self) -> Experiment:
        """What is trained."""
        return self.setting.experiment.model_copy(update={"seed": self.seed})

    @property
    def key(self) -> tuple[str, ...]:
        """What tells the point from the others of its grid, as the texts of table cells."""
        return tuple(cell(value) for value in (*self.setting.values, self.seed))


@dataclass(frozen=True, slots=True)
class Grid:
    """Settings times seeds. `mark` is short for what the settings have in common.

    Two grids of the same experiment have the same mark, whatever their values and seeds.
    """

    paths: tuple[str, ...]
    settings: tuple[Setting, ...]
    seeds: range
    mark: str

    @property
    def points(self) -> list[Point]:
        """All runs, those of a setting together."""
        return [Point(setting, seed) for setting in self.settings for seed in self.seeds]


def build_grid(base: Experiment, varied: Sequence[str], seeds: int) -> Grid:
    """`base` varied as each "path=v1,v2" says, with so many seeds from the one of `base` on.

    A value is JSON or text, as in an override; commas inside brackets or JSON strings do not
    separate values. Raises ExperimentError for the first combination that is no experiment.
    """
    if base.seed + seeds - 1 > MAX_SEED:
        problem = f"seeds from {base.seed} to {base.seed + seeds - 1} go beyond {MAX_SEED}"
        raise ExperimentError(Problem("seed", problem))
    axes = [_parse_axis(text) for text in varied]
    paths = tuple(axis.path for axis in axes)
    _refuse(paths)
    settings: dict[Experiment, Setting] = {}
    for texts in product(*(axis.texts for axis in axes)):
        setting = _setting(base, paths, texts)
        if setting.experiment in settings:
            values = quoted(", ".join(texts))
            raise ExperimentError(Problem(", ".join(paths), f"{values} is in the grid twice"))
        settings[setting.experiment] = setting
    return Grid(paths, tuple(settings.values()), range(base.seed, base.seed + seeds), _mark(base))


def cell(value: Any) -> str:
    """A value as a cell of a table: text as it is, if it is printable, and JSON otherwise."""
    if value is None:
        return ""
    if isinstance(value, str) and value.isprintable():
        return value
    return json.dumps(value, separators=(",", ":"))


def _parse_axis(text: str) -> Axis:
    path, equals, values = text.partition("=")
    if not equals or not path.strip():
        message = f"{quoted(text)} must be a path, = and values: training.l2=0,0.01"
        raise ExperimentError(Problem("", message))
    return Axis(path.strip(), tuple(part.strip() for part in _separated(values)))


def _separated(text: str) -> Iterator[str]:
    """The parts between those commas that stand outside of brackets and JSON strings."""
    start = depth = 0
    inside = escaped = False
    for index, sign in enumerate(text):
        if inside:
            inside = escaped or sign != '"'
            escaped = sign == "\\" and not escaped
        elif sign == '"':
            inside = True
        elif sign == "," and depth == 0:
            yield text[start:index]
            start = index + 1
        else:
            depth = max(0, depth + (sign in _OPENING) - (sign in _CLOSING))
    yield text[start:]


def _refuse(paths: tuple[str, ...]) -> None:
    """Refuse axes that would not be independent of each other or of the seeds."""
    for index, path in enumerate(paths):
        if path == "seed":
            problem = "may not be varied; give the number of seeds and the first one"
            raise ExperimentError(Problem(path, problem))
        for other in (*paths[:index], *paths[index + 1 :]):
            if other == path or other.startswith(f"{path}."):
                problem = f"may not be varied together with {other}; vary one of them"
                raise ExperimentError(Problem(path, problem))


def _setting(base: Experiment, paths: tuple[str, ...], texts: tuple[str, ...]) -> Setting:
    parts = tuple(zip(paths, texts, strict=True))
    experiment = override(base, [f"{path}={text}" for path, text in parts])
    raw = dump(experiment)
    return Setting(tuple(_value(raw, path, text) for path, text in parts), experiment)


def _value(raw: Any, path: str, text: str) -> Any:
    """The number, word or null in the document: 1 and 1.0 are one value. Lists as they came."""
    for part in path.split("."):
        raw = raw[int(part)] if isinstance(raw, list) else raw.get(part)
    return read_json(text) if isinstance(raw, list | dict) else raw


def _mark(base: Experiment) -> str:
    raw = dump(base)
    decisive = {field: value for field, value in raw.items() if field not in ("name", "seed")}
    text = json.dumps(decisive, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:_MARK_LENGTH]
