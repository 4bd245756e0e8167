"""What is selected goes when the data or the inputs take it along, and nothing stumbles over it."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnstudio.app.workspace.selection import select_layers
from nnstudio.app.workspace.workspace import Selection
from nnstudio.experiment.document import Experiment, Feature
from nnstudio.experiment.editing import edits
from tests.app.canvas_driver import at_unit, click, network
from tests.app.conftest import MakeWindow, OpenCanvas
from tests.app.opened import experiment_on


@pytest.mark.parametrize("chosen", [Selection(-1, 12), Selection(2, 2)])
def test_that_a_selected_unit_goes_with_the_data_that_had_it(
    make_window: MakeWindow, qtbot: QtBot, chosen: Selection
) -> None:
    window = make_window(experiment_on("wine"))
    workspace = window.workspace
    window.show()
    qtbot.waitUntil(lambda: workspace.snapshot is not None)
    workspace.select(chosen)
    workspace.hover(chosen)
    workspace.edit("spiral", partial(edits.set_data, source="spiral"))
    qtbot.waitUntil(lambda: workspace.selection == Selection(chosen.layer))
    assert workspace.hovered == Selection(chosen.layer)
    qtbot.waitUntil(lambda: workspace.snapshot is not None)
    assert "wine" not in window.canvas.view.accessibleDescription()


def test_that_a_selected_unit_stays_while_the_data_keep_it(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(experiment_on("spiral"))
    workspace = window.workspace
    workspace.select(Selection(2, 1))
    with qtbot.waitSignal(workspace.prepared_changed, check_params_cb=bool):
        workspace.edit("noise", partial(edits.set_data, noise=0.3))
    assert workspace.selection == Selection(2, 1)


@pytest.mark.parametrize("inputs", [("x1", "x2"), 2])
def test_that_a_selected_input_goes_when_there_are_fewer(
    open_canvas: OpenCanvas, inputs: int | tuple[Feature, ...]
) -> None:
    more: Experiment = edits.set_inputs(network((3,)), ("x1", "x2", "x1^2"))
    canvas = open_canvas(more)
    canvas.workspace.select(Selection(-1, 2))
    canvas.workspace.edit("fewer", partial(edits.set_inputs, inputs=inputs))
    assert canvas.workspace.selection == Selection(-1)
    assert canvas.view.accessibleDescription() == "Input selected"


def test_that_letting_go_of_a_layer_that_was_undone_meanwhile_selects_nothing(
    make_window: MakeWindow,
) -> None:
    window = make_window(network((4,)))
    workspace, canvas = window.workspace, window.canvas
    window.show()
    for _ in range(2):
        click(canvas, "canvas.addLayer.1")
    workspace.select(select_layers((0, 1, 2)))
    port, tile = canvas.view.viewport(), at_unit(canvas, 3, 0)
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=tile)
    for _ in range(2):
        workspace.undo_stack.undo()
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=tile)
    assert workspace.selection == Selection()
