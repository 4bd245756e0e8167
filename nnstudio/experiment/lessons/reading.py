"""From the files of a lesson's folder to a lesson: text, steps and check, every mistake named.

lesson.md holds the title (# ...), the claim (> ...), an introduction and the steps (## ...), each
with a block of settings in TOML; experiment.json is an experiment; check.toml verifies the claim.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing.overrides import override
from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.json_text import read_json
from nnstudio.experiment.lessons.demonstrations import DEMONSTRATIONS
from nnstudio.experiment.lessons.expression import Expression, ExpressionError, parse_expression
from nnstudio.experiment.lessons.fields import (
    CheckFields,
    LessonFields,
    QuestionFields,
    RunFields,
    StepFields,
    problems,
)
from nnstudio.experiment.lessons.lesson import (
    Check,
    Criterion,
    Demonstrated,
    Lesson,
    Phase,
    Question,
    Run,
    Step,
    Trained,
)
from nnstudio.experiment.lessons.measures import MEASURES
from nnstudio.experiment.lessons.state import STATE
from nnstudio.experiment.lessons.text import TEXT, at, fault, parts, read_text
from nnstudio.experiment.validation import parse
from nnstudio.experiment.wording import closest, either, quoted

EXPERIMENT, CHECK = "experiment.json", "check.toml"

_SETTINGS = re.compile(r"^```toml\n(.*?)^```\n?", re.DOTALL | re.MULTILINE)
_OPEN_SETTINGS = re.compile(r"^```toml$", re.MULTILINE)
_HEADING = re.compile(r"^## ", re.MULTILINE)

Fields = TypeVar("Fields", bound=LessonFields)


def read_lesson(name: str, folder: Traversable) -> Lesson:
    """The lesson in `folder`; raises ExperimentError naming the file and the place in it."""
    title, claim, rest = parts(read_text(folder, TEXT))
    with at(EXPERIMENT):
        experiment = parse(_json(read_text(folder, EXPERIMENT)))
    introduction, *sections = _HEADING.split(rest)
    return Lesson(
        name=name,
        title=title,
        claim=claim,
        introduction=introduction.strip(),
        steps=tuple(
            _step(number, section, experiment) for number, section in enumerate(sections, start=1)
        ),
        experiment=experiment,
        check=_check(read_text(folder, CHECK), experiment),
        folder=folder if isinstance(folder, Path) else None,
    )


def _step(number: int, section: str, experiment: Experiment) -> Step:
    title, _, body = section.partition("\n")
    with at(f"{TEXT}, step {number}"):
        block = _SETTINGS.search(body)
        if block is None and _OPEN_SETTINGS.search(body):
            raise fault("opens a block of settings with ```toml and does not close it with ```")
        fields = _fields(StepFields, block[1] if block else "")
        text = _SETTINGS.sub("", body, count=1) if block else body
        return Step(
            title=title.strip(),
            text=text.strip(),
            experiment=_opened(number, fields, experiment),
            compare=tuple(_override(experiment, each) for each in fields.compare),
            point_at=tuple(fields.point_at),
            predict=None if fields.predict is None else _question(fields.predict),
            done=None if fields.done is None else _state_check(fields.done),
        )


def _opened(number: int, fields: StepFields, experiment: Experiment) -> Experiment | None:
    """What a step opens: the first step always something, a later one only where it says so."""
    if fields.overrides is None:
        return experiment if number == 1 else None
    return _override(experiment, fields.overrides)


def _question(fields: QuestionFields) -> Question:
    if fields.answer not in fields.choices:
        message = f"{quoted(fields.answer)} must be one of the choices, word for word"
        raise ExperimentError(Problem("predict.answer", message))
    answer = fields.choices.index(fields.answer)
    return Question(fields.question, tuple(fields.choices), answer, fields.because)


def _state_check(text: str) -> Expression:
    expression = _expression("done", text)
    for quantity in expression.quantities:
        if str(quantity) not in STATE:
            raise _unknown("done", str(quantity), STATE)
    return expression


def _check(text: str, experiment: Experiment) -> Check:
    with at(CHECK):
        fields = _fields(CheckFields, text)
        runs = {name: _run(name, [run], experiment) for name, run in fields.runs.items()}
        return Check(
            seeds=fields.seeds,
            data_sets=min(fields.data_sets or fields.seeds, fields.seeds),
            runs=tuple(runs.items()),
            criteria=tuple(
                _criterion(number, each.says, each.holds, runs)
                for number, each in enumerate(fields.criteria, start=1)
            ),
            control=tuple(_control(fields, runs, experiment).items()),
            control_says=fields.control.says,
        )


def _control(
    fields: CheckFields, runs: Mapping[str, Run], experiment: Experiment
) -> dict[str, Run]:
    changed = dict(runs)
    for name, run in fields.control.runs.items():
        if name not in runs:
            raise _unknown("control.runs", name, tuple(runs))
        changed[name] = _run(f"control.{name}", [fields.runs[name], run], experiment)
    return changed


def _run(name: str, layers: Sequence[RunFields], experiment: Experiment) -> Run:
    """A run from its fields and, for a control, those that are laid over them."""
    with at(f"runs.{name}"):
        demonstration = next((run.demonstration for run in layers if run.demonstration), None)
        if demonstration is not None:
            if demonstration not in DEMONSTRATIONS:
                raise _unknown("demonstration", demonstration, tuple(DEMONSTRATIONS))
            settings = {key: value for run in layers for key, value in run.settings.items()}
            return Demonstrated(demonstration, tuple(settings.items()))
        for run in layers:
            experiment = _override(experiment, run.overrides)
        given = [run.epochs for run in layers if run.epochs is not None]
        phases, changed = [], experiment
        for phase in next((run.then for run in reversed(layers) if run.then), []):
            changed = _override(changed, phase.overrides)
            phases.append(Phase(changed, phase.epochs))
        epochs = given[-1] if given else experiment.training.epochs
        return Trained(experiment, epochs, tuple(phases))


def _criterion(number: int, says: str, holds: str, runs: Mapping[str, Run]) -> Criterion:
    with at(f"criterion {number}"):
        expression = _expression("holds", holds)
        for quantity in expression.quantities:
            if quantity.run not in runs:
                name = quantity.run or quantity.name
                raise _unknown("holds", name, tuple(runs))
            if isinstance(runs[quantity.run], Trained) and quantity.name not in MEASURES:
                raise _unknown("holds", quantity.name, tuple(MEASURES))
        return Criterion(says, expression)


def _expression(field: str, text: str) -> Expression:
    try:
        return parse_expression(text)
    except ExpressionError as error:
        raise ExperimentError(Problem(field, f"{quoted(text, longest=80)} {error}")) from None


def _override(experiment: Experiment, overrides: Mapping[str, Any]) -> Experiment:
    assignments = [
        f"{path}={json.dumps(value, default=str)}" for path, value in _flat(overrides, "")
    ]
    return override(experiment, assignments) if assignments else experiment


def _flat(overrides: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    """Every value by its dotted path: TOML nests the tables of unquoted dotted keys."""
    for key, value in overrides.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _fields(kind: type[Fields], text: str) -> Fields:
    try:
        return kind.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise fault(f"is not TOML: {error}") from None
    except ValidationError as error:
        raise problems(error) from None


def _json(text: str) -> Any:
    try:
        return read_json(text)
    except ValueError as error:
        raise fault(f"is not JSON: {error}") from None


def _unknown(field: str, name: str, names: Sequence[str]) -> ExperimentError:
    meant = closest(name, names)
    hint = f"did you mean {meant}?" if meant else f"it may be {either(list(names))}"
    return ExperimentError(Problem(field, f"there is no {quoted(name)}; {hint}"))
