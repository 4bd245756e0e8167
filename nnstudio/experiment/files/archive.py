"""The .nnstudio file: a zip of known members, read without trusting what it says about itself."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

EXPERIMENT = "experiment.json"
WEIGHTS = "weights.npz"
MAX_ARCHIVE = 64 * 2**20
_SMALL = 2 * 2**20  # whatever is in it, listing it takes no time
_LONGEST_LIST = 2**16  # bytes
MAX_MEMBERS = 100
_KINDS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


class ArchiveError(ValueError):
    """Why an archive cannot be read, in words that go on "... cannot be read: "."""


def read_member(path: Path, name: str, limit: int) -> bytes:
    """The content of member `name`; raises ArchiveError when damaged, too large or not there.

    Bytes are counted as they come, so that a small archive cannot unpack into a large one; an
    archive is small itself or says that its list is, so that listing it takes no time.
    """
    content = find_member(path, name, limit)
    if content is None:
        raise ArchiveError(f"it holds no {name}")
    return content


def find_member(path: Path, name: str, limit: int) -> bytes | None:
    """As `read_member`; None where there is no such member."""
    size = path.stat().st_size
    if size > MAX_ARCHIVE:
        raise ArchiveError(f"it is larger than {MAX_ARCHIVE // 2**20} MB")
    if size > _SMALL and _list_size(path) > _LONGEST_LIST:
        raise ArchiveError(f"it holds more than {MAX_MEMBERS} files")
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(archive, name, limit)
    except _DAMAGE as error:
        if isinstance(error, ArchiveError):
            raise
        raise ArchiveError("it is damaged or not a zip file") from None


def _list_size(path: Path) -> int:
    """How long the list of members is by the zip's own word, at its very end."""
    with path.open("rb") as file:
        file.seek(-22, 2)
        end = file.read()
    return int(struct.unpack("<I", end[12:16])[0]) if end[:4] == b"PK\x05\x06" else MAX_ARCHIVE


def _read(archive: zipfile.ZipFile, name: str, limit: int) -> bytes | None:
    names = archive.namelist()
    if len(names) > MAX_MEMBERS:
        raise ArchiveError(f"it holds {len(names)} files; at most {MAX_MEMBERS} are possible")
    if name not in names:
        return None
    if names.count(name) != 1:
        raise ArchiveError(f"it holds {name} twice")
    info = archive.getinfo(name)
    if info.compress_type not in _KINDS or info.flag_bits & 1:
        raise ArchiveError(f"its {name} is encrypted or packed in an unusual way")
    with archive.open(info) as member:
        content = member.read(limit + 1)
    if len(content) > limit:
        raise ArchiveError(f"its {name} is larger than {limit // 2**20} MB")
    return content


def packed(members: Mapping[str, bytes]) -> bytes:
    """An archive of these members; the same content gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return buffer.getvalue()
