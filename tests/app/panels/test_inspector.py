"""The inspector: what it says of the selection, and the layer it edits."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QTableView, QToolButton
from pytestqt.qtbot import QtBot

from nnstudio.app.appearance.theme import LIGHT
from nnstudio.app.canvas.wording import signed
from nnstudio.app.panels.inspector import InspectorPanel
from nnstudio.app.panels.inspector_text import neuron_text
from nnstudio.app.panels.neuron_facts import neuron_facts
from nnstudio.app.widgets.number_edit import NumberEdit
from nnstudio.app.widgets.toggle import ToggleSwitch
from nnstudio.app.widgets.weight_edit import WeightEdit
from nnstudio.app.workspace.workspace import Selection, Workspace
from nnstudio.experiment.document import CenterStep
from nnstudio.experiment.editing import edits
from tests.app.opened import child, experiment_on, opened


def shown(qtbot: QtBot, workspace: Workspace) -> InspectorPanel:
    panel = InspectorPanel(workspace)
    qtbot.addWidget(panel)
    panel.resize(250, 400)
    panel.show()
    return panel


def text(panel: InspectorPanel) -> str:
    return child(panel, QLabel, "inspector.text").text()


def inputs(workspace: Workspace) -> object:
    return workspace.experiment.network.inputs


def number(panel: InspectorPanel, name: str) -> NumberEdit:
    return child(panel, NumberEdit, f"inspector.{name}")


def cells(panel: InspectorPanel) -> dict[str, str]:
    """The names and values in the table of weights."""
    model = child(panel, QTableView, "inspector.weights").model()
    rows = range(model.rowCount())
    return {model.index(row, 0).data(): model.index(row, 1).data() for row in rows}


def open_field(panel: InspectorPanel, row: int) -> WeightEdit:
    """Click the value in `row` of the table of weights."""
    table = child(panel, QTableView, "inspector.weights")
    place = table.visualRect(table.model().index(row, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    return child(panel, WeightEdit, "inspector.weight")


def frozen(workspace: Workspace) -> tuple[tuple[int, int], ...]:
    return workspace.experiment.network.layers[0].frozen_weights


def switch(panel: InspectorPanel, name: str) -> ToggleSwitch:
    return child(panel, ToggleSwitch, f"inspector.{name}")


def choose(panel: InspectorPanel, name: str, value: str) -> None:
    field = child(panel, QComboBox, f"inspector.{name}")
    field.setCurrentIndex(field.findData(value))


def test_that_nothing_selected_shows_the_layers_and_a_hint(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        panel = shown(qtbot, workspace)
        for words in ("2 features", "Hidden 2", "4 tanh", "parameters", "Click"):
            assert words in text(panel)


def test_that_a_network_drawn_without_data_is_described_too(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        panel = shown(qtbot, workspace)
        workspace.edit("free", lambda experiment: edits.set_inputs(experiment, 7))
        qtbot.waitUntil(lambda: workspace.phase == "invalid")
        for words in ("7 features", "Hidden 2", "4 tanh"):
            assert words in text(panel)
        workspace.select(Selection(0))
        assert "W 4 × 7: 28 weights + 4 biases" in text(panel)
        workspace.select(Selection(0, 1))
        workspace.select(Selection(-1))


def test_that_a_selected_layer_can_be_edited_in_every_field(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral", activation="leaky_relu")) as workspace:
        panel = shown(qtbot, workspace)
        workspace.select(Selection(1))
        number(panel, "units").setValue(7)
        number(panel, "scale").setValue(0.5)
        number(panel, "dropout").setValue(25)
        number(panel, "slope").setValue(0.2)
        choose(panel, "initializer", "he")
        choose(panel, "activation", "maxout")
        number(panel, "pieces").setValue(3)
        layer = workspace.experiment.network.layers[1]
        assert (layer.units, layer.scale, layer.dropout, layer.slope) == (7, 0.5, 0.25, 0.2)
        assert (layer.initializer, layer.activation, layer.pieces) == ("he", "maxout", 3)
        assert workspace.undo_stack.undoText() == "Hidden 2: 3 pieces"


def test_that_fields_show_only_where_they_apply(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral", activation="leaky_relu")) as workspace:
        panel = shown(qtbot, workspace)
        workspace.select(Selection(0))
        assert number(panel, "slope").isVisible()
        assert not number(panel, "pieces").isVisible()
        workspace.select(Selection(2))
        assert not number(panel, "dropout").isVisible()
        workspace.select(Selection(0, 1))
        assert not number(panel, "units").isVisible()


def test_that_a_refused_edit_is_told_and_the_field_goes_back(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        panel = shown(qtbot, workspace)
        workspace.select(Selection(0))
        number(panel, "units").setValue(0)
        assert "units" in (workspace.problem or "")
        assert number(panel, "units").value() == 4


def test_that_the_automatic_output_shows_its_size(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("iris")) as workspace:
        panel = shown(qtbot, workspace)
        workspace.select(Selection(2))
        assert number(panel, "units").text() == "3 neurons"


def test_that_a_neuron_shows_its_weights_live(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        panel = shown(qtbot, workspace)
        workspace.select(Selection(0, 2))
        before = cells(panel)
        assert list(before) == ["bias", "x₁", "x₂"]
        facts = child(panel, QLabel, "inspector.facts").text()
        assert "active" in facts
        assert "saturated" in facts
        workspace.step_epoch()
        qtbot.waitUntil(lambda: cells(panel) != before)


def test_that_all_of_many_inputs_are_listed_by_name(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("wine", CenterStep())) as workspace:
        panel = shown(qtbot, workspace)
        workspace.select(Selection(0, 0))
        assert len(cells(panel)) == 14
        assert "alcohol" in cells(panel)


def test_that_a_weight_is_typed_stepped_and_undone(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        panel = shown(qtbot, workspace)
        workspace.select(Selection(0, 2))
        before = cells(panel)["x₂"]
        field = open_field(panel, 2)
        QTest.keyClicks(field, "1.5")
        QTest.keyClick(field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: cells(panel)["x₂"] == "+1.50")
        assert workspace.undo_stack.undoText() == "weight x₂ → Hidden 1 neuron 3"
        qtbot.waitUntil(lambda: panel.findChild(WeightEdit, "inspector.weight") is None)
        QTest.keyClick(open_field(panel, 2), Qt.Key.Key_Up)
        qtbot.waitUntil(lambda: cells(panel)["x₂"] == "+1.60")
        workspace.undo_stack.undo()
        qtbot.waitUntil(lambda: cells(panel)["x₂"] == "+1.50")
        workspace.undo_stack.undo()
        qtbot.waitUntil(lambda: cells(panel)["x₂"] == before)


def test_that_looking_at_a_weight_changes_nothing(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        panel = shown(qtbot, workspace)
        workspace.select(Selection(0, 2))
        QTest.keyClick(open_field(panel, 1), Qt.Key.Key_Return)
        assert not workspace.undo_stack.canUndo()


def test_that_a_weight_follows_a_vertical_drag(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        panel = shown(qtbot, workspace)
        workspace.select(Selection(0, 2))
        field = open_field(panel, 1)
        start, line = field.value(), field.lineEdit()
        QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
        QTest.mouseMove(line, QPoint(5, -45))
        assert field.value() == pytest.approx(start + 0.5)
        QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=QPoint(5, -45))
        qtbot.waitUntil(
            lambda: float(cells(panel)["x₁"].replace("−", "-")) == round(start + 0.5, 2)
        )
        assert workspace.undo_stack.count() == 1


def test_that_a_weight_being_edited_does_not_follow_training(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        panel = shown(qtbot, workspace)
        workspace.select(Selection(0, 2))
        before = cells(panel)
        field = open_field(panel, 1)
        value = field.value()
        workspace.step_epoch()
        qtbot.waitUntil(lambda: cells(panel)["x₂"] != before["x₂"])
        assert field.value() == value


def test_that_weights_and_biases_are_frozen_by_their_locks(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        panel = shown(qtbot, workspace)
        workspace.select(Selection(0, 2))
        table = child(panel, QTableView, "inspector.weights")
        for row in (0, 2):
            place = table.visualRect(table.model().index(row, 2)).center()
            QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert frozen(workspace) == ((2, -1), (2, 1))
        assert workspace.undo_stack.undoText() == "freeze weight x₂ → Hidden 1 neuron 3"
        QTest.keyClick(table, Qt.Key.Key_Space)
        assert frozen(workspace) == ((2, -1),)


def test_that_a_neuron_is_switched_off_and_frozen(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        panel = shown(qtbot, workspace)
        workspace.select(Selection(1, 3))
        switch(panel, "neuron.on").click()
        assert workspace.experiment.network.layers[1].off == (3,)
        assert workspace.undo_stack.undoText() == "switch Hidden 2 neuron 4 off"
        switch(panel, "neuron.frozen").click()
        assert workspace.experiment.network.layers[1].frozen_units == (3,)
        workspace.undo_stack.undo()
        assert not switch(panel, "neuron.frozen").isChecked()
        assert not switch(panel, "neuron.on").isChecked()


def test_that_a_layer_is_frozen(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        panel = shown(qtbot, workspace)
        workspace.select(Selection(1))
        switch(panel, "frozen").click()
        assert workspace.experiment.network.layers[1].frozen
        assert workspace.undo_stack.undoText() == "freeze Hidden 2"
        workspace.select(Selection(1, 0))
        assert switch(panel, "neuron.frozen").isChecked()
        assert not switch(panel, "neuron.frozen").isEnabled()


@pytest.mark.parametrize(
    ("activation", "names"),
    [
        ("prelu", ["bias", "slope", "x₁", "x₂"]),
        (
            "maxout",
            [f"{name}, piece {piece}" for piece in (1, 2) for name in ("bias", "x₁", "x₂")],
        ),
    ],
)
def test_that_slopes_and_pieces_are_listed(qtbot: QtBot, activation: str, names: list[str]) -> None:
    with opened(qtbot, experiment_on("spiral", activation=activation)) as workspace:
        panel = shown(qtbot, workspace)
        workspace.select(Selection(0, 1))
        assert list(cells(panel)) == names
        row = len(names) - 1 if activation == "maxout" else 1
        QTest.keyClicks(field := open_field(panel, row), "0.25")
        QTest.keyClick(field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: cells(panel)[names[row]] == "+0.25")


def test_that_the_input_column_lets_plane_features_be_chosen(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("circle")) as workspace:
        panel = shown(qtbot, workspace)
        workspace.select(Selection(-1))
        square = child(panel, QToolButton, "inspector.feature.x1^2")
        square.click()
        assert inputs(workspace) == ("x1", "x2", "x1^2")
        square.click()
        assert inputs(workspace) == "auto"


def test_that_the_last_feature_cannot_be_taken_away(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("circle")) as workspace:
        panel = shown(qtbot, workspace)
        workspace.select(Selection(-1))
        for name in ("x1", "x2"):
            child(panel, QToolButton, f"inspector.feature.{name}").click()
        assert workspace.experiment.network.inputs == ("x2",)
        assert child(panel, QToolButton, "inspector.feature.x2").isChecked()


def test_that_the_input_column_of_other_data_lists_its_features(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("iris")) as workspace:
        panel = shown(qtbot, workspace)
        workspace.select(Selection(-1))
        assert "petal" in text(panel)


@pytest.mark.parametrize("activation", ["tanh", "relu", "prelu", "maxout"])
def test_neuron_facts_equal_those_of_the_whole_network(qtbot: QtBot, activation: str) -> None:
    with opened(qtbot, experiment_on("moons", activation=activation)) as workspace:
        prepared, snapshot = workspace.prepared, workspace.snapshot
        assert prepared is not None
        assert snapshot is not None
        facts = neuron_facts(prepared.network, snapshot, prepared.train_inputs, 0, 1)
        assert facts is not None
        rows = snapshot.matrices[0][1::4]
        values = prepared.train_inputs @ rows[:, :-1].T + rows[:, -1]
        expected = {
            "tanh": np.tanh(values[:, 0]),
            "relu": np.maximum(values[:, 0], 0),
            "prelu": np.where(values[:, 0] > 0, values[:, 0], 0.01 * values[:, 0]),
            "maxout": values.max(axis=1),
        }[activation]
        active = None if activation == "maxout" else pytest.approx(np.mean(values[:, 0] > 0))
        assert facts.mean == pytest.approx(float(expected.mean()), abs=1e-5)
        assert facts.active == active


def test_neuron_text_marks_a_dead_neuron_in_words() -> None:
    assert "dead" in neuron_text(None, dead=True, theme=LIGHT)


def test_that_the_gradient_of_the_row_with_the_keyboard_is_told(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        panel = shown(qtbot, workspace)
        workspace.select(Selection(0, 1))
        table = child(panel, QTableView, "inspector.weights")
        gradient = child(panel, QLabel, "inspector.gradient")
        assert not gradient.isVisible()
        table.setCurrentIndex(table.model().index(0, 1))
        QTest.keyClick(table, Qt.Key.Key_Down)

        def expected(weight: int) -> str:
            gradients = None if workspace.snapshot is None else workspace.snapshot.gradients
            value = None if gradients is None else gradients.matrices[0][1, weight]
            return "?" if value is None else f"gradient {signed(float(value))}"

        qtbot.waitUntil(lambda: gradient.text() == expected(0))
        assert gradient.isVisible()
        assert "training examples" in gradient.toolTip()
        before = gradient.text()
        QTest.keyClick(table, Qt.Key.Key_Down)
        assert gradient.text() == expected(1) != before
        workspace.select(Selection(0, 2))
        assert not gradient.isVisible()
