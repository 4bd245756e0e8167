"""Exported drawings show on each neuron the picture that the canvas shows there."""

import base64

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.canvas.view import CanvasView
from nnstudio.app.commands.drawing_pictures import pdf_document, png_picture
from nnstudio.core.spec import Activation
from nnstudio.experiment.editing import edits
from nnstudio.experiment.exports.drawing import Drawing
from nnstudio.experiment.exports.svg import svg_document
from tests.app.canvas_driver import network
from tests.app.conftest import OpenCanvas
from tests.app.opened import child, experiment_on

_CELLS = 6  # the middle of a tile is compared in so many squares each way


def cells(image: QImage, area: QRectF) -> NDArray[np.float64]:
    """The mean colors of the squares in the middle of a tile, right of and above its bias."""
    part = image.copy(area.toRect())
    small = part.scaled(QSize(60, 60))
    colors = [small.pixelColor(x, y) for y in range(60) for x in range(60)]
    parts = [(color.red(), color.green(), color.blue()) for color in colors]
    pixels = np.array(parts, np.float64).reshape(60, 60, 3)
    blocks = pixels.reshape(_CELLS, 10, _CELLS, 10, 3).mean(axis=(1, 3))
    return blocks[1:-2, 2:-1]


def on_screen(canvas: CanvasView, column: int, place: int) -> NDArray[np.float64]:
    tile = canvas.scene.columns[column].tile_rect(place)
    image = QImage(180, 180, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    canvas.scene.render(painter, QRectF(0, 0, 180, 180), tile)
    painter.end()
    return cells(image, QRectF(0, 0, 180, 180))


def in_file(drawing: Drawing, number: int) -> NDArray[np.float64]:
    scale = 4
    image = QImage.fromData(png_picture(drawing, round(scale * drawing.width)))
    neuron, factor = drawing.neurons[number], image.width() / drawing.width
    radius = neuron.radius * factor
    return cells(
        image,
        QRectF(neuron.x * factor - radius, neuron.y * factor - radius, 2 * radius, 2 * radius),
    )


def ready(canvas: CanvasView, qtbot: QtBot) -> Drawing:
    """The drawing, once the tiles are colored."""
    qtbot.waitUntil(lambda: any(neuron.picture for neuron in canvas.drawing().neurons))
    return canvas.drawing()


@pytest.mark.parametrize("activation", ["tanh", "relu", "maxout"])
def test_that_every_tile_looks_as_on_the_canvas(
    open_canvas: OpenCanvas, qtbot: QtBot, activation: Activation
) -> None:
    canvas = open_canvas(network((4, 3), activation))
    canvas.workspace.run()
    qtbot.waitUntil(lambda: canvas.workspace.phase == "finished")
    drawing = ready(canvas, qtbot)
    places = [(c, p) for c, units in enumerate((2, 4, 3, 2)) for p in range(units)]
    assert len(drawing.neurons) == len(places)
    for number, (column, place) in enumerate(places):
        difference = on_screen(canvas, column, place) - in_file(drawing, number)
        assert np.abs(difference).mean() < 12


def test_that_the_pictures_of_data_without_a_plane_are_there_too(
    open_canvas: OpenCanvas, qtbot: QtBot
) -> None:
    drawing = ready(open_canvas(experiment_on("iris")), qtbot)
    pictures = [neuron.picture or "" for neuron in drawing.neurons]
    assert all(base64.b64decode(picture).startswith(b"\x89PNG") for picture in pictures)


def test_that_a_neuron_switched_off_has_no_picture_but_says_so(
    open_canvas: OpenCanvas, qtbot: QtBot
) -> None:
    canvas = open_canvas(network((3,)))
    canvas.workspace.edit("off", lambda e: edits.switch_unit(e, 0, 1, on=False))
    drawing = ready(canvas, qtbot)
    off = drawing.neurons[3]
    assert (off.fill, off.picture) == ("off", "")
    assert any(words.text == "off" for words in drawing.words)


def test_that_svg_and_pdf_hold_the_pictures(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    drawing = ready(open_canvas(network((3,))), qtbot)
    text = svg_document(drawing)
    assert text.count("data:image/png;base64,") == len(drawing.neurons) == 7
    plain = Drawing(drawing.title, "", drawing.width, drawing.height, drawing.links, (), ())
    assert len(pdf_document(drawing)) > len(pdf_document(plain))


def test_that_maxout_weights_are_all_counted_in_the_legend(
    open_canvas: OpenCanvas, qtbot: QtBot
) -> None:
    canvas = open_canvas(network((3,), activation="maxout"))
    drawing = ready(canvas, qtbot)
    said = [words.text for words in drawing.words if words.text.startswith("strongest")]
    assert said == ["strongest 12 of 18 weights"]
    legend = child(canvas, QWidget, "canvas.legend")
    assert said[0] in legend.accessibleName()
