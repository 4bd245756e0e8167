"""MNIST's IDX files, plain or packed with gzip: images and their labels lie in two files.

Format: two zero bytes, the type 8 (unsigned byte), the number of dimensions, each dimension as a
big-endian 32-bit number, then the bytes (Y. LeCun, "The MNIST database").
"""

import gzip
import math
import zlib
from pathlib import Path
from typing import IO

import numpy as np

from nnstudio.experiment.data.dataset import Dataset, Labels
from nnstudio.experiment.data.pictures.pixels import Bytes, fault, fitted, image_set, require_room
from nnstudio.experiment.wording import quoted

_MAX_SIDE = 1024


def find_pairs(path: Path) -> list[tuple[Path, Path]]:
    """Files of images, each with the one of its labels: in a folder, or for one file."""
    if path.is_dir():
        files = sorted(p for p in path.iterdir() if p.is_file() and "idx3" in p.name)
        every = {_name(p): p for p in reversed(files)}  # once, unpacked rather than packed
        return [pair for file in sorted(every.values()) for pair in find_pairs(file)]
    name = path.name.replace("labels", "images").replace("idx1", "idx3")
    images = path.with_name(name)
    labels = path.with_name(name.replace("images", "labels").replace("idx3", "idx1"))
    if "idx3" not in name or not images.is_file():
        return []
    beside = [labels, labels.with_suffix(""), labels.with_name(f"{labels.name}.gz")]
    found = next((other for other in beside if other.is_file()), labels)
    return [(images, found)]


def _name(path: Path) -> str:
    """What a file is called, packed or not, in the usual spelling or that of some archives."""
    return path.name.removesuffix(".gz").replace(".idx3", "-idx3")


def load_idx(path: Path, size: int | None, color: bool) -> Dataset:
    """All images of the file or folder, with the labels beside them; raises ExperimentError."""
    pairs = find_pairs(path)
    if not pairs:
        raise fault(
            f"{quoted(path.name)} holds no MNIST files; they are called "
            '"train-images-idx3-ubyte" and "train-labels-idx1-ubyte", or the same with ".gz"'
        )
    parts = [_pair(images, labels) for images, labels in pairs]
    shapes = {images.shape[1:] for images, _ in parts}
    if len(shapes) > 1:
        raise fault(f"the images in {quoted(path.name)} differ in size; use one file of them")
    labels = np.concatenate([labels for _, labels in parts])
    images = np.concatenate([images for images, _ in parts]) if len(parts) > 1 else parts[0][0]
    values, places = np.unique(labels, return_inverse=True)
    if len(values) < 2:
        raise fault(f"{quoted(path.name)} holds images of one class; it needs at least two")
    names = tuple(str(value) for value in values)
    return image_set(path.stem, fitted(images, size, color), places.astype(np.int64), names)


def _pair(images: Path, labels: Path) -> tuple[Bytes, Labels]:
    if not labels.is_file():
        raise fault(f"{quoted(images.name)} needs the file of its labels, {quoted(labels.name)}")
    pixels, classes = _read(images, 3), _read(labels, 1)
    if len(pixels) != len(classes):
        raise fault(
            f"{quoted(images.name)} holds {len(pixels):,} images but {quoted(labels.name)} "
            f"{len(classes):,} labels"
        )
    return pixels[..., np.newaxis], classes.astype(np.int64)


def _read(path: Path, dimensions: int) -> Bytes:
    """The bytes of one file as an array of so many dimensions."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rb") as file:
            return _parse(file, path.name, dimensions)
    except EOFError:
        raise fault(f"{quoted(path.name)} breaks off before its end") from None
    except (gzip.BadGzipFile, zlib.error):
        raise fault(f"{quoted(path.name)} is no sound gzip file") from None
    except OSError as error:
        raise fault(f"{quoted(path.name)} cannot be read: {error.strerror}") from None


def _parse(file: IO[bytes] | gzip.GzipFile, name: str, dimensions: int) -> Bytes:
    if file.read(4) != bytes([0, 0, 8, dimensions]):
        what = "images" if dimensions == 3 else "labels"
        raise fault(f"{quoted(name)} is no IDX file of {what}: it does not begin like one")
    shape = tuple(int(side) for side in np.frombuffer(_exactly(file, 4 * dimensions), ">u4"))
    if min(shape) == 0 or max(shape[1:], default=1) > _MAX_SIDE:
        raise fault(f"{quoted(name)} says it holds {' x '.join(map(str, shape))} bytes")
    require_room(shape[0], (math.prod(shape[1:]), 1, 1), "data.path")
    content = _exactly(file, int(np.prod(shape)))
    if file.read(1):
        raise fault(f"{quoted(name)} is longer than it says it is")
    return np.frombuffer(content, np.uint8).reshape(shape)


def _exactly(file: IO[bytes] | gzip.GzipFile, size: int) -> bytes:
    content = file.read(size)
    if len(content) < size:
        raise EOFError
    return content
