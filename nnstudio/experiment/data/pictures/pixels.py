"""Images as bytes, made the size and color that was asked for, and as the rows of a data set."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from nnstudio.core.preprocessing import ImageShape
from nnstudio.core.rows import Rows
from nnstudio.experiment.data.dataset import Dataset, Labels
from nnstudio.experiment.errors import ExperimentError, Problem

Bytes = NDArray[np.uint8]

MAX_BYTES = 400_000_000
_FEW_NUMBERS = 2**22  # as floats 32 MB: so many may be kept that way
_BLOCK = 1000
_LUMA = np.array([0.299, 0.587, 0.114])  # ITU-R BT.601, as everywhere


def image_set(
    title: str,
    images: Bytes,
    labels: Labels,
    classes: tuple[str, ...],
    notes: tuple[str, ...] = (),
) -> Dataset:
    """Images (n, height, width, channels) as rows of brightness from 0 to 1: bytes / 255.

    Many of them stay bytes, which become floats a few at a time.
    """
    _, height, width, channels = images.shape
    shape = (height, width, channels)
    flat = images.reshape(len(images), -1)
    flat.setflags(write=False)
    scale = np.full(flat.shape[1], 1 / 255)
    rows = flat * scale if flat.size <= _FEW_NUMBERS else Rows(flat, factor=scale)
    return Dataset(title, rows, labels, pixel_names(shape), classes, shape, notes=notes)


def pixel_names(shape: ImageShape) -> tuple[str, ...]:
    """What each column of a row is: "row 0 column 0 red", or without a color."""
    height, width, channels = shape
    colors = (" red", " green", " blue") if channels == 3 else ("",)
    return tuple(
        f"row {row} column {column}{color}"
        for row in range(height)
        for column in range(width)
        for color in colors
    )


def fitted(images: Bytes, size: int | None, color: bool) -> Bytes:
    """The images `size` pixels wide and high, and gray unless `color`; None keeps their size."""
    if not color and images.shape[-1] == 3:
        images = _gray(images)
    if size is None or images.shape[1:3] == (size, size):
        return images
    made = np.empty((len(images), size, size, images.shape[-1]), np.uint8)
    for part in _parts(len(images)):
        made[part] = _resized(images[part], size)
    return made


def require_room(count: int, shape: ImageShape, field: str = "data.image_size") -> None:
    """Refuse images of which there are too many to be kept in memory."""
    needed = count * int(np.prod(shape))
    if needed > MAX_BYTES:
        raise fault(
            f"{count:,} images of {shape[1]} x {shape[0]} pixels take {needed / 1e6:,.0f} MB, more "
            f"than {MAX_BYTES / 1e6:,.0f} MB; use smaller or fewer images",
            field,
        )


def fault(sentence: str, field: str = "data.path") -> ExperimentError:
    """The error that tells what is wrong with the images."""
    return ExperimentError(Problem(field, sentence))


def _gray(images: Bytes) -> Bytes:
    made = np.empty((*images.shape[:3], 1), np.uint8)
    for part in _parts(len(images)):
        made[part, ..., 0] = np.rint(images[part] @ _LUMA)
    return made


def _resized(images: Bytes, size: int) -> Bytes:
    """By averaging the area under each new pixel, along one axis after the other."""
    down, across = (_averages(length, size) for length in images.shape[1:3])
    means = np.einsum("ih,nhwc,jw->nijc", down, images.astype(np.float64), across, optimize=True)
    return np.rint(means).astype(np.uint8)


def _averages(length: int, size: int) -> NDArray[np.float64]:
    """The share (size, length) that each old pixel has in each new one."""
    edges = np.linspace(0, length, size + 1)
    starts = np.maximum(edges[:-1, np.newaxis], np.arange(length))
    ends = np.minimum(edges[1:, np.newaxis], np.arange(1, length + 1))
    return np.maximum(ends - starts, 0.0) * size / length


def _parts(count: int) -> Iterator[slice]:
    return (slice(start, min(start + _BLOCK, count)) for start in range(0, count, _BLOCK))
