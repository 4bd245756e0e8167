"""Tables whose cells are separated by one or more spaces, read as if these were a tab."""

import io
import re
from dataclasses import replace

from nnstudio.experiment.data.tables.cells import parse_number
from nnstudio.experiment.data.tables.text_file import TextFile

_LINES = 200
_BLANKS = re.compile(r'("(?:[^"]|"")*")|[ \t]+')


def is_spaced(text: str) -> bool:
    """Whether all lines hold as many cells, and numbers stand in a column of them."""
    lines = [_tabbed(line) for line in text.splitlines()[:_LINES] if line.strip()]
    rows = [line.split("\t") for line in lines]
    widths = {len(row) for row in rows}
    if len(widths) != 1 or widths == {1} or len(rows) < 2:
        return False
    columns = zip(*rows[1:], strict=True)
    return any(all(map(_is_number, column)) for column in columns)


def tabbed(file: TextFile) -> TextFile:
    """The file with every run of blanks outside of quotes as one tab; it is kept in memory."""
    with file.lines() as lines:
        content = "".join(map(_tabbed_line, lines)).encode()
    return replace(file, size=len(content), codec="utf-8-sig", opened=lambda: io.BytesIO(content))


def _tabbed_line(line: str) -> str:
    cells = line.rstrip("\r\n")
    return _tabbed(cells) + line[len(cells) :]


def _tabbed(line: str) -> str:
    return _BLANKS.sub(lambda found: found[1] or "\t", line.strip())


def _is_number(cell: str) -> bool:
    number = parse_number(cell.strip('"'), decimal_comma="," in cell)
    return number == number
