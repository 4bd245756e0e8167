"""Pictures of arrays: known values give known pixels, the right way up, and own their memory."""

import gc

import numpy as np
import pytest
from PySide6.QtGui import QColor

from nnstudio.app.appearance.colors import DARK, LIGHT, Theme
from nnstudio.app.appearance.images import (
    Pixels,
    class_color,
    diverging_color,
    outputs_to_pixels,
    unit_map_to_image,
    unit_map_to_pixels,
)


def pixel(pixels: Pixels, column: int, row: int) -> str:
    """The color of a cell."""
    return QColor(*pixels[row, column].tolist()).name()


def distance(first: str, second: str) -> float:
    one, two = QColor(first), QColor(second)
    parts = ((one.red(), two.red()), (one.green(), two.green()), (one.blue(), two.blue()))
    return sum((a - b) ** 2 for a, b in parts) ** 0.5


def certain(classes: int, winner: int) -> np.ndarray:
    """One cell in which `winner` has all the probability."""
    outputs = np.zeros((classes, 1, 1))
    outputs[winner] = 1.0
    return outputs


def test_that_row_0_is_at_the_bottom_of_the_picture() -> None:
    values = np.array([[-1.0, -1.0], [1.0, 1.0]])
    image = unit_map_to_image(values, LIGHT)
    assert image.pixelColor(0, 1).name() == diverging_color(-1.0, LIGHT).name()
    assert image.pixelColor(0, 0).name() == diverging_color(1.0, LIGHT).name()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_zero_is_neutral_and_the_ends_have_the_colors_of_the_signs(theme: Theme) -> None:
    image = unit_map_to_pixels(np.array([[-3.0, 0.0, 3.0]]), theme, bound=3.0)
    assert pixel(image, 1, 0) == theme.neutral
    assert distance(pixel(image, 0, 0), theme.negative) < 50
    assert distance(pixel(image, 2, 0), theme.positive) < 50


def test_that_values_beyond_the_bound_and_infinities_take_the_color_of_the_end() -> None:
    image = unit_map_to_pixels(np.array([[-np.inf, -2.0, 2.0, np.inf]]), LIGHT, bound=1.0)
    assert pixel(image, 0, 0) == pixel(image, 1, 0) == diverging_color(-1.0, LIGHT).name()
    assert pixel(image, 3, 0) == pixel(image, 2, 0) == diverging_color(1.0, LIGHT).name()


def test_that_not_a_number_is_neutral() -> None:
    assert pixel(unit_map_to_pixels(np.array([[np.nan]]), LIGHT), 0, 0) == LIGHT.neutral


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_that_a_certain_pixel_is_nearest_to_the_color_of_its_class(classes: int) -> None:
    colors = [class_color(LIGHT, label).name() for label in range(classes)]
    for winner in range(classes):
        found = pixel(outputs_to_pixels(certain(classes, winner), LIGHT), 0, 0)
        nearest = min(range(classes), key=lambda label: distance(found, colors[label]))
        assert nearest == winner


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_that_an_undecided_pixel_is_neutral(classes: int) -> None:
    image = outputs_to_pixels(np.full((classes, 1, 1), 1.0 / classes), LIGHT)
    assert pixel(image, 0, 0) == LIGHT.neutral


def test_that_colors_fade_with_the_lead_over_the_second_class() -> None:
    leads = np.array([0.1, 0.4, 0.8])
    outputs = np.stack((leads, np.zeros(3), np.zeros(3)))[:, np.newaxis, :]
    image = outputs_to_pixels(outputs, LIGHT)
    far = [distance(pixel(image, column, 0), LIGHT.neutral) for column in range(3)]
    assert far == sorted(far)
    assert far[0] > 0


def test_that_one_probability_diverges_around_one_half() -> None:
    image = outputs_to_pixels(np.array([[[0.0, 0.5, 1.0]]]), LIGHT)
    assert pixel(image, 0, 0) == diverging_color(-1.0, LIGHT).name()
    assert pixel(image, 1, 0) == LIGHT.neutral
    assert pixel(image, 2, 0) == diverging_color(1.0, LIGHT).name()


def test_that_two_probabilities_and_their_one_output_twin_look_the_same() -> None:
    share = np.linspace(0.0, 1.0, 7).reshape(1, 1, 7)
    both = outputs_to_pixels(np.concatenate((1.0 - share, share)), LIGHT)
    assert np.array_equal(both, outputs_to_pixels(share, LIGHT))


def test_that_scores_are_shaded_by_their_margin_and_not_by_their_size() -> None:
    scores = np.array([100.0, 99.0, 98.0])[:, np.newaxis, np.newaxis]
    near_zero = outputs_to_pixels(scores - 100.0, LIGHT, "score")
    assert np.array_equal(outputs_to_pixels(scores, LIGHT, "score"), near_zero)


def test_that_a_value_is_scaled_by_its_bound() -> None:
    image = outputs_to_pixels(np.array([[[5.0]]]), LIGHT, "value", bound=10.0)
    assert pixel(image, 0, 0) == diverging_color(0.5, LIGHT).name()


def test_that_every_pixel_is_opaque() -> None:
    values = np.linspace(-1.0, 1.0, 400).reshape(20, 20)
    assert (unit_map_to_pixels(values, LIGHT)[..., 3] == 255).all()


def test_that_a_picture_outlives_the_array_it_was_made_from() -> None:
    values = np.linspace(-1.0, 1.0, 10_000).reshape(100, 100)
    image = unit_map_to_image(values, LIGHT)
    before = image.copy()
    del values
    gc.collect()
    _ = [np.full((100, 100), 7, dtype=np.uint32) for _ in range(20)]
    assert image == before
