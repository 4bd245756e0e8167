"""The .nnstudio file: a zip of known members, read without trusting what it says about itself."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

EXPERIMENT = "experiment.json"
MAX_ARCHIVE = 2 * 2**20
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
    archive is small itself, so that listing what is in it takes no time.
    """
    if path.stat().st_size > MAX_ARCHIVE:
        raise ArchiveError(f"it is larger than {MAX_ARCHIVE // 2**20} MB")
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(archive, name, limit)
    except _DAMAGE as error:
        if isinstance(error, ArchiveError):
            raise
        raise ArchiveError("it is damaged or not a zip file") from None


def _read(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    names = archive.namelist()
    if len(names) > MAX_MEMBERS:
        raise ArchiveError(f"it holds {len(names)} files; at most {MAX_MEMBERS} are possible")
    if names.count(name) != 1:
        raise ArchiveError(f"it holds {name} twice" if name in names else f"it holds no {name}")
    info = archive.getinfo(name)
    if info.compress_type not in _KINDS or info.flag_bits & 1:
        raise ArchiveError(f"its {name} is encrypted or packed in an unusual way")
    with archive.open(info) as member:
        content = member.read(limit + 1)
    if len(content) > limit:
        raise ArchiveError(f"its {name} is larger than {limit // 2**20} MB")
    return content


def packed(name: str, content: bytes) -> bytes:
    """An archive of one member; the same content gives the same bytes."""
    buffer = io.BytesIO()
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, content)
    return buffer.getvalue()
