"""Lessons: their files, their language, and checks that hold where they should alone."""

import re
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.lessons.expression import (
    ExpressionError,
    Quantity,
    evaluate,
    parse_expression,
)
from nnstudio.experiment.lessons.library import lesson_names, list_lessons, load_lesson
from nnstudio.experiment.lessons.measures import MEASURES
from nnstudio.experiment.lessons.reading import read_lesson
from nnstudio.experiment.lessons.state import STATE, reached, state_of
from nnstudio.experiment.lessons.verdict import judge
from nnstudio.experiment.looks.snapshot import Metrics

LESSON = """# My lesson

> It is so,
> always.

Why it is so: $x > 0$.

## Look

```toml
point_at = ["runButton"]
done = "epoch >= 2 and units[0] == 5"

[predict]
question = "Is it?"
choices = ["yes", "no"]
answer = "no"
because = "So it is."
```

Text of the step.

```toml
not = "settings, but an example"
```

## Go on

More text.
"""
EXPERIMENT = """{"schema": 1, "data": {"source": "circle", "samples": 60}, "network": {"layers": [
{"units": 5, "activation": "tanh"}, {"units": 1}]}, "training": {"epochs": 3}}"""
CHECK = """seeds = 4
data_sets = 2
[runs.few]
epochs = 2
[runs.more]
set.network.layers.0.units = 9
then = [{ epochs = 2, set = { training.learning_rate = 0.5 } }]
[[criterion]]
says = "there are 21 parameters"
holds = "all(few.parameters == 21) and min(more.parameters) > 21"
[control]
says = "six units"
[control.runs.few]
set.network.layers.0.units = 6
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound lesson of a teacher's own."""
    path = tmp_path / "mine"
    path.mkdir()
    (path / "lesson.md").write_text(LESSON, encoding="utf-8")
    (path / "experiment.json").write_text(EXPERIMENT, encoding="utf-8")
    (path / "check.toml").write_text(CHECK, encoding="utf-8")
    return path


def value(text: str, **quantities: object) -> object:
    names = {name.replace("__", "."): each for name, each in quantities.items()}
    expression = parse_expression(text)
    values = {quantity: names[str(quantity)] for quantity in expression.quantities}
    return evaluate(expression, values).tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3 - 4 / 8", 6.5),
        ("0 <= x < 2 and not x == 1", [1, 0, 0]),
        ("median(x) == 1 or x == 0", [1, 1, 1]),
        ("share(x >= 1)", 2 / 3),
        ("quantile(x, 0.5) + max(-x) + ceil(0.5)", 2),
        ("layers[0]", [1, 3]),
        ("layers[-1]", [2, 4]),
        ("all(layers[1] > layers[0])", 1),
        ("abs(-2) * sqrt(4) + log(1)", 4),
        ("1 / 0 > 5", 1),
    ],
)
def test_that_an_expression_has_its_value(text: str, expected: object) -> None:
    assert value(text, x=[0, 1, 2], layers=[[1, 2], [3, 4]]) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "x.__class__.__bases__",
        "open('/etc/passwd')",
        "'a' * 1000",
        "9 ** 9 ** 9",
        "[y for y in x]",
        "lambda: 1",
        "x[y]",
        "run.measure(y)",
        "median(1, 2)",
        "x if x else 1",
        "(x := 1)",
        "",
        "1 +",
        "True",
        "-" * 400 + "1",
        "((((" * 60,
    ],
)
def test_that_nothing_but_the_language_is_read(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse_expression(text)


def test_that_an_index_beyond_the_layers_is_told() -> None:
    with pytest.raises(ExpressionError, match="cannot be computed"):
        value("layers[5]", layers=[[1, 2], [3, 4]])


def test_that_a_measure_takes_its_numbers() -> None:
    (quantity,) = parse_expression("median(fast.epochs_to_loss(0.1))").quantities
    assert quantity == Quantity("fast", "epochs_to_loss", (0.1,))
    assert str(quantity) == "fast.epochs_to_loss(0.1)"


def test_that_a_folder_is_read_as_it_is_written(folder: Path) -> None:
    lesson = load_lesson(folder)
    assert (lesson.name, lesson.title, lesson.claim) == ("mine", "My lesson", "It is so, always.")
    assert lesson.introduction == "Why it is so: $x > 0$."
    first, second = lesson.steps
    assert first.text.startswith("Text of the step.")
    assert "an example" in first.text
    assert first.predict is not None
    assert first.predict.choices[first.predict.answer] == "no"
    assert first.experiment == lesson.experiment
    assert (second.title, second.text, second.experiment) == ("Go on", "More text.", None)


def test_that_a_step_is_done_in_its_state_alone(folder: Path) -> None:
    lesson = load_lesson(folder)
    prepared = prepare(lesson.experiment)
    done = lesson.steps[0].done
    assert done is not None
    assert not reached(done, state_of(prepared, None, ()))
    for epoch in (1, 2):
        metrics = Metrics(epoch, epoch, 0.5, 0.5, 0.0, 0.9, 0.9)
        state = state_of(prepared, metrics, ())
        assert reached(done, state) == (epoch == 2)
        assert set(state) <= set(STATE)


def test_that_the_check_trains_every_seed_on_its_share_of_the_data(folder: Path) -> None:
    ticks: list[tuple[int, int]] = []
    verdict = judge(load_lesson(folder), 7, on_progress=lambda *tick: ticks.append(tick))
    assert verdict.holds
    assert (verdict.seed, verdict.seeds) == (7, 4)
    assert ticks[-1] == (8, 8)
    assert not judge(load_lesson(folder), 7, control=True).holds


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("lesson.md", "# My", "My", "lesson.md: must begin with a line # title"),
        (
            "lesson.md",
            'answer = "no"',
            'answer = "nay"',
            'lesson.md, step 1: predict.answer: "nay"',
        ),
        ("lesson.md", "epoch >= 2", "epock >= 2", "step 1: done: .*did you mean epoch"),
        ("lesson.md", "epoch >= 2", "open(1)", "step 1: done: .* not allowed"),
        ("lesson.md", "point_at", "point", "step 1: point: there is no such field"),
        ("lesson.md", "done = ", "done = = ", "step 1: is not TOML"),
        (
            "experiment.json",
            "circle",
            "cirle",
            "experiment.json: data.source: .*did you mean circle",
        ),
        ("experiment.json", "{", "", "experiment.json: is not JSON"),
        ("check.toml", "seeds = 4", "seeds = 0", "check.toml: seeds: 0 cannot be used here"),
        ("check.toml", "seeds = 4", "", "check.toml: seeds: is missing"),
        (
            "check.toml",
            "units = 9",
            "units = 0",
            "check.toml: runs.more: network.layers.0.units: 0",
        ),
        ("check.toml", "few.param", "fewer.param", "criterion 1: holds: .*did you mean few"),
        ("check.toml", "few.parameters", "few.parametres", "did you mean parameters"),
        ("check.toml", "control.runs.few", "control.runs.new", 'control.runs: there is no "new"'),
        ("check.toml", "all(few.parameters == 21)", "few.parameters == 21", "different from run"),
    ],
)
def test_that_a_mistake_is_told_with_its_file_and_place(
    folder: Path, file: str, old: str, new: str, message: str
) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ExperimentError, match=message):
        judge(load_lesson(folder), 0)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('with.inputs = "sigmund"', 'inputs: "sigmund" cannot be used here; it should be'),
        ("with.input = 1", "input: there is no such field"),
        ("with.batch = 0", "batch: 0 cannot be used here"),
        ('with.inputs = "tanh"', "zig_zag: measures no parameters; it measures steps"),
    ],
)
def test_that_a_demonstration_takes_its_settings_alone(
    folder: Path, settings: str, message: str
) -> None:
    check = (folder / "check.toml").read_text(encoding="utf-8")
    check = check.replace("epochs = 2", f'demonstration = "zig_zag"\n{settings}', 1)
    (folder / "check.toml").write_text(check, encoding="utf-8")
    with pytest.raises(ExperimentError, match=message):
        judge(load_lesson(folder), 0)


