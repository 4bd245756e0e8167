"""From raw JSON values to a document: every problem found at once, each in the user's words.

pydantic finds what is wrong; what a user reads is made from where it was found, the value that
stands there, and the type and limits that the document declares for that place.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from nnstudio.experiment.document import (
    MAX_LAYERS,
    MAX_POINTS,
    MAX_STEPS,
    POINT_WORDS,
    STEPS,
    DataSettings,
    Experiment,
    NetworkSettings,
    TrainingSettings,
)
from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.migrations import migrate
from nnstudio.experiment.rules import (
    check_data,
    check_images,
    check_inputs,
    check_network,
    check_steps,
    check_training,
)
from nnstudio.experiment.wording import (
    allowed,
    allowed_in,
    choices,
    closest,
    either,
    printable,
    quoted,
    shortened,
    shown,
    suggestion,
)

Path = tuple[str | int, ...]

MAX_PROBLEMS = 50
_MOST_ERRORS = 10 * MAX_PROBLEMS  # what pydantic tells of one place may be several of its errors
_MOST: dict[tuple[str, ...], int] = {
    ("preprocessing",): MAX_STEPS,
    ("network", "layers"): MAX_LAYERS,
    ("data", "points"): MAX_POINTS,
}
_POINTS: Path = ("data", "points")
_NOUNS = {
    "inputs": "feature",
    "source": "data source",
    "step": "preprocessing step",
    "fit_on": "split to fit on",
}
_BELOW = ("greater_than", "greater_than_equal")
_ABOVE = ("less_than", "less_than_equal", "string_too_long", "too_long")


def parse(raw: object) -> Experiment:
    """The document in `raw`, a dict as read from JSON, of this or an older schema.

    Raises ExperimentError with all problems.
    """
    values = migrate(raw)
    problems = list(_too_long(values))
    if problems:
        raise ExperimentError(*problems)
    try:
        experiment = Experiment.model_validate(values)
    except ValidationError as error:
        problems = list(_translate(error.errors(include_url=False, include_context=False), values))
        problems += _check_parts(values, {problem.field.split(".")[0] for problem in problems})
        raise ExperimentError(*problems) from None
    problems = list(_check(experiment))
    if problems:
        raise ExperimentError(*problems)
    return experiment


def _check(experiment: Experiment) -> Iterator[Problem]:
    data, network = experiment.data, experiment.network
    yield from check_data(data)
    yield from check_steps(experiment.preprocessing)
    yield from check_network(network)
    yield from check_inputs(data, network)
    yield from check_images(data, experiment.preprocessing)
    yield from check_training(data, experiment.training)


def _too_long(values: Mapping[str, Any]) -> Iterator[Problem]:
    """Lists whose items are not worth looking at: there are more of them than there may be."""
    for path, most in _MOST.items():
        value: Any = values
        for name in path:
            value = value.get(name) if isinstance(value, Mapping) else None
        if isinstance(value, list | tuple) and len(value) > most:
            yield Problem(".".join(path), _sentence("too_long", path, values))


def _check_parts(values: Mapping[str, Any], broken: set[str]) -> Iterator[Problem]:
    """The rules inside those parts of a broken document that are sound themselves."""
    if "data" not in broken and "data" in values:
        yield from check_data(DataSettings.model_validate(values["data"]))
    if "network" not in broken and "network" in values:
        yield from check_network(NetworkSettings.model_validate(values["network"]))
    if not broken & {"data", "training"} and "data" in values:
        data = DataSettings.model_validate(values["data"])
        yield from check_training(data, TrainingSettings.model_validate(values.get("training", {})))


def _translate(errors: Iterable[ErrorDetails], values: Mapping[str, Any]) -> Iterator[Problem]:
    """One problem for each place: where a choice of types failed, the most telling one."""
    found: dict[Path, ErrorDetails] = {}
    for error in islice(errors, _MOST_ERRORS):
        path = _path(error, values)
        if path not in found or error["type"] in (*_BELOW, *_ABOVE):
            found[path] = error
    containers = {path[:length] for path in found for length in range(len(path))}
    for path, error in list(found.items())[:MAX_PROBLEMS]:
        if path not in containers or not path:
            yield Problem(_dotted(path), _sentence(error["type"], path, values))


def _path(error: ErrorDetails, values: Mapping[str, Any]) -> Path:
    """Where the user finds the error: its location without the names of types."""
    path: list[str | int] = []
    value: Any = values
    for key in error["loc"]:
        if _holds(value, key):
            value = value[key]
        elif error["type"] != "missing" or key != error["loc"][-1] or isinstance(key, int):
            continue
        path.append(key)
    if error["type"].startswith("union_tag"):
        path.append("step")
    return tuple(path[:3] if tuple(path[:2]) == _POINTS else path)  # a point is told as a whole


def _holds(value: Any, key: str | int) -> bool:
    if isinstance(value, dict):
        return key in value
    return isinstance(value, list | tuple) and isinstance(key, int) and key < len(value)


def _dotted(path: Path) -> str:
    return ".".join(
        printable(shortened(part)) if isinstance(part, str) else str(part) for part in path
    )


def _sentence(kind: str, path: Path, values: Mapping[str, Any]) -> str:
    if not path:
        return "the experiment holds characters that are not text"
    if kind == "extra_forbidden":
        return _unknown_field(path, values)
    value = _value_at(path, values)
    if path[:-1] == _POINTS:
        return f"{shortened(printable(repr(value)))} is not a point; it may be {POINT_WORDS}"
    options = STEPS if path[-1] == "step" else choices(_annotation(path, values))
    may_be = either(options) if options else _allowed_at(path, values)
    if kind in ("missing", "union_tag_not_found") and value is None:
        return f"is missing; it may be {may_be}"
    if options and isinstance(value, str):
        may_be += suggestion(value, options)
        return f"{shown(value)} is not {_noun(path)}; it may be {may_be}"
    if kind in _BELOW:
        return f"{shown(value)} is too small; it may be {may_be}"
    if kind in _ABOVE:
        return f"{shown(value)} is too {_too_much(value)}; it may be {may_be}"
    return f"{shown(value)} cannot be used here; it may be {may_be}"


def _too_much(value: object) -> str:
    return "long" if isinstance(value, str | list | tuple) else "large"


def _noun(path: Path) -> str:
    name = next(str(part) for part in reversed(path) if isinstance(part, str))
    noun = _NOUNS.get(name, name)
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _unknown_field(path: Path, values: Mapping[str, Any]) -> str:
    names = tuple(_fields(_annotation(path[:-1], values), _value_at(path[:-1], values)))
    meant = closest(path[-1], names)
    hint = f"did you mean {meant}?" if meant else f"its fields are {_all_of(names)}"
    return f"there is no field {quoted(str(path[-1]))} here; {hint}"


def _all_of(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _value_at(path: Path, values: Mapping[str, Any]) -> Any:
    """The value at the end of `path`; None where the path ends in a field that is missing."""
    value: Any = values
    for part in path:
        value = value.get(part) if isinstance(value, Mapping) else value[part]
    return value


def _allowed_at(path: Path, values: Mapping[str, Any]) -> str:
    if isinstance(path[-1], int):
        if path[:-1] == ("preprocessing",):
            return 'an object such as {"step": "center"}'
        return allowed(_annotation(path, values))
    parent = path[:-1]
    return allowed_in(_fields(_annotation(parent, values), _value_at(parent, values))[path[-1]])


def _annotation(path: Path, values: Any) -> Any:
    """The declared type of the place at `path`."""
    annotation: Any = Experiment
    value: Any = values
    for part in path:
        if isinstance(part, int):
            annotation = _item_type(annotation)
            value = value[part]
        else:
            annotation = _fields(annotation, value)[part].annotation
            value = value.get(part)
    return annotation


def _item_type(annotation: Any) -> Any:
    """What a list may hold, looked for in a choice of types as well."""
    if get_origin(annotation) is tuple:
        return get_args(annotation)[0]
    items = (_item_type(kind) for kind in get_args(annotation))
    return next((item for item in items if item is not None), None)


def _fields(annotation: Any, value: Any) -> dict[str, FieldInfo]:
    """The fields of an object, by the names users write; the step's name tells which object."""
    for model in _models(annotation):
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        if "step" not in fields or value.get("step") == fields["step"].default:
            return fields
    raise LookupError(annotation)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for kind in get_args(annotation):
        yield from _models(kind)
