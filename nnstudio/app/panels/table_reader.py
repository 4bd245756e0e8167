"""Reads tables on a thread of its own, so that the window stays alive; asked for what it found."""

import threading
from dataclasses import dataclass
from queue import SimpleQueue

from nnstudio.experiment.data.dataset import Dataset
from nnstudio.experiment.data.sources.table import make_dataset
from nnstudio.experiment.data.tables.attempt import Attempt, attempt
from nnstudio.experiment.data.tables.proposal import proposed
from nnstudio.experiment.data.tables.reading import open_table, read_table
from nnstudio.experiment.data.tables.report import ColumnReport, report_columns
from nnstudio.experiment.data.tables.shelf import AS_WRITTEN, read_so, shelf, shelf_key
from nnstudio.experiment.data.tables.table import OpenTable, Table
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.errors import ExperimentError

_PATIENCE = 0.2  # s


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What is known of a table so far; `data` are the settings it was read with.

    `share` of the file is read while `is_done` is not set. `problem` says what stands in the way;
    the `attempt` is what can be shown of a file in which no table was recognized.
    """

    data: DataSettings
    opened: OpenTable | None = None
    table: Table | None = None
    columns: tuple[ColumnReport, ...] = ()
    dataset: Dataset | None = None
    problem: str = ""
    share: float = 0.0
    is_done: bool = False
    attempt: Attempt | None = None


class _StoppedError(Exception):
    """Somebody asked for something else, or for nothing any more."""


class TableReader:
    """One reading at a time: a newer one stops the older. Its methods belong to one thread."""

    def __init__(self) -> None:
        self._found: SimpleQueue[Found] = SimpleQueue()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._last: Found | None = None

    @property
    def is_reading(self) -> bool:
        """Whether there is more to come."""
        return self._thread is not None

    def read(self, data: DataSettings, *, propose: bool = False) -> None:
        """Begin to read; with `propose`, columns that cannot be features are left out."""
        self.stop()
        known = self._last if self._last and _written_alike(self._last.data, data) else None
        self._stop, self._found = threading.Event(), SimpleQueue()
        self._thread = threading.Thread(
            target=_work,
            args=(data, propose, known, self._stop, self._found),
            name="table",
            daemon=True,
        )
        self._thread.start()

    def take(self) -> Found | None:
        """The newest there is to show since the last call."""
        newest = None
        while not self._found.empty():
            newest = self._found.get()
        if newest is not None and newest.is_done:
            self._last = newest
            self.stop()
        return newest

    def stop(self) -> None:
        """End the reading that is under way, and forget what it found.

        A large workbook is read in one go and ends by itself; nobody waits for it.
        """
        if self._thread is not None:
            self._stop.set()
            self._thread.join(_PATIENCE)
            self._thread = None
        self._found = SimpleQueue()

    def forget(self) -> None:
        """Let go of the table, and stop."""
        self.stop()
        self._last = None


def _written_alike(one: DataSettings, other: DataSettings) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in ("path", *AS_WRITTEN))


def _work(
    data: DataSettings,
    propose: bool,
    known: Found | None,
    stop: threading.Event,
    found: SimpleQueue[Found],
) -> None:
    try:
        found.put(_read(data, propose, known, stop, found))
    except _StoppedError:
        return
    except Exception:
        sentence = "something went wrong inside NNStudio while it read the table"
        found.put(Found(data, problem=sentence, is_done=True))
        raise


def _read(
    data: DataSettings,
    propose: bool,
    known: Found | None,
    stop: threading.Event,
    found: SimpleQueue[Found],
) -> Found:
    opened = known.opened if known else None
    table = known.table if known else None
    columns: tuple[ColumnReport, ...] = ()
    try:
        key = shelf_key(data)
        if opened is None:
            opened = open_table(data)

        def tick(share: float) -> None:
            if stop.is_set():
                raise _StoppedError
            found.put(Found(data, opened, share=share))

        tick(0.0)
        table = read_table(opened, data, tick, table)
        data = proposed(table, data) if propose else data
        shelf().put(read_so(key, data), table)
        columns = report_columns(table, data)
        tick(1.0)
        dataset = make_dataset(table, data)
    except ExperimentError as error:
        problem = " ".join(problem.message for problem in error.problems)
        tried = attempt(data) if opened is None else None
        return Found(data, opened, table, columns, problem=problem, is_done=True, attempt=tried)
    except MemoryError:
        problem = "the table is too large for the memory of this computer"
        return Found(data, opened, table, columns, problem=problem, is_done=True)
    return Found(data, opened, table, columns, dataset, is_done=True)
