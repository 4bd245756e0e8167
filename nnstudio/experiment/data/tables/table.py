"""A table in memory, column by column, and the shape in which every kind of file hands it over."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from nnstudio.experiment.data.dataset import Floats
from nnstudio.experiment.data.tables.cells import NO_VALUE, is_category, parse_numbers, usable
from nnstudio.experiment.data.tables.faults import fault
from nnstudio.experiment.data.tables.measures import Measured, measured
from nnstudio.experiment.wording import quoted

MAX_COLUMNS = 10_000
MAX_CELLS = 50_000_000
DELIMITERS: Mapping[str, str] = MappingProxyType(
    {"tab": "\t", "semicolon": ";", "vertical bar": "|", "comma": ",", "space": " "}
)
Integers = NDArray[np.int64]
Item = TypeVar("Item", bound=np.generic)
Record = tuple[int, list[str]]
Tick = Callable[[float], None]
"""Told the share of the file that was read; may raise to stop the reading."""


@dataclass(frozen=True, slots=True)
class Written:
    """How a table is written, as recognized or as the user says.

    `delimiter` and `encoding` are empty where the format has none; `sheets` are a workbook's, as is
    the number of the sheet's `first_column`, 1 for A. The columns of an `index` label the rows. So
    many `comments` are lines above the table, the first one reading `above`. Where `spaces` were
    the delimiters, a tab stands for them.
    """

    delimiter: str = ""
    encoding: str = ""
    decimal_comma: bool = False
    has_header: bool = True
    comments: int = 0
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    first_column: int = 0
    index: tuple[str, ...] = ()
    above: str = ""
    spaces: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Some rows: their numbers in the file, and each column as numbers or as text.

    `odd` has, by their column, the first cells that are not numbers where only numbers are given.
    """

    numbers: Integers
    columns: Sequence[Floats | Sequence[str]]
    odd: Mapping[int, str] = field(default_factory=dict)


class OpenTable(Protocol):
    """A file that is recognized and can be read."""

    @property
    def name(self) -> str:
        """The file's name."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names."""
        ...

    @property
    def written(self) -> Written:
        """How it is written."""
        ...

    @property
    def sample(self) -> Sequence[Record]:
        """The first rows of data, with their numbers."""
        ...

    def blocks(self, texts: frozenset[int], tick: Tick) -> Iterator[Block]:
        """All rows, in order; the columns `texts` come as text, others if not all are numbers."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """The cells of a column (n,): as numbers, NaN where there is none, and as text if so read.

    `codes` (n,) are places in `levels`, the distinct texts. `odd` is the first cell that is not
    a number. Texts such as 5 cm may be `measured`; `words` say so where the values are these.
    """

    name: str
    values: Floats
    codes: Integers | None = None
    levels: tuple[str, ...] = ()
    odd: str = ""
    measured: Measured | None = None
    words: str = ""

    @property
    def is_text(self) -> bool:
        """Whether it names categories: no cell is a number or a number gone wrong."""
        if self.codes is None or usable(self.values).any():
            return False
        named = sum(map(is_category, self.levels))
        texts = sum(level.lower() not in NO_VALUE for level in self.levels)
        return 2 * named > texts or (named > 0 and named >= texts - 1)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """All columns of a file, with each row's number as a spreadsheet counts it (n,)."""

    name: str
    written: Written
    columns: tuple[Column, ...]
    numbers: Integers
    sample: Sequence[Record]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(column.name for column in self.columns)

    def where(self, example: int, place: int) -> str:
        """A cell as people find it in the file: "row 5", or in a sheet "cell C5"."""
        row = self.numbers[example]
        first = self.written.first_column
        return f"cell {letters(first + place)}{row}" if first else f"row {row}"


def letters(column: int) -> str:
    """The name of a sheet's column: A for 1, Z for 26, AA for 27."""
    more, last = divmod(column - 1, 26)
    return (letters(more) if more else "") + chr(ord("A") + last)


