"""A click on a point of the plane follows that example everywhere, and marks it there."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnstudio.app.panels.regions import RegionsPanel
from nnstudio.app.workspace.workspace import Workspace
from tests.app.opened import experiment_on, opened


@pytest.fixture
def workspace(qtbot: QtBot) -> Iterator[Workspace]:
    with opened(qtbot, experiment_on("moons")) as workspace:
        yield workspace


@pytest.fixture
def panel(workspace: Workspace, qtbot: QtBot) -> RegionsPanel:
    panel = RegionsPanel(workspace)
    qtbot.addWidget(panel)
    panel.resize(380, 320)
    panel.show()
    qtbot.waitUntil(
        lambda: workspace.snapshot is not None and workspace.snapshot.regions is not None
    )
    qtbot.waitUntil(lambda: panel.followed.point_at(place_of(panel, 7)) is not None)
    return panel


def place_of(panel: RegionsPanel, example: int) -> QPointF:
    snapshot = panel.workspace.snapshot
    assert snapshot is not None
    assert snapshot.regions is not None
    return QPointF(panel.plot.view.mapViewToScene(QPointF(*snapshot.regions.points[example])))


def click(panel: RegionsPanel, at: QPoint) -> None:
    QTest.mouseClick(panel.plot.viewport(), Qt.MouseButton.LeftButton, pos=at)


def marked(panel: RegionsPanel) -> list[tuple[float, float]]:
    return list(zip(*panel.followed.ring.getData(), strict=True))


def test_that_nothing_is_marked_before_somebody_chooses(panel: RegionsPanel) -> None:
    assert marked(panel) == []


def test_that_a_click_on_a_point_follows_and_marks_its_example(panel: RegionsPanel) -> None:
    place = place_of(panel, 7)
    click(panel, place.toPoint())
    workspace = panel.workspace
    assert workspace.snapshot is not None
    assert workspace.snapshot.regions is not None
    points = workspace.snapshot.regions.points
    chosen = place_of(panel, workspace.example)
    assert (chosen - place).manhattanLength() < 3
    assert marked(panel) == [pytest.approx(tuple(points[workspace.example]))]


def test_that_a_click_beside_every_point_changes_nothing(panel: RegionsPanel) -> None:
    frame = panel.plot.frame()
    corner = QPointF(frame.left() + 2, frame.bottom() - 2)
    assert panel.followed.point_at(corner) is None
    click(panel, corner.toPoint())
    assert panel.workspace.example == 0
    assert marked(panel) == []


def test_that_an_example_chosen_elsewhere_is_marked_too(panel: RegionsPanel) -> None:
    panel.workspace.select_example(11)
    assert len(marked(panel)) == 1
