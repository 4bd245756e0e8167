"""Odd and hostile tables: each loads right or is refused in one sentence that names the place."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nnstudio.experiment.data.sources import load_dataset
from nnstudio.experiment.data.tables.workbook import MAX_UNPACKED
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.errors import ExperimentError

ROWS = [[1.5, 2], [3.5, 4], [-5.5, 6]]
Content = bytes | str | Callable[[], bytes]


def workbook(
    *sheets: tuple[str, list[list[object]]], merge: str = "", corner: bool = False
) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if merge:
            sheet.merge_cells(merge)
        if corner:
            sheet.cell(2**20, 2**14, "far")
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def parquet(**columns: Any) -> bytes:
    buffer = BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def bomb() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"")
    content = bytearray(buffer.getvalue())
    place = content.index(b"PK\x01\x02") + 24  # the unpacked size in the directory
    content[place : place + 4] = (MAX_UNPACKED + 1_000_000).to_bytes(4, "little")
    return bytes(content)


HEAD: list[object] = ["a", "b", "kind"]
EXCEL: list[list[object]] = [HEAD, [1.5, 2, "x"], [3.5, 4, "y"], [-5.5, 6, "x"]]
PLAIN = "a,b,kind\n1.5,2,x\n3.5,4,y\n-5.5,6,x\n"

GOOD: dict[str, tuple[str, Content]] = {
    "semicolons": ("t.csv", PLAIN.replace(",", ";")),
    "decimal comma": ("t.csv", PLAIN.replace(",", ";").replace(".", ",")),
    "tabs": ("t.tsv", PLAIN.replace(",", "\t")),
    "UTF-8 with a byte order mark": ("t.csv", PLAIN.encode("utf-8-sig")),
    "UTF-16": ("t.csv", PLAIN.encode("utf-16")),
    "numbers in quotes": ("t.csv", 'a,b,kind\n"1.5","2",x\n"3.5","4",y\n"-5.5","6",x\n'),
    "trailing delimiters": ("t.csv", PLAIN.replace("\n", ",\n")),
    "mixed line ends": ("t.csv", PLAIN.replace("\n", "\r\n", 1).replace("x\n3", "x\r3")),
    "blank lines": ("t.csv", PLAIN.replace("\n", "\n\n")),
    "comment lines": ("t.csv", "# measured in May\n# by hand, twice\n" + PLAIN),
    "a header behind a sign": ("t.csv", "#" + PLAIN),
    "a line for the spreadsheet": ("t.csv", "sep=;\n" + PLAIN.replace(",", ";")),
    "spaces and letters in the path": ("Größe – 数据 1.csv", PLAIN),
    "a suffix in capitals": ("T.CSV", PLAIN),
    "text without a suffix": ("table", PLAIN),
    "Excel": ("t.xlsx", lambda: workbook(("one", EXCEL))),
    "Excel with an empty first sheet": ("t.xlsx", lambda: workbook(("one", []), ("two", EXCEL))),
    "Excel with several sheets": ("t.xlsx", lambda: workbook(("one", EXCEL), ("two", [[1, 2]]))),
    "Excel with empty columns before": (
        "t.xlsx",
        lambda: workbook(("one", [[None, None, *row] for row in EXCEL])),
    ),
    "Excel with empty rows above": ("t.xlsx", lambda: workbook(("one", [[], [], *EXCEL]))),
    "Parquet": (
        "t.parquet",
        lambda: parquet(a=[1.5, 3.5, -5.5], b=[2, 4, 6], kind=["x", "y", "x"]),
    ),
    "Parquet with a dictionary": (
        "t.parquet",
        lambda: parquet(
            a=[1.5, 3.5, -5.5],
            b=pa.array([2, 4, 6], pa.uint8()),
            kind=pa.array(["x", "y", "x"]).dictionary_encode(),
        ),
    ),
}

BAD: dict[str, tuple[str, Content, str]] = {
    "empty": ("t.csv", "", '"t.csv" is empty; it must hold a header and rows of numbers'),
    "a header alone": ("t.csv", "a,b,kind\n", "has a header and no rows"),
    "one row": ("t.csv", "a,kind\n1,x\n", '"t.csv" has one row; it needs at least two examples'),
    "one column": ("t.csv", "a\n1\n2\n", '"t.csv" has only one column; it needs features and'),
    "one class": ("t.csv", "a,kind\n1,x\n2,x\n", 'column "kind" holds only one class, "x"'),
    "ragged": ("t.csv", PLAIN + "7,8\n", 'row 5 of "t.csv" has 2 cells, but row 1 has 3'),
    "an open quote": ("t.csv", PLAIN + '1,"2,x\n1,2,y\n', 'row 5 of "t.csv" has a quote (")'),
    "a very long cell": ("t.csv", PLAIN + "9" * 1_000_000 + ",1,x\n", 'row 5 of "t.csv" has'),
    "equal names": ("t.csv", "a,a,kind\n1,2,x\n3,4,y\n", 'columns 1 and 2 of "t.csv" are both'),
    "binary": ("t.csv", bytes(range(256)) * 8, '"t.csv" is not a text file'),
    "a NUL": ("t.csv", PLAIN + "1,2\0,x\n", 'row 5 of "t.csv" has a character that is not text'),
    "infinity": ("t.csv", "a,kind\n1,x\ninf,y\n", 'first in row 3: "inf"'),
    "NaN as text": ("t.csv", "a,kind\n1,x\nNaN,y\n", 'first in row 3: "NaN"'),
    "several units": (
        "t.csv",
        "a,kind\n12%,x\n13€,y\n",
        'column "a": 2 of 2 cells are not numbers',
    ),
    "thousands that are none": (
        "t.csv",
        'a,kind\n"1,23,4",x\n"5,67,8",y\n',
        'column "a": 2 of 2 cells are not numbers, first in row 2: "1,23,4"',
    ),
    "dates whose day may be their month": (
        "t.csv",
        "d,a,kind\n5/1/2024,1,x\n5/2/2024,2,y\n",
        'first in row 2: "5/1/2024"',
    ),
    "mixed decimal marks": ("t.csv", "a;b\n1,5;2\n1.5;3\n", 'first in row 2: "1,5"'),
    "no value at all": ("t.csv", "a,b,kind\n1,,x\n2,NA,y\n", 'column "b" is empty in every row'),
    "a formula": ("t.csv", "a,kind\n=1+1,x\n2,y\n", 'first in row 2: "=1+1"'),
    "10,001 columns": ("t.csv", ",".join(["a"] * 10_001) + "\n", '"t.csv" has 10001 columns'),
    "an old Excel file": ("t.xls", b"\xd0\xcf\x11\xe0" + bytes(100), "save it as .xlsx or CSV"),
    "an Excel file called CSV": (
        "t.csv",
        lambda: workbook(("one", EXCEL)),
        '"t.csv" is not a text file',
    ),
    "a zip called Excel": ("t.xlsx", bomb, '"t.xlsx" unpacks to'),
    "another zip called Excel": (
        "t.xlsx",
        b"PK\x05\x06" + bytes(18),
        '"t.xlsx" is not an Excel workbook',
    ),
    "text called Excel": ("t.xlsx", PLAIN, '"t.xlsx" is not an Excel workbook'),
    "an empty workbook": (
        "t.xlsx",
        lambda: workbook(("one", [])),
        '"t.xlsx" is empty; it must hold',
    ),
    "an Excel formula never computed": (
        "t.xlsx",
        lambda: workbook(("one", [["a", "kind"], [1, "x"], ["=A2*2", "y"]])),
        'cell A3 of "t.xlsx" is a formula without a stored result',
    ),
    "an Excel error": (
        "t.xlsx",
        lambda: workbook(("one", [HEAD, [1, 2, "x"], ["#DIV/0!", 4, "y"]])),
        'column "a": 1 of 2 cells is not a number, first in cell A3: "#DIV/0!"',
    ),
    "an Excel cell in the last corner": (
        "t.xlsx",
        lambda: workbook(("one", [HEAD, [1, 2, "x"], [3, 4, "y"]]), corner=True),
        'the cells of "t.xlsx" reach to row 1,048,576 and column 16,384',
    ),
    "truncated Parquet": (
        "t.parquet",
        lambda: parquet(a=[1, 2], kind=["x", "y"])[:-40],
        '"t.parquet" is not a Parquet file, or it is damaged',
    ),
    "lists in Parquet": (
        "t.parquet",
        lambda: parquet(a=[[1], [2]], kind=["x", "y"]),
        'column "a" of "t.parquet" holds list',
    ),
    "gaps in Parquet": (
        "t.parquet",
        lambda: parquet(a=[1.0, None, 3.0], kind=["x", "y", "x"]),
        'column "a": 1 of 3 cells is not a number, first in row 2: an empty cell',
    ),
}


def written(folder: Path, name: str, content: Content) -> DataSettings:
    made = content() if callable(content) else content
    (folder / name).write_bytes(made.encode() if isinstance(made, str) else made)
    return DataSettings(source="table", path=str(folder / name))


@pytest.mark.parametrize(("name", "content"), GOOD.values(), ids=GOOD.keys())
def test_that_an_odd_table_loads_right(tmp_path: Path, name: str, content: Content) -> None:
    data = load_dataset(written(tmp_path, name, content), 0)
    assert data.rows.tolist() == ROWS
    assert [name.lstrip("#") for name in data.feature_names] == ["a", "b"]
    assert data.class_names == ("x", "y")
    assert data.targets.tolist() == [0, 1, 0]


@pytest.mark.parametrize(("name", "content", "sentence"), BAD.values(), ids=BAD.keys())
def test_that_a_bad_table_is_refused_with_its_place(
    tmp_path: Path, name: str, content: Content, sentence: str
) -> None:
    settings = written(tmp_path, name, content)
    started = process_time()
    with pytest.raises(ExperimentError) as caught:
        load_dataset(settings, 0)
    assert process_time() - started < 1.0
    (problem,) = caught.value.problems
    assert sentence in problem.message
    assert "\n" not in problem.message


def test_that_a_thousand_classes_are_told_apart(tmp_path: Path) -> None:
    text = "a,kind\n" + "".join(f"{i},n{i % 1000:03}\n" for i in range(2000))
    data = load_dataset(written(tmp_path, "t.csv", text), 0)
    assert len(data.class_names) == 1000
    assert np.array_equal(data.targets, np.arange(2000) % 1000)


def test_that_ten_thousand_columns_are_read(tmp_path: Path) -> None:
    names = ",".join(f"n{i}" for i in range(10_000))
    row = ",".join(map(str, range(9_999)))
    data = load_dataset(written(tmp_path, "t.csv", f"{names}\n{row},x\n{row},y\n"), 0)
    assert data.rows.shape == (2, 9_999)
    assert np.array_equal(data.rows[1], np.arange(9_999))


def test_that_a_table_of_20_megabytes_is_read_within_seconds(tmp_path: Path) -> None:
    numbers = np.random.default_rng(0).integers(0, 10**6, (300_000, 10))
    lines = "".join(",".join(map(str, row)) + ",x\n" for row in numbers[:-1].tolist())
    last = ",".join(map(str, numbers[-1].tolist()))
    names = ",".join(f"n{i}" for i in range(10))
    settings = written(tmp_path, "t.csv", f"{names},kind\n{lines}{last},y\n")
    started = process_time()
    data = load_dataset(settings, 0)
    assert process_time() - started < 3.0
    assert np.array_equal(data.rows, numbers)


def test_that_what_is_missing_to_read_a_format_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nnstudio.experiment.data.tables.parquet.find_spec", lambda _: None)
    settings = written(tmp_path, "t.parquet", lambda: parquet(a=[1, 2], kind=["x", "y"]))
    with pytest.raises(ExperimentError, match=r"not installed: pip install pyarrow"):
        load_dataset(settings, 0)


@pytest.mark.parametrize("suffix", ["xlsx", "parquet"])
def test_that_a_damaged_file_is_read_or_refused(tmp_path: Path, suffix: str) -> None:
    rows: list[list[object]] = [[f"n{i}", i / 7, "xy"[i % 2]] for i in range(50)]
    sound = {
        "xlsx": workbook(("one", [["a", "b", "kind"], *rows])),
        "parquet": parquet(a=list(range(50)), kind=["x", "y"] * 25),
    }[suffix]
    rng = np.random.default_rng(0)
    refused = 0
    for _ in range(300):
        content = bytearray(sound)
        for place in rng.integers(0, len(content), 3):
            content[place] = rng.integers(0, 256)
        try:
            load_dataset(written(tmp_path, f"t.{suffix}", bytes(content)), 0)
        except ExperimentError:
            refused += 1
    assert refused
