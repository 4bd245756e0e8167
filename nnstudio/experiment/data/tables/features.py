"""The features of a table: numbers as they are, each category as one column of zeros and ones.

A cell without a value is NaN in all columns that are made of it, until it is dropped or filled.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nnstudio.experiment.data.dataset import Floats
from nnstudio.experiment.data.tables.cells import NO_VALUE, usable
from nnstudio.experiment.data.tables.faults import DECIDE, bad_cells, fault, listed
from nnstudio.experiment.data.tables.reading import first_bad, target_place
from nnstudio.experiment.data.tables.table import MAX_CELLS, MAX_COLUMNS, Column, Table
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.wording import closest, quoted

MAX_CATEGORIES = 100
_PIECE = 2**16  # rows


def chosen_places(table: Table, data: DataSettings) -> list[int]:
    """The places of the features, in the order of the file; raises ExperimentError."""
    target, names = target_place(table, data), table.names
    if data.columns is None:
        return [place for place in range(len(names)) if place != target]
    chosen = set(data.columns)
    for name in data.columns if chosen - set(names) else ():
        require_column(table, name, "data.columns")
    if names[target] in chosen:
        raise fault(
            f"{quoted(names[target])} is the target; it cannot be a feature too", "data.columns"
        )
    return [place for place, name in enumerate(names) if name in chosen]


def require_column(table: Table, name: str, field: str) -> None:
    """Refuse a name that no column has."""
    if name not in table.names:
        guess = closest(name, table.names)
        there = f"did you mean {quoted(guess)}?" if guess else f"there are {listed(table.names)}"
        raise fault(f"{quoted(table.name)} has no column {quoted(name)}; {there}", field)


def is_category(column: Column, data: DataSettings) -> bool:
    """Whether the column is encoded one-hot, because it is text or because the user says so."""
    return column.name in (data.categories or ()) or column.is_text


def categories(column: Column) -> tuple[str, ...]:
    """The distinct texts of a column that was read as text, in order."""
    return tuple(sorted(level for level in column.levels if level))


def missing_cells(column: Column, as_category: bool) -> NDArray[np.bool_]:
    """Where the column has no value: no number, or in a category no text (n,)."""
    if not as_category or column.codes is None:
        return ~usable(column.values)
    empty = np.array([not level for level in column.levels])
    return empty[column.codes]


def encode(
    table: Table, places: Sequence[int], data: DataSettings, keep: NDArray[np.bool_]
) -> tuple[Floats, tuple[str, ...]]:
    """The features of the rows to `keep` (rows, features), NaN without a value, and their names."""
    widths = [_width(table.columns[place], data) for place in places]
    total, rows = sum(widths), int(keep.sum())
    if total > MAX_COLUMNS or total * rows > MAX_CELLS:
        raise fault(
            f"the features make {total} columns of {rows} rows, too many to compute with; "
            "leave categories out",
            "data.columns",
        )
    values, names = np.empty((rows, total)), []
    start = 0
    for place, width in zip(places, widths, strict=True):
        column = table.columns[place]
        part = values[:, start : start + width]
        start += width
        if is_category(column, data):
            levels = categories(column)
            _one_hot(column, levels, keep, part)
            names += [f"{column.name}={level}" for level in levels]
        else:
            _numbers(column, keep, part)
            names.append(column.name)
    return values, tuple(names)


def require_values(table: Table, places: Sequence[int], data: DataSettings) -> None:
    """Refuse columns that cannot be features, and cells without a value unless a way is chosen."""
    faulty = []
    for place in places:
        column = table.columns[place]
        as_category = is_category(column, data)
        if as_category:
            _require_few(table, place)
        missing = missing_cells(column, as_category)
        if missing.all():
            raise fault(_no_values(table, place), "data.columns")
        if missing.any():
            faulty.append(place)
    if faulty and data.missing is None:
        others = [table.columns[place].name for place in faulty[1:]]
        more = f"; so are cells of {listed(others)}" if others else ""
        raise fault(
            f"{missing_sentence(table, faulty[0], data)}{more}; {DECIDE}",
            "data.missing",
        )


def missing_sentence(table: Table, place: int, data: DataSettings) -> str:
    """How many cells of a column have no value, and the first of them."""
    column, rows = table.columns[place], len(table.numbers)
    if not is_category(column, data):
        count, first, cell = first_bad(table, place)
        return bad_cells(column.name, count, rows, first, cell)
    empty = np.flatnonzero(missing_cells(column, True))
    are = "is" if len(empty) == 1 else "are"
    gone = "missing" if data.marks == "missing" else "empty"
    return (
        f"column {quoted(column.name)}: {len(empty)} of {rows} cells {are} {gone}, first in "
        f"{table.where(empty[0], place)}"
    )


def _no_values(table: Table, place: int) -> str:
    column = table.columns[place]
    if all(level.lower() in NO_VALUE for level in column.levels):
        return f"column {quoted(column.name)} is empty in every row; leave it out"
    count, first, cell = first_bad(table, place)
    sentence = bad_cells(column.name, count, len(table.numbers), first, cell)
    return f"{sentence}; correct them, leave the column out or take it as categories"


def _require_few(table: Table, place: int) -> None:
    column = table.columns[place]
    levels = categories(column)
    if len(levels) > MAX_CATEGORIES:
        raise fault(
            f"column {quoted(column.name)} holds {len(levels)} different texts, first "
            f"{quoted(column.odd or levels[0])} in {table.where(0, place)}; as categories at most "
            f"{MAX_CATEGORIES} are possible, so leave it out",
            "data.columns",
        )


def _width(column: Column, data: DataSettings) -> int:
    return len(categories(column)) if is_category(column, data) else 1


def _numbers(column: Column, keep: NDArray[np.bool_], into: Floats) -> None:
    """The numbers of a column, a piece at a time, because a large one would need much memory."""
    start = 0
    for first in range(0, len(keep), _PIECE):
        numbers = column.values[first : first + _PIECE][keep[first : first + _PIECE]]
        numbers[~usable(numbers)] = np.nan
        into[start : start + len(numbers), 0] = numbers
        start += len(numbers)


def _one_hot(
    column: Column, levels: tuple[str, ...], keep: NDArray[np.bool_], into: Floats
) -> None:
    assert column.codes is not None
    order = {level: place for place, level in enumerate(levels)}
    places = np.array([order.get(level, -1) for level in column.levels])[column.codes][keep]
    into[:] = places[:, np.newaxis] == np.arange(len(levels))
    into[places < 0] = np.nan
