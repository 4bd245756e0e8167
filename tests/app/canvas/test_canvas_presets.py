"""Badges that mend, presets, and whole networks built on the canvas by mouse alone."""

import time

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.canvas.badge import Badge
from nnstudio.app.canvas.legend import Legend
from nnstudio.experiment.document import DataSettings
from nnstudio.experiment.editing import edits
from tests.app.canvas_driver import (
    at_unit,
    click,
    drag_edge,
    header,
    network,
    sizes,
    turn_wheel,
    undo_texts,
)
from tests.app.conftest import MakeWindow, OpenCanvas
from tests.app.opened import child

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_that_a_badge_says_what_disagrees_with_the_data_and_mends_it(
    open_canvas: OpenCanvas, qtbot: QtBot
) -> None:
    canvas = open_canvas(network((4,), inputs=3))
    badge = child(canvas, Badge, "canvas.input.badge")
    qtbot.waitUntil(badge.isVisible)
    assert badge.accessibleName() == badge.toolTip()
    assert badge.toolTip().startswith("The network has 3 inputs but Spiral has 2 features")
    QTest.mouseClick(badge, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: canvas.workspace.problem is None)
    qtbot.waitUntil(lambda: canvas.workspace.snapshot is not None)
    assert not badge.isVisible()
    assert undo_texts(canvas) == ["fit network to data"]


def test_that_an_output_of_the_wrong_size_has_the_badge(
    open_canvas: OpenCanvas, qtbot: QtBot
) -> None:
    canvas = open_canvas(network((4,), out=5))
    badge = child(canvas, Badge, "canvas.output.badge")
    qtbot.waitUntil(badge.isVisible)
    assert "5 units" in badge.toolTip()
    assert not child(canvas, Badge, "canvas.input.badge").isVisible()
    QTest.mouseClick(badge, Qt.MouseButton.LeftButton)
    assert sizes(canvas) == [4, "auto"]


PRESET_SIZES = {
    "neuron": [1],
    "linear": ["auto"],
    "three_layers": [8, 8, 8, "auto"],
    "wide": [50, "auto"],
    "deep": [8, 8, 8, 8, 8, 8, "auto"],
    "two_layer": [4, 2],
    "three_layer": [4, 4, 1],
    "alexnet": [4096, 4096, 1000],
}


@pytest.mark.parametrize("name", PRESET_SIZES)
def test_that_a_preset_is_one_click_and_one_undo_entry(open_canvas: OpenCanvas, name: str) -> None:
    canvas = open_canvas(network((6, 5)))
    before = canvas.workspace.experiment
    menu = child(canvas, QMenu, "canvas.presets.menu")
    (action,) = [item for item in menu.actions() if item.objectName() == f"preset.{name}"]
    start = time.perf_counter()
    menu.popup(QPoint(0, 0))
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    canvas.view.grab()
    assert time.perf_counter() - start < 1
    assert sizes(canvas) == PRESET_SIZES[name]
    canvas.workspace.undo_stack.undo()
    assert canvas.workspace.experiment == before


def test_that_the_network_menu_offers_the_same_presets(in_window: OpenCanvas) -> None:
    canvas = in_window(network((6, 5)))
    menu = child(canvas.window(), QMenu, "presets")
    names = [action.objectName() for action in menu.actions() if action.objectName()]
    assert names == [f"preset.{name}" for name in PRESET_SIZES]


def test_that_a_full_network_takes_no_more_layers_and_says_so(
    open_canvas: OpenCanvas, qtbot: QtBot
) -> None:
    canvas = open_canvas(network((2,) * 63))
    with qtbot.waitSignal(canvas.workspace.message) as said:
        click(canvas, "canvas.addLayer.0")
    assert said.args == ["A network has at most 64 layers"]
    assert len(sizes(canvas)) == 64
    assert canvas.workspace.problem is None


