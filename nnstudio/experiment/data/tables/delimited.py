"""A text table, read in blocks: by NumPy where a block is plain numbers, cell by cell elsewhere.

Every row must have as many cells as the first; whatever does not fit is an error that names the
row as a spreadsheet counts it, never a guess.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain

import numpy as np

from nnstudio.experiment.data.dataset import Floats
from nnstudio.experiment.data.tables.faults import fault
from nnstudio.experiment.data.tables.table import Block, Record, Tick, Written, block_of
from nnstudio.experiment.data.tables.text_file import TextFile
from nnstudio.experiment.wording import counted, quoted

_BLOCK_CHARACTERS = 2**18
_BLOCK_ROWS = 32  # where rows are that long, because every column of every block costs time
_MOST_CHARACTERS = 2**23


@dataclass(frozen=True, slots=True, eq=False)
class DelimitedTable:
    """A text file whose delimiter and header are known; `first_row` is the first with data."""

    file: TextFile
    names: tuple[str, ...]
    written: Written
    sample: Sequence[Record]
    header_row: int
    """The number of the row all others are as wide as; the names stand there if anywhere."""

    @property
    def name(self) -> str:
        """The file's name."""
        return self.file.name

    def blocks(self, texts: frozenset[int], tick: Tick) -> Iterator[Block]:
        """All rows, in order; the columns `texts` come as text, others if not all are numbers."""
        row, characters, size = self.written.comments, 0, self._block_size()
        last_without_data = self.header_row if self.written.has_header else 0
        with self.file.lines() as lines:
            for _ in range(row):
                lines.readline()
            while chunk := lines.readlines(size):
                tick(characters / len(self.file.content))
                characters += sum(map(len, chunk))
                block = self._plain(chunk, row, texts) if row >= last_without_data else None
                if block is not None:
                    row += len(chunk)
                    yield block
                    continue
                row, records = self._careful(chunk, lines, row)
                records = [record for record in records if record[0] > last_without_data]
                if records:
                    yield block_of(records, len(self.names))

    def _block_size(self) -> int:
        longest = max((sum(map(len, cells)) for _, cells in self.sample), default=0)
        return min(max(_BLOCK_CHARACTERS, _BLOCK_ROWS * longest), _MOST_CHARACTERS)

    def _plain(self, chunk: list[str], row: int, texts: frozenset[int]) -> Block | None:
        """The lines as a block, if there is nothing in them but numbers where numbers belong."""
        text, delimiter, width = "".join(chunk), self.written.delimiter, len(self.names)
        comma = self.written.decimal_comma
        columns = [index for index in range(width) if index not in texts]
        if '"' in text or "\0" in text or (comma and "." in text) or not columns:
            return None
        if any(line.count(delimiter) != width - 1 for line in chunk):
            return None
        lines = [line.replace(",", ".") for line in chunk] if comma else chunk
        numbers = _numbers(lines, delimiter, columns)
        if numbers is None and delimiter * 2 in text and "nan" not in text.lower():
            numbers = _numbers([_nan(line, delimiter) for line in lines], delimiter, columns)
        if numbers is None or len(numbers) != len(chunk):
            return None
        found: list[np.ndarray | list[str]] = [[] for _ in range(width)]
        for place, index in enumerate(columns):
            found[index] = numbers[:, place].copy()
        for index in texts:
            found[index] = [line.split(delimiter, index + 1)[index] for line in chunk]
        return Block(np.arange(row + 1, row + 1 + len(chunk)), found)

    def _careful(
        self, chunk: list[str], lines: TextIOWrapper, row: int
    ) -> tuple[int, list[Record]]:
        """The rows that begin in the lines, which a quoted cell may continue beyond them.

        Gives the number of the last row and all rows that are not blank.
        """
        reader = csv.reader(chain(chunk, lines), delimiter=self.written.delimiter, strict=True)
        records: list[Record] = []
        try:
            for cells in reader:
                row += 1
                if any(map(str.strip, cells)):
                    records.append((row, self._fitting(row, cells)))
                if reader.line_num >= len(chunk):
                    break
        except csv.Error:
            raise fault(broken_quote(self.name, row + 1)) from None
        return row, records

    def _fitting(self, row: int, cells: list[str]) -> list[str]:
        width = len(self.names)
        if len(cells) == width:
            return cells
        if len(cells) < width or any(map(str.strip, cells[width:])):
            raise fault(
                f"row {row} of {quoted(self.name)} has {counted(len(cells), 'cell')}, "
                f"but row {self.header_row} has {width}; every row must have as many"
            )
        return cells[:width]


def _numbers(lines: Sequence[str], delimiter: str, columns: Sequence[int]) -> Floats | None:
    """The columns of lines without quotes as numbers (rows, columns), if they are."""
    try:
        return np.loadtxt(lines, delimiter=delimiter, comments=None, usecols=columns, ndmin=2)
    except ValueError:
        return None


def _nan(line: str, delimiter: str) -> str:
    """The line with its empty cells, but for one at its ends, as NaN."""
    pair, filled = delimiter * 2, f"{delimiter}nan{delimiter}"
    return line.replace(pair, filled).replace(pair, filled)


def broken_quote(name: str, row: int) -> str:
    """What is said of a row that the quotes in it do not let end."""
    return (
        f'row {row} of {quoted(name)} has a quote (") that is never closed or '
        f"followed by text, or a cell of more than {csv.field_size_limit()} characters"
    )
