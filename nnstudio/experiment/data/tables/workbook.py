"""A sheet of an Excel workbook (.xlsx), its cells as the text a CSV file would have."""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

import numpy as np

from nnstudio.experiment.data.dataset import Floats
from nnstudio.experiment.data.tables.above import title_rows
from nnstudio.experiment.data.tables.decimals import decimal_comma
from nnstudio.experiment.data.tables.faults import all_skipped, fault, listed
from nnstudio.experiment.data.tables.header import (
    column_names,
    has_header,
    named_columns,
    names_columns,
    used_columns,
)
from nnstudio.experiment.data.tables.sheet import SAMPLE_ROWS, Sheet
from nnstudio.experiment.data.tables.sheet_text import look_through
from nnstudio.experiment.data.tables.table import Block, Record, Tick, Written
from nnstudio.experiment.data.tables.text_file import read_bytes
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.wording import counted, quoted

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_FILLED, _TABLE, _NAMED = 1, 2, 3
MAX_UNPACKED = 500_000_000
_BLOCK_ROWS = 2048


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
                [self._column(cells, place in texts) for place, cells in enumerate(columns)],
            )

    def _column(self, cells: Sequence[Any], as_text: bool) -> Floats | list[str]:
        """The cells of a column in one block: numbers where all are, and otherwise text."""
        if not as_text and {type(cell) for cell in cells} <= {float, int}:
            return np.array(cells, np.float64)
        return [self.sheet.text(cell) for cell in cells]

    def _fitting(self, row: int, cells: list[Any]) -> list[Any]:
        width = len(self.names)
        used = max((place for place, cell in enumerate(cells, start=1) if cell != ""), default=0)
        if used > width:
            raise fault(
                f"row {row} of {quoted(self.name)} has {counted(used, 'cell')}, but row "
                f"{self.first_row} has {width}; every row must have as many"
            )
        return cells[:width] + [""] * (width - len(cells))


def open_workbook(path: Path, data: DataSettings) -> WorkbookTable:
    """The sheet `data.sheet`, or the first that holds a table; raises ExperimentError."""
    content = read_bytes(path)
    _require_bearable(path, content)
    book = _opened(path, content)
    sheets = _sheets(book)
    if data.sheet is not None and data.sheet not in sheets:
        raise fault(
            f"{quoted(path.name)} has no sheet {quoted(data.sheet)}; there are {listed(sheets)}",
            "data.sheet",
        )
    best, found = 0, None
    for title in (data.sheet,) if data.sheet else sheets:
        sheet = _sheet(path, content, book, title)
        sample = [r for r in islice(sheet.records(), SAMPLE_ROWS) if r[0] > (data.skip or 0)]
        rank = _rank(sample, data)
        if rank > best:
            best, found = rank, (title, sheet, sample)
        if rank == (_NAMED if named_columns(data) else _TABLE):
            break
    if found is not None:
        return _recognized(path, data, sheets, *found)
    if data.skip:
        raise all_skipped(path.name, "row", data.skip)
    which = f"sheet {quoted(data.sheet)} of " if data.sheet else ""
    raise fault(f"{which}{quoted(path.name)} is empty; it must hold a header and rows of numbers")


def _rank(sample: list[Record], data: DataSettings) -> int:
    """How far a sheet is what is looked for: one with the columns that the user names at best."""
    if sum(sum(map(bool, cells)) > 1 for _, cells in sample) < 2:
        return _FILLED if sample else 0
    return _NAMED if names_columns(sample[_title(sample, data)][1], data) else _TABLE


def _title(sample: list[Record], data: DataSettings) -> int:
    """How many of the rows are a title, unless the user says where the table begins."""
    is_said = data.skip is not None or names_columns(sample[0][1], data)
    return 0 if is_said else title_rows(sample, data.decimal == "comma")


def sheet_names(path: Path) -> tuple[str, ...]:
    """The sheets of a workbook, hidden ones last; raises ExperimentError."""
    content = read_bytes(path)
    _require_bearable(path, content)
    return _sheets(_opened(path, content))


def _sheets(book: "CalamineWorkbook") -> tuple[str, ...]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    shown = [sheet.visible == SheetVisibleEnum.Visible for sheet in sheets]
    order = sorted(range(len(sheets)), key=lambda place: not shown[place])
    return tuple(sheets[place].name for place in order)


def _recognized(
    path: Path,
    data: DataSettings,
    sheets: tuple[str, ...],
    title: str,
    sheet: Sheet,
    sample: list[Record],
) -> WorkbookTable:
    above = _title(sample, data)
    first_row = sample[above][0]
    raw = [cells for number, cells in islice(sheet.rows(), SAMPLE_ROWS) if number >= first_row]
    texts = [[cell for cell in cells if isinstance(cell, str)] for cells in raw]
    comma = decimal_comma(texts, "", data.decimal)
    skipped = "".join(sample[0][1]).strip() if above else ""
    sheet = replace(sheet, decimal_comma=comma)
    rows = [cells for _, cells in sheet.records_from(first_row)]
    first = [cell.strip() for cell in rows[0]][: used_columns(rows)]
    header = has_header([first, *rows[1:]], comma, data)
    names = column_names(path.name, first, header)
    if len(names) < 2:
        raise fault(
            f"sheet {quoted(title)} of {quoted(path.name)} has only one column in row "
            f"{first_row}; it needs features and a target"
        )
    written = Written(
        decimal_comma=comma,
        has_header=header,
        comments=first_row - 1 if above else data.skip or 0,
        sheet=title,
        sheets=sheets,
        first_column=sheet.first_column,
        above=skipped,
    )
    sheet = replace(sheet, top=first_row - 1 + header)
    shown = sheet.records_from(first_row)[header:]
    return WorkbookTable(path.name, names, written, shown, first_row, sheet)


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
