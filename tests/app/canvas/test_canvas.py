"""Building a network on the canvas by mouse and keyboard, with real widgets and a real run."""

from functools import partial
from itertools import combinations, pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLabel, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.canvas.column_header import ColumnHeader
from nnstudio.app.canvas.counts_line import shortened_chains
from nnstudio.app.canvas.view import CanvasView
from nnstudio.app.workspace.workspace import Selection
from nnstudio.experiment.editing import edits
from tests.app.canvas_driver import at_unit, click, network, sizes, turn_wheel
from tests.app.conftest import OpenCanvas
from tests.app.opened import child


def chosen_inputs(canvas: CanvasView) -> object:
    return canvas.workspace.experiment.network.inputs


def counts(canvas: CanvasView) -> str:
    return child(canvas, QLabel, "canvas.counts").text()


@pytest.mark.parametrize(
    ("hidden", "inputs", "out", "sentence"),
    [
        (
            (4,),
            3,
            2,
            "2-layer network   6 neurons   20 weights + 6 biases = 26 parameters   3 → 4 → 2",
        ),
        (
            (4, 4),
            3,
            1,
            "3-layer network   9 neurons   32 weights + 9 biases = 41 parameters   3 → 4 → 4 → 1",
        ),
        (
            (6, 5),
            None,
            2,
            "3-layer network   13 neurons   52 weights + 13 biases = 65 parameters   2 → 6 → 5 → 2",
        ),
        ((), None, 1, "1-layer network   1 neuron   2 weights + 1 bias = 3 parameters   2 → 1"),
    ],
)
def test_that_the_counts_line_says_what_the_note_counts(
    open_canvas: OpenCanvas, hidden: tuple[int, ...], inputs: int | None, out: int, sentence: str
) -> None:
    canvas = open_canvas(network(hidden, inputs=inputs, out=out))
    assert counts(canvas) == sentence
    assert child(canvas, QLabel, "canvas.counts").accessibleName() == sentence


def test_that_prelu_slopes_are_counted_and_maxout_pieces_multiply(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((3,), "prelu"))
    assert "12 weights + 5 biases + 3 slopes = 20 parameters" in counts(canvas)
    box = child(canvas, QComboBox, "canvas.layer.0.activation")
    box.setCurrentText("maxout")
    assert "18 weights + 8 biases = 26 parameters" in counts(canvas)


@pytest.mark.parametrize("index", [0, 1, 2])
def test_that_a_plus_adds_a_layer_like_its_neighbor_there(
    open_canvas: OpenCanvas, index: int
) -> None:
    canvas = open_canvas(network((6, 5), "relu"))
    click(canvas, f"canvas.addLayer.{index}")
    layers = canvas.workspace.experiment.network.layers
    assert (layers[index].units, layers[index].activation) == (4, "relu")
    assert canvas.workspace.undo_stack.undoText() == "add layer of 4 ReLU"
    assert canvas.workspace.selection == Selection(index)
    assert "16 neurons" not in counts(canvas)
    assert "17 neurons" in counts(canvas)  # counted in the same event, before the run answers


def test_that_undo_and_redo_restore_the_experiment_and_the_controls(
    open_canvas: OpenCanvas,
) -> None:
    canvas = open_canvas(network((6, 5)))
    before = canvas.workspace.experiment
    click(canvas, "canvas.addLayer.1")
    click(canvas, "canvas.layer.0.remove")
    child(canvas, QComboBox, "canvas.layer.0.activation").setCurrentText("sigmoid")
    after = canvas.workspace.experiment
    for _ in range(3):
        canvas.workspace.undo_stack.undo()
    assert canvas.workspace.experiment == before
    assert child(canvas, QSpinBox, "canvas.layer.0.units").value() == 6
    assert canvas.findChild(QSpinBox, "canvas.layer.2.units") is None or sizes(canvas) == [6, 5, 2]
    for _ in range(3):
        canvas.workspace.undo_stack.redo()
    assert canvas.workspace.experiment == after


