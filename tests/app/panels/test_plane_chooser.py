"""The choice of the plane: which kinds there are for which data, before and after preprocessing."""

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from nnstudio.app.panels.plane_chooser import PlaneChooser
from nnstudio.app.panels.regions import RegionsPanel
from nnstudio.experiment.document import WhitenStep
from nnstudio.experiment.looks.snapshot import Plane
from tests.app.opened import child, experiment_on, opened

TWO, THREE = ("x1", "x2"), ("a", "b", "c")


@pytest.mark.parametrize(
    ("names", "inputs", "kinds"),
    [
        (TWO, (), ["Original units"]),
        (TWO, TWO, ["Original units", "After preprocessing"]),
        (THREE, (), ["Components", "Features"]),
        (THREE, ("PC 1", "PC 2"), ["Components", "Features", "After preprocessing"]),
    ],
)
def test_that_only_what_differs_is_offered(
    qtbot: QtBot, names: tuple[str, ...], inputs: tuple[str, ...], kinds: list[str]
) -> None:
    chooser = PlaneChooser()
    qtbot.addWidget(chooser)
    chooser.set_features(names, inputs)
    assert [chooser.kind.itemText(index) for index in range(chooser.kind.count())] == kinds
    is_plane = names == ("x1", "x2")
    assert chooser.isHidden() == (len(kinds) == 1 or is_plane)
    assert chooser.switch.isHidden() == (len(kinds) == 1 or not is_plane)
    assert chooser.plane == Plane("components")


def test_that_chosen_features_stay_when_preprocessing_changes(qtbot: QtBot) -> None:
    chooser = PlaneChooser()
    qtbot.addWidget(chooser)
    chooser.set_features(THREE)
    chooser.kind.setCurrentIndex(1)
    chooser.kind.activated.emit(1)
    chooser.second.setCurrentIndex(2)
    chooser.set_features(THREE, ("PC 1", "PC 2"))
    assert chooser.plane == Plane("features", 0, 2)


def test_that_the_regions_are_shown_as_the_network_sees_the_data(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("gauss", WhitenStep())) as workspace:
        panel = RegionsPanel(workspace)
        qtbot.addWidget(panel)
        panel.show()
        kind = child(panel, QComboBox, "regions.plane")
        kind.setCurrentIndex(kind.findData("seen"))
        kind.activated.emit(kind.currentIndex())

        def labels() -> tuple[str, str] | None:
            snapshot = workspace.snapshot
            return None if snapshot is None or snapshot.regions is None else snapshot.regions.labels

        qtbot.waitUntil(lambda: labels() == ("PC 1", "PC 2"))
