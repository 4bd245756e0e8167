"""The cells of a sheet of an Excel workbook, as values and as the text a CSV file would have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from nnstudio.experiment.data.tables.sheet_text import Place
from nnstudio.experiment.data.tables.table import MAX_CELLS, Record

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

SAMPLE_ROWS = 201  # a header and 200 examples


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """The cells of a sheet, and what stands in those that hold an error.

    Cells merged with the one above have its value below row `top`. Numbers that are read as text
    are written with a decimal comma where the text in other cells is.
    """

    cells: "CalamineSheet"
    errors: Mapping[Place, str]
    top: int = MAX_CELLS
    decimal_comma: bool = False

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        """Rows that are not blank, with their numbers, from the first column that is used."""
        spans = self._spans()
        merged: dict[int, tuple[int, Any]] = {}
        for number, cells in enumerate(self.cells.iter_rows(), start=1):
            if self.errors:
                places = enumerate(cells, start=self.first_column)
                cells = [self.errors.get((number, at), cell) for at, cell in places]
            for place, (last, cell) in merged.items():
                if number <= last:
                    cells[place] = cell
            for place, last in spans.get(number, ()):
                merged[place] = last, cells[place]
            if any(cell != "" for cell in cells):
                yield number, cells

    def _spans(self) -> dict[int, list[tuple[int, int]]]:
        """Cells merged with those below: by row, their places in it and the last row."""
        found: dict[int, list[tuple[int, int]]] = {}
        for (top, left), (bottom, right) in getattr(self.cells, "merged_cell_ranges", None) or ():
            place = left + 1 - self.first_column
            is_inside = left == right and 0 <= place < self.cells.width
            if is_inside and bottom > top >= self.top:
                found.setdefault(top + 1, []).append((place, bottom + 1))
        return found

    @property
    def first_column(self) -> int:
        """The number of the first column that is used, 1 for A."""
        return 1 + (self.cells.start or (0, 0))[1]

    def records(self) -> Iterator[Record]:
        """The same rows as text."""
        for number, cells in self.rows():
            yield number, [self.text(cell) for cell in cells]

    def records_from(self, row: int) -> list[Record]:
        """The first of them from a row on."""
        found = (record for record in self.records() if record[0] >= row)
        return list(islice(found, SAMPLE_ROWS))

    def text(self, value: object) -> str:
        """A cell as text."""
        text = _text(value)
        return text.replace(".", ",") if self.decimal_comma and isinstance(value, float) else text


def _text(value: object) -> str:
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case _:
            return str(value)
