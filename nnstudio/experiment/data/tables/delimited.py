"""A text table, read in blocks: by whole arrays where lines are plain, else by the csv module.

Every row must have as many cells as the first; whatever does not fit is an error that names the
row as a spreadsheet counts it, never a guess.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO, TextIOWrapper
from itertools import chain
from typing import BinaryIO, cast

import numpy as np

from nnstudio.experiment.data.dataset import Floats
from nnstudio.experiment.data.tables.faults import fault
from nnstudio.experiment.data.tables.plain_lines import plain_lines
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
        """All rows, in order; the columns `texts` come as text, others as numbers."""
        row, size = self.written.comments, self._block_size()
        last_without_data = self.header_row if self.written.has_header else 0
        with self.file.lines() as lines:
            for _ in range(row):
                lines.readline()
            while text := lines.read(size):
                text += lines.readline()
                tick(cast(BinaryIO, lines.buffer).tell() / self.file.size)
                block = self._plain(text, row, texts) if row >= last_without_data else None
                if block is not None:
                    row += len(block.numbers)
                    yield block
                    continue
                row, records = self._careful(text, lines, row)
                records = [record for record in records if record[0] > last_without_data]
                if records:
                    yield block_of(records, len(self.names))

    def _block_size(self) -> int:
        longest = max((sum(map(len, cells)) for _, cells in self.sample), default=0)
        return min(max(_BLOCK_CHARACTERS, _BLOCK_ROWS * longest), _MOST_CHARACTERS)

    def _plain(self, text: str, row: int, texts: frozenset[int]) -> Block | None:
        """The lines as a block, where whole arrays can tell their cells."""
        width = len(self.names)
        lines = plain_lines(text, self.written.delimiter, self.written.decimal_comma, width)
        if lines is None:
            return None
        numbers, odd = lines.numbers([place for place in range(width) if place not in texts])
        columns: list[Floats | Sequence[str]] = [
            lines.texts(place) if place in texts else numbers[:, place] for place in range(width)
        ]
        return Block(np.arange(row + 1, row + 1 + len(numbers)), columns, odd)

    def _careful(self, text: str, lines: TextIOWrapper, row: int) -> tuple[int, list[Record]]:
        """The rows that begin in the lines, which a quoted cell may continue beyond them.

        Gives the number of the last row and all rows that are not blank.
        """
        chunk = StringIO(text, newline="").readlines()
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


def broken_quote(name: str, row: int) -> str:
    """What is said of a row that the quotes in it do not let end."""
    return (
        f'row {row} of {quoted(name)} has a quote (") that is never closed or '
        f"followed by text, or a cell of more than {csv.field_size_limit()} characters"
    )
