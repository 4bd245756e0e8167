"""Excel workbooks: cells found where the sheet has them, and the sheet that holds the table."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from nnstudio.experiment.data.sources import load_dataset
from nnstudio.experiment.data.tables.reading import open_table
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
