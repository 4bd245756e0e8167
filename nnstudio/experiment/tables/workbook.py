"""A sheet of an Excel workbook (.xlsx), its cells as the text a CSV file would have."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.tables.faults import fault, listed
from nnstudio.experiment.tables.header import column_names, is_header, used_columns
from nnstudio.experiment.tables.table import Block, Record, Tick, Written, block_of
from nnstudio.experiment.tables.text_file import read_bytes
from nnstudio.experiment.wording import counted, quoted

MAX_UNPACKED = 500_000_000
_SAMPLE_ROWS = 200
_BLOCK_ROWS = 2048
_MOST_ROWS = 2**20
_PIECE = 2**20
_LONGEST_FORMULA = 2**14
_WITHOUT_RESULT = re.compile(
    rb'<c [^>]*?r="([A-Z]+\d+)"[^>]*>\s*(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)\s*'
    rb"(?:<v\s*/>|<v></v>)?\s*</c>"
)


@dataclass(frozen=True, slots=True, eq=False)
class WorkbookTable:
    """A sheet whose header is known; every reading opens the file anew."""

    path: Path
    names: tuple[str, ...]
    written: Written
    sample: Sequence[Record]
    first_row: int
    rows: int

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    def blocks(self, texts: frozenset[int], tick: Tick) -> Iterator[Block]:
        """All rows, in order, as text."""
        width = len(self.names)
        with closing(_opened(self.path)) as book:
            records = (
                (number, self._fitting(number, cells))
                for number, cells in _records(self.path, book[self.written.sheet])
                if number >= self.first_row + self.written.has_header
            )
            while chunk := list(islice(records, _BLOCK_ROWS)):
                tick(min(chunk[-1][0] / self.rows, 1.0))
                yield block_of(chunk, width)

    def _fitting(self, row: int, cells: list[str]) -> list[str]:
        width = len(self.names)
        if any(cells[width:]):
            raise fault(
                f"row {row} of {quoted(self.name)} has {counted(len(cells), 'cell')}, but row "
                f"{self.first_row} has {width}; every row must have as many"
            )
        return cells[:width] + [""] * (width - len(cells))


def open_workbook(path: Path, data: DataSettings) -> WorkbookTable:
    """The sheet `data.sheet`, or the first with anything in it; raises ExperimentError."""
    _require_sound(path)
    with closing(_opened(path)) as book:
        sheets = tuple(sheet.title for sheet in book.worksheets)
        if data.sheet is not None and data.sheet not in sheets:
            raise fault(
                f"{quoted(path.name)} has no sheet {quoted(data.sheet)}; there are "
                f"{listed(sheets)}",
                "data.sheet",
            )
        for title in (data.sheet,) if data.sheet else sheets:
            total = book[title].max_row or _MOST_ROWS
            sample = list(islice(_records(path, book[title]), _SAMPLE_ROWS + 1))
            if sample:
                try:
                    _require_results(path, book[title])
                except (zipfile.BadZipFile, zlib.error, KeyError):
                    raise _no_workbook(path) from None
                return _recognized(path, data, sample, sheets, title, total)
    which = f"sheet {quoted(data.sheet)} of " if data.sheet else ""
    raise fault(f"{which}{quoted(path.name)} is empty; it must hold a header and rows of numbers")


def _recognized(
    path: Path,
    data: DataSettings,
    sample: list[Record],
    sheets: tuple[str, ...],
    title: str,
    total: int,
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
    written = Written(decimal_comma=comma, has_header=header, sheet=title, sheets=sheets)
    return WorkbookTable(path, names, written, sample[header:], sample[0][0], total)


def _require_sound(path: Path) -> None:
    """Refuse what is no workbook, would unpack to too much, or lacks the results of formulas."""
    read_bytes(path)
    if find_spec("openpyxl") is None:
        raise fault("Excel files need openpyxl, which is not installed: pip install openpyxl")
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(member.file_size for member in packed.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        raise _no_workbook(path) from None
    if size > MAX_UNPACKED:
        raise fault(
            f"{quoted(path.name)} unpacks to {size / 1e6:.0f} MB; at most "
            f"{MAX_UNPACKED / 1e6:.0f} MB can be read"
        )


def _require_results(path: Path, sheet: Any) -> None:
    """Refuse formulas whose results were not stored, which would be read as empty cells."""
    rest = b""
    with zipfile.ZipFile(path) as packed, packed.open(sheet._worksheet_path) as file:
        while piece := file.read(_PIECE):
            rest += piece
            found = _WITHOUT_RESULT.search(rest) if b"<f" in rest else None
            if found:
                raise fault(
                    f"cell {found[1].decode()} of {quoted(path.name)} is a formula without a "
                    "stored result; open and save the file in a spreadsheet program"
                )
            rest = rest[-_LONGEST_FORMULA:]


def _opened(path: Path) -> Any:
    import openpyxl

    try:
        return openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception:  # a damaged workbook raises whatever its damage makes the parser do
        raise _no_workbook(path) from None


def _no_workbook(path: Path) -> Exception:
    return fault(f"{quoted(path.name)} is not an Excel workbook (.xlsx), or it is damaged")


def _records(path: Path, sheet: Any) -> Iterator[Record]:
    """Rows that are not blank; a formula without a stored result is refused."""
    sheet.reset_dimensions()
    rows = enumerate(sheet.iter_rows(values_only=True), start=1)
    while True:
        try:
            number, cells = next(rows)
        except StopIteration:
            return
        except Exception:  # a damaged sheet raises whatever its damage makes the parser do
            raise _no_workbook(path) from None
        texts = [_text(cell) for cell in cells]
        if any(texts):
            yield number, texts


def _text(value: object) -> str:
    match value:
        case None:
            return ""
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
