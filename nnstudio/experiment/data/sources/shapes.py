"""Small color images of four shapes: a disc, a square frame, diagonal stripes and a cross.

Place, size and both colors are drawn anew for each image. All colors have a warm cast, red high and
blue low, so that the mean of each channel is another.
"""

import numpy as np
from numpy.typing import NDArray

from nnstudio.experiment.data.dataset import Dataset

Floats = NDArray[np.float64]

SIZE = 8
CLASSES = ("disc", "frame", "stripes", "cross")
_CAST = np.array([0.65, 0.45, 0.25])
_SPREAD = 0.2
_CONTRAST = 0.35  # least distance of the two colors of an image, summed over the channels
_GRAIN = 0.05


def draw_shapes(samples: int, noise: float, rng: np.random.Generator) -> Dataset:
    """Images of 8 x 8 pixels in red, green, blue from 0 to 1, of N(0, (0.05 + noise)^2) grain."""
    labels = rng.integers(0, len(CLASSES), samples)
    inside = _masks(labels, rng)[..., np.newaxis]
    back, fore = _colors(samples, rng)
    images = np.where(inside, fore[:, np.newaxis, np.newaxis], back[:, np.newaxis, np.newaxis])
    images = images + (_GRAIN + noise) * rng.standard_normal(images.shape)
    names = (
        f"row {row} column {column} {color}"
        for row in range(SIZE)
        for column in range(SIZE)
        for color in ("red", "green", "blue")
    )
    rows = np.clip(images, 0.0, 1.0).reshape(samples, -1)
    return Dataset("Shapes", rows, labels, tuple(names), CLASSES, (SIZE, SIZE, 3))


def _masks(labels: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.bool_]:
    """Which pixels (samples, 8, 8) lie on the shape."""
    across = rng.uniform(0.35, 0.65, (2, len(labels), 1, 1)) * SIZE
    radius = rng.uniform(0.22, 0.36, (len(labels), 1, 1)) * SIZE
    shift = rng.integers(0, 4, (len(labels), 1, 1))
    y, x = np.mgrid[0:SIZE, 0:SIZE]
    dx, dy = np.abs(x + 0.5 - across[0]), np.abs(y + 0.5 - across[1])
    ring = np.maximum(dx, dy)
    shapes = np.stack(
        [
            dx**2 + dy**2 < radius**2,
            (ring < radius) & (ring > radius - 1.3),
            (x + y + shift) % 4 < 2,
            (dx < 0.9) | (dy < 0.9),
        ]
    )
    return shapes[labels, np.arange(len(labels))]


def _colors(samples: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Colors behind the shape and of it (samples, 3), drawn again where they are too alike."""
    back = _CAST + rng.uniform(-_SPREAD, _SPREAD, (samples, 3))
    fore = _CAST + rng.uniform(-_SPREAD, _SPREAD, (samples, 3))
    while (alike := np.abs(fore - back).sum(axis=1) < _CONTRAST).any():
        fore[alike] = _CAST + rng.uniform(-0.25, 0.25, (int(alike.sum()), 3))
    return back, fore
