"""Overrides from the command line: `network.layers.0.units=20` sets one field of an experiment."""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from nnstudio.experiment.document import Experiment, dump
from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.json_text import read_json
from nnstudio.experiment.validation import parse
from nnstudio.experiment.wording import printable, quoted, shortened, shown

_NUMBER = re.compile(r"[-+]?(\d{1,20}|\d+\.\d*|\.\d+)([eE][-+]?\d+)?")
_TEXTS = ("name", "data.path", "data.target", "data.text", "data.sheet", "data.formula")


def override(base: Experiment | Mapping[str, Any], assignments: Sequence[str]) -> Experiment:
    """`base` with every "path=value" put in, in order, then validated as a whole.

    A value is JSON where it can be read as JSON, and text otherwise or where the field holds text;
    .5 is a number, too.
    Raises ExperimentError.
    """
    raw = dump(base) if isinstance(base, Experiment) else deepcopy(dict(base))
    for assignment in assignments:
        path, equals, text = assignment.partition("=")
        if not equals or not path.strip():
            raise ExperimentError(
                Problem("", f"{quoted(assignment)} must be a path, = and a value: training.l2=0.01")
            )
        _put(raw, path.strip(), _value(path.strip(), text))
    return parse(raw)


def _value(path: str, text: str) -> object:
    try:
        value = read_json(text)
    except ValueError:
        return float(text) if _NUMBER.fullmatch(text) and path not in _TEXTS else text
    return value if path not in _TEXTS or isinstance(value, str | None) else text


def _put(raw: dict[str, Any], path: str, value: object) -> None:
    """Set the field in place. An object that is not there is made: validation knows its name."""
    *parents, last = path.split(".")
    place: Any = raw
    for part in parents:
        key = _key(place, part, path)
        if isinstance(place, dict) and place.get(key) is None:
            place[key] = {}
        place = place[key]
    place[_key(place, last, path)] = value


def _key(place: object, part: str, path: str) -> str | int:
    """The key of `part` in an object, or its index in a list."""
    if isinstance(place, dict):
        return part
    if not isinstance(place, list):
        raise ExperimentError(
            Problem(printable(shortened(path)), f"{shown(place)} has no field {quoted(part)}")
        )
    if part.isascii() and part.isdecimal() and len(part) < 10 and int(part) < len(place):
        return int(part)
    hint = f"; it may be a number from 0 to {len(place) - 1}" if place else ", which is empty"
    raise ExperimentError(
        Problem(printable(shortened(path)), f"{quoted(part)} is not in the list{hint}")
    )
