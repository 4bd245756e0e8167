"""From the settings of a document to its table in memory, whatever kind of file it is in."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from nnstudio.experiment.data.tables.cells import parse_number, usable
from nnstudio.experiment.data.tables.faults import fault
from nnstudio.experiment.data.tables.measures import is_dressed
from nnstudio.experiment.data.tables.parquet import open_parquet
from nnstudio.experiment.data.tables.recognize import recognize
from nnstudio.experiment.data.tables.table import OpenTable, Table, Tick, collect
from nnstudio.experiment.data.tables.text_file import first_bytes, text_file, text_of
from nnstudio.experiment.data.tables.workbook import open_workbook
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.wording import quoted

PASTED = "pasted table"
WORKBOOKS = (".xlsx", ".xlsm")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def open_table(data: DataSettings, folder: Path | None = None) -> OpenTable:
    """The table of `data`, recognized and ready to be read; raises ExperimentError."""
    if data.text is not None:
        return recognize(text_of(PASTED, data.text.encode()), data)
    if not data.path:
        raise fault("a table needs the path of a CSV, Excel or Parquet file")
    path = (folder or Path()) / data.path
    kinds: dict[str, Callable[[], OpenTable]] = {
        **dict.fromkeys(WORKBOOKS, lambda: open_workbook(path, data)),
        ".parquet": lambda: open_parquet(path),
    }
    if path.suffix.lower() in kinds:
        return kinds[path.suffix.lower()]()
    is_old = first_bytes(path, len(_OLD_EXCEL)) == _OLD_EXCEL
    if path.suffix.lower() in (".xls", ".ods") or is_old:
        raise fault(f"{quoted(path.name)} is in a format not read here; save it as .xlsx or CSV")
    return recognize(text_file(path, data.encoding), data)


def read_table(
    opened: OpenTable, data: DataSettings, tick: Tick = lambda _: None, known: Table | None = None
) -> Table:
    """All of the table; `known` is given back where it was read with enough of its text.

    Columns are read as text where they name categories or classes, or hold no numbers.
    """
    table = known
    texts = _sampled_texts(opened, data)
    if table is None:
        table = collect(opened, texts, tick)
    more = wanting_text(table, data)
    if more:
        kept = {i for i, column in enumerate(table.columns) if column.codes is not None}
        table = collect(opened, frozenset(more | kept | texts), tick)
    return table


def target_place(table: Table, data: DataSettings) -> int:
    """The place of the target: the last column that does not label rows, unless one is named."""
    names = table.names
    if data.target in names:
        return names.index(data.target)
    index = table.written.index
    return max((i for i, name in enumerate(names) if name not in index), default=len(names) - 1)


def _sampled_texts(opened: OpenTable, data: DataSettings) -> frozenset[int]:
    """Columns without a number in the first rows, and those that are to be categories."""
    comma = opened.written.decimal_comma
    columns = zip(*(cells[: len(opened.names)] for _, cells in opened.sample), strict=False)
    found = {
        index
        for index, cells in enumerate(columns)
        if not any(parse_number(cell, comma) == parse_number(cell, comma) for cell in cells)
    }
    wanted = {i for i, name in enumerate(opened.names) if name in (data.categories or ())}
    return frozenset(found | wanted)


def wanting_text(table: Table, data: DataSettings) -> set[int]:
    """Columns read as numbers that turned out to need their text."""
    target = target_place(table, data)
    wanting = set()
    for index, column in enumerate(table.columns):
        if column.codes is not None:
            continue
        good = usable(column.values)
        is_odd = not good.all() and (index == target or _may_be_dressed(table, index))
        if is_odd or not good.any() or column.name in (data.categories or ()):
            wanting.add(index)
    return wanting


def _may_be_dressed(table: Table, place: int) -> bool:
    """Whether cells that are no numbers may be such as 1,237 or $5, as far as they are seen."""
    comma = table.written.decimal_comma
    cells = [table.columns[place].odd, *(cells[place] for _, cells in table.sample)]
    return any(is_dressed(cell) and np.isnan(parse_number(cell, comma)) for cell in cells)


def first_bad(table: Table, place: int) -> tuple[int, str, str]:
    """Cells of a column that are not numbers: how many, where the first one is, and its text."""
    column = table.columns[place]
    bad = np.flatnonzero(~usable(column.values))
    return (len(bad), table.where(bad[0], place), column.odd) if bad.size else (0, "", "")
