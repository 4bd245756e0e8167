"""Lines of text whose cells can be told by their delimiters alone, read by whole arrays.

Such lines hold as many delimiters each as there are columns, less one, and quotes only around whole
cells that hold none themselves. They mean what the csv module takes them for.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from csv import field_size_limit
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from nnstudio.experiment.data.dataset import Floats
from nnstudio.experiment.data.tables.cells import parse_numbers, usable
from nnstudio.experiment.data.tables.digits import MOST_DECIMALS, quotients

_MISREAD = (b" ", b"\t", b"\v", b"\f", b"(")  # NumPy reads "nan(1)", and blanks at the end
Places = NDArray[np.int64]
Kinds = NDArray[np.uint8]
_COMMA, _END, _POINT, _MINUS, _QUOTE, _ZERO, _NINE, _ELSE = b',\n.-"09x'


@dataclass(frozen=True, slots=True, eq=False)
class PlainLines:
    """Where the cells (rows * width,) begin and end in the UTF-8 `text`, quotes left out.

    `odd` are those that are more than digits with at most one decimal mark and a sign;
    `decimals` counts the digits behind the mark.
    """

    text: bytes
    delimiter: str
    decimal_comma: bool
    width: int
    starts: Places
    ends: Places
    decimals: Places
    negative: Places
    odd: NDArray[np.bool_]

    @property
    def rows(self) -> int:
        """How many lines there are."""
        return len(self.starts) // self.width

    def texts(self, column: int) -> list[str]:
        """The cells of a column."""
        cells = slice(column, None, self.width)
        return self._texts(self.starts[cells], self.ends[cells])

    def _texts(self, starts: Places, ends: Places) -> list[str]:
        places = zip(starts.tolist(), ends.tolist(), strict=True)
        if self.text.isascii():
            text = self.text.decode("ascii")
            return [text[start:end] for start, end in places]
        return [self.text[start:end].decode() for start, end in places]

    def numbers(self, columns: Sequence[int]) -> tuple[Floats, Mapping[int, str]]:
        """The cells (rows, width), NaN where a cell of `columns` is no number.

        And, by its column, the first cell in it that is no number that can be computed with.
        Other columns mean nothing.
        """
        wanted = np.zeros(self.width, np.bool_)
        wanted[list(columns)] = True
        odd = np.flatnonzero(self.odd)
        values = self._floats() if 2 * len(odd) > len(self.odd) else None
        if values is None:
            values, doubtful = quotients(self._digits(), self.decimals)
            values[self.negative] = -values[self.negative]
            odd = np.flatnonzero(self.odd | doubtful)
            odd = odd[wanted[odd % self.width]]
            values[odd] = self._numbers_of(odd)
        bad = odd[~usable(values[odd]) & wanted[odd % self.width]]
        places, first = np.unique(bad % self.width, return_index=True)
        texts = self._texts(self.starts[bad[first]], self.ends[bad[first]])
        return values.reshape(-1, self.width), dict(zip(places.tolist(), texts, strict=True))

    def _digits(self) -> Places:
        """The digits of every cell as one whole number."""
        digits = self.text.translate(*_digits_alone(self.delimiter, self.decimal_comma))
        if self.odd.any():  # some may have no digits
            for _ in range(2):  # because what is replaced does not overlap
                digits = digits.replace(b",,", b",0,")
            digits = (b"0" if digits.startswith(b",") else b"") + digits
        return np.fromstring(digits, np.int64, sep=",")

    def _floats(self) -> Floats | None:
        """All cells as numbers, if they are such as 1.5e-3; None where one is something else."""
        cells = self.text.replace(self.delimiter.encode(), b",").replace(b"\n", b",")
        if self.decimal_comma or any(mark in cells for mark in _MISREAD):
            return None
        with suppress(ValueError):
            found = np.fromstring(cells, np.float64, sep=",")
            return found if len(found) == len(self.odd) else None
        return None

    def _numbers_of(self, cells: Places) -> Floats:
        """Some of the cells as numbers, one by one if need be; NaN where there is none."""
        found = np.full(len(cells), np.nan)
        filled = np.flatnonzero(self.starts[cells] < self.ends[cells])
        cells = cells[filled]
        texts = self._texts(self.starts[cells], self.ends[cells])
        found[filled] = parse_numbers(texts, self.decimal_comma)
        return found


def plain_lines(text: str, delimiter: str, decimal_comma: bool, width: int) -> PlainLines | None:
    """The cells of whole lines without NUL, or None where only the csv module can tell them."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text if text.endswith("\n") else f"{text}\n"
    content = text.encode()
    kinds = np.frombuffer(content.translate(_kinds(delimiter, decimal_comma)), np.uint8)
    ends = np.flatnonzero((kinds == _COMMA) | (kinds == _END))
    line = np.full(width, _COMMA, np.uint8)
    line[-1] = _END
    if len(ends) % width or not (kinds[ends].reshape(-1, width) == line).all():
        return None
    starts = np.concatenate([[0], ends[:-1] + 1])
    if int((ends - starts).max()) > field_size_limit():
        return None
    odd = np.zeros(len(ends), np.bool_)
    if int(kinds.max()) > _NINE:
        odd = np.maximum.reduceat(kinds, starts) > _NINE
    if not _leave_quotes_out(kinds, starts, ends):
        return None
    decimals, negative = _signs(kinds, starts, ends, odd)
    if odd.reshape(-1, width).all(axis=1).any() and _blank(delimiter).search(f"\n{text}"):
        return None
    return PlainLines(
        content, delimiter, decimal_comma, width, starts, ends, decimals, negative, odd
    )


