"""How a text table is written: what stands above it, delimiter, decimal sign and header.

Delimiters: comma, semicolon, tab, vertical bar, and spaces where none of these makes a table. What
the user says overrules what is recognized.
"""

import csv
import io
import re
from dataclasses import replace
from itertools import islice

from nnstudio.experiment.data.tables.above import Above, look_above, title_rows
from nnstudio.experiment.data.tables.decimals import decimal_comma
from nnstudio.experiment.data.tables.delimited import DelimitedTable, broken_quote
from nnstudio.experiment.data.tables.faults import all_skipped, fault
from nnstudio.experiment.data.tables.header import (
    column_names,
    has_header,
    names_columns,
    used_columns,
)
from nnstudio.experiment.data.tables.spaces import is_spaced, tabbed
from nnstudio.experiment.data.tables.table import DELIMITERS, Record, Written
from nnstudio.experiment.data.tables.text_file import TextFile
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.wording import quoted

_SAMPLE_ROWS = 200
_SAMPLE_CHARACTERS = 1_000_000
_DOCUMENT = re.compile(
    r'\s*(?:[\[{][\s\[{]*"[^"]*"\s*:|\[\s*\[|<(?:!doctype|\?xml|html|[a-z]+[^>]*>.*</))',
    re.IGNORECASE | re.DOTALL,
)


def recognize(file: TextFile, data: DataSettings) -> DelimitedTable:
    """The table in the file, ready to be read; raises ExperimentError."""
    above = look_above(beginning(file), data.skip)
    if data.skip and not above.text.strip():
        raise all_skipped(file.name, "line", data.skip)
    delimiter = _delimiter(file, data, above)
    spaces = delimiter == " "
    if spaces:
        file, delimiter = tabbed(file), "\t"
        above = look_above(beginning(file), above.count)
    sample = [(row + above.count, cells) for row, cells in _sample(above.text, delimiter)]
    if not sample:
        raise fault(broken_quote(file.name, above.count + 1))
    comma = decimal_comma([cells for _, cells in sample], delimiter, data.decimal)
    is_said = data.skip is not None or names_columns(sample[0][1], data)
    title = 0 if is_said else title_rows(sample, comma)
    skipped = sample[title][0] - 1 if title else above.count
    first = (
        above.first
        if above.count
        else delimiter.join(sample[0][1]).strip(delimiter)
        if title
        else ""
    )
    written = Written(
        delimiter, file.encoding, comma, comments=skipped, above=first.strip(), spaces=spaces
    )
    return _table(file, data, sample[title:], written)


def _table(
    file: TextFile, data: DataSettings, sample: list[Record], written: Written
) -> DelimitedTable:
    rows = [cells for _, cells in sample]
    width = used_columns(rows)
    first = [cell.strip() for cell in rows[0]][:width]
    comma = written.decimal_comma
    header = has_header([first, *rows[1:]], comma, data)
    names = column_names(file.name, first, header)
    if width < 2:
        raise _one_column(file.name)
    written = replace(written, has_header=header)
    return DelimitedTable(file, names, written, sample[header:], sample[0][0])


def beginning(file: TextFile) -> str:
    """The first lines of a file that is not empty; raises ExperimentError."""
    with file.lines() as lines:
        text = lines.read(_SAMPLE_CHARACTERS)
    if not text.strip():
        raise fault(f"{quoted(file.name)} is empty; it must hold a header and rows of numbers")
    return text


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


def _delimiter(file: TextFile, data: DataSettings, above: Above) -> str:
    """The delimiter that gives most rows the same number of cells, at least two.

    In a tie the rarer in ordinary text wins, because a cell may well hold a comma.
    """
    told = DELIMITERS[data.delimiter] if data.delimiter else above.told
    if told:
        return told

    def agreement(delimiter: str) -> float:
        widths = [len(cells) for _, cells in _sample(above.text, delimiter)]
        shared = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
        return widths.count(shared) / len(widths) if shared > 1 else 0.0

    best = max((mark for mark in DELIMITERS.values() if mark != " "), key=agreement)
    if agreement(best) > 0.0 and not _DOCUMENT.match(above.text):
        return best
    if is_spaced(above.text):
        return " "
    _require_table(file, above.text)
    raise _one_column(file.name)


def _require_table(file: TextFile, text: str) -> None:
    """Other things than a table are better told by their name.

    So is an open quote, which hides every delimiter after it.
    """
    if _DOCUMENT.match(text):
        kind = "HTML or XML" if text.lstrip().startswith("<") else "JSON"
        raise fault(
            f"{quoted(file.name)} holds {kind}, not rows of cells; save the table as CSV (UTF-8)"
        )
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
