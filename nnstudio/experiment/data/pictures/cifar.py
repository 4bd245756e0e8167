"""CIFAR-10's binary version: records of one label and 3 x 32 x 32 bytes, red, green, blue planes.

Format: A. Krizhevsky, "The CIFAR-10 dataset". The version for Python is a pickle and never opened.
"""

from pathlib import Path

import numpy as np

from nnstudio.experiment.data.dataset import Dataset
from nnstudio.experiment.data.pictures.pixels import Bytes, fault, fitted, image_set, require_room
from nnstudio.experiment.wording import quoted

CLASSES = (
    *("airplane", "automobile", "bird", "cat", "deer"),
    *("dog", "frog", "horse", "ship", "truck"),
)
SIZE = 32
_RECORD = 1 + 3 * SIZE * SIZE


def find_batches(path: Path) -> list[Path]:
    """The binary files in a folder, or the one file."""
    if path.is_dir():
        names = (f"{name}_batch*.bin" for name in ("data", "test"))
        return sorted(file for name in names for file in path.glob(name) if file.is_file())
    return [path] if path.is_file() and path.suffix == ".bin" else []


def load_cifar(path: Path, size: int | None, color: bool) -> Dataset:
    """All images of the file or folder; raises ExperimentError."""
    files = find_batches(path)
    if not files:
        raise fault(_nothing(path))
    counts = [_count(file) for file in files]
    require_room(sum(counts), (SIZE, SIZE, 3), "data.path")
    images = np.empty((sum(counts), SIZE, SIZE, 3), np.uint8)
    labels = np.empty(len(images), np.int64)
    start = 0
    for file, count in zip(files, counts, strict=True):
        part = slice(start, start + count)
        _read(file, images[part], labels[part])
        start += count
    if len(np.unique(labels)) < 2:
        raise fault(f"{quoted(path.name)} holds images of one class; it needs at least two")
    return image_set(path.stem, fitted(images, size, color), labels, CLASSES)


def is_for_python(path: Path) -> bool:
    """Whether these are the pickles of the version for Python."""
    if path.is_dir():
        return any((path / f"data_batch_{number}").is_file() for number in range(1, 6))
    return path.is_file() and path.name.startswith("data_batch") and path.suffix != ".bin"


def _nothing(path: Path) -> str:
    if is_for_python(path):
        return (
            f"{quoted(path.name)} is the version of CIFAR-10 for Python, which could run code when "
            "opened; take the binary version, data_batch_1.bin and so on"
        )
    return (
        f"{quoted(path.name)} holds no binary files of CIFAR-10; they are called data_batch_1.bin "
        "and so on"
    )


def _count(file: Path) -> int:
    try:
        length = file.stat().st_size
    except OSError as error:
        raise fault(f"{quoted(file.name)} cannot be read: {error.strerror}") from None
    if length == 0 or length % _RECORD:
        raise fault(
            f"{quoted(file.name)} has {length:,} bytes, which are no whole records of {_RECORD:,} "
            "as CIFAR-10 has them"
        )
    return length // _RECORD


def _read(file: Path, images: Bytes, labels: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
    """Write the records of one file into `images` and `labels`."""
    try:
        records = np.fromfile(file, np.uint8, count=len(labels) * _RECORD)
    except OSError as error:
        raise fault(f"{quoted(file.name)} cannot be read: {error.strerror}") from None
    if len(records) < len(labels) * _RECORD:
        raise fault(f"{quoted(file.name)} breaks off before its end")
    table = records.reshape(-1, _RECORD)
    labels[:] = table[:, 0]
    wrong = np.flatnonzero(labels >= len(CLASSES))
    if wrong.size:
        raise fault(
            f"{quoted(file.name)} has the label {labels[wrong[0]]} in record {wrong[0] + 1}; "
            "labels are 0 to 9"
        )
    images[...] = table[:, 1:].reshape(-1, 3, SIZE, SIZE).transpose(0, 2, 3, 1)
