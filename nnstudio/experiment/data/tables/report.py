"""What a person should know of a table before it is used: its columns, its gaps, its classes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnstudio.experiment.data.dataset import Dataset
from nnstudio.experiment.data.tables.cells import usable
from nnstudio.experiment.data.tables.features import (
    MAX_CATEGORIES,
    categories,
    is_category,
    missing_cells,
    missing_sentence,
)
from nnstudio.experiment.data.tables.reading import target_place
from nnstudio.experiment.data.tables.table import Column, Table
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.wording import counted

_EXACT = 2.0**53  # beyond it, not every whole number is a float


@dataclass(frozen=True, slots=True)
class ColumnReport:
    """A column in words: `missing` is a sentence on its cells without a value, or empty."""

    name: str
    is_text: bool
    is_category: bool
    can_be_feature: bool
    summary: str
    missing: str


def report_columns(table: Table, data: DataSettings) -> tuple[ColumnReport, ...]:
    """One report for each column of the file, in its order."""
    return tuple(_report(table, place, data) for place in range(len(table.columns)))


def proposed_columns(table: Table, data: DataSettings) -> tuple[str, ...] | None:
    """The columns that can be features where some cannot, such as texts that never repeat."""
    target = target_place(table, data)
    good = [
        column.name
        for place, column in enumerate(table.columns)
        if place != target and _can_be_feature(column, data)
    ]
    return None if len(good) == len(table.columns) - 1 or not good else tuple(good)


def class_counts(dataset: Dataset) -> tuple[tuple[str, int], ...]:
    """How many examples each class has, in the order of the classes."""
    counts = np.bincount(dataset.targets.ravel().astype(np.int64), minlength=1)
    return tuple(zip(dataset.class_names, map(int, counts), strict=False))


def _report(table: Table, place: int, data: DataSettings) -> ColumnReport:
    column = table.columns[place]
    as_category = is_category(column, data)
    gaps = missing_cells(column, as_category).any()
    return ColumnReport(
        column.name,
        column.is_text,
        as_category,
        _can_be_feature(column, data),
        _category_words(categories(column)) if as_category else _number_words(column),
        missing_sentence(table, place, data) if gaps else "",
    )


def _can_be_feature(column: Column, data: DataSettings) -> bool:
    if is_category(column, data):
        return 0 < len(categories(column)) <= MAX_CATEGORIES
    return bool(usable(column.values).any())


def _category_words(levels: Sequence[str]) -> str:
    if len(levels) > MAX_CATEGORIES:
        return f"{len(levels):,} different texts, too many for categories"
    kinds = f"{len(levels)} {'category' if len(levels) == 1 else 'categories'}"
    return f"{kinds} → {counted(len(levels), 'column')}"


def _number_words(column: Column) -> str:
    good = column.values[usable(column.values)]
    if not good.size:
        return "no numbers"
    words = f"{good.min():.5g} to {good.max():.5g}"
    return f"{words}, rounded to 15 digits" if np.abs(good).max() > _EXACT else words
