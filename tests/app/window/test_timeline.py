"""The timeline: any moment of the run again, by mouse and keys, and on from there."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from nnstudio.app.window.timeline import Timeline
from nnstudio.app.window.timeline_strip import TimelineStrip
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.editing import edits
from tests.app.opened import child, experiment_on, opened


def trained(qtbot: QtBot, workspace: Workspace) -> Timeline:
    """A timeline over a run of 20 epochs."""
    timeline = Timeline(workspace)
    qtbot.addWidget(timeline)
    timeline.resize(600, 54)
    timeline.show()
    workspace.run()
    qtbot.waitUntil(lambda: workspace.phase == "finished" and step(workspace) == 40)
    return timeline


def step(workspace: Workspace) -> int:
    return -1 if workspace.snapshot is None else workspace.snapshot.metrics.step


def test_that_dragging_shows_an_earlier_moment_everywhere(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        timeline = trained(qtbot, workspace)
        end = workspace.snapshot
        strip = timeline.strip
        assert (strip.minimum(), strip.value(), strip.maximum()) == (0, 40, 40)
        middle = QPoint(strip.width() // 2, strip.height() // 2)
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=middle)
        qtbot.waitUntil(lambda: step(workspace) == 20)
        assert workspace.phase == "paused"
        assert strip.value() == 20
        assert "epoch 10" in strip.accessibleDescription()
        assert end is not None
        assert workspace.snapshot is not None
        assert not np.array_equal(end.matrices[0], workspace.snapshot.matrices[0])
        QTest.keyClick(strip, Qt.Key.Key_End)
        qtbot.waitUntil(lambda: step(workspace) == 40)
        for one, other in zip(end.matrices, workspace.snapshot.matrices, strict=True):
            np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("key", "shift", "reached"),
    [
        (Qt.Key.Key_Left, False, 18),
        (Qt.Key.Key_Right, False, 22),
        (Qt.Key.Key_Left, True, 19),
        (Qt.Key.Key_Right, True, 21),
        (Qt.Key.Key_PageDown, False, 18),
        (Qt.Key.Key_PageUp, False, 22),
        (Qt.Key.Key_Home, False, 0),
        (Qt.Key.Key_End, False, 40),
    ],
)
def test_that_keys_move_through_time(qtbot: QtBot, key: Qt.Key, shift: bool, reached: int) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        timeline = trained(qtbot, workspace)
        workspace.show_moment(20, exactly=True)
        qtbot.waitUntil(lambda: step(workspace) == 20)
        modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(timeline.strip, key, modifier)
        qtbot.waitUntil(lambda: step(workspace) == reached)


def test_that_run_goes_on_from_the_moment_shown_as_it_went(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        timeline = trained(qtbot, workspace)
        before = workspace.history.train_loss
        workspace.show_moment(20)
        qtbot.waitUntil(lambda: step(workspace) == 20)
        assert timeline.live.isEnabled()
        workspace.run()
        qtbot.waitUntil(lambda: workspace.phase == "finished" and step(workspace) == 40)
        np.testing.assert_array_equal(workspace.history.train_loss, before)
        assert len(workspace.history.branches) == 1
        assert not timeline.live.isEnabled()


def test_that_playing_shows_moments_up_to_the_newest_and_rests(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        timeline = trained(qtbot, workspace)
        seen: list[int] = []
        workspace.snapshot_changed.connect(lambda shown: seen.append(shown.metrics.step))
        workspace.show_moment(34)
        qtbot.waitUntil(lambda: step(workspace) == 34)
        timeline.play.click()
        qtbot.waitUntil(lambda: step(workspace) == 40)
        assert seen == [34, 36, 38, 40]
        assert timeline.play.accessibleName() == "Play what was trained"


def test_that_training_can_be_slow_enough_to_follow(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        timeline = Timeline(workspace)
        qtbot.addWidget(timeline)
        actions = {action.objectName(): action for action in timeline.speed.menu().actions()}
        actions["timeline.speed.30"].trigger()
        seen: list[int] = []
        workspace.snapshot_changed.connect(lambda shown: seen.append(shown.metrics.step))
        workspace.run()
        qtbot.waitUntil(lambda: len(seen) >= 5)
        assert np.diff(seen).max() <= 3
        actions["timeline.speed.full"].trigger()
        qtbot.waitUntil(lambda: workspace.phase == "finished")


def test_that_there_is_nothing_to_rewind_before_training(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        timeline = Timeline(workspace)
        qtbot.addWidget(timeline)
        timeline.show()
        for name in ("timeline.back", "timeline.play", "timeline.live"):
            assert not child(timeline, QToolButton, name).isEnabled()


def test_that_a_training_of_any_length_has_its_place(qtbot: QtBot) -> None:
    strip = TimelineStrip()
    qtbot.addWidget(strip)
    strip.resize(412, 30)
    strip.show_moment(2**40, 3 * 2**39, 2**41)
    places: list[int] = []
    strip.dragged.connect(places.append)
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(206, 10))
    assert places == [3 * 2**39]


def test_that_a_structural_edit_is_said_to_be_as_far_as_one_can_go_back(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        timeline = trained(qtbot, workspace)
        workspace.edit("wider", lambda experiment: edits.set_units(experiment, 0, 7))
        words = child(timeline, QLabel, "timeline.words")
        qtbot.waitUntil(lambda: words.text() == "Timeline — recorded since the edit at step 40")
        assert len(workspace.history) > 20
