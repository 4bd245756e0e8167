"""How a text table is written: comments above it, delimiter, decimal mark and header.

Delimiters: comma, semicolon, tab, vertical bar. What the user says overrules what is recognized.
"""

import csv
import io
import re
from collections.abc import Mapping
from itertools import islice
from types import MappingProxyType

from nnstudio.experiment.data.tables.delimited import DelimitedTable, broken_quote
from nnstudio.experiment.data.tables.faults import fault
from nnstudio.experiment.data.tables.header import (
    DECIMAL_POINT,
    column_names,
    is_header,
    used_columns,
)
from nnstudio.experiment.data.tables.table import Record, Written
from nnstudio.experiment.data.tables.text_file import TextFile
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.wording import quoted

DELIMITERS: Mapping[str, str] = MappingProxyType(
    {"tab": "\t", "semicolon": ";", "vertical bar": "|", "comma": ","}
)
_SAMPLE_ROWS = 200
_SAMPLE_CHARACTERS = 1_000_000
_DECIMAL_COMMA = re.compile(r"\s*[-+]?\d*,\d+([eE][-+]?\d+)?\s*")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


def recognize(file: TextFile, data: DataSettings) -> DelimitedTable:
    """The table in the file, ready to be read; raises ExperimentError."""
    with file.lines() as lines:
        text = lines.read(_SAMPLE_CHARACTERS)
    if not text.strip():
        raise fault(f"{quoted(file.name)} is empty; it must hold a header and rows of numbers")
    comments, told = _lines_above(text)
    text = "".join(io.StringIO(text, newline="").readlines()[comments:])
    delimiter = DELIMITERS[data.delimiter] if data.delimiter else told or _delimiter(file, text)
    sample = [(row + comments, cells) for row, cells in _sample(text, delimiter)]
    if not sample:
        raise fault(broken_quote(file.name, comments + 1))
    rows = [cells for _, cells in sample]
    comma = _decimal_comma(rows, delimiter, data)
    width = used_columns(rows)
    first = [cell.strip() for cell in rows[0]][:width]
    header = is_header([first, *rows[1:]], comma) if data.header is None else data.header
    names = column_names(file.name, first, header)
    if width < 2:
        raise _one_column(file.name)
    written = Written(delimiter, file.encoding, comma, header, comments)
    return DelimitedTable(file, names, written, sample[header:], sample[0][0])


def _lines_above(text: str) -> tuple[int, str | None]:
    """Lines above the table, and the delimiter a line such as "sep=;" tells.

    A line that begins with # is one unless it is as wide as the table, as a header may be.
    """
    lines = io.StringIO(text, newline="").readlines()[:_SAMPLE_ROWS]
    told = _SEPARATOR_LINE.fullmatch(lines[0])
    if told and told[1] in DELIMITERS.values():
        return 1, told[1]
    count = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    if count == len(lines):
        return 0, None
    below = lines[count]
    mark = max(DELIMITERS.values(), key=below.count)
    as_wide = below.count(mark) and lines[count - 1].count(mark) == below.count(mark)
    return (count - 1 if count and as_wide else count), None


def _sample(text: str, delimiter: str) -> list[Record]:
    """The first rows that are not blank, as far as they can be read."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[Record] = []
    try:
        for number, cells in enumerate(islice(reader, _SAMPLE_ROWS), start=1):
            if any(cell.strip() for cell in cells):
                rows.append((number, cells))
    except csv.Error:
        pass
    cut = len(text) >= _SAMPLE_CHARACTERS // 2 and len(rows) > 1
    return rows[:-1] if cut and reader.line_num < _SAMPLE_ROWS else rows


def _delimiter(file: TextFile, text: str) -> str:
    """The delimiter that gives most rows the same number of cells, at least two.

    In a tie the rarer in ordinary text wins, because a cell may well hold a comma.
    """

    def agreement(delimiter: str) -> float:
        widths = [len(cells) for _, cells in _sample(text, delimiter)]
        shared = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
        return widths.count(shared) / len(widths) if shared > 1 else 0.0

    best = max(DELIMITERS.values(), key=agreement)
    if agreement(best) == 0.0:
        _require_closed_quotes(file, text)
        raise _one_column(file.name)
    return best


def _require_closed_quotes(file: TextFile, text: str) -> None:
    """An open quote hides every delimiter after it, and is the better thing to tell."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    sound = 0
    try:
        for _ in rows:
            sound += 1
    except csv.Error:
        raise fault(broken_quote(file.name, sound + 1)) from None


def _one_column(name: str) -> Exception:
    return fault(
        f"{quoted(name)} has only one column; it needs features and a target, separated "
        "by tab, semicolon, vertical bar or comma"
    )


def _decimal_comma(rows: list[list[str]], delimiter: str, data: DataSettings) -> bool:
    """Whether numbers are written 1,5 and none 1.5."""
    if data.decimal is not None:
        return data.decimal == "comma"
    cells = [cell for row in rows for cell in row]
    return (
        delimiter != ","
        and any(map(_DECIMAL_COMMA.fullmatch, cells))
        and not any(map(DECIMAL_POINT.fullmatch, cells))
    )
