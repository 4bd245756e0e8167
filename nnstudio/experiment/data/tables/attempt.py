"""What can be shown, and corrected, of a file in which no table was recognized."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from nnstudio.experiment.data.tables.reading import PASTED, WORKBOOKS
from nnstudio.experiment.data.tables.table import DELIMITERS, Record, Written
from nnstudio.experiment.data.tables.text_file import TextFile, text_file, text_of
from nnstudio.experiment.data.tables.workbook import sheet_names
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.errors import ExperimentError

_LINES = 20
_LONGEST = 1000
_LARGEST = 20_000_000  # bytes, because all of them are looked at again


@dataclass(frozen=True, slots=True)
class Attempt:
    """How a file was taken to be written, and its lines as they stand in it, if it is text."""

    written: Written
    names: tuple[str, ...] = ()
    sample: Sequence[Record] = ()


def attempt(data: DataSettings) -> Attempt | None:
    """What there is to show of a text or a workbook; None where nothing can be corrected."""
    path = Path(data.path or "")
    try:
        if data.text is None and path.suffix.lower() in WORKBOOKS:
            return _workbook(data, path)
        return _text(data, path)
    except ExperimentError:
        return None


def _workbook(data: DataSettings, path: Path) -> Attempt:
    sheets = sheet_names(path)
    sheet = data.sheet if data.sheet in sheets else sheets[0] if sheets else ""
    return Attempt(_written(data, sheet=sheet, sheets=sheets))


def _text(data: DataSettings, path: Path) -> Attempt | None:
    if data.text is None and not path.is_file():
        return None
    unknown = Attempt(_written(data, encoding=data.encoding or "unknown"))
    if data.text is None and path.stat().st_size > _LARGEST:
        return unknown
    try:
        file = text_of(PASTED, data.text.encode()) if data.text else text_file(path, data.encoding)
    except ExperimentError:
        return unknown
    return Attempt(_written(data, encoding=file.encoding), ("text of the file",), _lines(file))


def _written(
    data: DataSettings, encoding: str = "", sheet: str = "", sheets: tuple[str, ...] = ()
) -> Written:
    return Written(
        DELIMITERS[data.delimiter] if data.delimiter else "",
        encoding,
        data.decimal == "comma",
        data.header is not False,
        data.skip or 0,
        sheet,
        sheets,
        spaces=data.delimiter == "space",
    )


def _lines(file: TextFile) -> list[Record]:
    with file.lines() as lines:
        first = islice(iter(lambda: lines.readline(_LONGEST), ""), _LINES)
        return [(row, [line.rstrip("\r\n")]) for row, line in enumerate(first, start=1)]
