"""Painting on the decision regions, with a real mouse on the real window."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from nnstudio.app.panels.regions import RegionsPanel
from nnstudio.app.window import dialogs
from nnstudio.app.window.main_window import MainWindow
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.document import Source
from nnstudio.experiment.editing.painting import Points
from nnstudio.experiment.files.documents import load
from nnstudio.experiment.lessons.library import lesson_names
from nnstudio.experiment.training.run import train
from tests.app.conftest import MakeWindow
from tests.app.panels.test_regions import experiment


class Painter:
    """A hand with a mouse on the regions of a window."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        panel = window.panels["regions"]
        assert isinstance(panel, RegionsPanel)
        self.window, self.panel, self._qtbot = window, panel, qtbot

    @property
    def workspace(self) -> Workspace:
        return self.window.workspace

    @property
    def points(self) -> Points:
        return self.workspace.experiment.data.points or ()

    def click(self, name: str) -> None:
        button = self.window.findChild(QAbstractButton, name)
        assert isinstance(button, QAbstractButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.panel, key)

    def place(self, across: float, down: float) -> QPoint:
        frame = self.panel.plot.frame()
        x, y = frame.left() + across * frame.width(), frame.top() + down * frame.height()
        return QPoint(round(x), round(y))

    def stroke(self, *places: tuple[float, float], steps: int = 12) -> None:
        """Press at the first place, drag over the others, and release at the last."""
        target, button = self.panel.plot.viewport(), Qt.MouseButton.LeftButton
        QTest.mousePress(target, button, pos=self.place(*places[0]))
        for start, end in pairwise(places):
            for share in np.linspace(0, 1, steps)[1:]:
                x = start[0] + share * (end[0] - start[0])
                y = start[1] + share * (end[1] - start[1])
                QTest.mouseMove(target, self.place(x, y))
        QTest.mouseRelease(target, button, pos=self.place(*places[-1]))

    def settle(self) -> None:
        """Wait until the network has the points of the document."""
        data = self.workspace.experiment.data
        self._qtbot.waitUntil(
            lambda: (
                self.workspace.prepared is not None
                and self.workspace.prepared.experiment.data == data
                and self.workspace.snapshot is not None
                and self.workspace.snapshot.regions is not None
            )
        )


@pytest.fixture
def painter(make_window: MakeWindow, qtbot: QtBot) -> Painter:
    """Painting is on, on the points of moons."""
    window = make_window(experiment("moons"))
    window.resize(1280, 720)
    window.show()
    found = Painter(window, qtbot)
    found.settle()
    found.click("regions.paint")
    return found


def test_that_a_stroke_paints_over_the_data_as_one_undo_entry(painter: Painter) -> None:
    before = painter.workspace.experiment
    painter.key(Qt.Key.Key_1)
    painter.stroke((0.2, 0.2), (0.8, 0.2), (0.8, 0.8))
    painted = painter.points[80:]
    assert len(painter.points) > 90
    assert {point[2] for point in painted} == {1}
    stack = painter.workspace.undo_stack
    assert stack.count() == 1
    assert stack.undoText() == f"paint {len(painted)} points of class 1"
    stack.undo()
    assert painter.workspace.experiment == before
    stack.redo()
    assert painter.points[80:] == painted


def test_that_two_strokes_are_two_undo_entries(painter: Painter) -> None:
    painter.stroke((0.2, 0.2), (0.4, 0.2))
    first = painter.points
    painter.stroke((0.2, 0.8), (0.4, 0.8))
    assert painter.workspace.undo_stack.count() == 2
    painter.workspace.undo_stack.undo()
    assert painter.points == first


def test_that_a_single_point_is_where_the_mouse_was(painter: Painter) -> None:
    painter.key(Qt.Key.Key_P)
    painter.stroke((0.25, 0.75))
    left, right, bottom, top = painter.panel.plot.extent()
    x1, x2, label = painter.points[-1]
    frame = painter.panel.plot.frame()
    assert abs(x1 - (left + 0.25 * (right - left))) <= (right - left) / frame.width()
    assert abs(x2 - (bottom + 0.25 * (top - bottom))) <= (top - bottom) / frame.height()
    assert label == 0
    assert painter.workspace.undo_stack.undoText() == "paint 1 point of class 0"