def test_that_the_stepper_typing_and_the_wheel_change_a_layers_size(
    open_canvas: OpenCanvas,
) -> None:
    canvas = open_canvas(network((6, 5)))
    click(canvas, "canvas.layer.0.more")
    click(canvas, "canvas.layer.0.more")
    click(canvas, "canvas.layer.1.fewer")
    assert sizes(canvas) == [8, 4, 2]
    box = child(canvas, QSpinBox, "canvas.layer.1.units")
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "12")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert sizes(canvas) == [8, 12, 2]
    header = child(canvas, QWidget, "canvas.layer.0")
    turn_wheel(header, QPoint(5, 5), 3)
    assert sizes(canvas) == [11, 12, 2]


def test_that_steps_in_a_row_are_one_undo_entry(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((6, 5)))
    for _ in range(4):
        click(canvas, "canvas.layer.0.more")
    assert canvas.workspace.undo_stack.count() == 1
    canvas.workspace.undo_stack.undo()
    assert sizes(canvas) == [6, 5, 2]


def test_that_delete_removes_the_selected_layer_but_never_the_output(
    open_canvas: OpenCanvas,
) -> None:
    canvas = open_canvas(network((6, 5)))
    canvas.workspace.select(Selection(2))
    QTest.keyClick(canvas.view, Qt.Key.Key_Delete)
    assert sizes(canvas) == [6, 5, 2]
    canvas.workspace.select(Selection(0))
    QTest.keyClick(canvas.view, Qt.Key.Key_Delete)
    assert sizes(canvas) == [5, 2]
    assert canvas.workspace.undo_stack.undoText() == "remove Hidden 1"


def test_that_two_classes_can_have_one_score(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((3,)))
    box = child(canvas, QComboBox, "canvas.layer.1.units")
    box.setCurrentIndex(box.findData(1))
    assert sizes(canvas) == [3, 1]
    box.setCurrentIndex(box.findData("auto"))
    assert sizes(canvas) == [3, "auto"]
    assert "2 → 3 → 2" in counts(canvas)


def test_that_the_inputs_of_plane_data_can_be_chosen(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = open_canvas(network((3,)))
    child(canvas, QCheckBox, "canvas.inputs.x1^2").click()
    assert chosen_inputs(canvas) == ("x1", "x2", "x1^2")
    assert counts(canvas).endswith("3 → 3 → 2")
    qtbot.waitUntil(lambda: canvas.workspace.snapshot is not None)
    assert canvas.workspace.problem is None
    child(canvas, QAbstractButton, "canvas.inputs.automatic").click()
    assert chosen_inputs(canvas) == "auto"


def test_that_a_click_on_a_tile_selects_the_neuron_and_on_nothing_none(
    open_canvas: OpenCanvas,
) -> None:
    canvas = open_canvas(network((6, 5)))
    port = canvas.view.viewport()
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=at_unit(canvas, 1, 2))
    assert canvas.workspace.selection == Selection(0, 2)
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=QPoint(3, 300))
    assert canvas.workspace.selection == Selection()
    QTest.mouseClick(child(canvas, QWidget, "canvas.input"), Qt.MouseButton.LeftButton)
    assert canvas.workspace.selection == Selection(-1)


def test_that_arrows_walk_layers_and_neurons_and_enter_opens_the_header(
    open_canvas: OpenCanvas,
) -> None:
    canvas = open_canvas(network((6, 5)))
    keys = Qt.Key
    canvas.workspace.select(Selection(0))
    steps = (
        (keys.Key_Down, Selection(0, 0)),
        (keys.Key_Down, Selection(0, 1)),
        (keys.Key_Right, Selection(1, 1)),
        (keys.Key_Left, Selection(0, 1)),
        (keys.Key_Up, Selection(0, 0)),
        (keys.Key_Up, Selection(0)),
        (keys.Key_Left, Selection(-1)),
        (keys.Key_Left, Selection(-1)),
    )
    for key, expected in steps:
        QTest.keyClick(canvas.view, key)
        assert canvas.workspace.selection == expected
    canvas.workspace.select(Selection(1))
    canvas.activateWindow()
    QTest.keyClick(canvas.view, keys.Key_Return)
    assert canvas.focusWidget() is child(canvas, QSpinBox, "canvas.layer.1.units")


