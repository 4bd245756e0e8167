"""`nnstudio lessons` lists, tells and verifies."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from tests.cli.conftest import Command


def test_that_json_lists_name_title_and_claim(nnstudio: Command) -> None:
    outcome = nnstudio("lessons", "--json")
    assert outcome.code == 0
    assert len(outcome.json) >= 20
    assert all(entry.keys() == {"name", "title", "claim"} for entry in outcome.json)
    assert "dying-relu" in [entry["name"] for entry in outcome.json]


def test_that_a_lesson_is_told_with_its_question_and_control(nnstudio: Command) -> None:
    outcome = nnstudio("lessons", "dying-relu")
    assert outcome.code == 0
    for words in ("Dying ReLU", "Predict: ", "Done when: ", "Control: "):
        assert words in outcome.output


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--control",), 1)])
def test_that_a_check_exits_with_its_verdict(
    nnstudio: Command, options: tuple[str, ...], code: int
) -> None:
    outcome = nnstudio("lessons", "maxout", "--check", "--seed", "40", *options, "--json")
    assert outcome.code == code
    assert outcome.json["holds"] == (code == 0)
    assert (outcome.json["lesson"], outcome.json["seed"]) == ("maxout", 40)
    assert outcome.json["criteria"][0].keys() == {"says", "expression", "value", "limit", "holds"}
    assert outcome.errors == ""


def test_that_a_check_ends_with_the_verdict_in_words(nnstudio: Command) -> None:
    outcome = nnstudio("lessons", "zig-zag", "--check")
    assert outcome.output.splitlines()[-1].startswith("The claim holds (seeds 0 to 19")


def test_that_a_folder_of_ones_own_is_checked_alike(nnstudio: Command, tmp_path: Path) -> None:
    source = Path(str(files("nnstudio.resources") / "lessons" / "counting"))
    shutil.copytree(source, tmp_path / "mine")
    outcome = nnstudio("lessons", str(tmp_path / "mine"), "--check", "--json")
    assert outcome.code == 0
    assert outcome.json["lesson"] == "mine"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("lessons", "dyingrelu"), "did you mean dying-relu"),
        (("lessons", "--check"), "--check needs the NAME"),
        (("lessons", "maxout", "--control"), "go with --check"),
        (("lessons", "maxout", "--check", "--seed", "-4"), "seed: -4 may be"),
    ],
)
def test_that_wrong_input_is_one_sentence_and_exits_with_2(
    nnstudio: Command, arguments: tuple[str, ...], words: str
) -> None:
    outcome = nnstudio(*arguments)
    assert outcome.code == 2
    assert words in outcome.errors
    assert "Traceback" not in outcome.errors
