"""The table that was read last, kept so that another split or feature need not read it again."""

from functools import cache
from pathlib import Path

from nnstudio.experiment.data.tables.header import named_columns
from nnstudio.experiment.data.tables.reading import open_table, read_table, wanting_text
from nnstudio.experiment.data.tables.table import Table
from nnstudio.experiment.document import DataSettings

AS_WRITTEN = ("text", "delimiter", "decimal", "encoding", "header", "sheet", "skip")
"""The settings that say which text there is and how it is written."""

Key = tuple[object, ...]


class Shelf:
    """Holds one table: that of the newest `put`."""

    def __init__(self) -> None:
        self._kept: tuple[Key, Table] | None = None  # replaced as a whole, for any thread to see

    def get(self, key: Key | None) -> Table | None:
        """The table that was put there under `key`, if it is still there."""
        kept = self._kept
        return kept[1] if kept is not None and kept[0] == key else None

    def put(self, key: Key | None, table: Table) -> None:
        """Keep the table in place of the one before; without a key it cannot be found."""
        self._kept = None if key is None else (key, table)


@cache
def shelf() -> Shelf:
    """The one shelf, for the dialog that reads a table and the training that then uses it."""
    return Shelf()


def read_so(key: Key | None, data: DataSettings) -> Key | None:
    """The key of the same file as it was then, read as these settings say."""
    return None if key is None else (*key[: -len(AS_WRITTEN)], *_writing(data))


def _writing(data: DataSettings) -> Key:
    return tuple(getattr(data, name) for name in AS_WRITTEN)


def shelf_key(data: DataSettings, folder: Path | None = None) -> Key | None:
    """What tells the file as it is now, and how it is read; None where there is no file."""
    writing = _writing(data)
    if data.text is not None:
        return writing
    path = (folder or Path()) / (data.path or "")
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return (str(path.absolute()), status.st_size, status.st_mtime_ns, *writing)


def shelved_table(data: DataSettings, folder: Path | None) -> Table:
    """The table of `data`, from the shelf where it lies there; raises ExperimentError."""
    key = shelf_key(data, folder)
    table = shelf().get(key)
    if table is not None and not named_columns(data) <= set(table.names):
        table = None  # names may tell where they stand in the file
    if table is None or wanting_text(table, data):
        table = read_table(open_table(data, folder), data, known=table)
        shelf().put(key, table)
    return table
