"""The schema of a file: refused when it is not ours or newer, brought up to date when it is older.

`MIGRATIONS[n]` turns a document of schema n + 1 into one of schema n + 2. A migration works on raw
values, never on the document's classes, and is not changed once it has been released.
"""

from collections.abc import Callable
from typing import Any

from nnstudio.experiment.document import SCHEMA
from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.wording import shown

Raw = dict[str, Any]

MIGRATIONS: tuple[Callable[[Raw], Raw], ...] = ()


def migrate(raw: object) -> Raw:
    """The raw values of a document in today's schema; raises ExperimentError."""
    if not isinstance(raw, dict):
        raise _problem("", f"an experiment is a JSON object, and this is {shown(raw)}")
    if "schema" not in raw:
        raise _problem("schema", f'is missing; an experiment starts with {{"schema": {SCHEMA}}}')
    schema = raw["schema"]
    if type(schema) is not int or schema < 1:
        raise _problem("schema", f"{shown(schema)} cannot be used here; it may be {SCHEMA}")
    if schema > SCHEMA:
        raise _problem(
            "schema",
            f"{shown(schema)} was made by a newer NNStudio; this one reads {SCHEMA}",
        )
    for step in MIGRATIONS[schema - 1 :]:
        raw = step(raw)
    return raw


def _problem(field: str, message: str) -> ExperimentError:
    return ExperimentError(Problem(field, message))
