"""What the images at a path are, and reading them, kept until the files or the settings change."""

import os
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from nnstudio.experiment.data.dataset import Dataset
from nnstudio.experiment.data.pictures.cifar import find_batches, is_for_python, load_cifar
from nnstudio.experiment.data.pictures.folder import find_classes, load_folder
from nnstudio.experiment.data.pictures.idx import find_pairs, load_idx
from nnstudio.experiment.data.pictures.left_out import subfolders
from nnstudio.experiment.data.pictures.pixels import fault
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.wording import quoted

Kind = Literal["images", "mnist", "cifar10"]
Stamp = tuple[tuple[str, int, int], ...]

_LOADERS: Mapping[Kind, Callable[[Path, int | None, bool], Dataset]] = MappingProxyType(
    {"images": load_folder, "mnist": load_idx, "cifar10": load_cifar}
)


def recognize_images(path: Path) -> Kind | None:
    """Which source reads what is at `path`; None when it holds no images that can be read."""
    try:
        if find_batches(path):
            return "cifar10"
        if find_pairs(path):
            return "mnist"
        return "images" if path.is_dir() and find_classes(path) else None
    except OSError:
        return None


def meant_images(path: Path) -> Kind:
    """The source that reads what is at `path`, or else the one that can say why it does not."""
    try:
        fallback: Kind = "cifar10" if is_for_python(path) else "images"
    except OSError:
        fallback = "images"
    return recognize_images(path) or fallback


def load_images(data: DataSettings, folder: Path | None) -> Dataset:
    """The images at `data.path`, relative to `folder`; raises ExperimentError."""
    path = ((folder or Path()) / (data.path or "")).absolute()
    if not path.exists():
        raise fault(f"{quoted(path.name)} is not there")
    if data.source == "images" and not path.is_dir():
        raise fault(f"{quoted(path.name)} is a file; images need a folder with one for each class")
    return _kept(_kind(data), path, _stamp(path), data.image_size, data.color)


def _kind(data: DataSettings) -> Kind:
    return (
        "mnist" if data.source == "mnist" else "cifar10" if data.source == "cifar10" else "images"
    )


@lru_cache(maxsize=1)
def _kept(kind: Kind, path: Path, stamp: Stamp, size: int | None, color: bool) -> Dataset:
    """Decoding thousands of files takes long, and every other setting leaves them as they are."""
    return _LOADERS[kind](path, size, color)


def _stamp(path: Path) -> Stamp:
    """What changes when files are added, taken away or written anew, also in a subfolder."""
    folder = path if path.is_dir() else path.parent
    try:
        found = [*_facts(folder)]
        if path.is_dir():
            found += [fact for inner in subfolders(path) for fact in _facts(inner)]
    except OSError as error:
        raise fault(f"{quoted(path.name)} cannot be read: {error.strerror}") from None
    return tuple(sorted(found))


def _facts(folder: Path) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            stat = entry.stat(follow_symlinks=False)
            yield entry.path, stat.st_mtime_ns, stat.st_size