def _leave_quotes_out(kinds: Kinds, starts: Places, ends: Places) -> bool:
    """Whether all quotes are around whole cells, which then begin and end inside."""
    places = np.flatnonzero(kinds == _QUOTE)
    cells = np.searchsorted(ends, places)
    first, last = cells[0::2], cells[1::2]
    if len(cells) % 2 or (first != last).any() or (first[1:] == last[:-1]).any():
        return False
    if (places[0::2] != starts[first]).any() or (places[1::2] != ends[first] - 1).any():
        return False
    starts[first] += 1
    ends[first] -= 1
    return True


def _signs(
    kinds: Kinds, starts: Places, ends: Places, odd: NDArray[np.bool_]
) -> tuple[Places, Places]:
    """Digits behind the decimal mark of every cell, and the negative cells; marks what is `odd`."""
    digits = ends - starts
    points = np.flatnonzero(kinds == _POINT)
    if len(points) == len(ends) and ((starts <= points) & (points < ends)).all():
        decimals = ends - points - 1
        digits -= 1
    else:
        cells = np.searchsorted(ends, points)
        decimals = np.zeros_like(digits)
        decimals[cells] = ends[cells] - points - 1
        digits[cells] -= 1
        odd[cells[1:][cells[1:] == cells[:-1]]] = True
    negative = np.flatnonzero(kinds[starts] == _MINUS)
    digits[negative] -= 1
    if len(negative) < np.count_nonzero(kinds == _MINUS):
        places = np.flatnonzero(kinds == _MINUS)
        cells = np.searchsorted(ends, places)
        odd[cells[places != starts[cells]]] = True
    odd |= (digits < 1) | (decimals > MOST_DECIMALS)
    return np.minimum(decimals, MOST_DECIMALS), negative


@cache
def _blank(delimiter: str) -> re.Pattern[str]:
    """A line without anything in its cells, which is no row."""
    return re.compile(rf'\n[\s"{re.escape(delimiter)}]*\n')


@cache
def _kinds(delimiter: str, decimal_comma: bool) -> bytes:
    """Every byte as one of the kinds; all digits as one."""
    kinds = bytearray([_ELSE] * 256)
    kinds[_ZERO : _NINE + 1] = [_ZERO] * 10
    kinds[ord("-")], kinds[ord('"')] = _MINUS, _QUOTE
    kinds[ord("," if decimal_comma else ".")] = _POINT
    kinds[ord(delimiter)], kinds[ord("\n")] = _COMMA, _END
    return bytes(kinds)


@cache
def _digits_alone(delimiter: str, decimal_comma: bool) -> tuple[bytes, bytes]:
    """What leaves digits and a comma behind every cell: what becomes of bytes, and which go."""
    becomes = bytearray([_ZERO] * 256)
    becomes[_ZERO : _NINE + 1] = range(_ZERO, _NINE + 1)
    becomes[ord(delimiter)] = becomes[ord("\n")] = _COMMA
    mark = "," if decimal_comma and delimiter != "," else "."
    return bytes(becomes), f'-"{mark}'.encode()
