"""What is behind the data panel's button: every control edits its field, and can be undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QSlider
from pytestqt.qtbot import QtBot

from nnstudio.app.panels.data import DataPanel
from nnstudio.app.widgets.number_edit import NumberEdit
from nnstudio.app.window import dialogs
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.document import Source
from nnstudio.experiment.editing import edits
from tests.app.opened import child, experiment_on, opened
from tests.experiment.picture_files import random_images, write_cifar, write_folder


@pytest.fixture
def workspace(qtbot: QtBot) -> Iterator[Workspace]:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        yield workspace


@pytest.fixture
def panel(qtbot: QtBot, workspace: Workspace) -> DataPanel:
    panel = DataPanel(workspace)
    qtbot.addWidget(panel)
    panel.show()
    child(panel, QPushButton, "data.more").click()
    return panel


def folder_action(panel: DataPanel) -> QAction:
    found = panel.findChild(QAction, "data.imageFolder")
    assert isinstance(found, QAction)
    return found


@pytest.mark.parametrize(
    ("name", "position", "field", "value"),
    [
        ("classes", 5, "classes", 5),
        ("imbalance", 50, "imbalance", 0.5),
        ("labelNoise", 20, "label_noise", 0.2),
        ("validationFraction", 15, "validation_fraction", 0.15),
    ],
)
def test_that_a_slider_sets_its_field_and_is_undone_at_once(
    panel: DataPanel, workspace: Workspace, name: str, position: int, field: str, value: float
) -> None:
    before = workspace.experiment
    child(panel, QSlider, f"data.{name}").setValue(position)
    assert getattr(workspace.experiment.data, field) == pytest.approx(value)
    workspace.undo_stack.undo()
    assert workspace.experiment == before


def test_that_fewer_examples_can_be_asked_for_and_all_again(
    panel: DataPanel, workspace: Workspace
) -> None:
    most = child(panel, NumberEdit, "data.atMost")
    assert not most.isVisible()
    workspace.edit("digits", lambda e: edits.set_source(e, "digits"))
    assert most.isVisible()
    assert most.text() == "all"
    most.setValue(100)
    assert workspace.experiment.data.at_most == 100
    most.setValue(3)
    assert "too small" in (workspace.problem or "")
    most.setValue(0)
    assert workspace.experiment.data.at_most is None


def test_that_there_is_no_more_validation_than_testing_leaves(
    panel: DataPanel, workspace: Workspace
) -> None:
    child(panel, QSlider, "data.validationFraction").setValue(80)
    data = workspace.experiment.data
    assert data.validation_fraction + data.test_fraction == pytest.approx(0.9)
    assert workspace.problem is None


def test_that_the_data_can_have_a_seed_of_their_own(panel: DataPanel, workspace: Workspace) -> None:
    seed = child(panel, NumberEdit, "data.seed")
    assert not seed.isEnabled()
    child(panel, QAbstractButton, "data.ownSeed").click()
    assert workspace.experiment.data.seed == workspace.experiment.seed
    seed.setValue(77)
    assert workspace.experiment.data.seed == 77
    child(panel, QAbstractButton, "data.ownSeed").click()
    assert workspace.experiment.data.seed is None


@pytest.mark.parametrize(
    ("source", "shown"),
    [("spiral", (True, True)), ("moons", (False, True)), ("plane", (False, False))],
)
def test_that_only_what_applies_is_offered(
    panel: DataPanel, workspace: Workspace, source: Source, shown: tuple[bool, bool]
) -> None:
    workspace.edit("data", lambda e: edits.set_source(e, source))
    names = ("data.classes", "data.imbalance")
    assert tuple(child(panel, QSlider, name).isVisible() for name in names) == shown


def test_that_the_button_tells_what_is_set_behind_it(
    panel: DataPanel, workspace: Workspace
) -> None:
    button = child(panel, QPushButton, "data.more")
    usual = button.text()
    workspace.edit("spoil", lambda e: edits.set_data(e, label_noise=0.3))
    assert button.text() != usual
    assert "label noise 30%" in button.toolTip()


def test_that_images_are_recognized_when_they_are_opened(
    qtbot: QtBot,
    panel: DataPanel,
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = [
        write_folder(tmp_path / "pets", {n: random_images(4, 8, 8, 3) for n in ("cat", "dog")}),
        write_cifar(tmp_path, random_images(20, 32, 32, 3), random_images(20) % 10),
    ]
    monkeypatch.setattr(dialogs, "ask_folder", lambda *_: answers.pop(0))
    for source in ("images", "cifar10"):
        folder_action(panel).trigger()
        assert workspace.experiment.data.source == source
        qtbot.waitUntil(lambda: workspace.prepared is not None and workspace.phase == "ready")
        tile = child(panel, QAbstractButton, "data.openImages")
        assert tile.isChecked()


def test_that_a_folder_without_images_is_told_in_a_sentence(
    qtbot: QtBot,
    panel: DataPanel,
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dialogs, "ask_folder", lambda *_: tmp_path)
    folder_action(panel).trigger()
    qtbot.waitUntil(lambda: workspace.phase == "invalid")
    assert "needs a subfolder of image files" in (workspace.problem or "")
    QTest.keyClick(panel, Qt.Key.Key_Escape)


def test_that_pictures_that_are_left_out_are_told_among_the_facts(
    qtbot: QtBot, workspace: Workspace, panel: DataPanel, tmp_path: Path
) -> None:
    images = {name: random_images(6, 8, 8, 3) for name in ("cat", "dog")}
    path = write_folder(tmp_path / "pets", images)
    (path / "cat" / "bad.png").write_bytes(b"no")
    (path / "empty").mkdir()
    workspace.edit("images", lambda e: edits.set_source(e, "images", path=str(path)))
    facts = child(panel, QLabel, "data.facts")
    qtbot.waitUntil(lambda: facts.text().endswith("▲ 2 things left out"))
    assert '"cat/bad.png" is no image' in facts.toolTip()
    workspace.undo_stack.undo()
    qtbot.waitUntil(lambda: not facts.toolTip())


def test_that_the_version_of_cifar_for_python_is_refused_in_words(
    qtbot: QtBot,
    workspace: Workspace,
    panel: DataPanel,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "data_batch_1").write_bytes(b"no")
    monkeypatch.setattr(dialogs, "ask_folder", lambda *_: tmp_path)
    folder_action(panel).trigger()
    qtbot.waitUntil(lambda: "could run code when opened" in (workspace.problem or ""))
