"""The bytes of a text file and the encoding they are in: recognized, or as the user says."""

import codecs
import io
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nnstudio.experiment.data.tables.faults import fault
from nnstudio.experiment.wording import quoted, quoted_path

MAX_BYTES = 300_000_000
_PIECE = 2**20
_BEGINNING = 4096
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROL_BYTES = bytes([*range(9), *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_WORDS = {
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-8-sig": "UTF-8",
    "cp1252": "Windows-1252",
}


@dataclass(frozen=True, slots=True, eq=False)
class TextFile:
    """A file whose every byte is text in `codec`; kept as bytes, which need the least memory."""

    name: str
    content: bytes
    codec: str

    @property
    def encoding(self) -> str:
        """The encoding as people call it."""
        return _WORDS[self.codec]

    def lines(self) -> io.TextIOWrapper:
        """The lines from the start, their ends as they are."""
        return io.TextIOWrapper(io.BytesIO(self.content), encoding=self.codec, newline="")


def read_bytes(path: Path) -> bytes:
    """The content of a file of bearable size; raises ExperimentError."""
    try:
        status = path.stat()
        small = stat.S_ISREG(status.st_mode) and status.st_size <= MAX_BYTES
        content = path.read_bytes() if small else b""
    except FileNotFoundError:
        raise fault(f"there is no file {quoted_path(path)}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise fault(f"{quoted_path(path)} cannot be read: {reason}") from None
    if not stat.S_ISREG(status.st_mode):
        what = "a folder" if stat.S_ISDIR(status.st_mode) else "not a file"
        raise fault(f"{quoted_path(path)} is {what}; name a CSV, Excel or Parquet file")
    if not small:
        raise fault(
            f"{quoted(path.name)} has {status.st_size / 1e6:.0f} MB; "
            f"at most {MAX_BYTES / 1e6:.0f} MB can be read"
        )
    return content


def decoded(name: str, content: bytes, encoding: str | None) -> TextFile:
    """The text file of these bytes; what is not text is refused with an ExperimentError."""
    for codec in _candidates(content, encoding):
        try:
            for text in _texts(content, codec):
                _require_text(name, content, codec, text)
        except UnicodeDecodeError:
            continue
        return TextFile(name, content, codec)
    if encoding is not None:
        raise fault(f"{quoted(name)} is not written in {encoding}", "data.encoding")
    raise _not_text(name)


def _candidates(content: bytes, encoding: str | None) -> list[str]:
    beginning = content[:_BEGINNING]
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        wide = ["utf-16"]
    else:
        wide = ["utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"]
    if encoding is not None:
        return {"UTF-8": ["utf-8-sig"], "Windows-1252": ["cp1252"], "UTF-16": wide}[encoding]
    is_wide = wide == ["utf-16"] or beginning.count(0) > len(beginning) // 4
    return wide if is_wide else ["utf-8-sig", "cp1252"]


def _texts(content: bytes, codec: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(codec)()
    for start in range(0, len(content), _PIECE):
        yield decoder.decode(content[start : start + _PIECE], start + _PIECE >= len(content))


def _require_text(name: str, content: bytes, codec: str, text: str) -> None:
    """Refuse control characters; the row is named where the file begins as text."""
    narrow = text.isascii()
    if narrow and len(text.encode("ascii").translate(None, _CONTROL_BYTES)) == len(text):
        return
    if not _CONTROL_CHARACTERS.search(text):
        return
    row = 1
    for place, piece in enumerate(_texts(content, codec)):
        found = _CONTROL_CHARACTERS.search(piece)
        if found is None:
            row += piece.count("\n")
            continue
        if place == 0 and found.start() < _BEGINNING and found.group() != "\x00":
            break
        row += piece.count("\n", 0, found.start())
        if row > 1:
            code = ord(found.group())
            raise fault(
                f"row {row} of {quoted(name)} has a character that is not text (code {code}); "
                "save the table as CSV (UTF-8)"
            )
        break
    raise _not_text(name)


def _not_text(name: str) -> Exception:
    return fault(f"{quoted(name)} is not a text file; save the table as CSV (UTF-8)")
