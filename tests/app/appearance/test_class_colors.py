"""Class colors as color-blind viewers see them: the first ones stay apart, and markers tell all.

The matrices for a complete lack of one kind of cone, in linear RGB, are those of Machado, Oliveira
and Fernandes (2009), "A Physiologically-based Model for Simulation of Color Vision Deficiency".
"""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from nnstudio.app.appearance.theme import THEMES, Theme
from nnstudio.app.widgets.markers import SHAPES

SEEN = {
    "everything": np.eye(3),
    "no red cones": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "no green cones": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "no blue cones": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = TO_XYZ @ np.ones(3)
MOST_USED = 4  # classes; nearly all data that a lecture shows
APART = 15.0  # in CIELAB; about 2.3 is just noticeable side by side


def lab(color: str, seen: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIELAB of a color as it is seen."""
    rgb = QColor(color)
    parts = np.array([rgb.redF(), rgb.greenF(), rgb.blueF()])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    ratio = TO_XYZ @ np.clip(seen @ linear, 0.0, 1.0) / WHITE
    root = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = root
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def distances(theme: Theme, seen: NDArray[np.float64], classes: int) -> list[float]:
    seen_colors = [lab(color, seen) for color in theme.classes[:classes]]
    return [float(np.linalg.norm(one - other)) for one, other in combinations(seen_colors, 2)]


def test_that_the_measure_knows_black_from_white_and_red_from_green() -> None:
    everything, no_green = SEEN["everything"], SEEN["no green cones"]
    assert lab("#ffffff", everything) == pytest.approx([100, 0, 0], abs=0.01)
    assert lab("#000000", everything) == pytest.approx([0, 0, 0], abs=0.01)
    apart = np.linalg.norm(lab("#a05000", everything) - lab("#607000", everything))
    confused = np.linalg.norm(lab("#a05000", no_green) - lab("#607000", no_green))
    assert confused < apart / 3


@pytest.mark.parametrize("seen", SEEN.values(), ids=SEEN)
@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_that_the_first_classes_stay_apart(theme: Theme, seen: NDArray[np.float64]) -> None:
    assert min(distances(theme, seen, MOST_USED)) >= APART


@pytest.mark.parametrize("seen", SEEN.values(), ids=SEEN)
@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_that_the_colors_of_signs_stay_apart(theme: Theme, seen: NDArray[np.float64]) -> None:
    positive, negative = lab(theme.positive, seen), lab(theme.negative, seen)
    assert np.linalg.norm(positive - negative) >= 2 * APART


def test_that_every_class_has_a_marker_of_its_own() -> None:
    for theme in THEMES.values():
        assert len(set(SHAPES[: len(theme.classes)])) == len(theme.classes)
