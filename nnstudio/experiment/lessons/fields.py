"""The fields of a lesson's files as a teacher writes them, before they are put together."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from nnstudio.experiment.document import Settings
from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.wording import shown

MAX_SEEDS = 100

Overrides = dict[str, Any]


class LessonFields(Settings):
    """What a lesson's files share: the name `set` means what --set means."""

    model_config = ConfigDict(populate_by_name=False)


class QuestionFields(LessonFields):
    """The prediction the class makes; `answer` repeats the choice that is right."""

    question: str
    choices: Annotated[list[str], Field(min_length=2, max_length=9)]
    answer: str
    because: str = ""


class StepFields(LessonFields):
    """The block at the head of a step in lesson.md."""

    overrides: Annotated[Overrides | None, Field(alias="set")] = None
    compare: list[Overrides] = Field(default_factory=list, max_length=6)
    point_at: list[str] = Field(default_factory=list)
    predict: QuestionFields | None = None
    done: str | None = None


class PhaseFields(LessonFields):
    """More epochs under changed settings."""

    overrides: Overrides = Field(alias="set", default_factory=dict)
    epochs: Annotated[int, Field(ge=1)]


class RunFields(LessonFields):
    """One run of check.toml: overrides of the experiment, or a demonstration with settings."""

    overrides: Overrides = Field(alias="set", default_factory=dict)
    epochs: Annotated[int | None, Field(ge=0)] = None
    then: list[PhaseFields] = Field(default_factory=list)
    demonstration: str | None = None
    settings: Overrides = Field(alias="with", default_factory=dict)


class CriterionFields(LessonFields):
    """One thing that must hold."""

    says: str
    holds: str


class ControlFields(LessonFields):
    """Changes of the runs under which the claim must not hold."""

    says: str
    runs: Annotated[dict[str, RunFields], Field(min_length=1)]


class CheckFields(LessonFields):
    """The file check.toml."""

    seeds: Annotated[int, Field(ge=1, le=MAX_SEEDS)]
    data_sets: Annotated[int | None, Field(ge=1, le=MAX_SEEDS)] = None
    runs: Annotated[dict[str, RunFields], Field(min_length=1)]
    criteria: Annotated[list[CriterionFields], Field(alias="criterion", min_length=1)]
    control: ControlFields


def problems(error: ValidationError) -> ExperimentError:
    """What pydantic found, in the words a teacher reads."""
    details = error.errors(include_url=False, include_context=True)
    return ExperimentError(*(_problem(detail) for detail in details[:10]))


def _problem(detail: ErrorDetails) -> Problem:
    field = ".".join(str(part) for part in detail["loc"])
    match detail["type"]:
        case "missing":
            return Problem(field, "is missing")
        case "extra_forbidden" | "unexpected_keyword_argument":
            return Problem(field, "there is no such field here; see how to write a lesson")
    wanted = detail["msg"].removeprefix("Input should ")
    return Problem(field, f"{shown(detail['input'])} cannot be used here; it should {wanted}")
