"""The marks beside outputs, on the canvas and in files, are those of the data."""

import numpy as np
import pytest
from numpy.typing import NDArray
from pyqtgraph.graphicsItems.ScatterPlotItem import drawSymbol
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF
from pytestqt.qtbot import QtBot

from nnstudio.app.appearance.images import class_color
from nnstudio.app.appearance.theme import LIGHT
from nnstudio.app.commands.drawing_pictures import png_picture
from nnstudio.app.widgets.markers import SHAPES, mark
from nnstudio.experiment.exports.class_marks import MARK, class_mark
from nnstudio.experiment.exports.drawing import COLORS
from tests.app.canvas_driver import network
from tests.app.conftest import OpenCanvas
from tests.app.opened import experiment_on

_EDGE = 120


def inked(image: QImage, ground: QColor) -> NDArray[np.bool_]:
    """Where a picture differs from its ground."""
    return np.array(
        [
            [image.pixelColor(x, y) != ground for x in range(image.width())]
            for y in range(image.height())
        ]
    )


def blank() -> tuple[QImage, QPainter]:
    image = QImage(_EDGE, _EDGE, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.translate(_EDGE / 2, _EDGE / 2)
    return image, painter


@pytest.mark.parametrize("label", [*range(len(SHAPES)), 10, 29])
def test_that_a_class_has_the_shape_and_size_of_its_points(qtbot: QtBot, label: int) -> None:
    size, color = 70.0, QColor("black")
    point, painter = blank()
    shown = mark(LIGHT, color, label, False, 1.0)
    drawSymbol(painter, shown.symbol, size * shown.size, Qt.PenStyle.NoPen, shown.brush)
    painter.end()
    drawn, painter = blank()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in class_mark(label, 0, 0, size)]))
    painter.end()
    white = QColor("white")
    one, other = inked(point, white), inked(drawn, white)
    assert (one != other).sum() < 0.04 * one.sum()


def test_that_color_and_shape_together_tell_a_hundred_classes_apart(qtbot: QtBot) -> None:
    signs = {
        (class_color(LIGHT, label).name(), mark(LIGHT, QColor(), label, False, 1.0).symbol)
        for label in range(100)
    }
    assert len(signs) == 100


def test_that_the_colors_of_a_file_for_paper_are_those_of_the_classes() -> None:
    assert tuple(COLORS[f"class{label}"] for label in range(10)) == LIGHT.classes  # type: ignore[index]


def test_that_canvas_and_file_mark_the_outputs_alike(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = open_canvas(experiment_on("iris"))
    qtbot.waitUntil(lambda: len(canvas.drawing().marks) == 3)
    drawing, shown = canvas.drawing(), canvas.layout_shown.columns[-1]
    picture, scale = QImage.fromData(png_picture(drawing, 4 * round(drawing.width))), 4
    screen = canvas.view.grab().toImage()
    for label, (area, center) in enumerate(zip(drawing.marks, shown.centers, strict=True)):
        x, y = np.mean(area.corners, axis=0)
        color = class_color(LIGHT, label)
        assert picture.pixelColor(round(x * scale), round(y * scale)) == color
        at = canvas.view.to_view(shown.right + 9 + MARK / 2, center) * screen.devicePixelRatio()
        assert screen.pixelColor(at.toPoint()) == color


def test_that_a_single_output_has_the_mark_of_the_second_class(
    open_canvas: OpenCanvas, qtbot: QtBot
) -> None:
    canvas = open_canvas(network((3,), out=1))
    (area,) = canvas.drawing().marks
    assert area.color == "class1"
    assert len(area.corners) == 4


def test_that_outputs_without_classes_have_no_marks(open_canvas: OpenCanvas) -> None:
    assert open_canvas(network((3,), inputs=3, out=4)).drawing().marks == ()
