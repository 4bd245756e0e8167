"""A sheet of an Excel workbook (.xlsx), its cells as the text a CSV file would have."""

import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

import numpy as np

from nnstudio.experiment.data.dataset import Floats
from nnstudio.experiment.data.tables.faults import fault, listed
from nnstudio.experiment.data.tables.header import column_names, is_header, used_columns
from nnstudio.experiment.data.tables.sheet_text import Place, look_through
from nnstudio.experiment.data.tables.table import Block, Record, Tick, Written
from nnstudio.experiment.data.tables.text_file import read_bytes
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.wording import counted, quoted

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MAX_UNPACKED = 500_000_000
_SAMPLE_ROWS = 200
_BLOCK_ROWS = 2048


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """The cells of a sheet, and what stands in those that hold an error."""

    cells: "CalamineSheet"
    errors: Mapping[Place, str]

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        """Rows that are not blank, with their numbers, from the first column that is used."""
        for number, cells in enumerate(self.cells.iter_rows(), start=1):
            if self.errors:
                places = enumerate(cells, start=self.first_column)
                cells = [self.errors.get((number, at), cell) for at, cell in places]
            if any(cell != "" for cell in cells):
                yield number, cells

    @property
    def first_column(self) -> int:
        """The number of the first column that is used, 1 for A."""
        return 1 + (self.cells.start or (0, 0))[1]

    def records(self) -> Iterator[Record]:
        """The same rows as text."""
        for number, cells in self.rows():
            yield number, [_text(cell) for cell in cells]


@dataclass(frozen=True, slots=True, eq=False)
class WorkbookTable:
    """A sheet whose header is known."""

    name: str
    names: tuple[str, ...]
    written: Written
    sample: Sequence[Record]
    first_row: int
    sheet: Sheet

    def blocks(self, texts: frozenset[int], tick: Tick) -> Iterator[Block]:
        """All rows, in order; columns of numbers that need not be text come as numbers."""
        last = self.first_row + self.sheet.cells.height
        rows = (
            (number, self._fitting(number, cells))
            for number, cells in self.sheet.rows()
            if number >= self.first_row + self.written.has_header
        )
        while chunk := list(islice(rows, _BLOCK_ROWS)):
            tick(min(chunk[-1][0] / last, 1.0))
            columns = zip(*(cells for _, cells in chunk), strict=True)
            yield Block(
                np.array([number for number, _ in chunk], np.int64),
                [_column(cells, place in texts) for place, cells in enumerate(columns)],
            )

    def _fitting(self, row: int, cells: list[Any]) -> list[Any]:
        width = len(self.names)
        used = max((place for place, cell in enumerate(cells, start=1) if cell != ""), default=0)
        if used > width:
            raise fault(
                f"row {row} of {quoted(self.name)} has {counted(used, 'cell')}, but row "
                f"{self.first_row} has {width}; every row must have as many"
            )
        return cells[:width] + [""] * (width - len(cells))


def _column(cells: Sequence[Any], as_text: bool) -> Floats | list[str]:
    """The cells of a column in one block: numbers where all are, and otherwise text."""
    if not as_text and {type(cell) for cell in cells} <= {float, int}:
        return np.array(cells, np.float64)
    return [_text(cell) for cell in cells]


def open_workbook(path: Path, data: DataSettings) -> WorkbookTable:
    """The sheet `data.sheet`, or the first with anything in it; raises ExperimentError."""
    content = read_bytes(path)
    _require_bearable(path, content)
    book = _opened(path, content)
    sheets = tuple(book.sheet_names)
    if data.sheet is not None and data.sheet not in sheets:
        raise fault(
            f"{quoted(path.name)} has no sheet {quoted(data.sheet)}; there are {listed(sheets)}",
            "data.sheet",
        )
    for title in (data.sheet,) if data.sheet else sheets:
        sheet = _sheet(path, content, book, title)
        sample = list(islice(sheet.records(), _SAMPLE_ROWS + 1))
        if sample:
            return _recognized(path, data, sample, sheets, title, sheet)
    which = f"sheet {quoted(data.sheet)} of " if data.sheet else ""
    raise fault(f"{which}{quoted(path.name)} is empty; it must hold a header and rows of numbers")


def _recognized(
    path: Path,
    data: DataSettings,
    sample: list[Record],
    sheets: tuple[str, ...],
    title: str,
    sheet: Sheet,
) -> WorkbookTable:
    rows = [cells for _, cells in sample]
    first = [cell.strip() for cell in rows[0]][: used_columns(rows)]
    comma = data.decimal == "comma"
    header = is_header([first, *rows[1:]], comma) if data.header is None else data.header
    names = column_names(path.name, first, header)
    if len(names) < 2:
        raise fault(
            f"sheet {quoted(title)} of {quoted(path.name)} has only one column in row "
            f"{sample[0][0]}; it needs features and a target"
        )
    written = Written(
        decimal_comma=comma,
        has_header=header,
        sheet=title,
        sheets=sheets,
        first_column=sheet.first_column,
    )
    return WorkbookTable(path.name, names, written, sample[header:], sample[0][0], sheet)


def _require_bearable(path: Path, content: bytes) -> None:
    """Refuse what is no zip archive, or would unpack to too much."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            size = sum(member.file_size for member in packed.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        raise _no_workbook(path) from None
    if size > MAX_UNPACKED:
        raise fault(
            f"{quoted(path.name)} unpacks to {size / 1e6:.0f} MB; at most "
            f"{MAX_UNPACKED / 1e6:.0f} MB can be read"
        )


def _opened(path: Path, content: bytes) -> "CalamineWorkbook":
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return CalamineWorkbook.from_filelike(BytesIO(content))
    except CalamineError:
        raise _no_workbook(path) from None


def _sheet(path: Path, content: bytes, book: "CalamineWorkbook", title: str) -> Sheet:
    """The cells of a sheet, whose text was found bearable before."""
    from python_calamine import CalamineError

    try:
        text = look_through(path.name, content, title)
        return Sheet(book.get_sheet_by_name(title), text.errors)
    except (CalamineError, zipfile.BadZipFile, zlib.error, KeyError, ParseError, RuntimeError):
        raise _no_workbook(path) from None


def _no_workbook(path: Path) -> Exception:
    return fault(f"{quoted(path.name)} is not an Excel workbook (.xlsx), or it is damaged")


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
