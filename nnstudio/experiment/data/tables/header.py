"""Names of columns: whether the first row holds them, and that they are told apart."""

import re
from collections.abc import Sequence

from nnstudio.experiment.data.tables.cells import parse_number
from nnstudio.experiment.data.tables.faults import fault
from nnstudio.experiment.data.tables.table import MAX_COLUMNS
from nnstudio.experiment.wording import quoted

DECIMAL_POINT = re.compile(r"\s*[-+]?\d*\.\d+([eE][-+]?\d+)?\s*")


def is_header(rows: Sequence[Sequence[str]], decimal_comma: bool) -> bool:
    """Whether the first row holds names: text without numbers, or columns counted from 0 or 1.

    Two numbers in a row may well be an example, and count only above others that have decimals.
    """
    cells = rows[0]
    numbers = [parse_number(cell, decimal_comma) for cell in cells]
    found = [number for number in numbers if number == number]
    sequences = [list(map(float, range(start, start + len(found)))) for start in (0, 1)]
    counts = len(found) > 1 and found in sequences
    if len(found) < len(cells):
        return counts or not found
    below = [cell for row in rows[1:] for cell in row]
    return counts and (len(cells) > 2 or any(map(DECIMAL_POINT.fullmatch, below)))


def used_columns(rows: Sequence[Sequence[str]]) -> int:
    """Columns of the first row without those at its end that are empty in every row."""
    width = len(rows[0])
    while width and not any(cell.strip() for row in rows for cell in row[width - 1 : width]):
        width -= 1
    return width


def column_names(file: str, cells: Sequence[str], has_header: bool) -> tuple[str, ...]:
    """The names in the first row, or "column 1", "column 2", ...; raises ExperimentError."""
    if len(cells) > MAX_COLUMNS:
        raise fault(f"{quoted(file)} has {len(cells)} columns; at most {MAX_COLUMNS} can be read")
    names = tuple(
        (has_header and cell.strip()) or f"column {index}"
        for index, cell in enumerate(cells, start=1)
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
