"""What the columns of a table are meant as: numbers in a dress, categories, and missing marks."""

from typing import Any

import pytest

from nnstudio.experiment.data.dataset import Dataset
from nnstudio.experiment.data.sources import load_dataset
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.errors import ExperimentError

ROWS = 40


def load(text: str, **said: Any) -> Dataset:
    return load_dataset(DataSettings.model_validate({"source": "table", "text": text, **said}), 0)


def features(cell: str) -> str:
    rows = (f"{cell.format(i)},{'xy'[i % 2]}\n" for i in range(ROWS))
    return f"a,kind\n{''.join(rows)}"


def targets(cell: str) -> str:
    return "a,y\n" + "".join(f"{i},{cell.format(i)}\n" for i in range(ROWS))


@pytest.mark.parametrize("cell", ["${}.50", "{} cm", "USD {}", "({})", "{}D+00", '"{},000"'])
def test_that_measurements_are_one_feature_and_not_one_for_each(cell: str) -> None:
    assert load(features(cell)).feature_names == ("a",)


def test_that_measurements_that_repeat_are_categories_unless_a_person_says_otherwise() -> None:
    text = features("{} cm").replace("kind\n", "kind\n" + "5 cm,x\n6 cm,y\n" * ROWS)
    assert load(text).columns == ROWS
    assert load(text, numbers=["a"]).rows[:2].tolist() == [[5], [6]]
    assert load(features("{} cm"), categories=["a"]).columns == ROWS


@pytest.mark.parametrize("cell", ["${}.50", '"1,{:03}"', "{}%", "2024-05-01 00:{:02}"])
def test_that_a_target_of_many_measurements_is_a_number(cell: str) -> None:
    assert load(targets(cell)).task == "regression"
    assert len(load(targets(cell), task="classification").class_names) == ROWS


def test_that_a_few_measurements_are_classes_but_may_be_a_number() -> None:
    text = "a,y\n" + "".join(f"{i},{i % 3} cm\n" for i in range(ROWS))
    assert load(text).class_names == ("0 cm", "1 cm", "2 cm")
    assert load(text, task="regression").targets[:3].tolist() == [[0], [1], [2]]


def test_that_numbers_among_numbers_in_a_dress_are_read_alike() -> None:
    rows = "".join(f'"{i * 900:,}",{"xy"[i % 2]}\n' for i in range(ROWS))
    assert load("a,kind\n" + rows).rows[:, 0].tolist() == [i * 900 for i in range(ROWS)]


def test_that_marks_are_missing_in_text_too_if_the_document_says_so() -> None:
    text = "a,color,kind\n" + "1,red,x\n2,NA,y\n3,blue,?\n4,blue,y\n"
    assert load(text).class_names == ("?", "x", "y")
    with pytest.raises(ExperimentError, match='column "color": 1 of 4 cells is missing, first'):
        load(text, marks="missing")
    kept = load(text, marks="missing", missing="drop")
    assert kept.class_names == ("x", "y")
    assert kept.feature_names == ("a", "color=blue", "color=red")
    assert kept.rows[:, 0].tolist() == [1, 4]


@pytest.mark.parametrize("mark", ["na", "NaN", "?", "-"])
@pytest.mark.parametrize("said", [{}, {"task": "classification"}, {"marks": "missing"}])
def test_that_a_mark_beside_numbers_is_a_gap_and_no_class(mark: str, said: dict[str, str]) -> None:
    text = "a,y\n" + "".join(f"{i},{mark if i in (7, 20) else i % 2}\n" for i in range(ROWS))
    with pytest.raises(ExperimentError, match=f'column "y": 2 of {ROWS} cells .* row 9'):
        load(text, **said)
    kept = load(text, missing="drop", **said)
    assert (kept.class_names, len(kept)) == (("0", "1"), ROWS - 2)


def test_that_a_mark_is_no_category_beside_numbers_if_the_document_says_so() -> None:
    text = "a,kind\n1,x\n2,y\nNA,x\n1,y\n"
    assert load(text, categories=["a"]).feature_names == ("a=1", "a=2", "a=NA")
    kept = load(text, categories=["a"], marks="missing", missing="drop")
    assert kept.feature_names == ("a=1", "a=2")


def test_that_a_minus_beside_a_plus_is_no_missing_mark() -> None:
    text = "a,kind\n" + "1,+\n2,-\n3,+\n4,-\n"
    assert load(text, marks="missing").class_names == ("+", "-")


def test_that_a_name_that_no_column_has_cannot_be_a_number() -> None:
    with pytest.raises(ExperimentError, match='no column "a3"; there are'):
        load("a1,a2,kind\n1 cm,2,x\n3 cm,4,y\n", numbers=["a3"])


def test_that_several_marks_beside_few_texts_leave_it_text() -> None:
    text = "a,color,kind\n" + "1,red,x\n2,NA,y\n3,?,x\n4,red,y\n"
    kept = load(text, marks="missing", missing="drop")
    assert kept.feature_names == ("a", "color=red")
    assert kept.rows[:, 0].tolist() == [1, 4]
