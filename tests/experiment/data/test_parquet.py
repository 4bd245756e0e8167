"""Parquet files: every type of column is read or refused in one sentence."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nnstudio.experiment.data.sources import load_dataset
from nnstudio.experiment.data.sources.table import make_dataset
from nnstudio.experiment.data.tables.reading import open_table, read_table
from nnstudio.experiment.data.tables.report import report_columns
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.errors import ExperimentError

ROWS = 12
KINDS = pa.array(["xy"[i % 2] for i in range(ROWS)])


def file_of(folder: Path, table: pa.Table) -> DataSettings:
    pq.write_table(table, folder / "t.parquet")
    return DataSettings(source="table", path=str(folder / "t.parquet"))


def whole(first: int, kind: Any) -> Callable[[], Any]:
    return lambda: pa.array([first + i for i in range(ROWS)], kind)


def broken_text() -> Any:
    places = pa.py_buffer(np.arange(ROWS + 1, dtype=np.int32).tobytes())
    return pa.Array.from_buffers(pa.string(), ROWS, [None, places, pa.py_buffer(b"\xff" * ROWS)])


NUMBERS = (pa.int8, pa.int16, pa.int32, pa.int64, pa.uint8, pa.uint16, pa.uint32, pa.uint64)
UNITS = ("s", "ms", "us", "ns")
COLUMNS: dict[str, Callable[[], Any]] = {
    **{str(kind()): whole(0, kind()) for kind in NUMBERS},
    "large int64": whole(2**60, pa.int64()),
    "large uint64": whole(2**64 - ROWS, pa.uint64()),
    "halves": lambda: pa.array(np.arange(ROWS).astype(np.float16)),
    "floats": whole(0, pa.float32()),
    **{f"timestamp {unit}": whole(2**40, pa.timestamp(unit)) for unit in UNITS},
    **{f"far timestamp {unit}": whole(2**62, pa.timestamp(unit)) for unit in UNITS[1:]},
    **{f"zone {unit}": whole(2**40, pa.timestamp(unit, "Europe/Paris")) for unit in UNITS},
    **{f"no zone {unit}": whole(2**40, pa.timestamp(unit, "No/Where")) for unit in UNITS},
    **{f"duration {unit}": whole(2**40, pa.duration(unit)) for unit in UNITS},
    **{f"far duration {unit}": whole(2**62, pa.duration(unit)) for unit in UNITS},
    "time32": whole(1, pa.time32("ms")),
    "time64": whole(1001, pa.time64("ns")),
    "dates": lambda: whole(19_000, pa.int32())().cast(pa.date32()),
    "far dates": lambda: whole(2**30, pa.int32())().cast(pa.date32()),
    "decimals": lambda: pa.array([Decimal(i) / 4 for i in range(ROWS)], pa.decimal256(60, 2)),
    "large decimals": lambda: pa.array([Decimal(10) ** 40 + i for i in range(ROWS)]),
    "truths": lambda: pa.array([None if i == 2 else i % 2 == 0 for i in range(ROWS)]),
    "nothing": lambda: pa.nulls(ROWS),
    "text": lambda: KINDS.cast(pa.large_string()),
    "broken text": broken_text,
    "bytes": lambda: pa.array([b"a"] * ROWS),
    "as many bytes": lambda: pa.array([b"ab"] * ROWS, pa.binary(2)),
    "lists": lambda: pa.array([[1]] * ROWS),
    "objects": lambda: pa.array([{"a": 1}] * ROWS),
    "maps": lambda: pa.array([[("a", 1)]] * ROWS, pa.map_(pa.string(), pa.int64())),
    "dictionary": lambda: KINDS.dictionary_encode(),
    "dictionary of dates": lambda: pa.array([datetime(2024, 1, 1)] * ROWS).dictionary_encode(),
    "dictionary of large numbers": lambda: whole(2**60, pa.int64())().dictionary_encode(),
}


@pytest.mark.parametrize("missing", [None, "drop"])
@pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS.keys())
def test_that_every_type_is_read_or_refused_in_one_sentence(
    tmp_path: Path, column: Callable[[], Any], missing: str | None
) -> None:
    halves = pa.array(np.arange(ROWS) / 2)
    for table in (
        pa.table({"a": column(), "b": halves, "kind": KINDS}),
        pa.table({"b": halves, "a": column()}),
    ):
        data = file_of(tmp_path, table).model_copy(update={"missing": missing})
        try:
            assert np.isfinite(load_dataset(data, 0).rows).all()
        except ExperimentError as error:
            (problem,) = error.problems
            assert "\n" not in problem.message


@pytest.mark.parametrize("first", [2**60, -(2**60)])
def test_that_whole_numbers_beyond_the_exact_ones_are_rounded_and_said_to_be(
    tmp_path: Path, first: int
) -> None:
    numbers = pa.array([first + 1000 * i for i in range(ROWS)])
    data = file_of(tmp_path, pa.table({"id": numbers, "kind": KINDS}))
    table = read_table(open_table(data), data)
    rows = make_dataset(table, data).rows[:, 0]
    assert rows.tolist() == [float(first + 1000 * i) for i in range(ROWS)]
    assert report_columns(table, data)[0].summary.endswith(", rounded to 15 digits")


def test_that_times_finer_than_microseconds_need_no_other_library(tmp_path: Path) -> None:
    kinds = pa.array([timedelta(seconds=i % 3) for i in range(ROWS)], pa.duration("ns"))
    data = file_of(tmp_path, pa.table({"a": pa.array(range(ROWS)), "t": kinds}))
    assert load_dataset(data, 0).class_names == ("0:00:00", "0:00:01", "0:00:02")


def test_that_the_index_of_pandas_is_not_proposed_as_the_target(tmp_path: Path) -> None:
    table = pa.table({"a": pa.array(range(ROWS)), "kind": KINDS, "id": pa.array(range(ROWS))})
    note = {"pandas": json.dumps({"index_columns": ["id"]})}
    data = load_dataset(file_of(tmp_path, table.replace_schema_metadata(note)), 0)
    assert data.class_names == ("x", "y")
    assert data.feature_names == ("a", "id")
