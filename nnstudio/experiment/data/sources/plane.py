"""Points drawn from formulas: the plane sets, with features x1 and x2, and a function of one x.

Each generator takes the number of samples, the noise (0 to 0.5) and a generator of random numbers.
Spiral, circle, xor, gauss, plane and cones follow TensorFlow Playground; three_spirals follows the
CS231n case study; the sets of ConvNetJS stand beside this file; outliers redraws the scene of the
note's layer-size figure; the others are our own. Where the number of classes can be chosen, the
published one is the usual. Noise moves points in gauss, spiral, three_spirals, linear, moons and
outliers; in the others the point stays and its label or value is that of a nearby point.
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from nnstudio.experiment.catalog import SOURCES, class_count
from nnstudio.experiment.data.dataset import PLANE_NAMES, Dataset
from nnstudio.experiment.data.sources.convnetjs import CONVNETJS
from nnstudio.experiment.data.sources.formula import evaluate
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.errors import ExperimentError, Problem
from nnstudio.experiment.wording import quoted

Floats = NDArray[np.float64]
Drawing = tuple[Floats, NDArray[np.generic]]
Generator = Callable[[int, float, np.random.Generator], Drawing]
ManyGenerator = Callable[[int, float, np.random.Generator, int], Drawing]

DEFAULT_FORMULA = "sin(3x) + x/2"
_MAX_VALUE = 1e6
_OUTLIER_SHARE = 0.10


def linear(samples: int, noise: float, rng: np.random.Generator) -> Drawing:
    """Two blobs that a line separates: N(+-(2, 1), s^2 I) with s = 0.4 + 2 noise."""
    return _two_blobs((2.0, 1.0), 0.4 + 2.0 * noise, samples, rng)


def gauss(samples: int, noise: float, rng: np.random.Generator, classes: int = 2) -> Drawing:
    """Gaussians with variance 0.5 + 7 noise along each axis: two at +-(2, 2), class 1 first.

    More lie evenly on the circle through these two, counted clockwise from (2, 2).
    """
    std = np.sqrt(0.5 + 7.0 * noise)
    if classes == 2:
        return _two_blobs((2.0, 2.0), std, samples, rng)
    labels = _even_labels(samples, classes)
    angle = np.pi / 4 + 2 * np.pi * labels / classes
    centers = _polar(np.full(samples, np.sqrt(8.0)), angle)
    return centers + std * rng.standard_normal((samples, 2)), labels


def outliers(samples: int, noise: float, rng: np.random.Generator) -> Drawing:
    """Two blobs N(+-(1.2, 0.72), 0.81 I), points moved by N(0, noise^2) more.

    Of all samples, 10 % lie in the blob of class 1 and yet are labeled class 0.
    """
    rows, labels = _two_blobs((1.2, 0.72), np.hypot(0.9, noise), samples, rng)
    labels[rng.permutation(np.flatnonzero(labels))[: round(_OUTLIER_SHARE * samples)]] = 0
    return rows, labels


def circle(samples: int, noise: float, rng: np.random.Generator, classes: int = 2) -> Drawing:
    """A disc of radius 2.5 (class 1) in a ring of radii 3.5 to 5 (class 0).

    The label is that of the point displaced by U(-5, 5) noise along each axis. More classes are
    more rings, each 5 / classes wide with its inner 2/5 empty, the disc being the last class.
    """
    width = 5 / classes
    bands = [(k * width + (0.4 * width if k else 0.0), (k + 1) * width) for k in range(classes)]
    sizes = _even_sizes(samples, classes)
    radius = np.concatenate(
        [rng.uniform(*band, size) for band, size in zip(bands, sizes, strict=True)]
    )
    rows = _polar(radius, rng.uniform(0, 2 * np.pi, samples))
    seen = rows + noise * rng.uniform(-5, 5, rows.shape)
    ring = np.floor(np.hypot(seen[:, 0], seen[:, 1]) / width).astype(np.int64)
    return rows, classes - 1 - np.minimum(ring, classes - 1)


def xor(samples: int, noise: float, rng: np.random.Generator) -> Drawing:
    """U(-5, 5)^2 moved 0.3 away from the axes; class 1 where x1 x2 >= 0.

    The label is that of the point displaced by U(-5, 5) noise along each axis.
    """
    rows = rng.uniform(-5, 5, (samples, 2))
    rows += np.where(rows > 0, 0.3, -0.3)
    seen = rows + noise * rng.uniform(-5, 5, rows.shape)
    return rows, seen[:, 0] * seen[:, 1] >= 0


def spiral(samples: int, noise: float, rng: np.random.Generator, classes: int = 2) -> Drawing:
    """Two arms: point i of n at (r sin t, r cos t), r = 5 i/n, t = 3.5 pi i/n (+ pi for class 0).

    Points are moved by U(-1, 1) noise along each axis; without noise nothing is random. More
    classes are more arms, turned evenly, the last class being the one that is not turned.
    """
    sizes = _even_sizes(samples, classes)
    arms = []
    for turn, size in enumerate(sizes):
        along = np.arange(size) / size
        arms.append(_polar(5 * along, 3.5 * np.pi * along + 2 * np.pi * turn / classes))
    rows = np.concatenate(arms)
    rows += noise * rng.uniform(-1, 1, rows.shape)
    return rows, np.repeat(np.arange(classes)[::-1], sizes)


def three_spirals(
    samples: int, noise: float, rng: np.random.Generator, classes: int = 3
) -> Drawing:
    """Three arms j: r from 0 to 1, t from 4j to 4(j + 1) plus N(0, noise^2), (r sin t, r cos t).

    The CS231n case study has 100 points an arm and noise 0.2. More classes are more arms.
    """
    sizes = [len(part) for part in np.array_split(np.arange(samples), classes)]
    radius = np.concatenate([np.linspace(0, 1, size) for size in sizes])
    angle = np.concatenate([np.linspace(4 * j, 4 * j + 4, size) for j, size in enumerate(sizes)])
    angle += noise * rng.standard_normal(samples)
    return _polar(radius, angle), np.repeat(np.arange(classes), sizes)


def moons(samples: int, noise: float, rng: np.random.Generator) -> Drawing:
    """Two half circles at uniform angles a: (cos a, sin a) and (1 - cos a, 0.5 - sin a).

    Points are moved by N(0, noise^2) along each axis.
    """
    upper = samples // 2
    angle = rng.uniform(0, np.pi, samples)
    points = np.column_stack([np.cos(angle), np.sin(angle)])
    second = np.arange(samples) >= upper
    rows = np.where(second[:, np.newaxis], np.array([1.0, 0.5]) - points, points)
    return rows + noise * rng.standard_normal(rows.shape), second


def checkerboard(samples: int, noise: float, rng: np.random.Generator) -> Drawing:
    """U(-4, 4)^2 on a board of 4 x 4 squares of side 2, classes by color.

    The label is that of the point displaced by U(-2, 2) noise along each axis.
    """
    rows = rng.uniform(-4, 4, (samples, 2))
    squares = np.floor((rows + noise * rng.uniform(-2, 2, rows.shape)) / 2).astype(np.int64)
    return rows, squares.sum(axis=1) % 2


def plane(samples: int, noise: float, rng: np.random.Generator) -> Drawing:
    """U(-6, 6)^2 with value (x1 + x2) / 10, of the point displaced by U(-6, 6) noise."""
    rows = rng.uniform(-6, 6, (samples, 2))
    seen = rows + noise * rng.uniform(-6, 6, rows.shape)
    return rows, seen.sum(axis=1, keepdims=True) / 10


def cones(samples: int, noise: float, rng: np.random.Generator) -> Drawing:
    """U(-6, 6)^2, six cones of radius 2 at (-4 | 0 | 4, +-2.5), heights +1 and -1 in turn.

    The value is that of the largest cone at the point displaced by U(-6, 6) noise.
    """
    centers = np.array([(x, y) for y in (2.5, -2.5) for x in (-4.0, 0.0, 4.0)])
    signs = np.array([1, -1, 1, -1, 1, -1])
    rows = rng.uniform(-6, 6, (samples, 2))
    seen = rows + noise * rng.uniform(-6, 6, rows.shape)
    distances = np.linalg.norm(seen[:, np.newaxis] - centers, axis=2)
    heights = signs * np.clip(1 - distances / 2, 0, 1)
    largest = np.abs(heights).argmax(axis=1)
    return rows, np.take_along_axis(heights, largest[:, np.newaxis], axis=1)


CLASSIFICATION: Mapping[str, Generator] = {
    "linear": linear,
    "xor": xor,
    "moons": moons,
    "outliers": outliers,
    "checkerboard": checkerboard,
    **CONVNETJS,
}
MANY_CLASSES: Mapping[str, ManyGenerator] = {
    "spiral": spiral,
    "three_spirals": three_spirals,
    "circle": circle,
    "gauss": gauss,
}
REGRESSION: Mapping[str, Generator] = {"plane": plane, "cones": cones}


def draw_plane(data: DataSettings, rng: np.random.Generator) -> Dataset:
    """The plane set `data.source`, drawn afresh; classes are named "class 0", "class 1", ..."""
    source, samples, noise = data.source, data.samples, data.noise
    title, classes = SOURCES[source].title, class_count(data) or 0
    if source in REGRESSION:
        rows, values = REGRESSION[source](samples, noise, rng)
        return Dataset(title, rows, values.astype(np.float64), PLANE_NAMES)
    if source in MANY_CLASSES:
        rows, labels = MANY_CLASSES[source](samples, noise, rng, classes)
    else:
        rows, labels = CLASSIFICATION[source](samples, noise, rng)
    names = tuple(f"class {label}" for label in range(classes))
    return Dataset(title, rows, labels.astype(np.int64), PLANE_NAMES, names)


def draw_function(data: DataSettings, rng: np.random.Generator) -> Dataset:
    """Values formula(x) + N(0, noise^2) at x from U(x_low, x_high); raises ExperimentError."""
    formula, samples = data.formula or DEFAULT_FORMULA, data.samples
    x = rng.uniform(data.x_low, data.x_high, samples)
    values = evaluate(formula, x)
    bad = np.flatnonzero(~(np.abs(values) <= _MAX_VALUE))
    if bad.size:
        raise ExperimentError(
            Problem(
                "data.formula",
                f"{quoted(formula, len(formula))} must have a value between -1e6 and 1e6 "
                f"everywhere from x = {data.x_low:g} to {data.x_high:g}, but has none at "
                f"x = {x[bad[0]]:.3g}",
            )
        )
    values = values + data.noise * rng.standard_normal(samples)
    return Dataset(f"y = {formula}", x[:, np.newaxis], values[:, np.newaxis], ("x",))


def _two_blobs(
    center: tuple[float, float], std: float, samples: int, rng: np.random.Generator
) -> tuple[Floats, NDArray[np.int64]]:
    """N(center, std^2 I) as class 1, then N(-center, std^2 I) as class 0."""
    labels = (np.arange(samples) < samples // 2).astype(np.int64)
    centers = np.where(labels[:, np.newaxis] == 1, 1.0, -1.0) * np.array(center)
    return centers + std * rng.standard_normal((samples, 2)), labels


def _even_sizes(samples: int, classes: int) -> list[int]:
    """How many examples each class has: the first ones fewer where they cannot be equal."""
    return [(samples + turn) // classes for turn in range(classes)]


def _even_labels(samples: int, classes: int) -> NDArray[np.int64]:
    """The labels, class by class, for sizes that differ by one at most."""
    return np.repeat(np.arange(classes), _even_sizes(samples, classes))


def _polar(radius: Floats, angle: Floats) -> Floats:
    """Points (r sin t, r cos t): the angle counts clockwise from straight up."""
    return np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])
