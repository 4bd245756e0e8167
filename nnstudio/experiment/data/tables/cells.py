"""Cells of text as numbers: what is a number, and what only looks like one."""

import re
from collections.abc import Sequence
from contextlib import suppress

import numpy as np
from numpy.typing import NDArray

from nnstudio.experiment.data.dataset import Floats

MAX_NUMBER = 1e30  # beyond it, squares do not fit the numbers that networks train with
NO_VALUE = frozenset(
    {"", "-", "?", "na", "n/a", "n.a.", "nan", "null", "none", "#n/a", "#nv", "k.a."}
)
# A number with thousands separators, a currency or a percent sign, or a date: never a category.
_LOOKS_LIKE_NUMBER = re.compile(r"[$€£]?\s*[-+]?\d[\d.,:'/\s\u00a0\u202f-]*\s*[%$€£]?")


def parse_number(cell: str, decimal_comma: bool) -> float:
    """The number in a cell; NaN where there is none."""
    if "_" in cell or (decimal_comma and "." in cell):
        return float("nan")
    try:
        return float(cell.replace(",", ".") if decimal_comma else cell)
    except ValueError:
        return float("nan")


def parse_numbers(cells: Sequence[str], decimal_comma: bool) -> Floats:
    """The numbers in the cells of a column (n,); NaN where there is none."""
    if not decimal_comma:
        with suppress(ValueError):
            numbers = np.array(cells, dtype=np.float64)  # far faster, but "1_0" is a number to it
            if "_" not in "".join(cells):
                return numbers
    return np.array([parse_number(cell, decimal_comma) for cell in cells], dtype=np.float64)


def usable(values: Floats) -> NDArray[np.bool_]:
    """Where there is a number of a size that can be computed with."""
    found: NDArray[np.bool_] = np.abs(values) <= MAX_NUMBER
    return found


def looks_like_number(cell: str) -> bool:
    """Whether a cell is a number or a date, in whatever dress, rather than a word."""
    return _LOOKS_LIKE_NUMBER.fullmatch(cell.strip()) is not None


def is_category(cell: str) -> bool:
    """Whether a cell that is not a number names a category, rather than a value gone wrong."""
    text = cell.strip()
    return text.lower() not in NO_VALUE and not looks_like_number(text)
