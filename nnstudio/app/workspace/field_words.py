"""Fields of the document in the words of the window: "Preprocessing step 2, components"."""

import re

from pydantic import BaseModel

from nnstudio.experiment.document import DataSettings, NetworkSettings, TrainingSettings
from nnstudio.experiment.errors import Problem

_OWN = {
    "data": "data",
    "data.path": "data",
    "data.source": "data",
    "data.points": "painted points",
    "data.x_low": "lowest x",
    "data.x_high": "highest x",
    "data.test_fraction": "test split",
    "data.validation_fraction": "validation split",
    "data.at_most": "examples at most",
    "data.fit_on": "preprocessing",
    "training.l1": "L1",
    "training.l2": "L2",
}
_PARTS: dict[str, type[BaseModel]] = {
    "data": DataSettings,
    "network": NetworkSettings,
    "training": TrainingSettings,
}
_NAMES = "|".join(
    rf"{part}\.(?:{'|'.join(sorted(kind.model_fields, key=len, reverse=True))})"
    for part, kind in _PARTS.items()
)
_NAMED = re.compile(rf'(?<![\w."/])(?:{_NAMES})(?:\.\d+)?(?:\.[a-z_]+)*(?!\w)')
_SNAKES = re.compile(r"\b(mean|channel)_(image|mean)\b|\b(breast)_(cancer)\b|\bx_(low|high)\b")


def field_words(field: str) -> str:
    """What the window calls the field at a dotted path: "layer 1, units"."""
    if field in _OWN:
        return _OWN[field]
    match field.split("."):
        case ["preprocessing", number, *rest] if number.isdigit():
            place = f"preprocessing step {int(number) + 1}"
        case ["network", "layers", number, *rest] if number.isdigit():
            place = f"layer {int(number) + 1}"
        case [("data" | "network" | "training"), name, *rest]:
            place = _plain(name)
        case [name, *rest]:
            place = _plain(name)
    return ", ".join((place, *map(_plain, rest)))


def in_words(problem: Problem) -> str:
    """The problem as one reads it in the window, with what it is about in front."""
    told = _NAMED.sub(lambda found: field_words(found[0]), problem.message)
    told = _SNAKES.sub(_unsnaked, told)
    place = field_words(problem.field) if problem.field else ""
    return ": ".join(part for part in (place[:1].upper() + place[1:], told, problem.remedy) if part)


def _plain(name: str) -> str:
    return str(int(name) + 1) if name.isdigit() else name.replace("_", " ")


def _unsnaked(found: re.Match[str]) -> str:
    return field_words(f"data.{found[0]}") if found[5] else found[0].replace("_", " ")
