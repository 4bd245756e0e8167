"""Tables of a user's own: read as meant, or refused in one sentence that names the cell."""

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnstudio.experiment.data.dataset import Dataset
from nnstudio.experiment.data.sources import load_dataset
from nnstudio.experiment.data.tables.reading import open_table
from nnstudio.experiment.data.tables.table import MAX_COLUMNS, OpenTable, Written
from nnstudio.experiment.data.tables.text_file import MAX_BYTES
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.errors import ExperimentError

PLAIN = "a,b,kind\n1,2.5,yes\n3,4.5,no\n-5,6e-1,yes\n"


def write(folder: Path, content: str | bytes, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def load(path: Path, target: str | None = None) -> Dataset:
    settings = DataSettings(source="table", path=path.name, target=target)
    return load_dataset(settings, 0, path.parent)


def opened(path: Path) -> OpenTable:
    return open_table(DataSettings(source="table", path=str(path)))


def refusal(path: Path, target: str | None = None) -> str:
    """The sentence a user reads, which is always exactly one."""
    with pytest.raises(ExperimentError) as caught:
        load(path, target)
    (problem,) = caught.value.problems
    assert problem.field in ("data.path", "data.target", "data.missing", "data.columns")
    assert "\n" not in problem.message
    return problem.message


READABLE: dict[str, str | bytes] = {
    "plain": PLAIN,
    "semicolons": PLAIN.replace(",", ";"),
    "tabs": PLAIN.replace(",", "\t"),
    "pipes": PLAIN.replace(",", "|"),
    "decimal comma and semicolons": PLAIN.replace(",", ";").replace(".", ","),
    "decimal comma and tabs": PLAIN.replace(",", "\t").replace(".", ","),
    "byte order mark": PLAIN.encode("utf-8-sig"),
    "utf-16": PLAIN.encode("utf-16"),
    "utf-16 without byte order mark": PLAIN.encode("utf-16-le"),
    "utf-16 big endian": b"\xfe\xff" + PLAIN.encode("utf-16-be"),
    "Windows line ends": PLAIN.replace("\n", "\r\n"),
    "old Mac line ends": PLAIN.replace("\n", "\r"),
    "mixed line ends": PLAIN.replace("\n", "\r\n", 2),
    "no line end at the end": PLAIN.rstrip("\n"),
    "blank lines": PLAIN.replace("\n", "\n\n") + "\n \n",
    "trailing delimiters": PLAIN.replace("\n", ",\n"),
    "trailing delimiters below the header": PLAIN.replace("\n", ",\n").replace("kind,", "kind"),
    "rows of delimiters at the end": PLAIN + ",,\n,,\n",
    "spaces around cells": PLAIN.replace(",", " , "),
    "everything quoted": '"a","b","kind"\n"1","2.5","yes"\n"3","4.5","no"\n"-5","6e-1","yes"\n',
}


@pytest.mark.parametrize("content", READABLE.values(), ids=READABLE.keys())
def test_that_the_same_table_reads_the_same_however_it_is_written(
    tmp_path: Path, content: str | bytes
) -> None:
    data = load(write(tmp_path, content))
    assert data.rows.tolist() == [[1.0, 2.5], [3.0, 4.5], [-5.0, 0.6]]
    assert data.feature_names == ("a", "b")
    assert data.class_names == ("no", "yes")
    assert data.targets.tolist() == [1, 0, 1]
    assert data.title == "table"


def test_that_latin_1_names_are_read(tmp_path: Path) -> None:
    data = load(write(tmp_path, "Größe;Art\n1;süß\n2;säuerlich\n".encode("latin-1")))
    assert data.feature_names == ("Größe",)
    assert data.class_names == ("säuerlich", "süß")


def test_that_a_path_may_hold_spaces_and_any_letter(tmp_path: Path) -> None:
    folder = tmp_path / "Übung 1 – 数据"
    folder.mkdir()
    assert len(load(write(folder, PLAIN, "Meine Daten ñ.csv")).rows) == 3


def test_that_an_absolute_path_needs_no_folder(tmp_path: Path) -> None:
    path = write(tmp_path, PLAIN)
    assert len(load_dataset(DataSettings(source="table", path=str(path)), 0).rows) == 3


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_that_a_table_without_header_keeps_its_first_row(tmp_path: Path, delimiter: str) -> None:
    text = "5.1,3.5,setosa\n4.9,3.0,setosa\n6.3,3.3,virginica\n".replace(",", delimiter)
    data = load(write(tmp_path, text))
    assert data.rows[0].tolist() == [5.1, 3.5]
    assert data.feature_names == ("column 1", "column 2")
    assert data.class_names == ("setosa", "virginica")


def test_that_a_table_of_numbers_alone_keeps_its_first_row(tmp_path: Path) -> None:
    assert len(load(write(tmp_path, "1,2,0\n3,4,1\n5,6,0\n")).rows) == 3


def test_that_columns_named_by_counting_are_a_header(tmp_path: Path) -> None:
    data = load(write(tmp_path, ",0,1,kind\n0,5.1,3.5,x\n1,4.9,3.0,y\n2,4.7,3.2,x\n"))
    assert data.feature_names == ("column 1", "0", "1")
    assert data.class_names == ("x", "y")


@pytest.mark.parametrize(
    ("content", "has_header"),
    [
        ("0,1,2\n5,6,7\n", True),
        ("1,2,3\n5,6,7\n", True),
        ("0,1\n0.5,2.5\n", True),
        ("0,1\n1,0\n", False),
        ("1,2\n2,4\n", False),
        ("2,3,4\n5,6,7\n", False),
        ("0,1,1\n1,0,1\n", False),
    ],
)
def test_that_a_first_row_that_counts_the_columns_is_a_header(
    tmp_path: Path, content: str, has_header: bool
) -> None:
    assert opened(write(tmp_path, content)).written.has_header == has_header


def test_that_the_target_may_be_any_column(tmp_path: Path) -> None:
    data = load(write(tmp_path, "kind,a,b\nx,1,2\ny,3,4\n"), target="kind")
    assert data.feature_names == ("a", "b")
    assert data.rows.tolist() == [[1.0, 2.0], [3.0, 4.0]]


def test_that_a_comma_in_a_quoted_cell_is_no_delimiter(tmp_path: Path) -> None:
    data = load(write(tmp_path, 'a,kind\n1,"red, dark"\n2,"blue\nlight"\n'))
    assert data.class_names == ("blue\nlight", "red, dark")


def test_that_few_distinct_whole_numbers_are_classes_in_order(tmp_path: Path) -> None:
    rows = "".join(f"{i},{label}\n" for i, label in enumerate([10, 2, 2, 10, 1, 1]))
    data = load(write(tmp_path, "x,label\n" + rows))
    assert data.class_names == ("1", "2", "10")
    assert data.targets.tolist() == [2, 1, 1, 2, 0, 0]


@pytest.mark.parametrize("values", [[0.5, 1.5, 2.0, 2.5], list(range(30)), [1, 2, 3, 4]])
def test_that_other_numbers_are_a_regression(tmp_path: Path, values: list[float]) -> None:
    rows = "".join(f"{i},{value}\n" for i, value in enumerate(values))
    data = load(write(tmp_path, "x,y\n" + rows))
    assert data.task == "regression"
    assert data.targets.tolist() == [[value] for value in values]


def test_that_a_long_table_is_read_whole_and_in_order(tmp_path: Path) -> None:
    rows = "".join(f"{i},{i % 3}\n" for i in range(10_000))
    data = load(write(tmp_path, "x,label\n" + rows))
    assert np.array_equal(data.rows[:, 0], np.arange(10_000))
    assert np.array_equal(data.targets, np.arange(10_000) % 3)


REFUSED: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", '"table.csv" is empty; it must hold a header and rows of numbers'),
    "blank": ("\n  \n", '"table.csv" is empty; it must hold a header and rows of numbers'),
    "header only": (
        "a,b,kind\n",
        '"table.csv" has a header and no rows; it needs at least two examples',
    ),
    "one row": ("a,kind\n1,x\n", '"table.csv" has one row; it needs at least two examples'),
    "one column": (
        "a\n1\n2\n",
        '"table.csv" has only one column; it needs features and a target, separated by tab, '
        "semicolon, vertical bar or comma",
    ),
    "one class": (
        "a,kind\n1,x\n2,x\n",
        'column "kind" holds only one class, "x"; it needs at least two',
    ),
    "one number as target": (
        "a,y\n1,3.5\n2,3.5\n",
        'column "y" holds the same number in every row, 3.5; it needs at least two',
    ),
    "text in a number column": (
        "a,b,kind\n1,2,x\n3,oops,y\n4,hm,x\n",
        'column "b": 2 of 3 cells are not numbers, first in row 3: "oops"; '
        "decide what happens to them: data.missing may be drop, mean or median",
    ),
    "a missing value": (
        "a,b,kind\n1,2,x\n\n3,,y\n",
        'column "b": 1 of 2 cells is not a number, first in row 4: an empty cell; '
        "decide what happens to them: data.missing may be drop, mean or median",
    ),
    "several bad columns": (
        "a,b,c,kind\n1,NA,x,u\n3,4,5,v\n",
        'column "b": 1 of 2 cells is not a number, first in row 2: "NA"; '
        'so are cells of "c"; decide what happens '
        "to them: data.missing may be drop, mean or median",
    ),
    "not a number": (
        "a,kind\nnan,x\n1,y\n",
        'column "a": 1 of 2 cells is not a number, first in row 2: "nan"; decide what happens '
        "to them: data.missing may be drop, mean or median",
    ),
    "a number too large": (
        "a,kind\n1e300,x\n1,y\n",
        'column "a": 1 of 2 cells is not a number, first in row 2: "1e300"; '
        "decide what happens to them: data.missing may be drop, mean or median",
    ),
    "underscores": (
        "a,kind\n1_0,x\n1,y\n",
        'column "a": 1 of 2 cells is not a number, first in row 2: "1_0"; decide what happens '
        "to them: data.missing may be drop, mean or median",
    ),
    "mixed decimal marks": (
        "a;kind\n1,5;x\n1.5;y\n",
        'column "a": 1 of 2 cells is not a number, first in row 2: "1,5"; decide what happens '
        "to them: data.missing may be drop, mean or median",
    ),
    "a label missing": (
        "a,kind\n1,x\n2,\n3,\n",
        'column "kind": 2 of 3 cells have no label, first in row 3; correct them, or let '
        "data.missing be drop to leave these rows out",
    ),
    "a target with a typo": (
        "x,y\n" + "".join(f"{i},{i}.5\n" for i in range(40)) + "40,oops\n",
        'column "y": 1 of 41 cells is not a number, first in row 42: "oops"; '
        "correct them, or let data.missing be drop to leave these rows out",
    ),
    "a row too long": (
        "a,b,kind\n1,2,x\n1,2,3,y\n",
        'row 3 of "table.csv" has 4 cells, but row 1 has 3; every row must have as many',
    ),
    "a row too short": (
        "a,b,kind\n1,2,x\n1\n",
        'row 3 of "table.csv" has 1 cell, but row 1 has 3; every row must have as many',
    ),
    "an open quote": (
        'a,b,kind\n1,2,x\n1,"2,y\n3,4,x\n',
        'row 3 of "table.csv" has a quote (") that is never closed or '
        "followed by text, or a cell of more than 131072 characters",
    ),
    "an open quote at the start": (
        '"a,b,kind\n1,2,x\n',
        'row 1 of "table.csv" has a quote (") that is never closed or '
        "followed by text, or a cell of more than 131072 characters",
    ),
    "two columns of one name": (
        "a,b,a,kind\n1,2,3,x\n4,5,6,y\n",
        'columns 1 and 3 of "table.csv" are both named "a"; every column needs its own name',
    ),
    "a picture": (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00",
        '"table.csv" is not a text file; save the table as CSV (UTF-8)',
    ),
    "a zip file": (
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + bytes(range(256)),
        '"table.csv" is not a text file; save the table as CSV (UTF-8)',
    ),
    "broken utf-16": (
        b"\xff\xfea\x00,",
        '"table.csv" is not a text file; save the table as CSV (UTF-8)',
    ),
    "a cell that steers the terminal": (
        'a,b,kind\n1,"\x1b[2J\n\u202e\x85",x\n1,2,y\n',
        'column "b": 1 of 2 cells is not a number, first in row 2: '
        '"\\x1b[2J\\n\\u202e\\x85"; decide what happens '
        "to them: data.missing may be drop, mean or median",
    ),
    "a column name that steers the terminal": (
        f'a,"b\x1b{"b" * 50}",kind\n1,no,x\n1,2,y\n',
        f'column "b\\x1b{"b" * 37}…": 1 of 2 cells is not a number, first in row 2: "no"; '
        "decide what happens to them: data.missing may be drop, mean or median",
    ),
    "too many classes": (
        "x,name\n" + "".join(f"{i},n{i}\n" for i in range(1001)),
        'column "name" holds 1001 different texts; at most 1000 classes are possible',
    ),
}


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_that_a_bad_table_is_refused_in_one_exact_sentence(
    tmp_path: Path, content: str | bytes, sentence: str
) -> None:
    assert refusal(write(tmp_path, content)) == sentence


