"""What to make of a table that somebody opens for the first time, spelled out for the document."""

import numpy as np

from nnstudio.experiment.data.tables.cells import NO_VALUE, usable
from nnstudio.experiment.data.tables.features import (
    MAX_CATEGORIES,
    categories,
    is_category,
)
from nnstudio.experiment.data.tables.meaning import as_meant, differs_nearly_everywhere, marked
from nnstudio.experiment.data.tables.reading import target_place
from nnstudio.experiment.data.tables.table import Column, Table
from nnstudio.experiment.document import DataSettings

_MOST, _FEW = 0.5, 0.1


def proposed(table: Table, data: DataSettings) -> DataSettings:
    """The settings with what is best for most: measurements as numbers, usual marks as missing.

    Of several sheets, the one that was read stays the one to read, whatever columns are chosen.
    A last column that is nearly empty is not predicted. Left out are columns that cannot be
    features, texts that hardly repeat, notes in a few rows, and labels of rows.
    """
    if len(table.written.sheets) > 1:
        data = data.model_copy(update={"sheet": table.written.sheet})
    target = target_place(table, data)
    if data.target is None and _filled(table.columns[target]) < _MOST:
        filled = [c.name for c in table.columns if _filled(c) >= _MOST]
        filled = [name for name in filled if name not in table.written.index]
        data = data.model_copy(update={"target": filled[-1] if filled else None})
        target = target_place(table, data)
    features = [column for place, column in enumerate(table.columns) if place != target]
    numbers = tuple(column.name for column in features if column.is_text and column.measured)
    marks = data.marks or ("missing" if any(map(marked, table.columns)) else None)
    data = data.model_copy(update={"numbers": numbers or None, "marks": marks})
    meant = as_meant(table, data)
    good = tuple(
        column.name
        for place, column in enumerate(meant.columns)
        if place != target and column.name not in table.written.index and _is_good(column, data)
    )
    return data if len(good) in (0, len(features)) else data.model_copy(update={"columns": good})


def can_be_feature(column: Column, data: DataSettings) -> bool:
    """Whether a column has values, and not too many for categories."""
    if is_category(column, data):
        return 0 < len(categories(column)) <= MAX_CATEGORIES
    return bool(usable(column.values).any())


def _filled(column: Column) -> float:
    """The share of the rows in which something stands, missing marks being nothing."""
    if column.codes is None:
        return float(usable(column.values).mean())
    there = np.array([level.lower() not in NO_VALUE for level in column.levels])
    return float(there[column.codes].mean())


def _is_good(column: Column, data: DataSettings) -> bool:
    hardly_repeats = column.is_text and differs_nearly_everywhere(column)
    is_note = _filled(column) < _FEW
    return can_be_feature(column, data) and not hardly_repeats and not is_note