def test_that_training_goes_on_with_its_weights_while_painting(painter: Painter) -> None:
    workspace = painter.workspace
    workspace.edit(
        "long",
        lambda e: e.model_copy(
            update={"training": e.training.model_copy(update={"epochs": 1_000_000})}
        ),
    )
    workspace.run()
    painter._qtbot.waitUntil(
        lambda: workspace.snapshot is not None and workspace.snapshot.metrics.epoch > 20
    )
    for down in (0.2, 0.5, 0.8):
        assert workspace.snapshot is None or workspace.snapshot.metrics.epoch > 20
        painter.stroke((0.2, down), (0.8, down))
        painter.settle()
        assert workspace.phase == "running"
    assert workspace.snapshot is not None
    assert workspace.snapshot.metrics.epoch > 20
    assert workspace.history.epochs[0] == 0
    workspace.pause()
    painter._qtbot.waitUntil(lambda: workspace.phase == "paused")


def test_that_the_first_point_of_a_new_class_adds_an_output(painter: Painter) -> None:
    painter.key(Qt.Key.Key_2)
    painter.key(Qt.Key.Key_P)
    painter.stroke((0.1, 0.1))
    painter.settle()
    prepared = painter.workspace.prepared
    assert prepared is not None
    assert prepared.network.outputs == 3


def test_that_erasing_moving_shaking_and_gathering_are_told_by_name(painter: Painter) -> None:
    painter.stroke((0.1, 0.1), (0.3, 0.1))
    count, texts = len(painter.points), []
    for key in (Qt.Key.Key_M, Qt.Key.Key_J, Qt.Key.Key_G, Qt.Key.Key_E):
        painter.key(key)
        before = painter.points
        painter.stroke((0.2, 0.1), (0.25, 0.1))
        assert painter.points != before
        texts.append(painter.workspace.undo_stack.undoText())
    gone = count - len(painter.points)
    assert texts[:3] == ["move a point", "jitter points", "gather points"]
    assert texts[3] == f"erase {gone} points"
    assert gone > 1


def test_that_the_axes_stand_still_while_one_paints(painter: Painter) -> None:
    painter.settle()
    extent = painter.panel.plot.extent()
    painter.stroke((0.01, 0.01), (0.99, 0.99))
    painter.settle()
    painter.key(Qt.Key.Key_E)
    painter.stroke((0.01, 0.99), (0.99, 0.01))
    painter.settle()
    assert painter.panel.plot.extent() == extent
    assert painter.workspace.snapshot is not None
    assert painter.workspace.snapshot.regions is not None
    assert painter.workspace.snapshot.regions.extent == extent
    left, right, bottom, top = extent
    assert all(left <= p[0] <= right and bottom <= p[1] <= top for p in painter.points)


def test_that_clearing_says_what_is_needed_and_painting_anew_trains_again(
    painter: Painter,
) -> None:
    painter.click("paint.clear")
    workspace = painter.workspace
    painter._qtbot.waitUntil(lambda: workspace.phase == "invalid")
    assert workspace.problem == (
        "Painted points: there are no points yet; paint at least three points, of two classes or "
        "more"
    )
    painter.stroke((0.2, 0.2), (0.8, 0.2))
    assert len(painter.panel.plot.marks.positions) == len(painter.points) > 3
    painter._qtbot.waitUntil(lambda: "all of class 0" in (workspace.problem or ""))
    painter.key(Qt.Key.Key_1)
    painter.stroke((0.2, 0.8), (0.8, 0.8))
    painter.settle()
    assert workspace.problem is None
    assert workspace.phase in ("ready", "paused")


def test_that_keys_and_wheel_choose_class_and_circle(painter: Painter) -> None:
    strip = painter.panel.easel.strip
    for label in range(10):
        painter.key(Qt.Key(Qt.Key.Key_0.value + label))
        assert strip.label == label
    radius = strip.radius
    painter.key(Qt.Key.Key_BracketRight)
    assert strip.radius > radius
    painter.key(Qt.Key.Key_BracketLeft)
    assert strip.radius == pytest.approx(radius)
    painter.key(Qt.Key.Key_Escape)
    assert not painter.panel.easel.is_on
    assert strip.isHidden()
    painter.stroke((0.5, 0.5))
    assert painter.workspace.experiment.data.source == "moons"