class _Grown(Generic[Item]):
    """An array that grows by pieces, never in two copies."""

    def __init__(self, kind: type[Item]) -> None:
        self._items: NDArray[Item] = np.empty(0, kind)
        self._count = 0

    def add(self, piece: NDArray[Item]) -> None:
        start, self._count = self._count, self._count + len(piece)
        if self._count > len(self._items):
            self._items.resize(max(self._count, len(self._items) * 5 // 4), refcheck=False)
        self._items[start : self._count] = piece

    def whole(self) -> NDArray[Item]:
        self._items.resize(self._count, refcheck=False)
        return self._items


class _Growing:
    """One column while its blocks come in."""

    def __init__(self, as_text: bool, decimal_comma: bool) -> None:
        self._as_text = as_text
        self._decimal_comma = decimal_comma
        self._values = _Grown(np.float64)
        self._codes = _Grown(np.int64)
        self._levels: dict[str, int] = {}
        self._odd: str | None = None

    def add(self, cells: Floats | Sequence[str], odd: str | None) -> None:
        if isinstance(cells, np.ndarray):
            self._add_numbers(cells, odd)
        elif self._as_text:
            self._add_texts([cell.strip() for cell in cells])
        else:
            values = parse_numbers(cells, self._decimal_comma)
            bad = np.flatnonzero(~usable(values))
            self._add_numbers(values, cells[bad[0]] if bad.size else None)

    def _add_texts(self, cells: Sequence[str]) -> None:
        levels = self._levels
        for cell in dict.fromkeys(cells):
            levels.setdefault(cell, len(levels))
        self._codes.add(np.fromiter(map(levels.__getitem__, cells), np.int64, len(cells)))

    def _add_numbers(self, values: Floats, odd: str | None) -> None:
        self._values.add(values)
        if self._odd is None:
            bad = np.flatnonzero(~usable(values))
            if bad.size:
                self._odd = _shown(values[bad[0]]) if odd is None else odd

    def column(self, name: str) -> Column:
        if not self._as_text:
            return Column(name, self._values.whole(), odd=self._odd or "")
        codes, levels = self._codes.whole(), tuple(self._levels)
        values = parse_numbers(levels, self._decimal_comma)[codes]
        bad = np.flatnonzero(~usable(values))
        odd = levels[codes[bad[0]]] if bad.size else ""
        found = measured(levels, self._decimal_comma) if bad.size else None
        return Column(name, values, codes, levels, odd, found)


def collect(source: OpenTable, texts: frozenset[int], tick: Tick) -> Table:
    """Read all rows, the columns `texts` as text as well; raises ExperimentError."""
    comma = source.written.decimal_comma
    growing = [_Growing(index in texts, comma) for index in range(len(source.names))]
    numbers = _Grown(np.int64)
    rows = 0
    for block in source.blocks(texts, tick):
        rows += len(block.numbers)
        if rows * len(growing) > MAX_CELLS:
            raise fault(
                f"{quoted(source.name)} has more than {MAX_CELLS // 1_000_000} million cells; "
                "at most that many can be read"
            )
        numbers.add(block.numbers)
        for place, cells in enumerate(block.columns):
            growing[place].add(cells, block.odd.get(place))
    if rows < 2:
        header = source.written.has_header
        none = "a header and no rows" if header else "no rows"
        raise fault(
            f"{quoted(source.name)} has {'one row' if rows else none}; it needs at least two "
            "examples"
        )
    columns = tuple(g.column(name) for g, name in zip(growing, source.names, strict=True))
    return Table(source.name, source.written, columns, numbers.whole(), source.sample)


def block_of(records: Sequence[Record], width: int) -> Block:
    """Rows of text as a block."""
    columns: list[Sequence[str]] = list(zip(*(cells for _, cells in records), strict=True))
    numbers = np.array([number for number, _ in records], dtype=np.int64)
    return Block(numbers, columns or [()] * width)


def _shown(value: float) -> str:
    return "" if np.isnan(value) else f"{value:g}"
