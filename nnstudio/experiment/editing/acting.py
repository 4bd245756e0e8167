"""Settings of the data that somebody names though they cannot act on the source.

A document may keep them, because another source may come back; what is named by hand, and does
nothing, is a mistake to be told.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from nnstudio.experiment.catalog import SOURCES
from nnstudio.experiment.data.tables.shelf import AS_WRITTEN
from nnstudio.experiment.document import DataSettings, Experiment
from nnstudio.experiment.errors import ExperimentError, Problem

_DRAWN = "only data that are drawn at random have it"
_FUNCTION = "only a function has it"
_TABLE = "only a table has it"
_PICTURES = "only image files of your own have it"
_ONLY: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("samples", "noise"), _DRAWN),
        **dict.fromkeys(("formula", "x_low", "x_high"), _FUNCTION),
        **dict.fromkeys(("columns", "categories", "numbers", "missing", "marks", "task"), _TABLE),
        **dict.fromkeys(AS_WRITTEN, _TABLE),
        **dict.fromkeys(("image_size", "color"), _PICTURES),
        "points": "only painted points have it",
    }
)


def require_acting(experiment: Experiment, assignments: Sequence[str]) -> None:
    """Refuse assignments such as "data.formula=x" that cannot act; raises ExperimentError."""
    problems = list(_idle(experiment.data, assignments))
    if problems:
        raise ExperimentError(*problems)


def _idle(data: DataSettings, assignments: Sequence[str]) -> Iterator[Problem]:
    for assignment in assignments:
        part, _, name = assignment.partition("=")[0].strip().partition(".")
        if part != "data" or name not in _ONLY or _acts(data, name):
            continue
        if getattr(data, name) != DataSettings.model_fields[name].default:
            sentence = f"it cannot act here: {_ONLY[name]}, and the source is {data.source}"
            yield Problem(f"data.{name}", sentence)


def _acts(data: DataSettings, name: str) -> bool:
    info, why = SOURCES[data.source], _ONLY[name]
    kinds = {_FUNCTION: "function", _TABLE: "table", _PICTURES: "pictures"}
    if why in kinds:
        return info.kind == kinds[why]
    if name == "points":
        return data.source == "points"
    return not info.is_fixed and data.source != "points"
