"""A CSV file of the user's own as a data set: one column is the target, the others are features.

Features must be numbers in every row. A target of text, or of a few distinct whole numbers, makes
classes; any other column of numbers makes a regression. All faults are ExperimentErrors that name
the column and the row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nnstudio.experiment.dataset import Dataset, Floats, Targets
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.sources.delimited import (
    Record,
    TextTable,
    parse_numbers,
    problem,
    read_text_table,
)
from nnstudio.experiment.wording import closest, quoted

MAX_CLASSES = 1000
MAX_NUMBER = 1e30  # beyond it, squares do not fit the numbers that networks train with
_FEW = 20
_CHUNK_ROWS = 4096


@dataclass(frozen=True, slots=True)
class _Faults:
    """Cells of one column that are not numbers: how many, and the first with its row number."""

    count: int = 0
    row: int = 0
    cell: str = ""

    def found(self, row: int, cell: str, count: int) -> "_Faults":
        """With `count` faults more, the first of them at `row`."""
        return _Faults(self.count + count, self.row or row, self.cell if self.row else cell)


def load_table(data: DataSettings, folder: Path | None) -> Dataset:
    """The table at `data.path`, relative to `folder`; `data.target` None takes the last column.

    All rows are used: number of samples and noise do not apply.
    """
    if not data.path:
        raise problem("a table needs the path of a CSV file")
    path = (folder or Path()) / data.path
    table = read_text_table(path)
    target = _target_index(table, data.target)
    rows, cells, numbers = _read_cells(table, target)
    targets, class_names = _targets(table, target, cells, numbers)
    names = tuple(name for index, name in enumerate(table.names) if index != target)
    return Dataset(path.stem, rows, targets, names, class_names)


def _target_index(table: TextTable, name: str | None) -> int:
    if name is None:
        return len(table.names) - 1
    if name in table.names:
        return table.names.index(name)
    guess = closest(name, table.names)
    hint = f"; did you mean {quoted(guess)}?" if guess else f"; there are {_listed(table.names)}"
    raise _target_problem(f"{quoted(table.path.name)} has no column {quoted(name)}{hint}")


def _read_cells(table: TextTable, target: int) -> tuple[Floats, list[str], list[int]]:
    """The features (rows, columns), the target's cells, and each row's number in the file."""
    faults = [_Faults() for _ in table.names]
    blocks: list[Floats] = []
    labels: list[str] = []
    numbers: list[int] = []
    for chunk in _chunks(table.records()):
        columns = list(zip(*(cells for _, cells in chunk), strict=True))
        chunk_numbers = [number for number, _ in chunk]
        labels += [cell.strip() for cell in columns[target]]
        numbers += chunk_numbers
        block = np.empty((len(chunk), len(columns)))
        for index, column in enumerate(columns):
            block[:, index] = parse_numbers(column, table.decimal_comma)
            bad = _unusable(block[:, index])
            if bad.size:
                first = bad[0]
                faults[index] = faults[index].found(chunk_numbers[first], column[first], bad.size)
        blocks.append(np.delete(block, target, axis=1))
    if len(numbers) < 2:
        found = "one row" if numbers else "a header and no rows"
        raise problem(f"{quoted(table.path.name)} has {found}; it needs at least two examples")
    _require_numbers(table, [f for i, f in enumerate(faults) if i != target], target, len(numbers))
    return np.concatenate(blocks), labels, numbers


def _chunks(records: Iterator[Record]) -> Iterator[list[Record]]:
    while chunk := list(islice(records, _CHUNK_ROWS)):
        yield chunk


def _unusable(values: Floats) -> NDArray[np.intp]:
    """Where there is no number of a size that can be computed with."""
    return np.flatnonzero(~(np.abs(values) <= MAX_NUMBER))


def _require_numbers(table: TextTable, faults: Sequence[_Faults], target: int, rows: int) -> None:
    """Refuse features with cells that are not numbers; the first such column is told in full."""
    names = [name for index, name in enumerate(table.names) if index != target]
    faulty = [(name, fault) for name, fault in zip(names, faults, strict=True) if fault.count]
    if not faulty:
        return
    name, fault = faulty[0]
    others = [name for name, _ in faulty[1:]]
    more = f"; so are cells of {_listed(others)}" if others else ""
    raise problem(f"{_fault_sentence(name, fault, rows)}{more}; features must be numbers")


def _fault_sentence(name: str, fault: _Faults, rows: int) -> str:
    shown = quoted(fault.cell) if fault.cell.strip() else "an empty cell"
    are = "is not a number" if fault.count == 1 else "are not numbers"
    return (
        f"column {quoted(name)}: {fault.count} of {rows} cells {are}, first in row {fault.row}: "
        f"{shown}"
    )


def _targets(
    table: TextTable, target: int, cells: list[str], numbers: list[int]
) -> tuple[Targets, tuple[str, ...]]:
    """The targets, and the names of the classes, which are empty for regression."""
    name = table.names[target]
    if "" in cells:
        raise _target_problem(f"column {quoted(name)}: row {numbers[cells.index('')]} has no label")
    values = parse_numbers(cells, table.decimal_comma)
    bad = _unusable(values)
    if not bad.size:
        return _numeric_targets(name, values)
    classes, labels = np.unique(cells, return_inverse=True)
    if 2 * bad.size < len(cells) and len(classes) > _FEW:
        fault = _Faults(bad.size, numbers[bad[0]], cells[bad[0]])
        raise _target_problem(f"{_fault_sentence(name, fault, len(cells))}; correct or remove it")
    return _classes(name, [str(text) for text in classes], labels)


def _numeric_targets(name: str, values: Floats) -> tuple[Targets, tuple[str, ...]]:
    """Classes when there are few distinct whole numbers that repeat, otherwise regression."""
    distinct, labels = np.unique(values, return_inverse=True)
    if len(distinct) == 1:
        raise _target_problem(
            f"column {quoted(name)} holds the same number in every row, {distinct[0]:.15g}; it "
            "needs at least two"
        )
    whole = bool(np.all(distinct == np.round(distinct)))
    few = len(distinct) <= 2 or (len(distinct) <= _FEW and 2 * len(distinct) <= len(values))
    if whole and few:
        return _classes(name, [f"{value:.15g}" for value in distinct], labels)
    return values[:, np.newaxis], ()


def _classes(
    name: str, classes: list[str], labels: NDArray[np.intp]
) -> tuple[Targets, tuple[str, ...]]:
    if len(classes) == 1:
        raise _target_problem(
            f"column {quoted(name)} holds only one class, {quoted(classes[0])}; it needs at least "
            "two"
        )
    if len(classes) > MAX_CLASSES:
        raise _target_problem(
            f"column {quoted(name)} holds {len(classes)} different texts; at most {MAX_CLASSES} "
            "classes are possible"
        )
    return labels.astype(np.int64), tuple(classes)


def _target_problem(message: str) -> ExperimentError:
    return ExperimentError(Problem("data.target", message))


def _listed(names: Sequence[str]) -> str:
    """Up to six names, quoted."""
    shown = ", ".join(quoted(name) for name in names[:6])
    return f"{shown} and {len(names) - 6} more" if len(names) > 6 else shown
