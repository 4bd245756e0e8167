"""What was recognized of a table that a person may want to know, and correct."""

import re

import numpy as np

from nnstudio.experiment.data.tables.faults import listed
from nnstudio.experiment.data.tables.features import categories, is_category
from nnstudio.experiment.data.tables.header import counts_years
from nnstudio.experiment.data.tables.meaning import as_meant, differs_nearly_everywhere
from nnstudio.experiment.data.tables.measures import decimal_sign
from nnstudio.experiment.data.tables.moments import is_day_or_month
from nnstudio.experiment.data.tables.reading import target_place
from nnstudio.experiment.data.tables.table import Table
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.wording import counted, quoted

_MOST_READ = 3
_SEEN = 200
_AMBIGUOUS = re.compile(r"\d{1,3},\d{3}")


def notes(table: Table, data: DataSettings) -> tuple[str, ...]:
    """One clause for each thing that is not plain to see."""
    meant = as_meant(table, data)
    found = [*_above(table), *_sheet(table), *_header(meant, data), *_encoding(table, data)]
    return (*found, *_commas(meant), *_read(meant), *_days(meant), *_many(meant, data))


def left_out(table: Table, data: DataSettings) -> str:
    """The columns that are neither features nor the target: "2 of 5 columns left out: ..."."""
    target = target_place(table, data)
    names = [name for place, name in enumerate(table.names) if place != target]
    gone = [name for name in names if data.columns is not None and name not in data.columns]
    if not gone:
        return ""
    return f"{len(gone)} of {counted(len(names), 'column')} left out: {listed(gone)}"


def _above(table: Table) -> list[str]:
    written = table.written
    if not written.above:
        return []
    kind = "row" if written.sheets else "line"
    return [f"{counted(written.comments, kind)} above the table skipped: {quoted(written.above)}"]


def _sheet(table: Table) -> list[str]:
    written = table.written
    if not written.sheets or written.sheet == written.sheets[0]:
        return []
    return [f"sheet {quoted(written.sheet)} is read, not {quoted(written.sheets[0])}"]


def _header(table: Table, data: DataSettings) -> list[str]:
    years = table.written.has_header and counts_years(table.names, table.written.decimal_comma)
    unsure = years or all(column.is_text for column in table.columns)
    if data.header is not None or not unsure:
        return []
    what = "names" if table.written.has_header else "an example, not as names"
    return [f"the first row is taken as {what}"]


def _encoding(table: Table, data: DataSettings) -> list[str]:
    guessed = data.encoding is None and table.written.encoding == "Windows-1252"
    return ["not UTF-8, so read as Windows-1252"] if guessed else []


def _commas(table: Table) -> list[str]:
    """How 1,237 was read where no cell tells whether the comma is a decimal sign."""
    if any(decimal_sign(cell) for _, cells in table.sample for cell in cells):
        return []
    for example, (row, cells) in enumerate(table.sample):
        for column, cell in zip(table.columns, cells, strict=False):
            if _AMBIGUOUS.fullmatch(cell.strip()) and table.numbers[example] == row:
                value = column.values[example]
                return [] if np.isnan(value) else [f'"{cell.strip()}" is read as {value:g}']
    return []


def _days(table: Table) -> list[str]:
    """Dates that may be one day or another."""
    columns = [column for column in table.columns if is_day_or_month(column.levels[:_SEEN])]
    return [
        f"{quoted(column.name)} is not read as dates: "
        f"{quoted(next(filter(None, column.levels)))} does not tell the day from the month"
        for column in columns
    ]


def _many(table: Table, data: DataSettings) -> list[str]:
    """Texts that make a feature of nearly every row."""
    target = target_place(table, data)
    used = set(table.names if data.columns is None else data.columns) - {table.names[target]}
    return [
        f"{quoted(column.name)} differs in nearly every row and makes {len(categories(column))} "
        "features"
        for column in table.columns
        if column.name in used and is_category(column, data) and differs_nearly_everywhere(column)
    ]


def _read(table: Table) -> list[str]:
    read = [column for column in table.columns if column.words]
    more = len(read) - _MOST_READ
    words = [f"{quoted(column.name)}: {column.words}" for column in read[:_MOST_READ]]
    return [*words, f"{counted(more, 'column')} more read so"] if more > 0 else words
