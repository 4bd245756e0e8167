"""What a document chooses of a table: columns, categories, missing cells, task, and the writing."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnstudio.experiment.data.prepare import Prepared, prepare
from nnstudio.experiment.data.sources import load_dataset
from nnstudio.experiment.data.tables.reading import open_table, read_table
from nnstudio.experiment.data.tables.shelf import shelf, shelf_key
from nnstudio.experiment.document import DataSettings, Experiment, LayerSettings, NetworkSettings
from nnstudio.experiment.editing.overrides import override
from nnstudio.experiment.editing.table_edits import use_table
from nnstudio.experiment.errors import ExperimentError

TEXT = "a,b,color,kind\n1,2,red,x\n3,,blue,y\n5,oops,red,x\n7,8,blue,y\n9,10,red,x\n"


def settings(text: str = TEXT, **chosen: Any) -> DataSettings:
    return DataSettings.model_validate({"source": "table", "text": text, **chosen})


def refusal(text: str = TEXT, **chosen: Any) -> tuple[str, str]:
    with pytest.raises(ExperimentError) as caught:
        load_dataset(settings(text, **chosen), 0)
    (problem,) = caught.value.problems
    return problem.field, problem.message


def ready(data: DataSettings) -> Prepared:
    network = NetworkSettings(layers=(LayerSettings(units="auto"),))
    return prepare(Experiment(data=data, network=network))


def test_that_text_is_encoded_one_hot() -> None:
    data = load_dataset(settings(columns=["color", "a"]), 0)
    assert data.feature_names == ("a", "color=blue", "color=red")
    assert data.rows.tolist()[:2] == [[1, 0, 1], [3, 1, 0]]


def test_that_numbers_are_categories_where_the_user_says_so() -> None:
    data = load_dataset(settings(columns=["a", "b"], categories=["b"], missing="drop"), 0)
    assert data.feature_names == ("a", "b=10", "b=2", "b=8", "b=oops")
    assert data.rows[:, 0].tolist() == [1, 5, 7, 9]


def test_that_rows_without_a_value_are_dropped() -> None:
    data = load_dataset(settings(columns=["a", "b"], missing="drop"), 0)
    assert data.rows.tolist() == [[1, 2], [7, 8], [9, 10]]
    assert data.targets.tolist() == [0, 1, 0]


def test_that_cells_without_a_value_are_refused_unless_a_way_is_chosen() -> None:
    assert refusal() == (
        "data.missing",
        'column "b": 2 of 5 cells are not numbers, first in row 3: an empty cell; decide what '
        "happens to them: data.missing may be drop, mean or median",
    )


@pytest.mark.parametrize(("missing", "function"), [("mean", np.mean), ("median", np.median)])
def test_that_gaps_are_filled_from_the_training_split_alone(missing: str, function: Any) -> None:
    rows = [f"{i},{'' if i % 5 == 0 else i * i},{'xy'[i % 2]}" for i in range(40)]
    prepared = ready(settings("a,b,kind\n" + "\n".join(rows), missing=missing))
    train = prepared.train_index
    there = np.array([i * i for i in train if i % 5])
    assert {i for i in prepared.test_index if i % 5 == 0}
    for place in range(0, 40, 5):
        assert prepared.dataset.rows[place, 1] == pytest.approx(function(there))
    changed = [
        f"{i},{10**6},{'xy'[i % 2]}" if i % 5 and i in prepared.test_index else rows[i]
        for i in range(40)
    ]
    other = ready(settings("a,b,kind\n" + "\n".join(changed), missing=missing))
    assert other.dataset.rows[0, 1] == prepared.dataset.rows[0, 1]
    assert np.array_equal(other.train_inputs, prepared.train_inputs)


def test_that_a_category_without_a_value_is_filled_with_the_shares_of_the_training_split() -> None:
    rows = "".join(f"{i},{'red' if i % 2 else 'blue'},{'xy'[i % 2]}\n" for i in range(20))
    prepared = ready(settings("a,color,kind\n" + rows + "20,,x\n", missing="mean"))
    colors = prepared.dataset.rows[prepared.train_index][:, 1:]
    colors = colors[np.isin(colors, (0, 1)).all(axis=1)]
    assert prepared.dataset.rows[20, 1:] == pytest.approx(colors.mean(axis=0))


def test_that_a_column_with_no_value_in_the_training_split_cannot_be_filled() -> None:
    rows = "".join(f"{i},{'xy'[i % 2]},{'' if i else 5}\n" for i in range(20))
    text = "a,kind,b\n" + rows
    sentences = set()
    for seed in range(8):
        data = settings(text, missing="mean", target="kind", seed=seed, test_fraction=0.9)
        try:
            ready(data)
        except ExperimentError as error:
            sentences.add(error.problems[0].message)
    assert sentences == {
        'column "b" has no value in the training split to fill it with; leave it out, or let '
        '"missing" be drop'
    }


def test_that_rows_without_a_label_are_left_out_when_a_way_is_chosen() -> None:
    text = "a,kind\n1,x\n2,\n3,y\n4,x\n"
    assert refusal(text) == (
        "data.target",
        'column "kind": 1 of 4 cells has no label, first in row 3; correct them, or let '
        "data.missing be drop to leave these rows out",
    )
    assert load_dataset(settings(text, missing="mean"), 0).rows.tolist() == [[1], [3], [4]]


@pytest.mark.parametrize(
    ("chosen", "field", "sentence"),
    [
        ({"columns": ["c"]}, "data.columns", '"pasted table" has no column "c"; there are'),
        ({"columns": ["kind"]}, "data.columns", '"kind" is the target; it cannot be a feature'),
        ({"categories": ["colr"]}, "data.categories", 'did you mean "color"?'),
        ({"target": "knd"}, "data.target", 'did you mean "kind"?'),
        ({"task": "regression", "columns": ["a"]}, "data.task", "regression needs numbers"),
        ({"delimiter": "tab"}, "data.path", "has only one column"),
    ],
)
def test_that_an_impossible_choice_is_refused(
    chosen: dict[str, Any], field: str, sentence: str
) -> None:
    found = refusal(**chosen)
    assert found[0] == field
    assert sentence in found[1]


def test_that_skipping_every_line_is_refused() -> None:
    sentence = '"pasted table" has no table below the first 50 lines; skip fewer'
    assert refusal(skip=50) == ("data.skip", sentence)


def test_that_dropping_every_row_is_refused() -> None:
    assert refusal("a,b,kind\n1,,x\n,2,y\n", missing="drop")[1] == (
        '"pasted table" keeps 0 rows of 2 without a missing value; let "missing" be mean or '
        "median, or leave columns out"
    )


def test_that_the_task_is_recognized_and_can_be_changed() -> None:
    text = "a,y\n" + "".join(f"{i},{i % 3}\n" for i in range(12))
    assert load_dataset(settings(text), 0).class_names == ("0", "1", "2")
    assert load_dataset(settings(text, task="regression"), 0).task == "regression"
    numbers = "a,y\n1,0.5\n2,1.5\n3,0.5\n"
    assert load_dataset(settings(numbers), 0).task == "regression"
    assert load_dataset(settings(numbers, task="classification"), 0).class_names == ("0.5", "1.5")


def test_that_what_is_recognized_can_be_overruled(tmp_path: Path) -> None:
    text = "1,5;2\n3,5;4\n5,5;6\n"
    assert open_table(settings(text)).written.decimal_comma
    first = open_table(settings(text, header=True, decimal="point"))
    assert (first.names, first.written.decimal_comma) == (("1,5", "2"), False)
    (tmp_path / "t.csv").write_bytes("ä,b\n1,2\n3,4\n".encode())
    data = DataSettings(source="table", path=str(tmp_path / "t.csv"), encoding="Windows-1252")
    assert open_table(data).names == ("Ã¤", "b")


def test_that_another_encoding_than_the_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("ä,b\n1,2\n".encode("cp1252"))
    data = DataSettings(source="table", path=str(tmp_path / "t.csv"), encoding="UTF-8")
    with pytest.raises(ExperimentError, match=r'"t.csv" is not written in UTF-8'):
        open_table(data)


def test_that_every_choice_can_be_made_on_the_command_line() -> None:
    base = Experiment(data=settings(), network=NetworkSettings(layers=(LayerSettings(units=2),)))
    chosen = override(
        base,
        [
            "data.missing=median",
            'data.columns=["a","b"]',
            'data.categories=["b"]',
            "data.task=classification",
            "data.delimiter=comma",
            "data.header=true",
        ],
    )
    assert chosen.data == settings(
        missing="median",
        columns=["a", "b"],
        categories=["b"],
        task="classification",
        delimiter="comma",
        header=True,
    )
    with pytest.raises(ExperimentError, match="it may be drop, mean or median"):
        override(base, ["data.missing=zero"])


def test_that_a_table_brings_the_loss_of_its_task() -> None:
    base = Experiment(
        data=DataSettings(source="xor"), network=ready(settings(columns=["a"])).experiment.network
    )
    numbers = use_table(base, settings("a,y\n1,0.5\n2,1.5\n3,2.5\n"), "regression")
    assert numbers.training.loss == "mse"
    assert prepare(numbers).dataset.task == "regression"
    classes = use_table(numbers, settings(columns=["a"]), "classification")
    assert classes.training.loss == "cross_entropy"
    assert classes.data.columns == ("a",)


def test_that_late_text_in_a_column_of_numbers_makes_no_category_of_it() -> None:
    text = "a,kind\n" + "".join(f"{i},{'xy'[i % 2]}\n" for i in range(300)) + "late,x\n"
    assert 'first in row 302: "late"' in refusal(text)[1]


def test_that_labels_keep_their_zeros_in_front_when_one_is_text() -> None:
    text = "a,kind\n" + "".join(f"{i},0{i % 3}\n" for i in range(300)) + "300,other\n"
    assert load_dataset(settings(text), 0).class_names == ("00", "01", "02", "other")


def test_that_a_quoted_cell_may_go_on_over_a_block_of_lines(tmp_path: Path) -> None:
    rows = "".join(f"{i}.5,{i},x\n" for i in range(40_000))
    text = f'a,b,kind\n{rows}1,2,"two\nlines"\n{rows}'
    (tmp_path / "t.csv").write_text(text)
    data = load_dataset(DataSettings(source="table", path=str(tmp_path / "t.csv")), 0)
    assert data.class_names == ("two\nlines", "x")
    assert len(data) == 80_001
    assert data.rows[40_001:, 1].tolist() == list(range(40_000))


def test_that_a_file_that_changed_is_read_again_and_one_that_did_not_is_not(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b,kind\n1,2,x\n3,4,y\n")
    data = DataSettings(source="table", path=str(path))
    load_dataset(data, 0)
    table = shelf().get(shelf_key(data))
    assert table is not None
    assert load_dataset(data.model_copy(update={"columns": ("b",)}), 0).rows.tolist() == [[2], [4]]
    assert shelf().get(shelf_key(data)) is table
    other = data.model_copy(update={"categories": ("a",)})
    assert load_dataset(other, 0).feature_names == ("a=1", "a=3", "b")
    path.write_text("a,b,kind\n1,2,x\n3,4,y\n5,6,y\n")
    assert len(load_dataset(data, 0)) == 3
    bare = data.model_copy(update={"header": False, "missing": "drop"})
    assert load_dataset(bare, 0).feature_names == ("column 1", "column 2")


def test_that_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,kind\n1,x\n2,y\n")
    data = DataSettings(source="table", path=str(path))
    opened = open_table(data)
    path.write_text("a,kind\n1,x\n2,y\n3,x\n")
    with pytest.raises(ExperimentError, match="was changed while it was read; try again"):
        read_table(opened, data)


@pytest.mark.parametrize("row", ["{},1\n", "{}\n"])
def test_that_a_file_that_is_rewritten_between_two_blocks_is_refused(
    tmp_path: Path, row: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,y\n" + "".join(f"{i},{i % 2}\n" for i in range(80_000)))
    data = DataSettings(source="table", path=str(path))
    opened = open_table(data)
    rewritten = "a,y\n" + "".join(row.format(i + 1_000_000) for i in range(80_000))

    def rewrite(_: float) -> None:
        if path.read_text() != rewritten:
            path.write_text(rewritten)

    with pytest.raises(ExperimentError, match="was changed while it was read; try again"):
        read_table(opened, data, rewrite)
