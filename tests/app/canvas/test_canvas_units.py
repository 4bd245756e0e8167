"""Removing a neuron by hand: it goes with its weights, and nothing else does."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnstudio.app.canvas.view import CanvasView
from nnstudio.app.workspace.workspace import Selection
from nnstudio.core.arrays import Floats
from nnstudio.experiment.editing import edits
from tests.app.canvas_driver import at_unit, click, network, sizes, undo_texts
from tests.app.conftest import OpenCanvas


def _learned(qtbot: QtBot, canvas: CanvasView, pieces: int = 1) -> tuple[Floats, ...]:
    """The matrices of the network that is drawn, whose hidden neurons have so many pieces."""
    workspace, (*hidden, last) = canvas.workspace, sizes(canvas)
    rows = [*(size * pieces for size in hidden if size != "auto"), last]

    def is_there() -> bool:
        seen = workspace.snapshot
        return seen is not None and [len(matrix) for matrix in seen.matrices] == rows

    qtbot.waitUntil(is_there)
    assert workspace.snapshot is not None
    return workspace.snapshot.matrices


def _trained(qtbot: QtBot, canvas: CanvasView, pieces: int = 1) -> tuple[Floats, ...]:
    _learned(qtbot, canvas, pieces)
    canvas.workspace.step_epoch()
    seen = canvas.workspace
    qtbot.waitUntil(lambda: seen.snapshot is not None and seen.snapshot.metrics.epoch == 1)
    return _learned(qtbot, canvas, pieces)


def _delete(canvas: CanvasView, column: int, place: int) -> None:
    port = canvas.view.viewport()
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=at_unit(canvas, column, place))
    QTest.keyClick(canvas.view, Qt.Key.Key_Delete)


def test_that_a_removed_neuron_takes_its_own_weights_along_and_no_others(
    open_canvas: OpenCanvas, qtbot: QtBot
) -> None:
    canvas = open_canvas(network((5, 4)))
    before = _trained(qtbot, canvas)
    with qtbot.waitSignal(canvas.workspace.message) as said:
        _delete(canvas, 1, 2)
    assert said.args == ["Removed neuron 3 of Hidden 1; Ctrl+Z brings it back"]
    assert sizes(canvas) == [4, 4, 2]
    assert undo_texts(canvas) == ["remove neuron 3 of Hidden 1"]
    assert canvas.workspace.selection == Selection(0, 2)
    first, second, last = _learned(qtbot, canvas)
    assert_array_equal(first, np.delete(before[0], 2, axis=0))
    assert_array_equal(second, np.delete(before[1], 2, axis=1))
    assert_array_equal(last, before[2])
    canvas.workspace.undo_stack.undo()
    for now, then in zip(_learned(qtbot, canvas), before, strict=True):
        assert_array_equal(now, then)


def test_that_all_pieces_of_a_maxout_neuron_go(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = open_canvas(network((3,), activation="maxout"))
    before = _trained(qtbot, canvas, 2)
    _delete(canvas, 1, 0)
    first, last = _learned(qtbot, canvas, 2)
    assert_array_equal(first, np.delete(before[0], (0, 3), axis=0))
    assert_array_equal(last, np.delete(before[1], 0, axis=1))


def test_that_the_last_neuron_takes_its_layer_along(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = open_canvas(network((1, 4)))
    with qtbot.waitSignal(
        canvas.workspace.message, check_params_cb=lambda text: "last neuron" in text
    ):
        _delete(canvas, 1, 0)
    assert sizes(canvas) == [4, 2]
    assert undo_texts(canvas) == ["remove Hidden 1"]


@pytest.mark.parametrize(("inputs", "left"), [(None, [3, 2]), (3, [3, 1])])
def test_that_an_output_is_removed_from_a_free_drawing_alone(
    open_canvas: OpenCanvas, qtbot: QtBot, inputs: int | None, left: list[int]
) -> None:
    canvas = open_canvas(network((3,), inputs=inputs))
    with qtbot.waitSignal(canvas.workspace.message):
        _delete(canvas, 2, 1)
    assert sizes(canvas) == left


def test_that_the_last_of_the_neurons_leaves_the_one_before_it_selected(
    open_canvas: OpenCanvas,
) -> None:
    canvas = open_canvas(network((3,)))
    _delete(canvas, 1, 2)
    assert canvas.workspace.selection == Selection(0, 1)
    _delete(canvas, 1, 1)
    assert sizes(canvas) == [1, 2]


def test_that_fewer_and_then_more_bring_a_neuron_back_as_it_was_marked(
    open_canvas: OpenCanvas,
) -> None:
    canvas = open_canvas(network((4, 3)))
    workspace = canvas.workspace
    workspace.edit("off", lambda e: edits.switch_unit(e, 0, 3, on=False))
    workspace.edit("freeze", lambda e: edits.freeze_weight(e, 1, 2, 3, frozen=True))
    marked = workspace.experiment
    for name in ("fewer", "fewer", "more", "more", "more"):
        click(canvas, f"canvas.layer.0.{name}")
    assert sizes(canvas) == [5, 3, 2]
    first, second, _ = workspace.experiment.network.layers
    assert (first.off, second.frozen_weights) == ((3,), ((2, 3),))
    click(canvas, "canvas.layer.0.fewer")
    assert workspace.experiment == marked
    assert undo_texts(canvas) == ["off", "freeze"]


def test_that_a_neuron_that_comes_after_another_edit_is_a_new_one(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((4,)))
    canvas.workspace.edit("off", lambda e: edits.switch_unit(e, 0, 3, on=False))
    click(canvas, "canvas.layer.0.fewer")
    canvas.workspace.edit("rate", lambda e: edits.set_training(e, learning_rate=0.5))
    click(canvas, "canvas.layer.0.more")
    assert sizes(canvas) == [4, 2]
    assert canvas.workspace.experiment.network.layers[0].off == ()
