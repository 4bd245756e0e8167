"""The rows of a sweep in a CSV file that grows as runs are done, and can be gone on with.

Rows are appended whole, and reach the disk before the next are trained. A line that a kill tore off
is dropped when the file is opened again, and so are the rows of runs that failed or stand there
twice. A spreadsheet may have saved the file meanwhile: its byte order mark, line ends, blank lines
and TRUE are read. One sweep at a time has the file.
"""

import csv
import io
import json
import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from math import isfinite
from pathlib import Path
from types import TracebackType
from typing import Any

from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.files.atomic import write_atomically
from nnstudio.experiment.sweeps.grid import cell
from nnstudio.experiment.sweeps.sole_writer import sole_writer
from nnstudio.experiment.wording import quoted

MARK, STATUS, DONE, FAILED = "experiment", "status", "done", "failed"
DIVERGED = "diverged"
_LONGEST_PATH = 400

Row = dict[str, Any]
"""A value or None for each column."""


class ResultsFile:
    """The file at `path`, with these columns; `mark` says of which sweep it may be.

    The first `keys` columns tell runs apart: `found` has the rows that were there already, by the
    texts of those cells. Raises ExperimentError for a file of anything else, one that another
    sweep has open, or one that cannot be written, now or later.
    """

    def __init__(self, path: Path, columns: Sequence[str], keys: int, mark: str) -> None:
        self._path, self._columns, self._mark = path, columns, mark
        try:
            with ExitStack() as stack:
                self._refuse_other_than_files()
                stack.enter_context(sole_writer(path))
                self.found = self._settle(keys)
                self._file = stack.enter_context(path.open("ab"))
                self._held = stack.pop_all()
        except BlockingIOError:
            why = "is being written by another sweep; wait for it or name another file"
            raise self._refused(why) from None
        except OSError as error:
            raise self._unwritable(error) from None

    def append(self, rows: Iterable[Row]) -> None:
        """Write rows to the disk, all before this returns."""
        lines = [_line([cell(row[column]) for column in self._columns]) for row in rows]
        try:
            self._file.write(b"".join(lines))
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._unwritable(error) from None

    def __enter__(self) -> "ResultsFile":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._held.close()

    def _refuse_other_than_files(self) -> None:
        if self._path.exists() and not self._path.is_file():
            raise self._refused("is not a file; name one that ends in .csv")

    def _settle(self, keys: int) -> dict[tuple[str, ...], Row]:
        """Read the rows of runs that are done, and leave the file with nothing but these."""
        content = self._path.read_bytes() if self._path.exists() else b""
        header = _line(self._columns)
        kept: dict[tuple[str, ...], list[str]] = {}
        for cells in self._lines(content, header):
            if cells[self._columns.index(STATUS)] == DONE:
                kept.setdefault(tuple(cells[:keys]), cells)
        found = {key: self._row(cells, keys) for key, cells in kept.items()}
        wanted = header + b"".join(map(_line, kept.values()))
        if content != wanted:
            write_atomically(self._path, wanted)
        return found

    def _lines(self, content: bytes, header: bytes) -> list[list[str]]:
        """The cells of every whole row; refuses a file of anything but this sweep."""
        if header.startswith(content):
            return []
        whole = content[: content.rfind(b"\n") + 1]
        try:
            lines = csv.reader(io.StringIO(whole.decode("utf-8-sig"), newline=""))
            first, *rows = (cells for cells in lines if any(cells))
        except (csv.Error, ValueError):
            first, rows = [], []
        if first != list(self._columns) or any(len(row) != len(first) for row in rows):
            raise self._refused("holds something else than this sweep; name another file")
        place = self._columns.index(MARK)
        if any(row[place] != self._mark for row in rows):
            raise self._refused("holds a sweep of another experiment; name another file")
        truth = self._columns.index(DIVERGED)
        return [[*row[:truth], row[truth].lower(), *row[truth + 1 :]] for row in rows]

    def _row(self, cells: Sequence[str], keys: int) -> Row:
        texts = {*self._columns[:keys], STATUS, MARK}
        return {
            column: text if column in texts else self._number(column, text)
            for column, text in zip(self._columns, cells, strict=True)
        }

    def _number(self, column: str, text: str) -> float | None:
        """The number or truth value in a cell, None in an empty one."""
        if not text:
            return None
        with suppress(ValueError, RecursionError, OverflowError):
            value = json.loads(text)
            is_fit = isinstance(value, int | float) and isfinite(value)
            if is_fit and isinstance(value, bool) == (column == DIVERGED):
                return value
        raise self._refused(f"holds {quoted(text)} as {column}; mend or remove that line")

    def _refused(self, why: str) -> ExperimentError:
        return ExperimentError(Problem("", f"{quoted(str(self._path), _LONGEST_PATH)} {why}"))

    def _unwritable(self, error: OSError) -> ExperimentError:
        reason = (error.strerror or str(error)).lower()
        return self._refused(f"cannot be written: {reason}")


def _line(cells: Sequence[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue().encode()
