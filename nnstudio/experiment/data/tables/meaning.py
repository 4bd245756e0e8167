"""What the cells of a table are meant as: numbers in a dress, and marks for what is missing.

A column of 5 cm is numbers where the document says so, where it could be nothing else, or where
nearly every cell differs, for then its texts name no categories. Dates and times always are.
"""

from dataclasses import replace

import numpy as np

from nnstudio.experiment.data.tables.cells import NO_VALUE, usable
from nnstudio.experiment.data.tables.reading import target_place
from nnstudio.experiment.data.tables.table import Column, Table
from nnstudio.experiment.document import DataSettings

FEW = 20  # different values that may well be classes


def as_meant(table: Table, data: DataSettings) -> Table:
    """The table with its columns read as the document means them."""
    target = target_place(table, data)
    columns = []
    for place, column in enumerate(table.columns):
        is_number = _is_target_number if place == target else _is_number
        if column.measured is not None and is_number(column, data):
            columns.append(_measured(column))
        else:
            has_gaps = data.marks == "missing" or (place == target and _holds_numbers(column))
            columns.append(_without_marks(column) if has_gaps else column)
    return replace(table, columns=tuple(columns))


def differs_nearly_everywhere(column: Column) -> bool:
    """Whether a text stands in so few rows that it names no category."""
    if column.codes is None:
        return False
    rows = len(column.codes)
    return len(column.levels) > FEW and 2 * len(column.levels) > rows


def marked(column: Column) -> tuple[str, ...]:
    """The texts of a column that are usual marks for a missing value; beside +, - is none."""
    marks = (level for level in column.levels if level and level.lower() in NO_VALUE)
    return tuple(mark for mark in marks if mark != "-" or "+" not in column.levels)


def _is_number(column: Column, data: DataSettings) -> bool:
    assert column.measured is not None
    if column.name in (data.categories or ()):
        return False
    said = column.name in (data.numbers or ()) or column.measured.is_moment
    return said or not column.is_text or differs_nearly_everywhere(column)


def _is_target_number(column: Column, data: DataSettings) -> bool:
    many = len(column.levels) > FEW
    return data.task == "regression" or (data.task is None and many)


def _holds_numbers(column: Column) -> bool:
    """Whether numbers stand in the column and beside them only marks, which then are no class."""
    good = usable(column.values)
    if column.codes is None or not good.any():
        return False
    return all(column.levels[code].lower() in NO_VALUE for code in np.unique(column.codes[~good]))


def _measured(column: Column) -> Column:
    assert column.measured is not None
    assert column.codes is not None
    values = column.measured.values[column.codes]
    bad = np.flatnonzero(~usable(values))
    odd = column.levels[column.codes[bad[0]]] if bad.size else ""
    return replace(column, values=values, odd=odd, words=column.measured.words)


def _without_marks(column: Column) -> Column:
    marks = marked(column)
    if not marks:
        return column
    return replace(column, levels=tuple("" if level in marks else level for level in column.levels))
