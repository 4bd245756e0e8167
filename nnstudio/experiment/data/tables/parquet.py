"""A Parquet file, whose columns know their names and types."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import numpy as np

from nnstudio.experiment.data.dataset import Floats
from nnstudio.experiment.data.tables.faults import fault
from nnstudio.experiment.data.tables.header import column_names
from nnstudio.experiment.data.tables.table import MAX_CELLS, Block, Record, Tick, Written
from nnstudio.experiment.data.tables.text_file import read_bytes
from nnstudio.experiment.wording import quoted

_BLOCK_ROWS = 2**16
_SAMPLE_ROWS = 200


@dataclass(frozen=True, slots=True, eq=False)
class ParquetTable:
    """A sound file; row 1 is its first example, because its names are not in a row."""

    path: Path
    names: tuple[str, ...]
    written: Written
    sample: Sequence[Record]
    rows: int

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    def blocks(self, texts: frozenset[int], tick: Tick) -> Iterator[Block]:
        """All rows, in order; numbers as numbers, unless the column is among `texts`."""
        start = 0
        for batch in _batches(self.path, _BLOCK_ROWS):
            numbers = np.arange(start + 1, start + 1 + len(batch))
            start += len(batch)
            tick(start / max(self.rows, 1))
            yield Block(
                numbers,
                [
                    _readable(self.path, name, column, i in texts)
                    for i, (name, column) in enumerate(zip(self.names, batch.columns, strict=True))
                ],
            )


def open_parquet(path: Path) -> ParquetTable:
    """The file, ready to be read; raises ExperimentError."""
    read_bytes(path)
    if find_spec("pyarrow") is None:
        raise fault("Parquet files need pyarrow, which is not installed: pip install pyarrow")
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            schema, rows = file.schema_arrow, file.metadata.num_rows
    except (pa.ArrowException, OSError):
        raise _damaged(path) from None
    if rows * len(schema) > MAX_CELLS:
        raise fault(
            f"{quoted(path.name)} has more than {MAX_CELLS // 1_000_000} million cells; "
            "at most that many can be read"
        )
    for field in schema:
        if pa.types.is_nested(field.type) or pa.types.is_binary(field.type):
            raise fault(
                f"column {quoted(field.name)} of {quoted(path.name)} holds {field.type}, not "
                "numbers or text; save the table without it"
            )
    names = column_names(path.name, schema.names, True)
    if len(names) < 2:
        raise fault(f"{quoted(path.name)} has only one column; it needs features and a target")
    return ParquetTable(path, names, Written(index=_index(schema)), _sample(path, names), rows)


def _sample(path: Path, names: Sequence[str]) -> list[Record]:
    batch = next(_batches(path, _SAMPLE_ROWS), None)
    if batch is None:
        return []
    columns = [
        cast("list[str]", _readable(path, name, column, True))
        for name, column in zip(names, batch.columns, strict=True)
    ]
    return list(enumerate((list(row) for row in zip(*columns, strict=True)), start=1))


def _batches(path: Path, rows: int) -> Iterator[Any]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(rows)
    except (pa.ArrowException, OSError):
        raise _damaged(path) from None


def _readable(path: Path, name: str, column: Any, as_text: bool) -> Floats | Sequence[str]:
    """The cells of a column, unless there is something in it that no text or number can be."""
    import pyarrow as pa

    try:
        return _cells(column, as_text)
    except (pa.ArrowException, ValueError, OverflowError, ImportError):
        raise fault(
            f"column {quoted(name)} of {quoted(path.name)} holds a value of type {column.type} "
            "that cannot be read; save the table without it"
        ) from None


def _cells(column: Any, as_text: bool) -> Floats | Sequence[str]:
    import pyarrow as pa

    kind = column.type
    if as_text or not (pa.types.is_integer(kind) or pa.types.is_floating(kind)):
        return _texts(column)
    # Whole numbers beyond 2^53 become the nearest float, as they do in a text table.
    values: Floats = column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False).copy()
    return values


def _texts(column: Any) -> list[str]:
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if getattr(column.type, "unit", "") == "ns":  # finer than Python's own dates and times
        column = column.cast(_microseconds(column.type), safe=False)
    return ["" if cell is None else str(cell) for cell in column.to_pylist()]


def _microseconds(kind: Any) -> Any:
    import pyarrow as pa

    if pa.types.is_timestamp(kind):
        return pa.timestamp("us", kind.tz)
    return pa.duration("us") if pa.types.is_duration(kind) else pa.time64("us")


def _index(schema: Any) -> tuple[str, ...]:
    """The columns in which pandas keeps the labels of its rows, as its note in the file says."""
    try:
        columns = json.loads((schema.metadata or {})[b"pandas"])["index_columns"]
    except (KeyError, TypeError, ValueError):
        return ()
    return tuple(name for name in columns if isinstance(name, str))


def _damaged(path: Path) -> Exception:
    return fault(f"{quoted(path.name)} is not a Parquet file, or it is damaged")