def test_that_the_wheel_zooms_at_the_cursor_and_edits_keep_the_zoom(
    open_canvas: OpenCanvas,
) -> None:
    canvas = open_canvas(network((6, 5)))
    at = at_unit(canvas, 1, 0)
    turn_wheel(canvas.view.viewport(), at, 3)
    assert canvas.view.zoom == pytest.approx(1.15**3)
    moved = at_unit(canvas, 1, 0) - at
    assert max(abs(moved.x()), abs(moved.y())) <= 1
    click(canvas, "canvas.layer.0.more")
    assert canvas.view.zoom == pytest.approx(1.15**3)
    canvas.zoom_to_fit()
    assert canvas.view.zoom == 1.0


def test_that_a_resized_window_keeps_the_network_fitted_until_zoomed_by_hand(
    open_canvas: OpenCanvas,
) -> None:
    canvas = open_canvas(network((8,) * 8))
    fitted = canvas.layout_shown.pitch
    canvas.resize(1100, 560)
    assert canvas.layout_shown.pitch > fitted
    assert canvas.view.zoom == 1.0
    canvas.view.set_zoom(0.5)
    canvas.resize(760, 560)
    assert canvas.view.zoom == 0.5


def test_that_the_middle_button_pans(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((6, 5)))
    port, before = canvas.view.viewport(), at_unit(canvas, 1, 0)
    QTest.mousePress(port, Qt.MouseButton.MiddleButton, pos=QPoint(200, 300))
    QTest.mouseMove(port, QPoint(230, 310))
    QTest.mouseRelease(port, Qt.MouseButton.MiddleButton, pos=QPoint(230, 310))
    assert at_unit(canvas, 1, 0) - before == QPoint(30, 10)


def test_that_training_repaints_tiles_and_links_without_new_items(
    open_canvas: OpenCanvas, qtbot: QtBot
) -> None:
    canvas = open_canvas(network((6, 5)))
    items, workspace = list(canvas.scene.items()), canvas.workspace
    qtbot.waitUntil(lambda: workspace.snapshot is not None and bool(workspace.snapshot.unit_maps))
    before = canvas.view.grab().toImage()
    workspace.step_epoch()
    first = workspace.snapshot
    qtbot.waitUntil(lambda: workspace.snapshot is not first and workspace.phase == "paused")
    assert canvas.view.grab().toImage() != before
    assert canvas.scene.items() == items


def test_that_the_link_under_the_pointer_has_the_weight_of_its_matrix(
    open_canvas: OpenCanvas,
) -> None:
    canvas = open_canvas(network((6, 5)))
    snapshot = canvas.workspace.snapshot
    assert snapshot is not None
    columns = canvas.scene.columns
    source, target = columns[0].column, columns[1].column
    found = canvas.scene.link_at(QPointF(source.right + 0.5, source.centers[0]))
    assert found is not None
    assert (found.layer, found.source) == (0, 0)
    assert np.isclose(found.weight, snapshot.matrices[0][found.target, found.source])
    between = QPointF((source.right + target.left) / 2, target.centers[0] - 40)
    assert canvas.scene.link_at(between) is None


def test_that_every_control_has_a_name_for_screen_readers(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((6, 5)))
    controls = [
        widget
        for kind in (QAbstractButton, QSpinBox, QComboBox)
        for widget in canvas.findChildren(kind)
        if widget.isVisible()
    ]
    assert len(controls) >= 14
    for control in controls:
        assert control.objectName().startswith("canvas.")
        assert control.accessibleName()


@pytest.mark.parametrize("width", [560, 640, 760, 1100])
@pytest.mark.parametrize("hidden", [(), (6, 5), (128, 8, 64), (8,) * 8])
def test_that_no_control_covers_another(
    open_canvas: OpenCanvas, width: int, hidden: tuple[int, ...]
) -> None:
    canvas = open_canvas(network(hidden, "leaky_relu"))
    canvas.resize(width, 520)
    port = canvas.view.viewport()
    controls = [
        (widget.objectName(), QRect(widget.mapTo(port, QPoint(0, 0)), widget.size()))
        for kind in (QAbstractButton, QSpinBox, QComboBox)
        for widget in port.findChildren(kind)
        if widget.isVisible()
    ]
    for (name, one), (other_name, other) in combinations(controls, 2):
        assert not one.intersects(other), (name, other_name)


