"""`nnstudio lessons`: what there is to teach, a lesson's text, and whether its claim holds."""

import textwrap
from typing import TYPE_CHECKING, Annotated

import typer

from nnstudio.cli.errors import CommandError
from nnstudio.cli.options import JsonOption
from nnstudio.cli.output import say, say_json, say_table
from nnstudio.cli.progress import progress_bar

if TYPE_CHECKING:
    from nnstudio.experiment.lessons.lesson import Lesson, Step
    from nnstudio.experiment.lessons.verdict import Judged, Statistic, Verdict

_WIDTH = 92


def lessons(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            help="A lesson, or the folder of one of your own; without it all are listed.",
            show_default=False,
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Verify the claim over many runs.")
    ] = False,
    control: Annotated[
        bool, typer.Option("--control", help="Check where the claim should not hold.")
    ] = False,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="The first seed.")] = 0,
    as_json: JsonOption = False,
) -> int:
    """The lessons; with a name its text, with --check the verdict on its claim."""
    from nnstudio.experiment.lessons.library import load_lesson

    if (control or seed) and not check:
        raise CommandError("--control and --seed go with --check", 2)
    if name is None:
        if check:
            raise CommandError("--check needs the NAME of a lesson", 2)
        _list(as_json)
        return 0
    lesson = load_lesson(name)
    if check:
        return _check(lesson, seed, control, as_json)
    if as_json:
        say_json({"name": lesson.name, "title": lesson.title, "claim": lesson.claim})
    else:
        _show(lesson)
    return 0


def _list(as_json: bool) -> None:
    from dataclasses import asdict

    from nnstudio.experiment.lessons.library import list_lessons

    infos = list_lessons()
    if as_json:
        say_json([asdict(info) for info in infos])
        return
    for info in infos:
        say(f"{info.name}: {info.title}")
        say(textwrap.indent(textwrap.fill(info.claim, _WIDTH), "    "))


def _show(lesson: "Lesson") -> None:
    from nnstudio.experiment.lessons.mathematics import with_characters

    say(lesson.title)
    say()
    say(textwrap.fill(lesson.claim, _WIDTH))
    if lesson.introduction:
        say()
        say(with_characters(lesson.introduction))
    for number, step in enumerate(lesson.steps, start=1):
        say()
        _show_step(number, step)
    say()
    say(f"Control: {lesson.check.control_says}")


def _show_step(number: int, step: "Step") -> None:
    from nnstudio.experiment.lessons.mathematics import with_characters

    question = step.predict
    say(f"{number}. {step.title}")
    if question is not None:
        say()
        say(f"Predict: {question.question}")
        for choice in question.choices:
            say(f"  - {choice}")
    if step.text:
        say()
        say(with_characters(step.text))
    if question is not None:
        say()
        say(f"Answer: {question.choices[question.answer]}. {question.because}".rstrip())
    if step.done is not None:
        say()
        say(f"Done when: {step.done}")


def _check(lesson: "Lesson", seed: int, control: bool, as_json: bool) -> int:
    from nnstudio.experiment.lessons.verdict import judge

    with progress_bar("run") as show:
        verdict = judge(lesson, seed, control, show)
    if as_json:
        say_json(verdict.as_dict())
    else:
        _show_verdict(lesson, verdict)
    return 0 if verdict.holds else 1


def _show_verdict(lesson: "Lesson", verdict: "Verdict") -> None:
    say(textwrap.fill(lesson.claim, _WIDTH))
    if verdict.control:
        say(f"Control, where this should not hold: {lesson.check.control_says}")
    say()
    say_table(
        ("measured", "lower quartile", "median", "upper quartile"),
        [_statistic_cells(statistic) for statistic in verdict.statistics],
    )
    say()
    for criterion in verdict.criteria:
        _show_criterion(criterion)
    say()
    last = verdict.seed + verdict.seeds - 1
    runs = f"seed {verdict.seed}" if verdict.seeds == 1 else f"seeds {verdict.seed} to {last}"
    word = "holds" if verdict.holds else "does not hold"
    say(f"The claim {word} ({runs}, {verdict.seconds:.1f} s)")


def _statistic_cells(statistic: "Statistic") -> tuple[str, ...]:
    return (
        statistic.quantity,
        *(_number(value) for value in (statistic.q1, statistic.median, statistic.q3)),
    )


def _show_criterion(judged: "Judged") -> None:
    found = "" if judged.value is None else f"  (found {_number(judged.value)})"
    say(f"{'holds' if judged.holds else 'FAILS'}  {judged.says}{found}")
    say(f"       {judged.expression}")


def _number(value: float | None) -> str:
    """Four digits; "never" stands for a number that is not finite."""
    return "never" if value is None else f"{value:.4g}"