def test_that_a_missing_file_and_an_unknown_lesson_are_told(folder: Path) -> None:
    (folder / "check.toml").unlink()
    with pytest.raises(ExperimentError, match=r"check\.toml: is missing"):
        load_lesson(folder)
    with pytest.raises(ExperimentError, match="did you mean dying-relu"):
        load_lesson("dying_relu")


def test_that_the_list_holds_every_shipped_folder_once() -> None:
    shipped = files("nnstudio.resources") / "lessons"
    folders = [each.name for each in shipped.iterdir() if each.is_dir() and each.name[0] != "_"]
    assert sorted(lesson_names()) == sorted(folders)
    assert [info.name for info in list_lessons()] == list(lesson_names())


@pytest.mark.parametrize("name", lesson_names())
def test_that_a_shipped_lesson_is_complete(name: str) -> None:
    lesson = load_lesson(name)
    assert lesson.claim.endswith(".")
    assert lesson.steps
    assert lesson.check.control != lesson.check.runs
    assert any(step.predict for step in lesson.steps)
    for step in lesson.steps:
        assert step.text or step.predict
        for experiment in (step.experiment, *step.compare):
            if experiment is not None:
                prepare(experiment, lesson.folder)


def test_that_a_shipped_lesson_is_the_same_in_a_folder_elsewhere(tmp_path: Path) -> None:
    for name in ("preprocessing", "dying-relu"):
        source = Path(str(files("nnstudio.resources") / "lessons" / name))
        shutil.copytree(source, tmp_path / name)
        here, there = load_lesson(name), read_lesson(name, tmp_path / name)
        assert here.steps == there.steps
        assert here.check == there.check
        prepare(there.experiment, there.folder)


def test_that_the_page_for_teachers_names_every_measure_and_quantity() -> None:
    page = (files("nnstudio.resources") / "lessons" / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_0-9]+)(?:\(.*?\))?`", page))
    assert not set(MEASURES) - named
    assert not set(STATE) - named


@pytest.mark.parametrize("name", ["bumps", "fit-on-train", "luck", "tanh-sigmoid"])
def test_that_a_claim_holds_and_fails_on_its_control(name: str) -> None:
    lesson = load_lesson(name)
    verdict = judge(lesson, 100)
    assert verdict.holds, verdict.criteria
    assert not judge(lesson, 100, control=True).holds


@pytest.mark.parametrize(("name", "seed"), [("mean-image", 95000), ("preprocessing", 130017)])
def test_that_a_claim_holds_also_on_unlucky_seeds(name: str, seed: int) -> None:
    verdict = judge(load_lesson(name), seed)
    assert verdict.holds, verdict.criteria


def test_that_the_same_block_gives_the_same_numbers_and_another_does_not(folder: Path) -> None:
    check = folder / "check.toml"
    text = CHECK.replace("all(few.parameters == 21)", "max(few.train_loss) < 5")
    check.write_text(text, encoding="utf-8")
    first, again, other = (judge(load_lesson(folder), seed).statistics for seed in (3, 3, 4))
    assert first == again
    assert first != other
