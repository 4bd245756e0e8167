"""What stands above a table: comments, a title, a line that tells the delimiter.

A person who says how many lines to skip is believed; otherwise a line is only skipped where the
lines below it make a table that it is no part of.
"""

import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from nnstudio.experiment.data.tables.cells import parse_number
from nnstudio.experiment.data.tables.header import are_numbers
from nnstudio.experiment.data.tables.table import DELIMITERS, Record

_MARKS = tuple(mark for mark in DELIMITERS.values() if mark != " ")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_COMMENTS = ("#", "%", "//")
_MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Above:
    """How many lines to skip, the `first` of them, the delimiter it tells, and the `text` below."""

    count: int
    first: str
    told: str | None
    text: str


def look_above(text: str, skip: int | None) -> Above:
    """What stands above the table at the beginning of a file."""
    lines = io.StringIO(text, newline="").readlines()
    found = _SEPARATOR_LINE.fullmatch(lines[0])
    told = found[1] if found and found[1] in _MARKS else None
    if skip is not None:
        count = min(skip, len(lines))
    elif told:
        count = 1
    else:
        count = max(_comments(lines[:_MOST_LINES], mark) for mark in _COMMENTS)
    return Above(count, lines[0], told if count else None, "".join(lines[count:]))


def _comments(lines: Sequence[str], mark: str) -> int:
    """Lines at the beginning that are comments.

    The last of them may be a header behind a #, and any line as wide as the table may belong to it.
    """
    count = next((i for i, line in enumerate(lines) if not line.startswith(mark)), len(lines))
    if count in (0, len(lines)):
        return 0
    below = lines[count]
    delimiter = max(_MARKS, key=below.count)
    width = below.count(delimiter)
    wide = [width > 0 and line.count(delimiter) == width for line in lines[:count]]
    if mark == "#":
        return count - wide[-1]
    return 0 if any(wide) else count


def title_rows(records: Sequence[Record], decimal_comma: bool) -> int:
    """How many of the first rows are a title: one cell, or fewer than most, above a row of names.

    A title without a delimiter may stand above any rows of three cells or more.
    """
    rows = [cells for _, cells in records]
    width = Counter(map(len, rows)).most_common(1)[0][0]
    titles = (_filled(cells) == 1 or len(cells) < width for cells in rows)
    count = next((i for i, is_title in enumerate(titles) if not is_title), len(rows))
    if count in (0, len(rows)) or any("\n" in "".join(cells) for cells in rows[:count]):
        return 0
    names, below = rows[count], rows[count + 1 :]
    if any(len(cells) > 1 for cells in rows[:count]) or len(names) < 3:
        return count if _named(names, below, decimal_comma) else 0
    return count


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _named(names: Sequence[str], below: Sequence[Sequence[str]], decimal_comma: bool) -> bool:
    """Whether a row of text stands above columns of which one holds numbers."""
    if not all(cell.strip() and _is_text(cell, decimal_comma) for cell in names):
        return False
    columns = list(zip(*(cells for cells in below if len(cells) == len(names)), strict=True))
    return any(are_numbers(column, decimal_comma) for column in columns)


def _is_text(cell: str, decimal_comma: bool) -> bool:
    number = parse_number(cell, decimal_comma)
    return number != number