def test_that_every_tool_has_a_name_and_shows_its_key(painter: Painter) -> None:
    buttons = painter.panel.easel.strip.findChildren(QAbstractButton)
    assert len(buttons) == 10
    assert all(button.accessibleName() and button.toolTip() for button in buttons)
    tips = " ".join(button.toolTip() for button in buttons)
    assert all(f"({key})" in tips for key in "BPEMJG[]")


def test_that_the_tile_of_the_gallery_keeps_the_points_and_starts_painting(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(experiment("xor"))
    window.show()
    painter = Painter(window, qtbot)
    painter.settle()
    painter.click("data.paint")
    assert painter.panel.easel.is_on
    assert len(painter.points) == 80
    assert window.workspace.undo_stack.undoText() == "painted points"
    painter.settle()


@pytest.mark.parametrize("source", ["plane", "function", "iris"])
def test_that_there_is_no_painting_without_classes_in_the_plane(
    make_window: MakeWindow, qtbot: QtBot, source: Source
) -> None:
    window = make_window(experiment(source))
    window.show()
    switch = Painter(window, qtbot).panel.easel.switch
    assert not switch.isEnabled()
    assert switch.toolTip().startswith("Painting needs points of classes in the plane")


def test_that_saved_points_train_to_the_same_numbers_without_the_window(
    painter: Painter, tmp_path: Path
) -> None:
    painter.stroke((0.2, 0.2), (0.8, 0.8))
    painter.settle()
    workspace = painter.workspace
    assert workspace.save(tmp_path / "painted.json")
    assert load(tmp_path / "painted.json") == workspace.experiment
    workspace.reset()
    workspace.run()
    painter._qtbot.waitUntil(lambda: workspace.phase == "finished")
    painter._qtbot.waitUntil(
        lambda: workspace.snapshot is not None and workspace.snapshot.metrics.epoch == 5
    )
    assert workspace.snapshot is not None
    assert workspace.snapshot.metrics == train(load(tmp_path / "painted.json")).metrics


def test_that_painted_points_are_exported_as_a_table(
    painter: Painter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    painter.stroke((0.2, 0.2), (0.8, 0.8))
    painter.settle()
    monkeypatch.setattr(dialogs, "ask_export_path", lambda *_: tmp_path / "points.csv")
    action = painter.window.findChild(QAction, "export.csv")
    assert isinstance(action, QAction)
    action.trigger()
    header, *rows = (tmp_path / "points.csv").read_text(encoding="utf-8").splitlines()
    assert header == "x1,x2,target,split"
    x1, x2, label = painter.points[-1]
    assert rows[-1].startswith(f"{x1!r},{x2!r},class {label},")
    assert len(rows) == len(painter.points)


def test_that_painting_has_the_room_of_the_legend_and_all_tools_have_theirs(
    painter: Painter,
) -> None:
    assert not painter.panel.legend.isVisible()
    strip = painter.panel.easel.strip
    buttons = strip.findChildren(QAbstractButton)
    assert all(strip.rect().contains(button.geometry()) for button in buttons)
    assert not any(one.geometry().intersects(other.geometry()) for one, other in pairwise(buttons))
    painter.click("regions.paint")
    assert painter.panel.legend.isVisible()


def test_that_the_brush_rests_when_another_experiment_is_opened(painter: Painter) -> None:
    painter.workspace.adopt(experiment("circle"))
    assert not painter.panel.easel.is_on
    assert painter.panel.legend.isVisible()


def test_that_the_brush_rests_when_a_page_of_a_lesson_is_turned(painter: Painter) -> None:
    guide = painter.window.lessons.guide
    assert guide.open(lesson_names()[0])
    guide.forward()
    painter.panel.easel.begin()
    assert painter.panel.easel.is_on
    guide.forward()
    assert not painter.panel.easel.is_on
