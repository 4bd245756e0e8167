"""A folder with one subfolder of image files for each class, whose name is the class's."""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nnstudio.experiment.data.dataset import Dataset
from nnstudio.experiment.data.pictures.pixels import Bytes, fault, image_set, require_room
from nnstudio.experiment.wording import quoted

if TYPE_CHECKING:
    from PIL.Image import Image

SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".pgm", ".ppm")
DEFAULT_SIZE = 32
MAX_CLASSES = 1000
# No others: what is called .png may be PostScript, which Pillow hands to an interpreter.
_FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF", "PPM")
_MAX_PIXELS = 50_000_000


def find_classes(path: Path) -> dict[str, list[Path]]:
    """The image files of each subfolder, both in alphabetical order; subfolders without are not in.

    Nothing is looked for deeper, so links that lead in circles lead nowhere.
    """
    folders = sorted(p for p in path.iterdir() if not p.name.startswith(".") and p.is_dir())
    found = {folder.name: image_files(folder) for folder in folders}
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

    A `size` of None is 32 here, for the files may have any.
    """
    classes = _classes(path)
    side, channels = size or DEFAULT_SIZE, 3 if color else 1
    files = [file for members in classes.values() for file in members]
    require_room(len(files), (side, side, channels))
    images = np.empty((len(files), side, side, channels), np.uint8)
    for image, file in zip(images, files, strict=True):
        image[...] = _decode(file, side, color)
    labels = np.repeat(np.arange(len(classes)), [len(members) for members in classes.values()])
    return image_set(path.name, images, labels.astype(np.int64), tuple(classes))


def _classes(path: Path) -> dict[str, list[Path]]:
    try:
        classes = find_classes(path)
    except OSError as error:
        raise fault(f"{quoted(path.name)} cannot be read: {error.strerror}") from None
    if len(classes) < 2:
        raise fault(
            f"{quoted(path.name)} needs a subfolder of image files for each of at least two "
            f"classes, and has {len(classes)}"
        )
    if len(classes) > MAX_CLASSES:
        raise fault(
            f"{quoted(path.name)} has {len(classes)} subfolders of images; at most {MAX_CLASSES} "
            "classes are possible"
        )
    return classes


def _decode(file: Path, side: int, color: bool) -> Bytes:
    """One image (side, side, channels); whatever a decoder trips over is one sentence."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the size is judged here, and odd tags do not matter
            with Image.open(file, formats=_FORMATS) as image:
                if image.width * image.height > _MAX_PIXELS:
                    raise fault(_too_large(file, image.width, image.height))
                return _fitted(image, side, color)
    except Image.DecompressionBombError:
        raise fault(f"{_place(file)} has too many pixels to be opened") from None
    except (OSError, ValueError, SyntaxError, ArithmeticError, LookupError, MemoryError):
        raise fault(f"{_place(file)} is no image that can be read; remove or replace it") from None


def _fitted(image: "Image", side: int, color: bool) -> Bytes:
    from PIL import ImageOps

    image.draft("RGB", (side, side))  # lets a JPEG be decoded small at once
    upright = ImageOps.exif_transpose(image)
    square = ImageOps.fit(_plain(upright).convert("RGB" if color else "L"), (side, side))
    return np.asarray(square, np.uint8).reshape(side, side, -1)


def _plain(image: "Image") -> "Image":
    """The image with 8 bits a channel and on white where it is transparent."""
    from PIL import Image

    if image.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(image) // 257).astype(np.uint8))
    if not image.has_transparency_data:
        return image
    ground = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(ground, image.convert("RGBA"))


def _too_large(file: Path, width: int, height: int) -> str:
    return (
        f"{_place(file)} has {width:,} x {height:,} pixels; at most {_MAX_PIXELS // 10**6} million "
        "are opened"
    )


def _place(file: Path) -> str:
    """A file by the name of its subfolder and its own."""
    return quoted(f"{file.parent.name}/{file.name}", 80)
