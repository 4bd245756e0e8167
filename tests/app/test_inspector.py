"""The inspector: what it says of the selection, and the layer it edits."""

import numpy as np
import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from nnstudio.app.panels.inspector import InspectorPanel
from nnstudio.app.panels.inspector_text import neuron_text
from nnstudio.app.panels.neuron_facts import neuron_facts
from nnstudio.app.theme import LIGHT
from nnstudio.app.widgets.number_edit import NumberEdit
from nnstudio.app.workspace import Selection, Workspace
from nnstudio.experiment.document import CenterStep
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


def choose(panel: InspectorPanel, name: str, value: str) -> None:
    field = child(panel, QComboBox, f"inspector.{name}")
    field.setCurrentIndex(field.findData(value))


def test_that_nothing_selected_shows_the_layers_and_a_hint(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        panel = shown(qtbot, workspace)
        for words in ("2 features", "Hidden 2", "4 tanh", "20 parameters", "Click"):
            assert words in text(panel)


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
        before = text(panel)
        assert "w = [" in before
        assert "active on" in before
        assert "saturated" in before
        workspace.step_epoch()
        qtbot.waitUntil(lambda: text(panel) != before)


def test_that_many_inputs_are_listed_by_name(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("wine", CenterStep())) as workspace:
        panel = shown(qtbot, workspace)
        workspace.select(Selection(0, 0))
        assert "the 8 largest of 13 weights" in text(panel)
        assert text(panel).count("<tr>") == 9


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
    words = neuron_text(np.array([[0.28, 0.45, 0.04]]), None, None, None, dead=True, theme=LIGHT)
    assert "dead" in words
    for part in ("+0.28", "+0.45", "+0.04"):
        assert part in words


def test_neuron_text_elides_long_vectors_with_their_number() -> None:
    words = neuron_text(np.ones((1, 21)), None, None, None, dead=False, theme=LIGHT)
    assert words.count("+1.00") == 9
    assert "12 more" in words