def test_that_a_missing_file_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.csv") == f'there is no file "{tmp_path / "gone.csv"}"'


def test_that_a_folder_is_not_a_table(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    path = tmp_path / "data"
    assert refusal(path) == f'"{path}" is a folder; name a CSV, Excel or Parquet file'


def test_that_a_path_no_system_knows_is_refused(tmp_path: Path) -> None:
    settings = DataSettings(source="table", path="a\0b.csv")
    with pytest.raises(ExperimentError, match="cannot be read"):
        load_dataset(settings, 0, tmp_path)


def test_that_a_table_needs_a_path() -> None:
    with pytest.raises(ExperimentError, match="a table needs the path of a CSV, Excel or"):
        load_dataset(DataSettings(source="table"), 0)


def test_that_a_file_too_large_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = write(tmp_path, PLAIN)
    os.truncate(path, 5 * MAX_BYTES)
    assert refusal(path) == '"table.csv" has 1500 MB; at most 300 MB can be read'


def test_that_an_unknown_target_gets_a_suggestion(tmp_path: Path) -> None:
    path = write(tmp_path, PLAIN)
    assert refusal(path, "knid") == '"table.csv" has no column "knid"; did you mean "kind"?'
    assert refusal(path, "zzz") == '"table.csv" has no column "zzz"; there are "a", "b", "kind"'


def test_that_a_huge_cell_is_refused(tmp_path: Path) -> None:
    sentence = refusal(write(tmp_path, "a,kind\n" + "9" * 5_000_000 + ",x\n1,y\n"))
    assert sentence.startswith('row 2 of "table.csv" has')
    assert "a cell of more than 131072 characters" in sentence


def test_that_a_text_table_tells_how_it_is_written(tmp_path: Path) -> None:
    table = opened(write(tmp_path, "a;Größe\n1,5;x\n2;y\n".encode("cp1252")))
    assert table.written == Written(";", "Windows-1252", decimal_comma=True, has_header=True)
    assert table.names == ("a", "Größe")
    assert table.sample == [(2, ["1,5", "x"]), (3, ["2", "y"])]


@settings(deadline=None)
@given(
    content=st.one_of(
        st.binary(max_size=200), st.text('ab1.,;\t|"\n\r- é', max_size=80).map(str.encode)
    )
)
def test_that_any_bytes_give_a_table_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = write(tmp_path_factory.mktemp("any"), content)
    try:
        data = load(path)
    except ExperimentError:
        return
    assert len(data.rows) >= 2
    assert data.rows.shape[1] >= 1
    assert np.isfinite(data.rows).all()


def test_that_many_columns_are_read_and_too_many_refused_before_their_names_are_looked_at(
    tmp_path: Path,
) -> None:
    names = [f"n{index}" for index in range(MAX_COLUMNS)]
    row = ",".join(["1"] * MAX_COLUMNS)
    wide = write(tmp_path, f"{','.join(names)}\n{row}\n{row}\n")
    assert opened(wide).names == tuple(names)
    assert refusal(write(tmp_path, f"{'a,' * 40_000}b\n1,2\n")) == (
        '"table.csv" has 40001 columns; at most 10000 can be read'
    )


def test_that_names_of_files_and_columns_cannot_steer_the_terminal(tmp_path: Path) -> None:
    path = write(tmp_path, "", "a\x1b[31m\u202e.csv")
    assert refusal(path).startswith('"a\\x1b[31m\\u202e.csv" is empty')
    assert '"x\\ny"' in refusal(write(tmp_path, PLAIN), "x\ny")
    assert len(refusal(tmp_path / ("folder/" * 700) / "a.csv")) < 500
