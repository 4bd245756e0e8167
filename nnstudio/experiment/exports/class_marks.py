"""The mark of each class: the shape that the plots of data give it, as the corners of a polygon.

With it the color of a class is never its only sign. There are ten shapes, as there are ten colors;
of the classes after ten the shapes are shifted by one, and so on: color and shape together are
those of one class up to a hundred.
"""

import numpy as np
from numpy.typing import NDArray

SHAPES = 10
MARK = 10.0  # px across a circle; the other shapes weigh the same


def shape_of(label: int) -> int:
    """Which of the ten shapes class `label` has."""
    return (label + label // SHAPES) % SHAPES


def class_mark(label: int, x: float, y: float, size: float = MARK) -> list[tuple[float, float]]:
    """The corners of the mark of class `label` around a place, y downwards."""
    shape = _MARKS[shape_of(label)] * size
    return [(x + float(across), y + float(down)) for across, down in shape]


def _round(corners: int, inner: float = 0.5) -> NDArray[np.float64]:
    """Corners around a circle of diameter 1, the first at the top, every other one `inner` out."""
    angles = 2 * np.pi * np.arange(corners) / corners
    radii = np.where(np.arange(corners) % 2, inner, 0.5)[:, np.newaxis]
    return radii * np.stack((np.sin(angles), -np.cos(angles)), axis=1)


def _polygon(*corners: tuple[float, float]) -> NDArray[np.float64]:
    return np.array(corners)


def _turned(shape: NDArray[np.float64]) -> NDArray[np.float64]:
    """The shape turned by an eighth of a circle."""
    across, down = shape.T
    return np.stack((across - down, across + down), axis=1) * np.sqrt(0.5)


def _cross() -> NDArray[np.float64]:
    arm = np.array([(-0.1, -0.1), (-0.1, -0.5), (0.1, -0.5)])
    quarter = np.array([(0.0, -1.0), (1.0, 0.0)])
    arms = [arm]
    for _ in range(3):
        arms.append(arms[-1] @ quarter.T)
    return np.concatenate(arms)


_MARKS = (
    _round(48),
    0.9 * _polygon((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)),
    1.05 * _polygon((-0.5, 0.5), (0.0, -0.5), (0.5, 0.5)),
    1.25 * _polygon((0.0, -0.5), (0.4, 0.0), (0.0, 0.5), (-0.4, 0.0)),
    _polygon((-0.5, -0.5), (0.5, -0.5), (0.0, 0.5)),
    1.4 * _round(10, 0.191),
    _round(6),
    _polygon((0.5, 0.5), (0.5, -0.5), (-0.5, 0.0)),
    1.3 * _cross(),
    1.4 * _turned(_cross()),
)
