"""A folder with one subfolder of image files for each class, whose name is the class's."""

from pathlib import Path

import numpy as np

from nnstudio.experiment.data.dataset import Dataset
from nnstudio.experiment.data.pictures.decoding import decoded
from nnstudio.experiment.data.pictures.left_out import left_out, subfolders, why_no_classes
from nnstudio.experiment.data.pictures.pixels import fault, image_set, require_room
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.wording import quoted

SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".pgm", ".ppm")
DEFAULT_SIZE = 32
MAX_CLASSES = 1000


def find_classes(path: Path) -> dict[str, list[Path]]:
    """The image files of each subfolder, both in alphabetical order; subfolders without are not in.

    Nothing is looked for deeper, so links that lead in circles lead nowhere.
    """
    found = {folder.name: image_files(folder) for folder in subfolders(path)}
    return {name: files for name, files in found.items() if files}


def image_files(folder: Path) -> list[Path]:
    """The image files that lie in a folder itself."""
    return sorted(
        file
        for file in folder.iterdir()
        if file.suffix.lower() in SUFFIXES and not file.name.startswith(".") and file.is_file()
    )


def load_folder(path: Path, size: int | None, color: bool) -> Dataset:
    """Every image, made square around its middle and `size` pixels wide; raises ExperimentError.

    A `size` of None is 32 here, for the files may have any. What cannot be read is left out, and
    told in the notes; a class of which nothing can be read is none.
    """
    classes = _classes(path)
    side, channels = size or DEFAULT_SIZE, 3 if color else 1
    files = [file for members in classes.values() for file in members]
    require_room(len(files), (side, side, channels))
    images = np.empty((len(files), side, side, channels), np.uint8)
    labels = np.repeat(np.arange(len(classes)), [len(members) for members in classes.values()])
    broken: dict[int, str] = {}
    for place, file in enumerate(files):
        try:
            images[place] = decoded(file, side, color)
        except ExperimentError as error:
            broken[place] = error.problems[0].message
    if broken:
        images = np.delete(images, list(broken), axis=0)
        labels = np.delete(labels, list(broken))
    present, labels = np.unique(labels, return_inverse=True)
    if len(present) < 2:
        raise fault(next(iter(broken.values())))
    names = tuple(name for label, name in enumerate(classes) if label in present)
    notes = left_out(path, classes, list(broken.values()))
    return image_set(path.name, images, labels.astype(np.int64), names, notes)


def _classes(path: Path) -> dict[str, list[Path]]:
    try:
        classes = find_classes(path)
    except OSError as error:
        raise fault(f"{quoted(path.name)} cannot be read: {error.strerror}") from None
    if len(classes) < 2:
        nested = [inner.name for inner in subfolders(path) if find_classes(inner)]
        raise fault(why_no_classes(path, classes, nested, len(image_files(path))))
    if len(classes) > MAX_CLASSES:
        raise fault(
            f"{quoted(path.name)} has {len(classes)} subfolders of images; at most {MAX_CLASSES} "
            "classes are possible"
        )
    return classes
