"""Names of columns: whether the first row holds them, and that they are told apart."""

import re
from collections.abc import Sequence
from itertools import pairwise
from math import isnan

from nnstudio.experiment.data.tables.cells import looks_like_number, parse_number
from nnstudio.experiment.data.tables.faults import fault
from nnstudio.experiment.data.tables.measures import is_dressed
from nnstudio.experiment.data.tables.table import MAX_COLUMNS
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.wording import quoted

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
DECIMAL_POINT = re.compile(r"\s*[-+]?\d*\.\d+([eE][-+]?\d+)?\s*")


def has_header(rows: Sequence[Sequence[str]], decimal_comma: bool, data: DataSettings) -> bool:
    """Whether the first row holds names: as the user says or names columns, or as it looks."""
    if data.header is not None:
        return data.header
    if names_columns(rows[0], data):
        return True
    said = named_columns(data)
    if said and said <= {_counted(number) for number in range(1, len(rows[0]) + 1)}:
        return False
    return is_header(rows, decimal_comma)


def names_columns(cells: Sequence[str], data: DataSettings) -> bool:
    """Whether the columns that the user names are named by this row."""
    said = named_columns(data)
    return bool(said) and said <= {
        cell.strip() or _counted(number) for number, cell in enumerate(cells, start=1)
    }


def named_columns(data: DataSettings) -> set[str]:
    """The columns that the user names."""
    lists = (data.columns, data.categories, data.numbers, (data.target,) if data.target else ())
    return {name for names in lists for name in names or ()}


def _counted(number: int) -> str:
    return f"column {number}"


def is_header(rows: Sequence[Sequence[str]], decimal_comma: bool) -> bool:
    """Whether the first row holds names: text unlike the cells below, or columns that are counted.

    They may be counted from 0 or 1, or be years above what is none. Two numbers in a row may well
    be an example, and count only above others that have decimals.
    """
    cells = rows[0]
    numbers = [parse_number(cell, decimal_comma) for cell in cells]
    found = [number for number in numbers if number == number]
    if not found:
        return _is_unlike(rows, decimal_comma)
    below = [cell for row in rows[1:] for cell in row]
    if counts_years(cells, decimal_comma) and len(cells) > 2:
        values = [
            number for cell in below if not isnan(number := parse_number(cell, decimal_comma))
        ]
        return 2 * sum(map(_is_year, values)) < len(values)
    sequences = [[first + i for i in range(len(found))] for first in (0.0, 1.0)]
    counts = len(found) > 1 and found in sequences
    if len(found) < len(cells):
        return counts
    return counts and (len(cells) > 2 or any(map(DECIMAL_POINT.fullmatch, below)))


def counts_years(cells: Sequence[str], decimal_comma: bool) -> bool:
    """Whether the numbers among some cells are years, one after the other."""
    numbers = [parse_number(cell, decimal_comma) for cell in cells]
    found = [number for number in numbers if number == number]
    steps = [later - earlier for earlier, later in pairwise(found)]
    return len(found) > 1 and set(steps) == {1.0} and _is_year(found[0])


def _is_year(number: float) -> bool:
    return _FIRST_YEAR <= number <= _LAST_YEAR and number == int(number)


def _is_unlike(rows: Sequence[Sequence[str]], decimal_comma: bool) -> bool:
    """Whether a first row of text stands out from the rows below.

    It does above numbers, or above texts that repeat while none of its own is among them. Where
    nothing tells, it is an example, so that none is lost.
    """
    first, others = rows[0], rows[1:]
    if not others:
        return True

    def below(place: int) -> list[str]:
        return [row[place].strip() for row in others if place < len(row) and row[place].strip()]

    if any(are_numbers(below(place), decimal_comma) for place in range(len(first))):
        return True
    named = [(cell.strip(), below(place)) for place, cell in enumerate(first)]
    if any(cell and cell in column for cell, column in named):
        return False
    return any(cell and 2 * len(set(column)) <= len(column) for cell, column in named)


def are_numbers(cells: Sequence[str], decimal_comma: bool) -> bool:
    """Whether at least half of the cells are numbers or dates, in whatever dress."""
    numbers = sum(
        looks_like_number(cell) or is_dressed(cell) or not isnan(parse_number(cell, decimal_comma))
        for cell in cells
    )
    return 0 < len(cells) <= 2 * numbers


def used_columns(rows: Sequence[Sequence[str]]) -> int:
    """Columns of the first row without those at its end that are empty in every row."""
    width = len(rows[0])
    while width and not any(cell.strip() for row in rows for cell in row[width - 1 : width]):
        width -= 1
    return width


def column_names(file: str, cells: Sequence[str], header: bool) -> tuple[str, ...]:
    """The names in the first row, or "column 1", "column 2", ...; raises ExperimentError."""
    if len(cells) > MAX_COLUMNS:
        raise fault(f"{quoted(file)} has {len(cells)} columns; at most {MAX_COLUMNS} can be read")
    names = tuple(
        (header and cell.strip()) or _counted(index) for index, cell in enumerate(cells, start=1)
    )
    _require_distinct(file, names)
    return names


def _require_distinct(file: str, names: tuple[str, ...]) -> None:
    found: dict[str, int] = {}
    for number, name in enumerate(names, start=1):
        if name in found:
            raise fault(
                f"columns {found[name]} and {number} of {quoted(file)} are both named "
                f"{quoted(name)}; every column needs its own name"
            )
        found[name] = number
