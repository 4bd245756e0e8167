"""Whether numbers are written 1.5 or 1,5, by what all cells of a table tell."""

import re
from collections.abc import Sequence

from nnstudio.experiment.data.tables.header import DECIMAL_POINT
from nnstudio.experiment.data.tables.measures import decimal_sign

_DECIMAL_COMMA = re.compile(r"\s*[-+]?\d*,\d+([eE][-+]?\d+)?\s*")


def decimal_comma(rows: Sequence[Sequence[str]], delimiter: str, said: str | None) -> bool:
    """Whether the decimal sign is a comma: as `said`, or where a cell can mean nothing else.

    1,237 may be either; it is a decimal comma where the comma is no delimiter and no cell is
    written 1.5 or 1,234,567.
    """
    if said is not None:
        return said == "comma"
    cells = [cell for row in rows for cell in row if "," in cell or "." in cell]
    commas = [cell for cell in cells if "," in cell]
    plain = delimiter != "," and any(map(_DECIMAL_COMMA.fullmatch, commas))
    if any(decimal_sign(cell) == "point" for cell in cells):
        return False
    if plain and not any(map(DECIMAL_POINT.fullmatch, cells)):
        return True
    return any(decimal_sign(cell) == "comma" for cell in commas)
