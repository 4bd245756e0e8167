"""The inspector's switch between learned weights and weights in the units of the data."""

from PySide6.QtWidgets import QAbstractButton, QTableView
from pytestqt.qtbot import QtBot

from nnstudio.app.canvas.wording import signed
from nnstudio.app.panels.inspector import InspectorPanel
from nnstudio.app.workspace.workspace import Selection, Workspace
from nnstudio.experiment.data.original_units import original_units
from nnstudio.experiment.document import PcaStep, StandardizeStep
from tests.app.opened import child, experiment_on, opened


def shown(qtbot: QtBot, workspace: Workspace) -> InspectorPanel:
    panel = InspectorPanel(workspace)
    qtbot.addWidget(panel)
    panel.resize(260, 420)
    panel.show()
    return panel


def test_that_the_switch_shows_the_weights_with_preprocessing_folded_in(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("wine", StandardizeStep(), PcaStep(components=3))) as space:
        panel = shown(qtbot, space)
        space.select(Selection(0, 1))
        child(panel, QAbstractButton, "inspector.originalUnits").click()
        table = child(panel, QTableView, "inspector.originalWeights")
        assert table.isVisible()
        assert not child(panel, QTableView, "inspector.weights").isVisible()
        prepared, snapshot = space.prepared, space.snapshot
        assert prepared is not None
        assert snapshot is not None
        folded = original_units(prepared).fold(snapshot.matrices[0][1:2])[0]
        model = table.model()
        assert model.rowCount() == 14
        values = [model.index(row, 1).data() for row in range(14)]
        assert values == [signed(float(v)) for v in (folded[-1], *folded[:-1])]
        assert model.index(1, 0).data() == "alcohol"
        space.select(Selection(0, 2))
        assert model.index(0, 1).data() != values[0]
        assert not panel.grab().isNull()


def test_that_other_layers_and_raw_data_have_no_such_switch(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("wine", StandardizeStep())) as space:
        panel = shown(qtbot, space)
        switch = child(panel, QAbstractButton, "inspector.originalUnits")
        space.select(Selection(0, 0))
        assert switch.isVisible()
        space.select(Selection(1, 0))
        assert not switch.isVisible()
    with opened(qtbot, experiment_on("wine")) as space:
        panel = shown(qtbot, space)
        space.select(Selection(0, 0))
        assert not child(panel, QAbstractButton, "inspector.originalUnits").isVisible()
