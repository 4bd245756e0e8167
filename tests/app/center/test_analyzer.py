"""The network as a table: what it says, and that keys alone can edit it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.canvas.wording import signed
from nnstudio.app.center.analyzer import Analyzer
from nnstudio.app.center.drawn import DrawnNetwork
from nnstudio.app.center.layer_rows import HEADINGS, Column, memory_text
from nnstudio.app.center.layer_table import LayerTable
from nnstudio.app.center.neuron_model import Fact
from nnstudio.app.center.neuron_table import NeuronTable
from nnstudio.app.center.scale_bars import ScaleBars
from nnstudio.app.widgets.number_edit import NumberEdit
from nnstudio.app.window.banner import ProblemBanner
from nnstudio.app.workspace.selection import select_layers
from nnstudio.app.workspace.workspace import Selection, Workspace
from nnstudio.experiment.editing import edits
from tests.app.opened import child, experiment_on, opened

Keys = Qt.Key


@pytest.fixture
def workspace(qtbot: QtBot) -> Iterator[Workspace]:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        yield workspace


@pytest.fixture
def analyzer(qtbot: QtBot, workspace: Workspace) -> Analyzer:
    panel = Analyzer(workspace, DrawnNetwork(workspace, workspace))
    qtbot.addWidget(panel)
    panel.resize(900, 600)
    panel.show()
    panel.activateWindow()
    panel.setFocus()
    return panel


def cell(table: LayerTable, row: int, column: Column) -> QModelIndex:
    return table.model().index(row, column)


def texts(table: LayerTable, column: Column) -> list[str]:
    return [cell(table, row, column).data() for row in range(table.model().rowCount())]


def edit(qtbot: QtBot, table: LayerTable, row: int, column: Column) -> QWidget:
    """Walk to a cell and press Enter; returns the editor that opened."""
    table.setCurrentIndex(cell(table, row, column))
    QTest.keyClick(table, Keys.Key_Return)
    return child(table, QWidget, f"analyzer.{column.name.lower()}")


def problems(analyzer: Analyzer) -> list[str]:
    found = child(analyzer, QListWidget, "analyzer.problems")
    return [found.item(row).text() for row in range(found.count())]


def test_that_every_layer_is_a_row_with_its_counts(analyzer: Analyzer) -> None:
    table = analyzer.table
    assert texts(table, Column.LAYER) == ["Input", "Hidden 1", "Hidden 2", "Output", "Total"]
    assert set(texts(table, Column.TYPE)[1:4]) == {"fully connected"}
    assert texts(table, Column.UNITS) == ["", "4", "4", "2 auto", "10"]
    assert texts(table, Column.OUTPUT)[:4] == ["2 × 1", "4 × 1", "4 × 1", "2 × 1"]
    assert texts(table, Column.PARAMETERS)[1:] == [
        "12\n8 + 4",
        "20\n16 + 4",
        "10\n8 + 2",
        "42\n32 + 10",
    ]
    assert texts(table, Column.MULTIPLY_ADDS)[1:] == ["8", "16", "8", "32"]
    assert texts(table, Column.MEMORY)[1:] == ["48 B", "80 B", "40 B", "168 B"]


def test_that_slopes_and_pieces_are_counted_apart(workspace: Workspace, analyzer: Analyzer) -> None:
    workspace.edit("a", lambda old: edits.set_layer(old, 0, activation="prelu"))
    workspace.edit("b", lambda old: edits.set_layer(old, 1, activation="maxout", pieces=3))
    assert texts(analyzer.table, Column.PARAMETERS)[1:3] == ["16\n8 + 4 + 4", "60\n48 + 12"]
    assert texts(analyzer.table, Column.ACTIVATION)[1:3] == ["PReLU", "maxout 3"]


def test_that_every_cell_speaks_with_its_heading(analyzer: Analyzer) -> None:
    index = cell(analyzer.table, 1, Column.PARAMETERS)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == f"Hidden 1, {HEADINGS[Column.PARAMETERS]}: 12 = 8 + 4"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "8 weights + 4 biases"


def test_that_units_are_typed_by_keys_alone(
    qtbot: QtBot, workspace: Workspace, analyzer: Analyzer
) -> None:
    editor = edit(qtbot, analyzer.table, 2, Column.UNITS)
    assert isinstance(editor, NumberEdit)
    assert editor.accessibleName()
    editor.selectAll()
    QTest.keyClicks(editor, "9")
    QTest.keyClick(editor, Keys.Key_Return)
    qtbot.waitUntil(lambda: workspace.experiment.network.layers[1].units == 9)
    assert workspace.undo_stack.undoText() == "Hidden 2: 9 neurons"
    assert texts(analyzer.table, Column.UNITS)[2] == "9"


def test_that_dropout_is_typed_in_percent(
    qtbot: QtBot, workspace: Workspace, analyzer: Analyzer
) -> None:
    editor = edit(qtbot, analyzer.table, 1, Column.DROPOUT)
    assert isinstance(editor, NumberEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "25")
    QTest.keyClick(editor, Keys.Key_Return)
    qtbot.waitUntil(lambda: workspace.experiment.network.layers[0].dropout == 0.25)
    assert workspace.undo_stack.undoText() == "Hidden 1: dropout 25 %"


@pytest.mark.parametrize(
    ("column", "field", "value"),
    [(Column.ACTIVATION, "activation", "relu"), (Column.INITIALIZER, "initializer", "he")],
)
def test_that_choices_are_made_in_the_cell(
    qtbot: QtBot,
    workspace: Workspace,
    analyzer: Analyzer,
    column: Column,
    field: str,
    value: str,
) -> None:
    editor = edit(qtbot, analyzer.table, 1, column)
    assert isinstance(editor, QComboBox)
    place = editor.findData(value)
    editor.setCurrentIndex(place)
    editor.activated.emit(place)
    assert getattr(workspace.experiment.network.layers[0], field) == value


def test_that_a_refused_edit_is_told_and_the_cell_stays(
    qtbot: QtBot, workspace: Workspace, analyzer: Analyzer
) -> None:
    editor = edit(qtbot, analyzer.table, 1, Column.UNITS)
    assert isinstance(editor, NumberEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "0")
    QTest.keyClick(editor, Keys.Key_Return)
    qtbot.waitUntil(lambda: "units" in (workspace.problem or ""))
    assert texts(analyzer.table, Column.UNITS)[1] == "4"
    assert "units" in problems(analyzer)[0]


def test_that_only_what_can_be_edited_opens_an_editor(analyzer: Analyzer) -> None:
    editable = {
        (row, column)
        for row in range(5)
        for column in Column
        if cell(analyzer.table, row, column).flags() & Qt.ItemFlag.ItemIsEditable
    }
    fields = {Column.UNITS, Column.ACTIVATION, Column.INITIALIZER, Column.DROPOUT}
    hidden = {(row, column) for row in (1, 2) for column in fields}
    assert editable == hidden | {(3, column) for column in fields - {Column.DROPOUT}}


def test_that_rows_and_workspace_share_the_selection(
    qtbot: QtBot, workspace: Workspace, analyzer: Analyzer
) -> None:
    table = analyzer.table
    table.setCurrentIndex(cell(table, 1, Column.UNITS))
    assert workspace.selection == Selection(0)
    QTest.keyClick(table, Keys.Key_Down)
    assert workspace.selection == Selection(1)
    workspace.select(Selection(-1))
    assert table.currentIndex().row() == 0
    assert table.currentIndex().column() == Column.UNITS
    workspace.select(Selection(0, 2))
    assert [index.row() for index in table.selectionModel().selectedRows()] == [1]
    assert workspace.selection == Selection(0, 2)
    workspace.select(Selection())
    assert not table.selectionModel().hasSelection()


def test_that_several_layers_are_selected_and_removed_together(
    workspace: Workspace, analyzer: Analyzer
) -> None:
    table = analyzer.table
    table.setCurrentIndex(cell(table, 1, Column.UNITS))
    QTest.keyClick(table, Keys.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert workspace.selection.all_layers == (0, 1)
    assert [index.row() for index in table.selectionModel().selectedRows()] == [1, 2]
    QTest.keyClick(table, Keys.Key_Delete)
    assert len(workspace.experiment.network.layers) == 1
    workspace.undo_stack.undo()
    workspace.select(select_layers((0, 1)))
    assert [index.row() for index in table.selectionModel().selectedRows()] == [1, 2]


def test_that_delete_removes_a_hidden_layer_and_nothing_else(
    qtbot: QtBot, workspace: Workspace, analyzer: Analyzer
) -> None:
    for row, left in ((0, 3), (3, 3), (1, 2)):
        analyzer.table.setCurrentIndex(cell(analyzer.table, row, Column.UNITS))
        QTest.keyClick(analyzer.table, Keys.Key_Delete)
        assert len(workspace.experiment.network.layers) == left


def test_that_the_menu_of_a_row_adds_and_removes_layers(
    workspace: Workspace, analyzer: Analyzer
) -> None:
    def choose(layer: int, words: str) -> None:
        menu = analyzer.table.menu_for(layer, analyzer)
        next(action for action in menu.actions() if action.text() == words).trigger()

    choose(-1, "Add layer after")
    assert len(workspace.experiment.network.layers) == 4
    assert workspace.selection.layer == 0
    choose(3, "Add layer before")
    choose(0, "Remove layer")
    assert len(workspace.experiment.network.layers) == 4
    workspace.edit("two", lambda old: edits.set_units(old, 3, 2))
    choose(3, "Size from the data")
    assert workspace.experiment.network.layers[3].units == "auto"


def test_that_an_ordinary_network_has_no_problems(analyzer: Analyzer) -> None:
    assert problems(analyzer) == ["✓ No problems found"]


def test_that_a_refused_edit_is_no_problem_any_more_when_its_banner_is_hidden(
    analyzer: Analyzer, workspace: Workspace, qtbot: QtBot
) -> None:
    banner = ProblemBanner(workspace)
    qtbot.addWidget(banner)
    workspace.edit("none", lambda experiment: edits.set_units(experiment, 0, 0))
    assert len(problems(analyzer)) == 1
    assert "units" in problems(analyzer)[0]
    child(banner, QPushButton, "problemBanner.hide").click()
    assert problems(analyzer) == ["✓ No problems found"]


def test_that_hiding_the_banner_does_not_mend_a_network_that_fits_no_data(
    analyzer: Analyzer, workspace: Workspace, qtbot: QtBot
) -> None:
    banner = ProblemBanner(workspace)
    qtbot.addWidget(banner)
    workspace.edit("seven", lambda experiment: edits.set_inputs(experiment, 7))
    qtbot.waitUntil(lambda: workspace.phase == "invalid")
    child(banner, QPushButton, "problemBanner.hide").click()
    assert banner.isHidden()
    assert workspace.problem is not None
    assert workspace.problem in problems(analyzer)[0]


def test_that_a_click_on_a_problem_selects_its_layer(
    qtbot: QtBot, workspace: Workspace, analyzer: Analyzer
) -> None:
    workspace.edit("wide", lambda old: edits.set_units(old, 0, 200))
    workspace.edit("linear", lambda old: edits.set_layer(old, 1, activation="linear"))
    found = child(analyzer, QListWidget, "analyzer.problems")
    assert ["very wide" in problems(analyzer)[0], "linear" in problems(analyzer)[1]] == [True, True]
    at = found.visualItemRect(found.item(1)).center()
    QTest.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at))
    assert workspace.selection == Selection(1)


def test_that_dead_layers_are_told_live(qtbot: QtBot, workspace: Workspace) -> None:
    dead = {"activation": "relu", "initializer": "zeros"}
    workspace.edit("dead", lambda old: edits.set_layer(old, 1, **dead))
    panel = Analyzer(workspace, DrawnNetwork(workspace, workspace))
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: any("4 of 4 neurons are dead" in line for line in problems(panel)))


def test_that_the_famous_networks_stand_beside_this_one(analyzer: Analyzer) -> None:
    words = child(analyzer, ScaleBars, "analyzer.scale").accessibleDescription()
    assert words == "This network: 42; AlexNet: 60,965,224; VGG-16: 138,357,544"


def test_that_memory_is_told_in_few_digits() -> None:
    sizes = (72, 999, 1000, 33_280, 999_499, 999_500, 243_860_896, 5_000_000_000)
    told = ["72 B", "999 B", "1 kB", "33.3 kB", "999 kB", "1 MB", "244 MB", "5,000 MB"]
    assert [memory_text(size) for size in sizes] == told


def neurons(analyzer: Analyzer) -> NeuronTable:
    return child(analyzer, NeuronTable, "analyzer.neurons")


def fact(table: NeuronTable, row: int, column: Fact) -> str:
    return str(table.model().index(row, column).data(Qt.ItemDataRole.AccessibleTextRole))


def test_that_the_neurons_of_the_selected_layer_can_be_read(
    qtbot: QtBot, analyzer: Analyzer, workspace: Workspace
) -> None:
    assert not neurons(analyzer).isVisible()
    workspace.select(Selection(0))
    table = neurons(analyzer)
    qtbot.waitUntil(lambda: table.isVisible() and workspace.snapshot is not None)
    assert table.model().rowCount() == 4
    assert workspace.snapshot is not None
    bias = workspace.snapshot.matrices[0][2, -1]
    assert fact(table, 2, Fact.NEURON) == "Hidden 1, neuron 3"
    assert fact(table, 2, Fact.BIAS) == f"Hidden 1, neuron 3, Bias: {signed(float(bias))}"
    assert "x₁" in fact(table, 2, Fact.WEIGHTS)


def test_that_neurons_are_walked_and_switched_by_keys(
    qtbot: QtBot, analyzer: Analyzer, workspace: Workspace
) -> None:
    workspace.select(Selection(0))
    table = neurons(analyzer)
    qtbot.waitUntil(table.isVisible)
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, Fact.ON))
    QTest.keyClick(table, Keys.Key_Down)
    assert workspace.selection == Selection(0, 1)
    QTest.keyClick(table, Keys.Key_Space)
    assert workspace.experiment.network.layers[0].off == (1,)
    assert workspace.undo_stack.undoText() == "switch Hidden 1 neuron 2 off"
    assert fact(table, 1, Fact.ON) == "Hidden 1, neuron 2, On: no"
    QTest.keyClick(table, Keys.Key_Right)
    QTest.keyClick(table, Keys.Key_Space)
    assert workspace.experiment.network.layers[0].frozen_units == (1,)
    assert texts(analyzer.table, Column.LAYER)[1] == "Hidden 1\n1 frozen, 1 off"


def test_that_the_pieces_of_maxout_each_tell_their_bias(
    qtbot: QtBot, analyzer: Analyzer, workspace: Workspace
) -> None:
    workspace.edit("maxout", lambda old: edits.set_layer(old, 0, activation="maxout", pieces=3))
    workspace.select(Selection(0))
    table = neurons(analyzer)
    qtbot.waitUntil(lambda: fact(table, 0, Fact.BIAS).count("+0.00") == 3)
    assert texts(analyzer.table, Column.ACTIVATION)[1] == "maxout 3"
