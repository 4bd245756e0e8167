"""Hand on the weights: numbers on the canvas that open and change in place, and their marks."""

from functools import partial

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnstudio.app.canvas.scene import unit_biases
from nnstudio.app.canvas.unit_marks import bias_area
from nnstudio.app.canvas.view import CanvasView
from nnstudio.app.widgets.weight_edit import WeightEdit
from nnstudio.app.workspace.parameters import Parameter, value_of
from nnstudio.core.spec import Activation
from nnstudio.experiment.editing import edits
from tests.app.canvas_driver import network, turn_wheel
from tests.app.conftest import OpenCanvas
from tests.app.opened import child

LEFT = Qt.MouseButton.LeftButton


def double_click(canvas: CanvasView, point: QPointF) -> WeightEdit:
    at = canvas.view.to_view(point.x(), point.y()).toPoint()
    QTest.mouseDClick(canvas.view.viewport(), LEFT, pos=at)
    return child(canvas, WeightEdit, "canvas.number")


def bias_mark(canvas: CanvasView, layer: int, unit: int) -> QPointF:
    return bias_area(canvas.scene.columns[layer + 1].tile_rect(unit)).center()


def link_point(canvas: CanvasView, layer: int) -> QPointF:
    """A point right beside the first neuron, on the link into it from the first before."""
    source, target = (canvas.scene.columns[layer + side].column for side in (0, 1))
    return QPointF(source.right + 1, source.centers[0]) if target else QPointF()


def value(canvas: CanvasView, parameter: Parameter) -> float | None:
    snapshot = canvas.workspace.snapshot
    return None if snapshot is None else value_of(parameter, snapshot)


def test_that_a_bias_opens_on_its_mark_and_follows_the_keys(
    qtbot: QtBot, open_canvas: OpenCanvas
) -> None:
    canvas = open_canvas(network((3,)))
    field = double_click(canvas, bias_mark(canvas, 1, 1))
    assert field.isVisible()
    assert field.accessibleName() == "bias of Output neuron 2"
    QTest.keyClick(field, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: value(canvas, Parameter(1, 1, 3)) == pytest.approx(0.1))
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert not field.isVisible()
    assert canvas.workspace.undo_stack.undoText() == "bias of Output neuron 2"


def test_that_a_link_opens_and_follows_wheel_and_drag(
    qtbot: QtBot, open_canvas: OpenCanvas
) -> None:
    canvas = open_canvas(network((1,), out=1))
    field = double_click(canvas, link_point(canvas, 1))
    assert field.accessibleName() == "weight neuron 1 → Output neuron 1"
    start = field.value()
    field.setFocus()
    turn_wheel(field, field.rect().center(), 2)
    assert field.value() == pytest.approx(start + 0.2)
    line = field.lineEdit()
    QTest.mousePress(line, LEFT, pos=QPoint(4, 4))
    QTest.mouseMove(line, QPoint(4, 34))
    QTest.mouseRelease(line, LEFT, pos=QPoint(4, 34))
    wanted = pytest.approx(start - 0.1, abs=1e-5)
    qtbot.waitUntil(lambda: value(canvas, Parameter(1, 0, 0)) == wanted)
    assert canvas.workspace.undo_stack.count() == 1
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not field.isVisible()


@pytest.mark.parametrize("activation", ["tanh", "maxout"])
def test_that_every_neuron_is_marked_with_its_bias(
    qtbot: QtBot, open_canvas: OpenCanvas, activation: Activation
) -> None:
    canvas = open_canvas(network((3,), activation))
    canvas.workspace.set_parameter(Parameter(0, 2, 2), -0.5)
    qtbot.waitUntil(lambda: value(canvas, Parameter(0, 2, 2)) == -0.5)
    assert canvas.workspace.snapshot is not None
    assert unit_biases(canvas.workspace.snapshot.matrices[0], 3) == (0.0, 0.0, -0.5)


def test_that_frozen_and_switched_off_neurons_are_drawn_otherwise(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((3,)))
    plain = canvas.grab().toImage()
    canvas.workspace.edit("off", partial(edits.switch_unit, index=0, unit=1, on=False))
    off = canvas.grab().toImage()
    canvas.workspace.edit("freeze", partial(edits.freeze_layer, index=1, frozen=True))
    assert canvas.scene.columns[1].picture.off == {1}
    assert canvas.scene.columns[2].picture.frozen == {0, 1}
    assert plain != off != canvas.grab().toImage()


def test_that_the_mark_of_a_bias_keeps_its_sign_readable_on_small_tiles() -> None:
    for edge in (16.0, 24.0, 48.0, 96.0):
        tile = QRectF(0, 0, edge, edge)
        for share in (0.0, 1.0):
            mark = bias_area(tile, share)
            assert 9.0 <= mark.width() <= 17.0
            assert mark.intersected(tile).width() <= 0.36 * edge + 2.0
            assert QRectF(-8, -8, edge + 16, edge + 16).contains(mark)
