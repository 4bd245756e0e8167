"""What the tiles of the canvas show: maps, weight images, histograms, and at what cost."""

from time import perf_counter

import numpy as np
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from nnstudio.app.appearance.images import diverging_color
from nnstudio.app.appearance.theme import LIGHT
from nnstudio.app.canvas.tiles import histograms_image, parts_of, weights_image
from nnstudio.app.canvas.view import CanvasView
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.document import (
    DataSettings,
    Experiment,
    LayerSettings,
    NetworkSettings,
    StandardizeStep,
)
from tests.app.conftest import OpenCanvas


def on(source: str, *hidden: int) -> Experiment:
    layers = (*(LayerSettings(units=units, activation="relu") for units in hidden),)
    return Experiment(
        data=DataSettings.model_validate({"source": source}),
        preprocessing=(StandardizeStep(),),
        network=NetworkSettings(layers=(*layers, LayerSettings(units="auto"))),
    )


def wait_for_histograms(qtbot: QtBot, workspace: Workspace) -> None:
    qtbot.waitUntil(
        lambda: workspace.snapshot is not None and bool(workspace.snapshot.unit_histograms)
    )


def kinds(canvas: CanvasView) -> list[str]:
    return [canvas.scene.pictures.kind(item.picture.layer) for item in canvas.scene.columns]


@pytest.mark.parametrize(
    ("source", "hidden", "expected"),
    [
        ("spiral", (4,), ["map", "map", "map"]),
        ("wine", (4,), ["histogram", "histogram", "histogram"]),
        ("digits", (4,), ["histogram", "weights", "histogram"]),
        ("digits", (), ["histogram", "weights"]),
    ],
)
def test_that_the_data_decide_what_tiles_show(
    open_canvas: OpenCanvas, source: str, hidden: tuple[int, ...], expected: list[str]
) -> None:
    assert kinds(open_canvas(on(source, *hidden))) == expected


def test_that_layers_of_128_neurons_have_pictures(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = open_canvas(on("spiral", 100, 128))
    seen = canvas.drawing
    qtbot.waitUntil(lambda: all(neuron.picture for neuron in seen().neurons))


def test_that_a_weight_image_stands_upright_in_its_place() -> None:
    images = np.zeros((2, 4, 4, 1))
    images[0, 0, 0, 0], images[1, 3, 3, 0] = 2.0, -5.0
    image = weights_image(images + 1e-9, LIGHT)
    assert image.height() == 2 * image.width()
    first, second = parts_of(image, 2)
    top_left = image.pixelColor(1, round(first.top()) + 1)
    bottom_right = image.pixelColor(image.width() - 2, round(second.bottom()) - 2)
    assert top_left == diverging_color(1.0, LIGHT)
    assert bottom_right == diverging_color(-1.0, LIGHT)
    assert image.pixelColor(1, round(second.top()) + 1) != top_left


def test_that_weights_of_three_channels_are_colors_around_gray() -> None:
    images = np.ones((1, 2, 2, 3)) * np.array([1.0, 0.0, -1.0])
    color = weights_image(images, LIGHT).pixelColor(3, 3)
    assert (color.red(), color.green(), color.blue()) == (255, 128, 0)


def test_that_bars_of_the_classes_stand_on_each_other() -> None:
    counts = np.array([[[4, 0], [4, 2]]])
    image = histograms_image(counts, LIGHT)
    bottom, middle = image.height() - 2, image.height() // 4
    assert image.pixelColor(0, bottom) == QColor(LIGHT.classes[0])
    assert image.pixelColor(0, middle) == QColor(LIGHT.classes[1])
    assert image.pixelColor(image.width() - 1, bottom) == QColor(LIGHT.classes[1])
    assert image.pixelColor(image.width() - 1, middle) == QColor(LIGHT.neutral)


def test_that_pictures_of_digits_take_less_than_4_ms(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = open_canvas(on("digits", 64))
    wait_for_histograms(qtbot, canvas.workspace)
    snapshot = canvas.workspace.snapshot
    assert snapshot is not None
    canvas.scene.show_maps(snapshot)
    times = []
    for _ in range(9):
        start = perf_counter()
        canvas.scene.show_maps(snapshot)
        times.append(perf_counter() - start)
    assert min(times) < 0.004


def test_that_histograms_follow_training(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = open_canvas(on("wine", 8))
    workspace = canvas.workspace
    wait_for_histograms(qtbot, workspace)
    before = canvas.view.grab().toImage()
    workspace.step_epoch()
    qtbot.waitUntil(
        lambda: workspace.snapshot is not None and workspace.snapshot.metrics.epoch == 1
    )
    assert canvas.view.grab().toImage() != before
