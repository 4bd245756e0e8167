"""Sets as others published them, a function's formula, and the range it is sampled in."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.panels.data import DataPanel
from nnstudio.app.panels.published_sets import PUBLISHED_SETS, PublishedSets
from nnstudio.app.widgets.number_edit import NumberEdit
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.data.prepare import Prepared
from nnstudio.experiment.editing import edits
from tests.app.opened import child, experiment_on, opened


@pytest.fixture
def workspace(qtbot: QtBot) -> Iterator[Workspace]:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        yield workspace


@pytest.fixture
def panel(qtbot: QtBot, workspace: Workspace) -> DataPanel:
    panel = DataPanel(workspace)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def _choose(panel: DataPanel, place: int) -> None:
    box = child(panel, PublishedSets, "data.published")
    box.setCurrentIndex(place)
    box.activated.emit(place)


def _loaded(qtbot: QtBot, workspace: Workspace) -> Prepared:
    qtbot.waitUntil(
        lambda: (
            workspace.prepared is not None
            and workspace.prepared.experiment.data == workspace.experiment.data
        )
    )
    assert workspace.prepared is not None
    return workspace.prepared


@pytest.mark.parametrize("place", range(len(PUBLISHED_SETS)))
def test_every_published_set_can_be_had_and_is_shown_as_such(
    qtbot: QtBot, workspace: Workspace, panel: DataPanel, place: int
) -> None:
    _choose(panel, place)
    assert PUBLISHED_SETS[place].is_in(workspace.experiment.data)
    assert child(panel, PublishedSets, "data.published").currentIndex() == place
    assert workspace.undo_stack.undoText() == f"{PUBLISHED_SETS[place].title} data"
    prepared = _loaded(qtbot, workspace)
    wanted = PUBLISHED_SETS[place].fields.get("samples", 13)
    assert len(prepared.dataset) == wanted


def test_other_data_are_no_published_set(workspace: Workspace, panel: DataPanel) -> None:
    _choose(panel, 3)
    workspace.edit("more", lambda e: edits.set_data(e, samples=300))
    assert child(panel, PublishedSets, "data.published").currentIndex() == -1


def test_a_set_without_a_tile_is_named_among_the_facts(
    qtbot: QtBot, workspace: Workspace, panel: DataPanel
) -> None:
    _choose(panel, 0)
    _loaded(qtbot, workspace)
    facts = child(panel, QLabel, "data.facts")
    qtbot.waitUntil(lambda: facts.text().startswith("ConvNetJS simple\n13 examples"))
    assert not child(panel, QWidget, "data.samples").isVisible()


def test_the_range_of_x_is_typed_and_the_function_sampled_there(
    qtbot: QtBot, workspace: Workspace, panel: DataPanel
) -> None:
    workspace.edit("function", lambda e: edits.set_source(e, "function"))
    low, high = (child(panel, NumberEdit, f"data.x_{end}") for end in ("low", "high"))
    assert low.isVisible()
    assert (low.value(), high.value()) == (-3.0, 3.0)
    low.setValue(0.0)
    high.setValue(5.0)
    rows = _loaded(qtbot, workspace).dataset.rows
    assert 0.0 <= float(np.min(rows)) < 1.0 < 4.0 < float(np.max(rows)) <= 5.0
    workspace.undo_stack.undo()
    assert high.value() == 3.0


def test_a_range_that_runs_downwards_is_refused_and_the_field_goes_back(
    workspace: Workspace, panel: DataPanel
) -> None:
    workspace.edit("function", lambda e: edits.set_source(e, "function"))
    child(panel, NumberEdit, "data.x_low").setValue(7.0)
    assert workspace.problem is not None
    assert child(panel, NumberEdit, "data.x_low").value() == -3.0


def test_an_emptied_formula_is_the_usual_one_that_the_field_then_names(
    qtbot: QtBot, workspace: Workspace, panel: DataPanel
) -> None:
    workspace.edit("function", lambda e: edits.set_source(e, "function", formula="x^2"))
    field = child(panel, QLineEdit, "data.formula")
    assert field.text() == "x^2"
    field.clear()
    field.editingFinished.emit()
    assert workspace.experiment.data.formula is None
    assert field.placeholderText() in _loaded(qtbot, workspace).dataset.title
    QTest.keyClicks(field, "x sin 3x")
    field.editingFinished.emit()
    assert workspace.experiment.data.formula == "x sin 3x"
