"""The plane sets of ConvNetJS's classification demo: its 13 points, chance, its circle and spiral.

Noise, which the demo does not have, moves points by N(0, noise^2) along each axis.
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Drawing = tuple[Floats, NDArray[np.generic]]

_ONES = (
    (-0.4326, 1.1909),
    (3.0, 4.0),
    (0.1253, -0.0376),
    (0.2877, 0.3273),
    (-1.1465, 0.1746),
    (0.5, 3.2),
    (0.8, 3.2),
    (1.0, -2.2),
)
_ZEROS = ((1.8133, 1.0139), (2.7258, 1.0668), (1.4117, 0.5593), (4.1832, 0.3044), (1.8636, 0.1677))
_JITTER = 0.1


def simple(samples: int, noise: float, rng: np.random.Generator) -> Drawing:
    """Eight points of class 1 and five of class 0, whatever the number of samples."""
    rows = np.array((*_ONES, *_ZEROS))
    return _moved(rows, noise, rng), np.arange(len(rows)) < len(_ONES)


def chance(samples: int, noise: float, rng: np.random.Generator) -> Drawing:
    """U(-3, 3)^2, and a coin for each label; the demo has 40."""
    rows = rng.uniform(-3, 3, (samples, 2))
    return _moved(rows, noise, rng), rng.uniform(0, 1, samples) > 0.5


def circle(samples: int, noise: float, rng: np.random.Generator) -> Drawing:
    """Class 1 at radii U(0, 2) and any angle, class 0 at radii U(3, 5) and even angles; 50 each."""
    inner = samples // 2
    outer = samples - inner
    radius = np.concatenate([rng.uniform(0, 2, inner), rng.uniform(3, 5, outer)])
    even = 2 * np.pi * np.arange(outer) / outer
    angle = np.concatenate([rng.uniform(0, 2 * np.pi, inner), even])
    return _moved(_polar(radius, angle), noise, rng), np.arange(samples) < inner


def spiral(samples: int, noise: float, rng: np.random.Generator) -> Drawing:
    """Point i of n: radius 5 i/n + U(-.1, .1), angle 2.5 pi i/n + U(-.1, .1), + pi for class 0."""
    first = samples // 2
    along = np.concatenate([np.arange(size) / size for size in (first, samples - first)])
    second = np.arange(samples) >= first
    radius = 5 * along + rng.uniform(-_JITTER, _JITTER, samples)
    angle = 2.5 * np.pi * along + np.pi * second + rng.uniform(-_JITTER, _JITTER, samples)
    return _moved(_polar(radius, angle), noise, rng), ~second


CONVNETJS: Mapping[str, Callable[[int, float, np.random.Generator], Drawing]] = {
    "convnetjs_simple": simple,
    "convnetjs_random": chance,
    "convnetjs_circle": circle,
    "convnetjs_spiral": spiral,
}


def _moved(rows: Floats, noise: float, rng: np.random.Generator) -> Floats:
    return rows + noise * rng.standard_normal(rows.shape)


def _polar(radius: Floats, angle: Floats) -> Floats:
    """Points at (r sin t, r cos t): the angle runs clockwise from the x2 axis."""
    return np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])
