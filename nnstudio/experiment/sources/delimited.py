"""Reading a text table as a person means it: encoding, delimiter and header are recognized.

Encodings: UTF-8 with or without byte order mark, UTF-16, Windows-1252. Delimiters: comma,
semicolon, tab, vertical bar. Every row must have as many cells as the first; whatever does not fit
is an error that names the row as a spreadsheet counts it, never a guess.
"""

import codecs
import csv
import io
import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from nnstudio.experiment.dataset import Floats
from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.wording import counted, quoted, quoted_path

MAX_BYTES = 50_000_000
MAX_COLUMNS = 10_000
DELIMITERS = {"\t": "tab", ";": "semicolon", "|": "vertical bar", ",": "comma"}
_ENCODINGS = {
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-8-sig": "UTF-8",
    "cp1252": "Windows-1252",
}
_SAMPLE_ROWS = 200
_SAMPLE_CHARACTERS = 1_000_000
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_DECIMAL_COMMA = re.compile(r"\s*[-+]?\d*,\d+([eE][-+]?\d+)?\s*")
_DECIMAL_POINT = re.compile(r"\s*[-+]?\d*\.\d+([eE][-+]?\d+)?\s*")

Record = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table whose cells are still text, and how it was recognized to be written.

    `names` are the header's, or "column 1", "column 2" where there is none.
    """

    path: Path
    text: str
    delimiter: str
    decimal_comma: bool
    has_header: bool
    names: tuple[str, ...]
    encoding: str

    def records(self) -> Iterator[Record]:
        """Each data row with its row number, the first line of the file being row 1."""
        for number, cells in islice(
            _rows(self.path, self.text, self.delimiter), int(self.has_header), None
        ):
            width = len(self.names)
            if len(cells) == width:
                yield number, cells
                continue
            if len(cells) < width or any(map(str.strip, cells[width:])):
                raise problem(
                    f"row {number} of {quoted(self.path.name)} has {counted(len(cells), 'cell')}, "
                    f"but row 1 has {width}; every row must have as many"
                )
            yield number, cells[:width]


def read_text_table(path: Path) -> TextTable:
    """Read the file and recognize how it is written; raises ExperimentError on "data.path"."""
    text, encoding = _decode(path, _read_bytes(path))
    if not text.strip():
        raise problem(f"{quoted(path.name)} is empty; it must hold a header and rows of numbers")
    delimiter = _find_delimiter(path, text)
    sample = [cells for _, cells in _sample(text, delimiter)]
    if len(sample[0]) > MAX_COLUMNS:
        raise problem(
            f"{quoted(path.name)} has {len(sample[0])} columns; at most {MAX_COLUMNS} can be read"
        )
    comma = delimiter != "," and _has_decimal_commas(sample)
    first = [cell.strip() for cell in sample[0]][: _used_columns(sample)]
    has_header = _is_header([first, *sample[1:]], comma)
    names = tuple(
        (has_header and cell) or f"column {index}" for index, cell in enumerate(first, start=1)
    )
    _require_distinct(path, names)
    return TextTable(path, text, delimiter, comma, has_header, names, encoding)


def parse_number(cell: str, decimal_comma: bool) -> float:
    """The number in a cell; NaN where there is none."""
    if "_" in cell or (decimal_comma and "." in cell):
        return float("nan")
    try:
        return float(cell.replace(",", ".") if decimal_comma else cell)
    except ValueError:
        return float("nan")


def parse_numbers(cells: Sequence[str], decimal_comma: bool) -> Floats:
    """The numbers in the cells of a column (n,); NaN where there is none."""
    if not decimal_comma:
        with suppress(ValueError):
            numbers = np.array(cells, dtype=np.float64)  # far faster, but "1_0" is a number to it
            if "_" not in "".join(cells):
                return numbers
    return np.array([parse_number(cell, decimal_comma) for cell in cells])


def problem(message: str) -> ExperimentError:
    """The error every fault of the file is reported with."""
    return ExperimentError(Problem("data.path", message))


def _read_bytes(path: Path) -> bytes:
    try:
        status = path.stat()
        small = stat.S_ISREG(status.st_mode) and status.st_size <= MAX_BYTES
        content = path.read_bytes() if small else b""
    except FileNotFoundError:
        raise problem(f"there is no file {quoted_path(path)}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise problem(f"{quoted_path(path)} cannot be read: {reason}") from None
    if not stat.S_ISREG(status.st_mode):
        what = "a folder" if stat.S_ISDIR(status.st_mode) else "not a file"
        raise problem(f"{quoted_path(path)} is {what}; name a CSV file")
    if not small:
        raise problem(
            f"{quoted(path.name)} has {status.st_size / 1e6:.0f} MB; "
            f"at most {MAX_BYTES / 1e6:.0f} MB can be read"
        )
    return content


def _decode(path: Path, content: bytes) -> tuple[str, str]:
    """The file's text without byte order mark, and its encoding; what is not text is refused."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif content[:4096].count(0) > len(content[:4096]) // 4:
        encodings = ["utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL_CHARACTERS.search(text):
            return text, _ENCODINGS[encoding]
    raise problem(f"{quoted(path.name)} is not a text file; save the table as CSV (UTF-8)")


def _rows(path: Path, text: str, delimiter: str) -> Iterator[Record]:
    """All rows that are not blank, with their numbers; raises on broken quotes."""
    start = 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            start = number + 1
            if any(map(str.strip, cells)):
                yield number, cells
    except csv.Error:
        raise problem(
            f'row {start} of {quoted(path.name)} has a quote (") that is never closed or '
            f"followed by text, or a cell of more than {csv.field_size_limit()} characters"
        ) from None


def _sample(text: str, delimiter: str) -> list[Record]:
    """The first rows, as far as they can be read."""
    head = text[:_SAMPLE_CHARACTERS]
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    rows: list[Record] = []
    try:
        for number, cells in enumerate(islice(reader, _SAMPLE_ROWS), start=1):
            if any(cell.strip() for cell in cells):
                rows.append((number, cells))
    except csv.Error:
        pass
    return rows


def _find_delimiter(path: Path, text: str) -> str:
    """The delimiter that gives most rows the same number of cells, at least two.

    In a tie the rarer in ordinary text wins, because a cell may well hold a comma.
    """

    def agreement(delimiter: str) -> float:
        widths = [len(cells) for _, cells in _sample(text, delimiter)]
        shared = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
        return widths.count(shared) / len(widths) if shared > 1 else 0.0

    best = max(DELIMITERS, key=agreement)
    if agreement(best) == 0.0:
        for _ in _rows(path, text, best):
            pass  # an open quote hides every delimiter after it, and is the better thing to tell
        raise problem(
            f"{quoted(path.name)} has only one column; it needs features and a target, separated "
            f"by {', '.join(list(DELIMITERS.values())[:-1])} or {DELIMITERS[',']}"
        )
    return best


def _used_columns(rows: list[list[str]]) -> int:
    """Columns of the first row without those at its end that are empty in every row."""
    width = len(rows[0])
    while not any(cell.strip() for row in rows for cell in row[width - 1 : width]):
        width -= 1
    return width


def _has_decimal_commas(rows: list[list[str]]) -> bool:
    """Whether numbers are written 1,5 and none 1.5."""
    cells = [cell for row in rows for cell in row]
    return any(map(_DECIMAL_COMMA.fullmatch, cells)) and not any(
        map(_DECIMAL_POINT.fullmatch, cells)
    )


def _is_header(rows: list[list[str]], decimal_comma: bool) -> bool:
    """Whether the first row holds names: text without numbers, or columns counted from 0 or 1.

    Two numbers in a row may well be an example, and count only above others that have decimals.
    """
    cells = rows[0]
    numbers = [parse_number(cell, decimal_comma) for cell in cells]
    found = [number for number in numbers if number == number]
    sequences = [list(map(float, range(start, start + len(found)))) for start in (0, 1)]
    counts = len(found) > 1 and found in sequences
    if len(found) < len(cells):
        return counts or not found
    below = [cell for row in rows[1:] for cell in row]
    return counts and (len(cells) > 2 or any(map(_DECIMAL_POINT.fullmatch, below)))


def _require_distinct(path: Path, names: tuple[str, ...]) -> None:
    found: dict[str, int] = {}
    for number, name in enumerate(names, start=1):
        if name in found:
            raise problem(
                f"columns {found[name]} and {number} of {quoted(path.name)} are both "
                f"named {quoted(name)}; every column needs its own name"
            )
        found[name] = number
