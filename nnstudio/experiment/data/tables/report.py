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
from nnstudio.experiment.data.tables.meaning import as_meant, marked
from nnstudio.experiment.data.tables.proposal import can_be_feature
from nnstudio.experiment.data.tables.table import Column, Table
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.wording import counted

_EXACT = 2.0**53  # beyond it, not every whole number is a float


@dataclass(frozen=True, slots=True)
class ColumnReport:
    """A column in words: `missing` is a sentence on its cells without a value, or empty.

    A column `is_text` that cannot be numbers; one that `is_measured` can be, and text as well.
    """

    name: str
    is_text: bool
    is_measured: bool
    is_category: bool
    can_be_feature: bool
    summary: str
    missing: str


def report_columns(table: Table, data: DataSettings) -> tuple[ColumnReport, ...]:
    """One report for each column of the file, in its order."""
    table = as_meant(table, data)
    return tuple(_report(table, place, data) for place in range(len(table.columns)))


def missing_marks(table: Table) -> tuple[str, ...]:
    """The usual marks for missing values that stand in its columns of text, such as NA."""
    return tuple(dict.fromkeys(mark for column in table.columns for mark in marked(column)))


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
        column.is_text and column.measured is None,
        column.measured is not None,
        as_category,
        can_be_feature(column, data),
        _category_words(categories(column)) if as_category else _number_words(column),
        missing_sentence(table, place, data) if gaps else "",
    )


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
    if np.abs(good).max() > _EXACT:
        words += ", rounded to 15 digits"
    return f"{words} · {column.words}" if column.words else words