def test_that_a_hidden_canvas_draws_when_it_is_shown_or_written(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((3,)))
    canvas.hide()
    canvas.workspace.edit("wider", partial(edits.set_units, index=0, units=9))
    canvas.resize(900, 600)
    assert canvas.layout_shown.columns[1].units == 3
    assert "11 neurons" in canvas.counts.text()
    assert sum(neuron.fill == "fill" for neuron in canvas.drawing().neurons) == 11
    canvas.workspace.edit("narrower", partial(edits.set_units, index=0, units=2))
    canvas.show()
    assert canvas.layout_shown.columns[1].units == 2


@pytest.mark.parametrize(
    ("sizes", "shortened"),
    [
        ("2 → 3", []),
        ("2 → 4 → 3", ["2 → … → 3"]),
        ("2 → 4 → 5 → 6 → 3", ["2 → 4 → … → 6 → 3", "2 → 4 → … → 3", "2 → … → 3"]),
    ],
)
def test_that_a_chain_of_sizes_loses_its_middle_bit_by_bit(
    sizes: str, shortened: list[str]
) -> None:
    assert list(shortened_chains(sizes)) == [sizes, *shortened]


def test_that_a_network_of_many_layers_still_uses_the_height(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((8,) * 9))
    column = canvas.layout_shown.columns[4]
    free = canvas.view.viewport().height()
    assert column.bottom - column.top > 0.5 * free
    assert canvas.view.to_view(0, canvas.layout_shown.bottom).y() < free


def test_that_a_network_too_deep_for_the_page_is_scrolled_with_names_that_can_be_read(
    open_canvas: OpenCanvas,
) -> None:
    canvas = open_canvas(network((3,) * 60))
    port = canvas.view.viewport()
    assert canvas.view.zoom == 1.0
    assert canvas.layout_shown.width > port.width()
    assert canvas.view.to_view(canvas.layout_shown.columns[0].left, 0).x() > 0
    assert child(canvas, QWidget, "canvas.minimap").isVisible()
    titles = [child(canvas, ColumnHeader, f"canvas.layer.{at}").title for at in range(60)]
    shown = [title for title in titles if title.isVisible()]
    assert 10 < len(shown) < 60
    ends = [title.mapTo(port, title.rect().center()).x() for title in shown]
    widest = max(title.sizeHint().width() for title in shown)
    assert min(after - before for before, after in pairwise(ends)) > widest


def test_that_columns_of_a_deep_network_leave_room_for_its_links(open_canvas: OpenCanvas) -> None:
    columns = open_canvas(network((6,) * 20)).layout_shown.columns
    assert all(one.right + 5 < other.left for one, other in pairwise(columns))


def test_that_an_edit_of_a_zoomed_wide_network_moves_no_unit_up_or_down(
    open_canvas: OpenCanvas,
) -> None:
    canvas = open_canvas(network((8,) * 9))
    canvas.view.set_zoom(1.0)
    before = [column.centers for column in canvas.layout_shown.columns]
    canvas.workspace.edit("more", partial(edits.add_layer, index=9))
    assert [column.centers for column in canvas.layout_shown.columns[:10]] == before[:10]


@pytest.mark.parametrize("hidden", [(256, 128), (8, 8), (100, 100)])
def test_that_the_chain_of_sizes_stands_whole_where_the_window_is_small(
    open_canvas: OpenCanvas, hidden: tuple[int, ...]
) -> None:
    canvas = open_canvas(network(hidden, inputs=784, out=10))
    form, _ = canvas.counts.form_for(654)
    assert "".join(form[3].split()) == "→".join(map(str, (784, *hidden, 10)))
    sentence = " ".join(form[:3])
    assert canvas.counts.fontMetrics().horizontalAdvance(sentence + form[3]) < 654 - 32
