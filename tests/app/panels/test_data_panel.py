"""The data panel: the gallery, the sliders, the formula, the facts."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QSlider
from pytestqt.qtbot import QtBot

from nnstudio.app.appearance.theme import DARK, LIGHT, Theme
from nnstudio.app.panels.data import DataPanel
from nnstudio.app.panels.data_gallery import GROUPS, SAME_TILE
from nnstudio.app.panels.table_import import TableImportDialog
from nnstudio.app.panels.thumbnails import ThumbnailMaker
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.data.sources import load_dataset
from nnstudio.experiment.document import DataSettings, Source
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
    panel.resize(250, panel.sizeHint().height())
    panel.show()
    return panel


def tile(panel: DataPanel, source: str) -> QAbstractButton:
    return child(panel, QAbstractButton, f"data.source.{source}")


def pixels(picture: QImage) -> NDArray[np.uint8]:
    image = picture.convertToFormat(QImage.Format.Format_RGBA8888)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)


def test_that_every_source_has_one_place_in_the_gallery() -> None:
    shown = [source for group in GROUPS for source in group.sources]
    assert sorted([*shown, *SAME_TILE]) == sorted(get_args(Source))


def test_that_a_click_on_a_tile_chooses_its_source(
    qtbot: QtBot, panel: DataPanel, workspace: Workspace
) -> None:
    QTest.mouseClick(tile(panel, "moons"), Qt.MouseButton.LeftButton)
    assert workspace.experiment.data.source == "moons"
    assert tile(panel, "moons").isChecked()
    assert workspace.undo_stack.undoText() == "Moons data"


def test_that_undo_marks_the_former_tile_again(panel: DataPanel, workspace: Workspace) -> None:
    tile(panel, "circle").click()
    workspace.undo_stack.undo()
    assert tile(panel, "spiral").isChecked()
    assert not tile(panel, "circle").isChecked()


def test_that_one_group_is_in_view_and_the_switch_shows_another(
    qtbot: QtBot, panel: DataPanel
) -> None:
    assert tile(panel, "spiral").isVisible()
    assert not tile(panel, "iris").isVisible()
    QTest.mouseClick(child(panel, QAbstractButton, "data.group.real"), Qt.MouseButton.LeftButton)
    assert tile(panel, "iris").isVisible()
    assert not tile(panel, "spiral").isVisible()


def test_that_the_group_of_a_source_chosen_elsewhere_comes_into_view(
    panel: DataPanel, workspace: Workspace
) -> None:
    workspace.adopt(experiment_on("wine"))
    assert tile(panel, "wine").isVisible()
    assert tile(panel, "wine").isChecked()


def test_that_only_the_numbers_that_matter_are_shown(
    panel: DataPanel, workspace: Workspace
) -> None:
    noise, samples = child(panel, QSlider, "data.noise"), child(panel, QSlider, "data.samples")
    split, formula = (
        child(panel, QSlider, "data.testFraction"),
        child(panel, QLineEdit, "data.formula"),
    )
    shown = [[noise, samples, split], [split], [noise, samples, split, formula]]
    for source, expected in zip(("spiral", "iris", "function"), shown, strict=True):
        workspace.adopt(experiment_on(source))
        visible = [x for x in (noise, samples, split, formula) if x.isVisible()]
        assert visible == expected, source


def test_that_a_drag_is_one_undo_entry_named_by_its_last_value(
    qtbot: QtBot, panel: DataPanel, workspace: Workspace
) -> None:
    slider = child(panel, QSlider, "data.noise")
    slider.setSliderDown(True)
    for value in (15, 20, 25):
        slider.setSliderPosition(value)
    slider.setSliderDown(False)
    assert workspace.experiment.data.noise == 0.25
    assert workspace.undo_stack.count() == 1
    assert workspace.undo_stack.undoText() == "noise 0.25"
    workspace.undo_stack.undo()
    assert workspace.experiment.data.noise == 0.1
    assert slider.value() == 10


def test_that_two_drags_are_two_undo_entries(panel: DataPanel, workspace: Workspace) -> None:
    slider = child(panel, QSlider, "data.samples")
    for value in (200, 300):
        slider.setSliderDown(True)
        slider.setSliderPosition(value)
        slider.setSliderDown(False)
    assert workspace.experiment.data.samples == 300
    assert workspace.undo_stack.count() == 2


def test_that_the_facts_follow_the_data(
    qtbot: QtBot, panel: DataPanel, workspace: Workspace
) -> None:
    facts = child(panel, QLabel, "data.facts")
    assert facts.text() == "100 examples · 2 features\n2 classes · 50 train / 50 test"
    child(panel, QSlider, "data.testFraction").setValue(20)
    qtbot.waitUntil(lambda: "80 train / 20 test" in facts.text())
    tile(panel, "iris").click()
    qtbot.waitUntil(lambda: "150 examples · 4 features\n3 classes" in facts.text())


def test_that_a_formula_becomes_the_data_and_a_bad_one_is_told(
    qtbot: QtBot, panel: DataPanel, workspace: Workspace
) -> None:
    tile(panel, "function").click()
    field = child(panel, QLineEdit, "data.formula")
    field.setText("x^2")
    field.editingFinished.emit()
    qtbot.waitUntil(
        lambda: workspace.prepared is not None and workspace.prepared.dataset.title == "y = x^2"
    )
    field.setText("sin(")
    field.editingFinished.emit()
    qtbot.waitUntil(lambda: workspace.problem is not None)
    assert "formula" in (workspace.problem or "")


def test_that_thumbnails_are_made_after_the_panel_is_painted(
    qtbot: QtBot, panel: DataPanel
) -> None:
    def has_color() -> bool:
        grabbed = pixels(tile(panel, "spiral").grab().toImage())
        return bool(np.any(np.ptp(grabbed[..., :3].astype(int), axis=-1) > 150))

    qtbot.waitUntil(has_color)


def test_that_the_thumbnail_of_the_data_at_hand_follows_their_settings(
    qtbot: QtBot, panel: DataPanel, workspace: Workspace
) -> None:
    def spiral() -> bytes:
        return pixels(tile(panel, "spiral").grab().toImage()).tobytes()

    seen = {spiral()}
    for edit in (
        partial(edits.set_data, noise=0.5),
        partial(edits.set_data, classes=5),
        partial(edits.set_data, imbalance=0.9),
        partial(edits.set_data, seed=11),
    ):
        workspace.edit("other data", edit)
        qtbot.waitUntil(lambda: spiral() not in seen)
        seen.add(spiral())


def test_that_other_thumbnails_show_what_choosing_them_brings(qtbot: QtBot) -> None:
    maker, size = ThumbnailMaker(3), QSize(40, 40)
    drawn = {name: maker.make(name, LIGHT, size, 1.0) for name in ("circle", "moons")}
    noisy = load_dataset(DataSettings(source="circle", noise=0.5), 3)
    assert maker.show_data("circle", noisy, 3) == {"circle"}
    assert maker.find("circle", LIGHT, size, 1.0) is None
    assert maker.find("moons", LIGHT, size, 1.0) is not None
    assert maker.show_data("circle", noisy, 3) == set()
    assert maker.show_data("moons", load_dataset(DataSettings(source="moons"), 3), 3) == {
        "circle",
        "moons",
    }
    again = maker.make("circle", LIGHT, size, 1.0)
    assert again.toImage() == drawn["circle"].toImage()
    assert maker.show_data("moons", noisy, 4) is None


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_thumbnails_are_the_right_way_up_in_class_colors(qtbot: QtBot, theme: Theme) -> None:
    """In gauss, class 1 lies at the upper right and class 0 at the lower left."""
    picture = ThumbnailMaker().make("gauss", theme, QSize(40, 40), 1.0)
    colors = pixels(picture.toImage())[..., :3].astype(int)
    drawn = pixels(picture.toImage())[..., 3] > 200
    for label, corner in ((1, drawn[:20, 20:]), (0, drawn[20:, :20])):
        part = colors[:20, 20:] if label else colors[20:, :20]
        color = QColor(theme.classes[label])
        mean = part[corner].mean(axis=0)
        assert np.abs(mean - (color.red(), color.green(), color.blue())).max() < 40


def test_that_the_table_tile_opens_the_dialog_and_changes_nothing_yet(
    qtbot: QtBot, panel: DataPanel, workspace: Workspace
) -> None:
    child(panel, QAbstractButton, "data.openTable").click()
    dialog = child(panel, TableImportDialog, "tableImport")
    assert dialog.isVisible()
    assert not dialog.isModal()
    assert workspace.experiment.data.source == "spiral"
    assert tile(panel, "spiral").isChecked()


def test_that_a_chosen_table_becomes_the_data(
    qtbot: QtBot, panel: DataPanel, workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "pets.csv"
    path.write_text("kind,length,width\n" + "cat,1,2\ndog,2,3\n" * 6)
    child(panel, QAbstractButton, "data.openTable").click()
    dialog = child(panel, TableImportDialog, "tableImport")
    table = DataSettings(source="table", path=str(path), target="kind")
    dialog.chosen.emit(table, "classification")
    qtbot.waitUntil(
        lambda: workspace.prepared is not None and workspace.prepared.dataset.title == "pets"
    )
    assert workspace.experiment.data.target == "kind"
    assert workspace.undo_stack.undoText() == "table pets.csv"
    assert child(panel, QAbstractButton, "data.openTable").isChecked()


def test_that_every_control_can_be_reached_by_name(panel: DataPanel) -> None:
    buttons = panel.findChildren(QAbstractButton)
    assert all(button.objectName() and button.accessibleName() for button in buttons)
    assert all(slider.accessibleName() for slider in panel.findChildren(QSlider))


def test_that_other_data_thaw_the_network_and_say_so(
    qtbot: QtBot, workspace: Workspace, panel: DataPanel
) -> None:
    workspace.edit("freeze", lambda e: edits.freeze_unit(e, 0, 1, True))
    with qtbot.waitSignal(workspace.message) as said:
        tile(panel, "moons").click()
    assert "nothing is frozen or switched off any more" in said.args[0]
    assert not edits.has_marks(workspace.experiment)
    workspace.undo_stack.undo()
    assert edits.has_marks(workspace.experiment)
