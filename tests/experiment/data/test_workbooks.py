"""Excel workbooks: cells found where the sheet has them, and the sheet that holds the table."""

from datetime import datetime, time
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from nnstudio.experiment.data.sources import load_dataset
from nnstudio.experiment.data.tables.proposal import proposed
from nnstudio.experiment.data.tables.reading import open_table, read_table
from nnstudio.experiment.data.tables.table import letters
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.errors import ExperimentError


def put(sheet: Worksheet, corner: str, rows: list[list[object]]) -> None:
    """Write rows of cells from a corner on."""
    first = sheet[corner]
    for down, row in enumerate(rows):
        for right, cell in enumerate(row):
            sheet.cell(first.row + down, first.column + right).value = cell


def saved(folder: Path, book: openpyxl.Workbook) -> DataSettings:
    buffer = BytesIO()
    book.save(buffer)
    (folder / "t.xlsx").write_bytes(buffer.getvalue())
    return DataSettings(source="table", path=str(folder / "t.xlsx"))


def sheet_of(book: openpyxl.Workbook) -> Worksheet:
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.mark.parametrize("corner", ["A1", "C5", "A5", "C1"])
def test_that_an_error_is_found_in_its_cell_wherever_the_table_begins(
    tmp_path: Path, corner: str
) -> None:
    book = openpyxl.Workbook()
    sheet = sheet_of(book)
    rows: list[list[object]] = [[f"{i}", i * 1.5, "xy"[i % 2]] for i in range(6)]
    put(sheet, corner, [["n", "a", "kind"], *rows])
    bad = sheet[corner].offset(4, 1)
    bad.value = "#DIV/0!"
    data = saved(tmp_path, book)
    with pytest.raises(ExperimentError) as caught:
        load_dataset(data, 0)
    assert caught.value.problems[0].message.startswith(
        f'column "a": 1 of 6 cells is not a number, first in cell {bad.coordinate}: "#DIV/0!"'
    )
    kept = load_dataset(data.model_copy(update={"missing": "drop"}), 0)
    assert kept.rows.tolist() == [[i, i * 1.5] for i in (0, 1, 2, 4, 5)]


def test_that_rows_are_numbered_as_the_sheet_numbers_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    put(sheet_of(book), "B4", [["a", "kind"], [1, "x"], [2, "y"]])
    assert [row for row, _ in open_table(saved(tmp_path, book)).sample] == [5, 6]


def test_that_columns_of_a_sheet_are_counted_by_letters() -> None:
    assert [letters(number) for number in (1, 26, 27, 52, 53, 703)] == [
        *("A", "Z", "AA", "AZ", "BA", "AAA")
    ]


COVER: list[list[object]] = [["Results of our lab"], ["by A. Teacher"]]
TABLE: list[list[object]] = [["a", "b", "kind"], [1.5, 2, "x"], [3.5, 4, "y"], [-5.5, 6, "x"]]


