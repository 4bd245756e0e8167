"""One image file as bytes of the size and color that is asked for."""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nnstudio.experiment.data.pictures.pixels import Bytes, fault
from nnstudio.experiment.wording import quoted

if TYPE_CHECKING:
    from PIL.Image import Image

# No others: what is called .png may be PostScript, which Pillow hands to an interpreter.
_FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF", "PPM")
_MAX_PIXELS = 50_000_000


class _Unscaled(Exception):
    """An image whose numbers have no known black and white."""


def decoded(file: Path, side: int, color: bool) -> Bytes:
    """One image (side, side, channels); raises ExperimentError, whatever a decoder trips over."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the size is judged here, and odd tags do not matter
            with Image.open(file, formats=_FORMATS) as image:
                if image.width * image.height > _MAX_PIXELS:
                    raise fault(_too_large(file, image.width, image.height))
                return _fitted(image, side, color)
    except _Unscaled:
        raise fault(
            f"{_place(file)} has numbers of 32 bits, and nobody knows which of them is white; save "
            "it with 8 or 16 bits a channel"
        ) from None
    except Image.DecompressionBombError:
        raise fault(f"{_place(file)} has too many pixels to be opened") from None
    except (OSError, ValueError, SyntaxError, ArithmeticError, LookupError, MemoryError):
        raise fault(f"{_place(file)} is no image that can be read; remove or replace it") from None


def _fitted(image: "Image", side: int, color: bool) -> Bytes:
    from PIL import ImageOps

    image.draft("RGB", (side, side))  # lets a JPEG be decoded small at once
    upright = ImageOps.exif_transpose(image)
    square = ImageOps.fit(
        _plain(upright, image.format).convert("RGB" if color else "L"), (side, side)
    )
    return np.asarray(square, np.uint8).reshape(side, side, -1)


def _plain(image: "Image", file_format: str | None) -> "Image":
    """The image with 8 bits a channel and on white where it is transparent."""
    from PIL import Image

    if image.mode[0] in "IF":
        return Image.fromarray(_bytes(image, file_format))
    if not image.has_transparency_data:
        return image
    ground = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(ground, image.convert("RGBA"))


def _bytes(image: "Image", file_format: str | None) -> Bytes:
    """One channel of larger numbers as bytes.

    White is 65,535 in 16 bits, and 1 in fractions from 0 to 1; of others nobody knows.
    """
    numbers = np.asarray(image)
    has_16_bits = image.mode == "I" and file_format in ("PNG", "PPM")
    if has_16_bits or image.mode.startswith("I;16"):
        return np.asarray(np.clip(numbers, 0, 65_535) // 257, np.uint8)
    if image.mode == "F" and numbers.min() >= 0.0 and numbers.max() <= 1.0:
        return np.asarray(np.rint(numbers * 255.0), np.uint8)
    raise _Unscaled


def _too_large(file: Path, width: int, height: int) -> str:
    return (
        f"{_place(file)} has {width:,} x {height:,} pixels; at most {_MAX_PIXELS // 10**6} million "
        "are opened"
    )


def _place(file: Path) -> str:
    """A file by the name of its subfolder and its own."""
    return quoted(f"{file.parent.name}/{file.name}", 80)
