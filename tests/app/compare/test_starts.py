"""Many starts in the window: losses along an axis, a picture each, and each can be opened."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from nnstudio.app.compare.loss_strip import LossStrip, summary
from nnstudio.app.compare.start_tile import StartTile, best_columns
from nnstudio.app.compare.starts_view import StartsView
from nnstudio.app.compare.vary_dialog import VaryDialog
from nnstudio.app.window.main_window import MainWindow
from nnstudio.experiment.comparing.starts import Start
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import edits
from tests.app.conftest import MakeWindow
from tests.app.opened import child, experiment_on

SPIRAL = experiment_on("spiral")


def tried(qtbot: QtBot, make_window: MakeWindow, experiment: Experiment) -> MainWindow:
    window = make_window()
    window.resize(1280, 720)
    window.workspace.adopt(experiment)
    window.show()
    action = window.findChild(QAction, "manyStarts")
    assert isinstance(action, QAction)
    action.trigger()
    view = child(window, StartsView, "starts")
    qtbot.waitUntil(lambda: not view.is_training)
    qtbot.waitUntil(lambda: len(tiles(window)) == 30 * len(view.trials))
    return window


@pytest.fixture
def window(qtbot: QtBot, make_window: MakeWindow) -> MainWindow:
    return tried(qtbot, make_window, SPIRAL)


def tiles(window: MainWindow) -> list[StartTile]:
    return [tile for tile in window.findChildren(StartTile) if tile.isVisible()]


def test_that_thirty_starts_are_shown_by_loss(window: MainWindow) -> None:
    view = child(window, StartsView, "starts")
    (trial,) = view.trials
    assert [tile.start for tile in tiles(window)] == list(trial.starts)
    assert len(trial.starts) == 30
    assert not any(panel.isVisible() for panel in window.panels.values())
    (strip,) = view.findChildren(LossStrip)
    places = [strip.place_of(start).x() for start in trial.starts]
    assert places == sorted(places)
    assert "median" in summary(trial)


def test_that_a_start_opens_with_its_weights(qtbot: QtBot, window: MainWindow) -> None:
    tile = tiles(window)[4]
    start = tile.start
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert_shows(qtbot, window, start)
    assert window.compare.compared.experiments == ()
    assert window.panels["curves"].isVisible()
    window.workspace.undo_stack.undo()
    assert window.workspace.experiment == SPIRAL


def assert_shows(qtbot: QtBot, window: MainWindow, start: Start) -> None:
    workspace = window.workspace

    def has_come() -> bool:
        snapshot = workspace.snapshot
        return snapshot is not None and snapshot.metrics.epoch == SPIRAL.training.epochs

    qtbot.waitUntil(has_come)
    assert workspace.experiment.seed == start.seed
    assert workspace.snapshot is not None
    for mine, its in zip(workspace.snapshot.matrices, start.weights.matrices, strict=True):
        assert np.array_equal(mine, its)
    assert workspace.snapshot.metrics.train_loss == pytest.approx(start.loss)


def test_that_a_dot_opens_its_start(qtbot: QtBot, window: MainWindow) -> None:
    view = child(window, StartsView, "starts")
    (strip,) = view.findChildren(LossStrip)
    qtbot.waitUntil(strip.isVisible)
    worst = view.trials[0].starts[-1]
    place = strip.place_of(worst)
    strip.mousePressEvent(
        QMouseEvent(
            QEvent.Type.MouseButtonPress,
            QPointF(place),
            strip.mapToGlobal(place),
            Qt.MouseButton.LeftButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    assert_shows(qtbot, window, worst)


def test_that_several_values_have_a_strip_each_on_one_axis(
    qtbot: QtBot, window: MainWindow
) -> None:
    view = child(window, StartsView, "starts")
    child(view, QPushButton, "starts.vary").click()
    dialog = child(window, VaryDialog, "vary")
    box = child(dialog, QComboBox, "vary.setting")
    box.setCurrentIndex(box.findData("network.layers.0.units"))
    child(dialog, QLineEdit, "vary.values").setText("2, 12")
    child(dialog, QPushButton, "vary.compare").click()
    view = next(v for v in window.findChildren(StartsView) if v.isVisible())
    qtbot.waitUntil(lambda: not view.is_training)
    strips = view.findChildren(LossStrip)[-2:]  # those before are about to go
    qtbot.waitUntil(lambda: all(strip.isVisible() for strip in strips))
    assert [trial.title for trial in view.trials] == [
        "2 neurons in hidden 1",
        "12 neurons in hidden 1",
    ]
    QTest.mouseClick(strips[0], Qt.MouseButton.LeftButton, pos=strips[0].rect().topRight())
    wanted = list(view.trials[0].starts)
    qtbot.waitUntil(lambda: [tile.start for tile in tiles(window)] == wanted)


def test_that_it_is_left_and_stops_training(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window()
    window.workspace.adopt(edits.set_training(SPIRAL, epochs=10_000_000))
    window.show()
    window.compare.many_starts()
    view = child(window, StartsView, "starts")
    assert view.is_training
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not view.is_training
    assert window.panels["curves"].isVisible()


def test_that_it_is_cancelled_and_begun_anew(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window()
    window.workspace.adopt(edits.set_training(SPIRAL, epochs=10_000_000))
    window.show()
    window.compare.many_starts()
    view, button = (
        child(window, StartsView, "starts"),
        child(window, QAbstractButton, "starts.train"),
    )
    button.click()
    assert not view.is_training
    assert child(view, QLabel, "starts.told").text() == "Cancelled."
    button.click()
    assert view.is_training


def test_that_data_without_a_plane_have_scores_on_their_tiles(
    qtbot: QtBot, make_window: MakeWindow
) -> None:
    window = tried(qtbot, make_window, experiment_on("wine"))
    assert len(tiles(window)) == 30
    assert all(tile.start.regions is None for tile in tiles(window))
    assert "test" in tiles(window)[0].accessibleName()


def test_that_what_cannot_be_trained_is_said(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = tried(qtbot, make_window, edits.set_layer(SPIRAL, 2, units=5))
    told = child(window, QLabel, "starts.told").text()
    assert "network.layers.2.units" in told


def test_that_tiles_stand_in_as_many_columns_as_makes_them_largest() -> None:
    assert best_columns(30, 1200, 400, 15) == 10
    assert best_columns(30, 400, 1200, 15) < 5
