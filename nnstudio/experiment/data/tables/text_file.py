"""The bytes of a text file and the encoding they are in: recognized, or as the user says."""

import codecs
import io
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from nnstudio.experiment.data.tables.faults import fault
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.wording import quoted, quoted_path

MAX_BYTES = 300_000_000
_PIECE = 2**20
_BEGINNING = 4096
_END_OF_FILE = b"\x1a"
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROL_BYTES = bytes([*range(9), *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_WORDS = {
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-8-sig": "UTF-8",
    "cp1252": "Windows-1252",
    "mac-roman": "Mac Roman",
}


Opener = Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True, eq=False)
class TextFile:
    """A file of `size` bytes, every one of them text in `codec`.

    It is read anew each time, because a large one would need much memory; `opened` raises an
    OSError once it is another than at first.
    """

    name: str
    size: int
    codec: str
    opened: Opener

    @property
    def encoding(self) -> str:
        """The encoding as people call it."""
        return _WORDS[self.codec]

    @contextmanager
    def lines(self) -> Iterator[io.TextIOWrapper]:
        """The lines from the start, their ends as they are; raises ExperimentError."""
        try:
            with io.TextIOWrapper(self.opened(), encoding=self.codec, newline="") as lines:
                try:
                    yield lines
                except ExperimentError:
                    self.opened().close()  # a change in between is what is wrong then
                    raise
                self.opened().close()
        except (OSError, UnicodeDecodeError):
            raise fault(f"{quoted(self.name)} was changed while it was read; try again") from None


def text_file(path: Path, encoding: str | None) -> TextFile:
    """The text file at a path; what is not text is refused with an ExperimentError."""
    with _faults_named(path):
        status = _bearable(path)
        made = status.st_size, status.st_mtime_ns

        def opened() -> BinaryIO:
            file = path.open("rb")
            now = os.fstat(file.fileno())
            if (now.st_size, now.st_mtime_ns) != made:
                file.close()
                raise OSError("changed")
            return file

        return _decoded(path.name, status.st_size, encoding, opened)


def text_of(name: str, content: bytes) -> TextFile:
    """Text that is in memory, as a file."""
    return _decoded(name, len(content), "UTF-8", lambda: io.BytesIO(content))


def first_bytes(path: Path, count: int) -> bytes:
    """What a file of bearable size begins with; raises ExperimentError."""
    with _faults_named(path):
        _bearable(path)
        with path.open("rb") as file:
            return file.read(count)


def read_bytes(path: Path) -> bytes:
    """The content of a file of bearable size; raises ExperimentError."""
    with _faults_named(path):
        _bearable(path)
        return path.read_bytes()


@contextmanager
def _faults_named(path: Path) -> Iterator[None]:
    try:
        yield
    except ExperimentError:
        raise
    except FileNotFoundError:
        raise fault(f"there is no file {quoted_path(path)}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise fault(f"{quoted_path(path)} cannot be read: {reason}") from None


def _bearable(path: Path) -> os.stat_result:
    """The facts about a file that can be read."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        what = "a folder" if stat.S_ISDIR(status.st_mode) else "not a file"
        raise fault(f"{quoted_path(path)} is {what}; name a CSV, Excel or Parquet file")
    if status.st_size > MAX_BYTES:
        raise fault(
            f"{quoted(path.name)} has {status.st_size / 1e6:.0f} MB; "
            f"at most {MAX_BYTES / 1e6:.0f} MB can be read"
        )
    return status


def _decoded(name: str, size: int, encoding: str | None, opened: Opener) -> TextFile:
    """The text file that `opened` gives; what is not text is refused with an ExperimentError."""
    with opened() as file:
        beginning = file.read(_BEGINNING)
        file.seek(max(size - 1, 0))
        ends = file.read() != _END_OF_FILE
    opened = opened if ends else _without_end(opened)
    for codec in _candidates(beginning, encoding):
        try:
            with opened() as file:
                for text in _texts(file, codec):
                    _require_text(name, opened, codec, text)
        except UnicodeDecodeError:
            continue
        return TextFile(name, size, codec, opened)
    if encoding is not None:
        raise fault(f"{quoted(name)} is not written in {encoding}", "data.encoding")
    raise _not_text(name)


def _without_end(opened: Opener) -> Opener:
    """The same without the character that ends a text in DOS."""

    def ended() -> BinaryIO:
        with opened() as file:
            return io.BytesIO(file.read().rstrip(_END_OF_FILE))

    return ended


def _candidates(beginning: bytes, encoding: str | None) -> list[str]:
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        wide = ["utf-16"]
    else:
        little, big = (_line_ends(beginning, end) for end in ("\n\0", "\0\n"))
        zeros = beginning[1::2].count(0) - beginning[::2].count(0)
        wide = ["utf-16-le" if (little, zeros) > (big, 0) else "utf-16-be"]
    if encoding is not None:
        told = {"UTF-8": "utf-8-sig", "Windows-1252": "cp1252", "Mac Roman": "mac-roman"}
        return [told[encoding]] if encoding in told else wide
    is_wide = wide == ["utf-16"] or beginning.count(0) > len(beginning) // 4
    if not is_wide and max(little, big) > 1:
        is_wide = 2 * max(little, big) > beginning.count(b"\n")
    return wide if is_wide else ["utf-8-sig", "cp1252"]


def _line_ends(beginning: bytes, end: str) -> int:
    """How many line ends of two bytes there are."""
    pairs = beginning[: len(beginning) // 2 * 2]
    return sum(pairs[place : place + 2] == end.encode() for place in range(0, len(pairs), 2))


def _texts(file: BinaryIO, codec: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(codec)()
    while piece := file.read(_PIECE):
        yield decoder.decode(piece)
    yield decoder.decode(b"", True)


def _require_text(name: str, opened: Opener, codec: str, text: str) -> None:
    """Refuse control characters; the row is named where the file begins as text."""
    narrow = text.isascii()
    if narrow and len(text.encode("ascii").translate(None, _CONTROL_BYTES)) == len(text):
        return
    if not _CONTROL_CHARACTERS.search(text):
        return
    with opened() as file:
        raise _control_character(name, _texts(file, codec))


def _control_character(name: str, texts: Iterator[str]) -> Exception:
    row = 1
    for place, piece in enumerate(texts):
        found = _CONTROL_CHARACTERS.search(piece)
        if found is None:
            row += piece.count("\n")
            continue
        if place == 0 and found.start() < _BEGINNING and found.group() != "\x00":
            break
        row += piece.count("\n", 0, found.start())
        if row > 1:
            code = ord(found.group())
            return fault(
                f"row {row} of {quoted(name)} has a character that is not text (code {code}); "
                "save the table as CSV (UTF-8)"
            )
        break
    return _not_text(name)


def _not_text(name: str) -> Exception:
    return fault(f"{quoted(name)} is not a text file; save the table as CSV (UTF-8)")
