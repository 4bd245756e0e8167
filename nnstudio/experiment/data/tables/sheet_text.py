"""What only the text of a sheet inside a workbook tells: how far it reaches, and what went wrong.

A formula that was never computed reads as an empty cell, an error as well, and one value in a far
corner makes billions of cells between; so the XML itself is looked through, a piece at a time.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree import ElementTree

from nnstudio.experiment.data.tables.faults import fault
from nnstudio.experiment.data.tables.table import MAX_CELLS
from nnstudio.experiment.wording import quoted

Place = tuple[int, int]

_PIECE = 2**20
_LONGEST_FORMULA = 2**14
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,7})(\d{1,9})["']""")
_WITHOUT_RESULT = re.compile(
    rb'<c [^>]*?r="([A-Z]+\d+)"[^>]*>\s*(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)\s*'
    rb"(?:<v\s*/>|<v></v>)?\s*</c>"
)
_ERROR = re.compile(
    rb'<c (?=[^>]*?t="e")[^>]*?r="([A-Z]+)(\d+)"[^>]*>'
    rb"(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]*)</v>"
)


@dataclass(slots=True)
class SheetText:
    """How many rows and columns a sheet reaches over, and its errors by (row, column) from 1."""

    rows: int = 0
    columns: int = 0
    errors: dict[Place, str] = field(default_factory=dict)


def look_through(file: str, content: bytes, sheet: str) -> SheetText:
    """The text of one sheet of the workbook `content`; raises ExperimentError.

    BadZipFile, zlib.error, KeyError, ParseError and RuntimeError tell that it is damaged.
    """
    found = SheetText()
    for piece in _pieces(content, sheet):
        _measure(found, piece)
        if found.rows * found.columns > MAX_CELLS:
            raise fault(
                f"the cells of {quoted(file)} reach to row {found.rows:,} and column "
                f"{found.columns:,}; at most {MAX_CELLS // 1_000_000} million cells can be read"
            )
        _require_result(file, piece)
        for letters, row, text in _ERROR.findall(piece) if b't="e"' in piece else ():
            found.errors[int(row), _column(letters)] = text.decode(errors="replace")
    return found


def _pieces(content: bytes, sheet: str) -> Iterator[bytes]:
    """The XML in pieces, each beginning with the end of the one before."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        rest = b""
        with packed.open(_member(packed, sheet)) as file:
            while piece := file.read(_PIECE):
                yield rest + piece
                rest = (rest + piece)[-_LONGEST_FORMULA:]


def _member(packed: zipfile.ZipFile, sheet: str) -> str:
    """The file inside the workbook that holds a sheet."""
    book = ElementTree.fromstring(packed.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    for each in book.iter():
        if each.tag.endswith("}sheet") and each.get("name") == sheet:
            key = next((value for name, value in each.items() if name.endswith("}id")), None)
            return posixpath.normpath(posixpath.join("/xl", targets[key])).lstrip("/")
    raise KeyError(sheet)


def _measure(found: SheetText, piece: bytes) -> None:
    letters, rows = set(), 0
    for column, row in _PLACE.findall(piece):
        letters.add(column)
        rows = max(rows, int(row))
    found.rows = max(found.rows, rows)
    found.columns = max(found.columns, max(map(_column, letters), default=0))


def _column(letters: bytes) -> int:
    """A for 1, Z for 26, AA for 27."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - ord("A") + 1
    return number


def _require_result(file: str, piece: bytes) -> None:
    found = _WITHOUT_RESULT.search(piece) if b"<f" in piece else None
    if found:
        raise fault(
            f"cell {found[1].decode()} of {quoted(file)} is a formula without a stored result; "
            "open and save the file in a spreadsheet program"
        )
