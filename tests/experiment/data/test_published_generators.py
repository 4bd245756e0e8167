"""The generators against the published ones, written out point by point as plain Python.

What is drawn at random is compared by its distribution: the largest gap between two empirical
distribution functions, which chance keeps below 2.3 sqrt(1/n + 1/m) in 9,999 of 10,000 cases.
"""

from collections.abc import Callable
from math import cos, hypot, pi, sin
from typing import Literal

import numpy as np
import pytest

from nnstudio.experiment.data.dataset import Dataset, Floats
from nnstudio.experiment.data.sources import load_dataset
from nnstudio.experiment.document import DataSettings, Source

Number = tuple[float, float, float]  # x, y and label (+1, -1) or value
Draw = Callable[[np.random.Generator, int, int, float], Number]

SAMPLES = 20_000


def circle(rng: np.random.Generator, index: int, samples: int, noise: float) -> Number:
    r = rng.uniform(0, 2.5) if index < samples // 2 else rng.uniform(3.5, 5)
    angle = rng.uniform(0, 2 * pi)
    x, y = r * sin(angle), r * cos(angle)
    ex, ey = 5 * noise * rng.uniform(-1, 1), 5 * noise * rng.uniform(-1, 1)
    return x, y, 1 if hypot(x + ex, y + ey) < 2.5 else -1


def xor(rng: np.random.Generator, index: int, samples: int, noise: float) -> Number:
    x, y = rng.uniform(-5, 5), rng.uniform(-5, 5)
    x += 0.3 if x > 0 else -0.3
    y += 0.3 if y > 0 else -0.3
    ex, ey = 5 * noise * rng.uniform(-1, 1), 5 * noise * rng.uniform(-1, 1)
    return x, y, 1 if (x + ex) * (y + ey) >= 0 else -1


def gauss(rng: np.random.Generator, index: int, samples: int, noise: float) -> Number:
    std, label = (0.5 + 7 * noise) ** 0.5, 1 if index < samples // 2 else -1
    return rng.normal(2 * label, std), rng.normal(2 * label, std), label


def spiral(rng: np.random.Generator, index: int, samples: int, noise: float) -> Number:
    n = samples // 2
    i, label, turn = (index, 1, 0.0) if index < n else (index - n, -1, pi)
    r, t = i / n * 5, 1.75 * i / n * 2 * pi + turn
    return r * sin(t) + noise * rng.uniform(-1, 1), r * cos(t) + noise * rng.uniform(-1, 1), label


def plane(rng: np.random.Generator, index: int, samples: int, noise: float) -> Number:
    x, y = rng.uniform(-6, 6), rng.uniform(-6, 6)
    ex, ey = 6 * noise * rng.uniform(-1, 1), 6 * noise * rng.uniform(-1, 1)
    return x, y, (x + ex + y + ey) / 10


def cones(rng: np.random.Generator, index: int, samples: int, noise: float) -> Number:
    x, y = rng.uniform(-6, 6), rng.uniform(-6, 6)
    ex, ey = 6 * noise * rng.uniform(-1, 1), 6 * noise * rng.uniform(-1, 1)
    value = 0.0
    for cx, cy, sign in (
        (-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)
    ):  # fmt: skip
        height = sign * min(max(1 - hypot(x + ex - cx, y + ey - cy) / 2, 0), 1)
        value = height if abs(height) > abs(value) else value
    return x, y, value


def convnetjs_circle(rng: np.random.Generator, index: int, samples: int, noise: float) -> Number:
    n = samples // 2
    if index < n:
        r, t, label = rng.uniform(0, 2), rng.uniform(0, 2 * pi), 1
    else:
        r, t, label = rng.uniform(3, 5), 2 * pi * (index - n) / n, -1
    return r * sin(t) + noise * rng.normal(), r * cos(t) + noise * rng.normal(), label


def convnetjs_spiral(rng: np.random.Generator, index: int, samples: int, noise: float) -> Number:
    n = samples // 2
    i, label, turn = (index, 1, 0.0) if index < n else (index - n, -1, pi)
    r = i / n * 5 + rng.uniform(-0.1, 0.1)
    t = 1.25 * i / n * 2 * pi + turn + rng.uniform(-0.1, 0.1)
    return r * sin(t) + noise * rng.normal(), r * cos(t) + noise * rng.normal(), label


def convnetjs_random(rng: np.random.Generator, index: int, samples: int, noise: float) -> Number:
    label = 1 if rng.uniform(0, 1) > 0.5 else -1
    return (
        rng.uniform(-3, 3) + noise * rng.normal(),
        rng.uniform(-3, 3) + noise * rng.normal(),
        label,
    )


