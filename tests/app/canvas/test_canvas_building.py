"""Every gesture that builds a network on the canvas, each with real mouse and keyboard events."""

import json

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.workspace.workspace import Selection
from tests.app.canvas_driver import (
    at_unit,
    click,
    click_header,
    drag,
    drag_edge,
    drag_header,
    gap_point,
    header,
    network,
    sizes,
    title_point,
    undo_texts,
)
from tests.app.conftest import OpenCanvas
from tests.app.opened import child

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize("gap", [0, 1, 2])
def test_that_a_double_click_in_a_gap_adds_a_layer_there(open_canvas: OpenCanvas, gap: int) -> None:
    canvas = open_canvas(network((6, 5)))
    at = gap_point(canvas, gap)
    QTest.mouseDClick(canvas.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    expected = [6, 5, 2]
    expected.insert(gap, 4)
    assert sizes(canvas) == expected
    assert undo_texts(canvas) == ["add layer of 4 tanh"]


def test_that_a_double_click_on_a_neuron_adds_nothing(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((6, 5)))
    at = at_unit(canvas, 1, 2)
    QTest.mouseDClick(canvas.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert sizes(canvas) == [6, 5, 2]


def test_that_insert_adds_a_layer_after_the_selected_one(in_window: OpenCanvas) -> None:
    canvas = in_window(network((6, 5)))
    canvas.workspace.select(Selection(0))
    QTest.keyClick(canvas.view, Qt.Key.Key_Insert)
    assert sizes(canvas) == [6, 4, 5, 2]
    assert canvas.workspace.selection == Selection(1)
    canvas.workspace.select(Selection(-1))
    QTest.keyClick(canvas.view, Qt.Key.Key_Insert)
    assert sizes(canvas) == [4, 6, 4, 5, 2]


def test_that_the_grip_shows_at_the_column_under_the_pointer(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((6, 5)))
    grip = child(canvas, QWidget, "canvas.layer.1.handle")
    assert not grip.isVisible()
    QTest.mouseMove(canvas.view.viewport(), at_unit(canvas, 2, 1))
    assert grip.isVisible()
    column = canvas.layout_shown.columns[2]
    assert grip.geometry().contains(canvas.view.to_view(column.x, column.bottom + 7).toPoint())
    QTest.mouseMove(canvas.view.viewport(), QPoint(3, 300))
    assert not grip.isVisible()


def test_that_dragging_the_lower_edge_resizes_at_once_and_undoes_as_one(
    open_canvas: OpenCanvas,
) -> None:
    canvas = open_canvas(network((6, 5)))
    click_header(canvas, 0)
    grip = child(canvas, QWidget, "canvas.layer.0.handle")
    slot = round(canvas.layout_shown.columns[1].slot)
    down = [QPoint(0, slot // 2 * step) for step in (1, 2, 3)]
    drag(grip, grip.rect().center(), *down, release=False)
    assert sizes(canvas) == [9, 5, 2]
    QTest.mouseRelease(grip, Qt.MouseButton.LeftButton)
    assert undo_texts(canvas) == ["Hidden 1: 9 neurons"]
    drag_edge(canvas, 0, -20)
    assert sizes(canvas) == [1, 5, 2]
    assert len(undo_texts(canvas)) == 2
    canvas.workspace.undo_stack.undo()
    canvas.workspace.undo_stack.undo()
    assert sizes(canvas) == [6, 5, 2]


def test_that_drags_before_and_after_the_grip_was_built_anew_undo_one_by_one(
    open_canvas: OpenCanvas,
) -> None:
    canvas = open_canvas(network((6, 5), inputs=3))
    canvas.workspace.select(Selection(2))
    drag_edge(canvas, 2, 2)
    canvas.workspace.select(Selection(0))
    QTest.keyClick(canvas.view, Qt.Key.Key_Delete)
    canvas.workspace.undo_stack.undo()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    canvas.workspace.select(Selection(2))
    drag_edge(canvas, 2, 2)
    assert sizes(canvas) == [6, 5, 6]
    assert undo_texts(canvas) == ["Output: 4 neurons", "Output: 6 neurons"]


def test_that_escape_takes_a_dragged_size_back(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((6, 5)))
    click_header(canvas, 0)
    grip = child(canvas, QWidget, "canvas.layer.0.handle")
    drag(grip, grip.rect().center(), QPoint(0, 80), release=False)
    assert sizes(canvas)[0] != 6
    QTest.keyClick(canvas.view, Qt.Key.Key_Escape)
    assert sizes(canvas) == [6, 5, 2]
    assert undo_texts(canvas) == []
    assert canvas.workspace.selection == Selection(0)


def test_that_a_wide_layer_is_resized_in_larger_steps(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((128, 5)))
    click_header(canvas, 0)
    drag_edge(canvas, 0, 4)
    assert sizes(canvas) == [144, 5, 2]


@pytest.mark.parametrize(("inputs", "visible"), [(None, False), (3, True)])
def test_that_only_a_free_output_has_a_grip(
    open_canvas: OpenCanvas, inputs: int | None, visible: bool
) -> None:
    canvas = open_canvas(network((4,), inputs=inputs))
    canvas.workspace.select(Selection(1))
    assert child(canvas, QWidget, "canvas.layer.1.handle").isVisible() == visible
    if visible:
        drag_edge(canvas, 1, 3)
        assert sizes(canvas) == [4, 5]


def test_that_a_layer_dragged_by_its_title_moves(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((6, 5, 3)))
    drag_header(canvas, 1, -1.3)
    assert sizes(canvas) == [5, 6, 3, 2]
    assert undo_texts(canvas) == ["move Hidden 2 before Hidden 1"]
    assert canvas.workspace.selection == Selection(0)
    drag_header(canvas, 0, 2.4)
    assert sizes(canvas) == [6, 3, 5, 2]
    assert undo_texts(canvas)[-1] == "move Hidden 1 before Output"
    canvas.workspace.undo_stack.undo()
    canvas.workspace.undo_stack.undo()
    assert sizes(canvas) == [6, 5, 3, 2]


def test_that_a_layer_dragged_by_a_neuron_moves(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((6, 5, 3)))
    by = QPoint(round(1.3 * canvas.layout_shown.pitch), 0)
    drag(canvas.view.viewport(), at_unit(canvas, 1, 0), by / 2, by)
    assert sizes(canvas) == [5, 6, 3, 2]


def test_that_a_mark_shows_where_a_dragged_layer_goes_and_escape_cancels(
    open_canvas: OpenCanvas,
) -> None:
    canvas = open_canvas(network((6, 5, 3)))
    mark = child(canvas, QWidget, "canvas.insertionMark")
    drag_header(canvas, 1, -1.3, release=False)
    assert mark.isVisible()
    gap = canvas.view.to_view(canvas.layout_shown.gaps[0], 0).x()
    assert abs(mark.geometry().center().x() - gap) <= 2
    QTest.keyClick(canvas.view, Qt.Key.Key_Escape)
    assert not mark.isVisible()
    QTest.mouseRelease(header(canvas, 1), Qt.MouseButton.LeftButton)
    assert sizes(canvas) == [6, 5, 3, 2]
    assert undo_texts(canvas) == []


def test_that_a_layer_dropped_where_it_was_changes_nothing(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((6, 5)))
    drag_header(canvas, 0, 0.4, release=False)
    assert not child(canvas, QWidget, "canvas.insertionMark").isVisible()
    QTest.mouseRelease(header(canvas, 0), Qt.MouseButton.LeftButton)
    assert undo_texts(canvas) == []


def test_that_input_and_output_cannot_be_dragged(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((6, 5)))
    output = child(canvas, QWidget, "canvas.output")
    drag(output, title_point(output), QPoint(-200, 0), QPoint(-400, 0))
    assert undo_texts(canvas) == []


def test_that_control_and_shift_clicks_select_several_layers(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((6, 5, 4, 3)))
    click_header(canvas, 0)
    click_header(canvas, 2, CONTROL)
    assert canvas.workspace.selection == Selection(2, layers=(0, 2))
    click_header(canvas, 0, CONTROL)
    assert canvas.workspace.selection == Selection(2)
    click_header(canvas, 3, SHIFT)
    assert canvas.workspace.selection == Selection(3, layers=(2, 3))
    port = canvas.view.viewport()
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, CONTROL, at_unit(canvas, 1, 0))
    assert canvas.workspace.selection == Selection(0, layers=(0, 2, 3))
    click_header(canvas, 2)
    assert canvas.workspace.selection == Selection(2)


def test_that_what_is_done_to_one_of_several_layers_is_done_to_all(
    open_canvas: OpenCanvas,
) -> None:
    canvas = open_canvas(network((6, 5, 4)))
    click_header(canvas, 0)
    click_header(canvas, 2, CONTROL)
    click(canvas, "canvas.layer.0.more")
    assert sizes(canvas) == [7, 5, 5, 2]
    assert undo_texts(canvas) == ["Hidden 1 and Hidden 3: 1 neuron more each"]
    child(canvas, QComboBox, "canvas.layer.2.activation").setCurrentText("ReLU")
    layers = canvas.workspace.experiment.network.layers
    assert [layer.activation for layer in layers] == ["relu", "tanh", "relu", "linear"]
    box = child(canvas, QSpinBox, "canvas.layer.0.units")
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "9")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert sizes(canvas) == [9, 5, 9, 2]
    QTest.keyClick(canvas.view, Qt.Key.Key_Delete)
    assert sizes(canvas) == [5, 2]
    assert len(undo_texts(canvas)) == 4
    assert undo_texts(canvas)[-1] == "remove Hidden 1 and Hidden 3"


def test_that_the_inspector_changes_all_selected_layers_at_once(in_window: OpenCanvas) -> None:
    canvas = in_window(network((6, 5, 4)))
    QTest.keyClick(canvas.view, Qt.Key.Key_A, CONTROL)
    child(canvas.window(), QComboBox, "inspector.initializer").setCurrentText("He")
    layers = canvas.workspace.experiment.network.layers
    assert [layer.initializer for layer in layers] == ["he", "he", "he", "glorot"]
    assert undo_texts(canvas) == ["3 layers: He weights"]


@pytest.mark.parametrize("width", [430, 560, 760])
@pytest.mark.parametrize("layers", [2, 10, 30])
def test_that_no_caption_is_cut(open_canvas: OpenCanvas, layers: int, width: int) -> None:
    canvas = open_canvas(network((8,) * layers))
    canvas.resize(width, 480)
    for label in canvas.view.viewport().findChildren(QLabel):
        if label.isVisible():
            assert label.sizeHint().width() <= max(label.width(), 1), label.text()


def test_that_several_layers_move_together(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((6, 5, 4, 3)))
    click_header(canvas, 2)
    click_header(canvas, 3, CONTROL)
    drag_header(canvas, 2, -2.3)
    assert sizes(canvas) == [4, 3, 6, 5, 2]
    assert canvas.workspace.selection.layers == (0, 1)


def test_that_layers_are_copied_cut_pasted_and_duplicated(in_window: OpenCanvas) -> None:
    canvas = in_window(network((6, 5)))
    canvas.workspace.select(Selection(0))
    QTest.keyClick(canvas.view, Qt.Key.Key_C, CONTROL)
    copied = json.loads(QApplication.clipboard().text())
    assert [layer["units"] for layer in copied] == [6]
    canvas.workspace.select(Selection(1))
    QTest.keyClick(canvas.view, Qt.Key.Key_V, CONTROL)
    assert sizes(canvas) == [6, 5, 6, 2]
    QTest.keyClick(canvas.view, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(canvas.view, Qt.Key.Key_D, CONTROL)
    assert sizes(canvas) == [6, 5, 6, 6, 5, 6, 2]
    assert canvas.workspace.selection.layers == (3, 4, 5)
    QTest.keyClick(canvas.view, Qt.Key.Key_X, CONTROL)
    assert sizes(canvas) == [6, 5, 6, 2]
    assert undo_texts(canvas) == ["paste 1 layer", "duplicate 3 layers", "remove 3 layers"]


def test_that_pasting_anything_else_is_refused_in_one_sentence(
    in_window: OpenCanvas, qtbot: QtBot
) -> None:
    canvas = in_window(network((6, 5)))
    for text in ("", "a poem", '[{"units": 0}]', '{"units": 4}', "[1]"):
        QApplication.clipboard().setText(text)
        with qtbot.waitSignal(canvas.workspace.message) as said:
            QTest.keyClick(canvas.view, Qt.Key.Key_V, CONTROL)
        assert said.args is not None
        assert said.args[0].startswith("Nothing pasted: the text holds no layers: ")
        assert sizes(canvas) == [6, 5, 2]
        assert canvas.workspace.problem is None


def test_that_copying_in_a_text_field_copies_text(in_window: OpenCanvas) -> None:
    canvas = in_window(network((6, 5)))
    canvas.workspace.select(Selection(0))
    box = child(canvas, QSpinBox, "canvas.layer.1.units")
    box.setFocus()
    box.selectAll()
    QTest.keyClick(box, Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == "5"


def test_that_the_keyboard_alone_builds_a_network(in_window: OpenCanvas) -> None:
    canvas = in_window(network(()))
    keys = Qt.Key
    QTest.keyClick(canvas.view, keys.Key_Insert)
    QTest.keyClick(canvas.view, keys.Key_Plus)
    QTest.keyClick(canvas.view, keys.Key_Plus)
    QTest.keyClick(canvas.view, keys.Key_D, CONTROL)
    QTest.keyClick(canvas.view, keys.Key_Minus)
    assert sizes(canvas) == [6, 5, 2]
    QTest.keyClick(canvas.view, keys.Key_Left, CONTROL)
    assert sizes(canvas) == [5, 6, 2]
    QTest.keyClick(canvas.view, keys.Key_Right, SHIFT)
    assert canvas.workspace.selection == Selection(1, layers=(0, 1))
    QTest.keyClick(canvas.view, keys.Key_Plus)
    assert sizes(canvas) == [6, 7, 2]
    QTest.keyClick(canvas.view, keys.Key_Escape)
    QTest.keyClick(canvas.view, keys.Key_Right)
    QTest.keyClick(canvas.view, keys.Key_Right, CONTROL)
    assert sizes(canvas) == [7, 6, 2]
    QTest.keyClick(canvas.view, keys.Key_Delete)
    assert sizes(canvas) == [7, 2]


def test_that_the_tab_key_shows_where_the_keyboard_is(in_window: OpenCanvas) -> None:
    canvas = in_window(network((6, 5)))
    plain = canvas.view.grab().toImage().pixelColor(1, 200)
    canvas.view.clearFocus()
    canvas.view.setFocus(Qt.FocusReason.TabFocusReason)
    assert canvas.view.grab().toImage().pixelColor(1, 200) != plain


def test_that_an_undo_in_the_middle_of_a_drag_ends_it(in_window: OpenCanvas) -> None:
    canvas = in_window(network((6, 5)))
    handle = child(canvas, QWidget, "canvas.layer.0.handle")
    start, slot = handle.rect().center(), canvas.layout_shown.columns[1].slot * canvas.view.zoom
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(handle, start + QPoint(0, round(2 * slot)))
    assert sizes(canvas) != [6, 5, 2]
    canvas.workspace.undo_stack.undo()
    QTest.mouseMove(handle, start + QPoint(0, round(3 * slot)))
    assert sizes(canvas) == [6, 5, 2]
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=start)