def test_that_a_mouse_builds_2_8_8_3_from_the_start_in_three_gestures(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    window.resize(1280, 720)
    window.show()
    canvas = window.canvas
    assert sizes(canvas) == [6, 5, "auto"]
    three_arms = child(window, QWidget, "data.source.three_spirals")
    QTest.mouseClick(three_arms, Qt.MouseButton.LeftButton)
    turn_wheel(header(canvas, 0), QPoint(5, 5), 2)
    QTest.mouseMove(canvas.view.viewport(), at_unit(canvas, 2, 0))
    drag_edge(canvas, 1, 3)
    qtbot.waitUntil(lambda: window.workspace.snapshot is not None)
    assert window.workspace.prepared is not None
    assert window.workspace.prepared.network.sizes == (2, 8, 8, 3)


def test_that_a_point_beside_the_columns_is_in_a_gap_and_one_on_them_is_not(
    open_canvas: OpenCanvas,
) -> None:
    canvas = open_canvas(network((6, 5)))
    layout = canvas.layout_shown
    assert [layout.gap_at(x) for x in layout.gaps] == [0, 1, 2]
    assert [layout.gap_at(column.x) for column in layout.columns] == [None] * 4
    assert canvas.scene.column_at(QPointF(layout.columns[1].x, layout.columns[1].bottom + 9)) == 0


def test_that_a_drawing_without_weights_has_no_legend_of_their_signs(
    qtbot: QtBot, in_window: OpenCanvas
) -> None:
    canvas = in_window(network((4,)))
    legend = child(canvas, Legend, "canvas.legend")
    assert "dashed orange: negative" in legend.accessibleName()
    canvas.workspace.edit("free", lambda old: edits.set_inputs(old, 3))
    qtbot.waitUntil(lambda: canvas.workspace.phase == "invalid")
    qtbot.waitUntil(lambda: "negative" not in legend.accessibleName())
    with qtbot.waitSignal(canvas.workspace.phase_changed, check_params_cb="invalid".__eq__):
        canvas.workspace.edit("size", lambda old: edits.set_units(old, 0, 9))  # the same problem
    assert "negative" not in legend.accessibleName()


def test_that_a_drawing_without_data_shows_nothing_of_the_network_before_it(
    open_canvas: OpenCanvas, qtbot: QtBot
) -> None:
    canvas = open_canvas(network((4, 4)))
    qtbot.waitUntil(lambda: any(neuron.picture for neuron in canvas.drawing().neurons))
    fresh = open_canvas(network((4, 4), inputs=3))
    canvas.workspace.adopt(network((4, 4), inputs=3))
    for shown in (canvas, fresh):
        qtbot.waitUntil(lambda shown=shown: shown.workspace.phase == "invalid")  # type: ignore[misc]
    qtbot.waitUntil(lambda: canvas.view.grab().toImage() == fresh.view.grab().toImage())


def test_that_a_canvas_whose_points_are_erased_stays_empty_when_it_is_placed_anew(
    open_canvas: OpenCanvas, qtbot: QtBot
) -> None:
    points = tuple((place % 7 - 3.0, place % 5 - 2.0, place % 2) for place in range(40))
    painted = network((4,)).model_copy(
        update={"data": DataSettings(source="points", points=points)}
    )
    canvas = open_canvas(painted)
    qtbot.waitUntil(lambda: any(neuron.picture for neuron in canvas.drawing().neurons))
    nothing = DataSettings(source="points", points=())
    canvas.workspace.edit("erase", lambda old: old.model_copy(update={"data": nothing}))
    qtbot.waitUntil(lambda: canvas.workspace.phase == "invalid")
    legend = child(canvas, Legend, "canvas.legend")
    qtbot.waitUntil(lambda: "negative" not in legend.accessibleName())
    empty = canvas.view.grab().toImage()
    canvas.zoom_to_fit()
    assert canvas.view.grab().toImage() == empty
    assert not any(neuron.picture for neuron in canvas.drawing().neurons)