PUBLISHED: dict[Source, Draw] = {
    "circle": circle,
    "xor": xor,
    "gauss": gauss,
    "spiral": spiral,
    "plane": plane,
    "cones": cones,
    "convnetjs_circle": convnetjs_circle,
    "convnetjs_spiral": convnetjs_spiral,
    "convnetjs_random": convnetjs_random,
}


def ours(source: Source, noise: float, samples: int = SAMPLES, seed: int = 1) -> Dataset:
    return load_dataset(DataSettings(source=source, samples=samples, noise=noise), seed)


def reference(source: Source, noise: float, samples: int = SAMPLES) -> Floats:
    rng = np.random.default_rng(2)
    return np.array([PUBLISHED[source](rng, i, samples, noise) for i in range(samples)])


def table(data: Dataset) -> Floats:
    """x, y and the published label or value of every example."""
    targets = data.targets.astype(np.float64).ravel()
    return np.column_stack([data.rows, 2 * targets - 1 if data.class_names else targets])


def gap(one: Floats, other: Floats) -> float:
    """The largest gap, in units of what chance explains."""
    every = np.sort(np.concatenate([one, other]))
    first = np.searchsorted(np.sort(one), every, side="right") / len(one)
    second = np.searchsorted(np.sort(other), every, side="right") / len(other)
    return float(np.abs(first - second).max() / np.sqrt(1 / len(one) + 1 / len(other)))


def views(rows: Floats) -> list[Floats]:
    """What is compared: each number, radius, both diagonals, and where the positive targets lie."""
    x, y, label = rows.T
    plain = [x, y, label, np.hypot(x, y), x + y, x * y]
    return [*plain, *(view[label > 0] for view in plain)]


@pytest.mark.parametrize("noise", [0.0, 0.25, 0.5])
@pytest.mark.parametrize("source", PUBLISHED)
def test_that_what_is_drawn_has_the_published_distribution(source: Source, noise: float) -> None:
    drawn, published = table(ours(source, noise)), reference(source, noise)
    pairs = zip(views(drawn), views(published), strict=True)
    assert max(gap(one, other) for one, other in pairs) < 2.3


@pytest.mark.parametrize("samples", [10, 200, 500])
def test_that_the_spiral_without_noise_is_the_published_one_point_by_point(samples: int) -> None:
    np.testing.assert_allclose(
        table(ours("spiral", 0.0, samples)), reference("spiral", 0.0, samples), atol=1e-12
    )


def test_that_the_simple_set_of_convnetjs_has_its_thirteen_points_however_many_are_asked_for() -> (
    None
):
    for samples in (10, 13, 400):
        data = ours("convnetjs_simple", 0.0, samples)
        points = {
            (*row, label) for row, label in zip(data.rows.tolist(), data.targets, strict=True)
        }
        assert (len(points), int(data.targets.sum())) == (13, 8)
        assert {(-0.4326, 1.1909, 1), (3.0, 4.0, 1), (4.1832, 0.3044, 0)} <= points


@pytest.mark.parametrize("classes", range(2, 11))
@pytest.mark.parametrize("source", ["spiral", "three_spirals", "circle", "gauss"])
@pytest.mark.parametrize("samples", [200, 203])
def test_that_the_number_of_classes_can_be_chosen(
    source: Source, classes: int, samples: int
) -> None:
    data = load_dataset(DataSettings(source=source, samples=samples, classes=classes), 0)
    sizes = np.bincount(data.targets)
    assert len(sizes) == len(data.class_names) == classes
    assert sizes.sum() == samples
    assert sizes.max() - sizes.min() <= 1


def test_that_choosing_the_usual_number_of_classes_changes_nothing() -> None:
    usual: tuple[tuple[Source, int], ...] = (
        ("spiral", 2), ("circle", 2), ("gauss", 2), ("three_spirals", 3)
    )  # fmt: skip
    for source, classes in usual:
        chosen = load_dataset(DataSettings(source=source, noise=0.1, classes=classes), 3)
        left = load_dataset(DataSettings(source=source, noise=0.1), 3)
        assert np.array_equal(chosen.rows, left.rows)
        assert np.array_equal(chosen.targets, left.targets)


@pytest.mark.parametrize("kind", ["spiral", "circle"])
def test_that_classes_of_more_arms_and_rings_lie_apart(kind: Literal["spiral", "circle"]) -> None:
    data = load_dataset(DataSettings(source=kind, samples=1000, classes=5), 0)
    radius, angle = np.hypot(*data.rows.T), np.arctan2(data.rows[:, 0], data.rows[:, 1])
    if kind == "circle":
        expected = 4 - np.floor(radius).astype(np.int64)
    else:
        turn = (angle - 3.5 * pi * radius / 5) / (2 * pi / 5)
        expected = 4 - np.round(turn).astype(np.int64) % 5
    seen = radius > 1e-9
    assert np.array_equal(expected[seen], data.targets[seen])