def book_of(**sheets: list[list[object]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(sheet_of(book))
    for title, rows in sheets.items():
        put(book.create_sheet(title), "A1", rows)
    return book


def rows_of(data: DataSettings) -> list[list[float]]:
    rows: list[list[float]] = load_dataset(data, 0).rows.tolist()
    return rows


def test_that_the_first_sheet_that_holds_a_table_is_taken(tmp_path: Path) -> None:
    data = saved(tmp_path, book_of(Cover=COVER, Data=TABLE, More=TABLE[:2]))
    assert rows_of(data) == [[1.5, 2], [3.5, 4], [-5.5, 6]]
    written = open_table(data).written
    assert (written.sheet, written.sheets) == ("Data", ("Cover", "Data", "More"))
    with pytest.raises(ExperimentError, match=r'sheet "Cover" of "t.xlsx" has only one column'):
        open_table(data.model_copy(update={"sheet": "Cover"}))


def test_that_a_hidden_sheet_is_taken_last(tmp_path: Path) -> None:
    book = book_of(Hidden=[["u", "v"], [1, 2.5], [2, 3.5]], Data=TABLE)
    book["Hidden"].sheet_state = "hidden"
    data = saved(tmp_path, book)
    assert open_table(data).written.sheets == ("Data", "Hidden")
    assert rows_of(data) == [[1.5, 2], [3.5, 4], [-5.5, 6]]
    assert rows_of(data.model_copy(update={"sheet": "Hidden"})) == [[1], [2]]
    assert rows_of(data.model_copy(update={"target": "v"})) == [[1], [2]]


@pytest.mark.parametrize("corner", ["A1", "C3"])
def test_that_a_title_above_a_table_is_skipped(tmp_path: Path, corner: str) -> None:
    book = openpyxl.Workbook()
    sheet = sheet_of(book)
    put(sheet, corner, [["Results of 2024"], [], *TABLE])
    data = saved(tmp_path, book)
    assert rows_of(data) == [[1.5, 2], [3.5, 4], [-5.5, 6]]
    opened = open_table(data)
    first = sheet[corner].row
    assert (opened.written.comments, opened.written.above) == (first + 1, "Results of 2024")
    assert opened.sample[0][0] == first + 3
    said = data.model_copy(update={"skip": first + 2, "header": False})
    assert open_table(said).sample[0] == (first + 3, ["1.5", "2", "x"])


def test_that_a_document_reads_the_sheet_it_was_made_of_whatever_columns_it_names(
    tmp_path: Path,
) -> None:
    other: list[list[object]] = [["a", "b", "kind"], [7, 8, "x"], [9, 9, "y"]]
    data = saved(tmp_path, book_of(New=[["Results of 2024"], *TABLE], Old=other))
    for said in ({"columns": ("a",)}, {"target": "b"}, {"target": "a", "numbers": ("b",)}):
        assert open_table(data.model_copy(update=said)).written.sheet == "New"
    for sheet in ("New", "Old"):
        chosen = data.model_copy(update={"sheet": sheet})
        found = proposed(read_table(open_table(chosen), chosen), chosen)
        assert found.sheet == sheet
    assert proposed(read_table(open_table(data), data), data).sheet == "New"


def test_that_cells_merged_downward_have_one_value_all(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = sheet_of(book)
    rows: list[list[object]] = [
        ["north", 1, "x"],
        [None, 2, "y"],
        ["south", 3, "x"],
        [None, 4, "y"],
    ]
    put(sheet, "B2", [["group", "a", "kind"], *rows])
    sheet.merge_cells("B3:B4")
    sheet.merge_cells("B5:B6")
    sheet.merge_cells("A3:A6")
    sheet.merge_cells("H3:H40")
    data = saved(tmp_path, book)
    assert load_dataset(data, 0).feature_names == ("group=north", "group=south", "a")
    assert [row[0] for row in rows_of(data)] == [1, 1, 0, 0]


def test_that_decimal_commas_in_text_cells_are_recognized_beside_real_numbers(
    tmp_path: Path,
) -> None:
    rows: list[list[object]] = [["0,5", 1.25, "x"], [2.5, 2, "y"], ["1.200,5", 3.5, "x"]]
    data = saved(tmp_path, book_of(Data=[["a", "b", "kind"], *rows]))
    assert open_table(data).written.decimal_comma
    assert rows_of(data) == [[0.5, 1.25], [2.5, 2], [1200.5, 3.5]]


def test_that_dates_and_times_of_a_sheet_are_days_and_hours(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        [datetime(2024, 5, 13 + i), datetime(2024, 5, 13, 6 * i), time(i, 30), "xy"[i % 2]]
        for i in range(4)
    ]
    data = saved(tmp_path, book_of(Data=[["day", "moment", "clock", "kind"], *rows]))
    assert rows_of(data) == [[8899 + i, 8899 + i / 4, i + 0.5] for i in range(4)]


def test_that_skipping_every_row_of_a_sheet_is_refused(tmp_path: Path) -> None:
    data = saved(tmp_path, book_of(Data=TABLE)).model_copy(update={"skip": 50})
    with pytest.raises(ExperimentError, match="no table below the first 50 rows; skip fewer"):
        open_table(data)
