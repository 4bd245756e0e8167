"""Side by side: networks in columns that train in step, on data painted into any of them."""

from collections.abc import Sequence

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.compare.column import CompareColumn
from nnstudio.app.compare.compared import Compared
from nnstudio.app.compare.plane import ComparedPlane
from nnstudio.app.compare.vary_dialog import VaryDialog
from nnstudio.app.compare.view import CompareView
from nnstudio.app.lessons.panel import LessonPanel
from nnstudio.app.window.main_window import MainWindow
from nnstudio.experiment.comparing.comparison_thread import Standing
from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import edits, painting
from nnstudio.experiment.editing.variations import varied
from nnstudio.experiment.training.run import train
from tests.app.conftest import MakeWindow
from tests.app.opened import child, experiment_on

UNITS = "network.layers.0.units"
SPIRAL = experiment_on("spiral")
PAINTED = painting.with_points(SPIRAL, painting.points_in(SPIRAL, prepare(SPIRAL)))


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    made = make_window()
    made.resize(1280, 720)
    made.workspace.adopt(SPIRAL)
    made.show()
    return made


def standing_of(compared: Compared) -> Standing:
    assert compared.standing is not None
    return compared.standing


def compare(
    qtbot: QtBot, window: MainWindow, experiments: Sequence[Experiment]
) -> tuple[Compared, CompareView]:
    window.compare.open(experiments)
    compared = window.compare.compared
    qtbot.waitUntil(lambda: compared.standing is not None and bool(compared.standing.lanes))
    return compared, child(window, CompareView, "compare")


def action(window: MainWindow, name: str) -> QAction:
    found = window.findChild(QAction, name)
    assert isinstance(found, QAction)
    return found


def click(parent: QWidget, name: str) -> None:
    QTest.mouseClick(child(parent, QAbstractButton, name), Qt.MouseButton.LeftButton)


def test_that_columns_train_to_what_single_runs_give(qtbot: QtBot, window: MainWindow) -> None:
    experiments = varied(SPIRAL, UNITS, "3, 6, 20")
    compared, view = compare(qtbot, window, experiments)
    click(view, "compare.run")
    qtbot.waitUntil(lambda: compared.state == "finished")
    for lane, experiment in zip(standing_of(compared).lanes, experiments, strict=True):
        assert lane.snapshot.metrics == train(experiment).metrics
    assert child(view, QLabel, "compare.epoch").text() == "Epoch 20"
    titles = [column.accessibleName() for column in view.columns]
    assert titles == [f"{units} neurons in hidden 1" for units in (3, 6, 20)]


def test_that_the_desk_gives_way_and_comes_back_as_it_was(qtbot: QtBot, window: MainWindow) -> None:
    before = {name: panel.isVisible() for name, panel in window.panels.items()}
    _, view = compare(qtbot, window, varied(SPIRAL, UNITS, "3, 6"))
    assert not any(panel.isVisible() for panel in window.panels.values())
    assert not action(window, "run").isEnabled()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert {name: panel.isVisible() for name, panel in window.panels.items()} == before
    assert action(window, "run").isEnabled()
    assert not window.compare.compared.is_open


def test_that_loss_axes_are_the_same_in_every_column(qtbot: QtBot, window: MainWindow) -> None:
    compared, view = compare(qtbot, window, varied(SPIRAL, "training.learning_rate", "0.001, 0.1"))
    click(view, "compare.run")
    qtbot.waitUntil(lambda: compared.state == "finished")
    axes = {(column.curves.axes.across, column.curves.axes.up) for column in view.columns}
    assert len(axes) == 1


def test_that_a_hidden_comparison_computes_nothing(qtbot: QtBot, window: MainWindow) -> None:
    endless = edits.set_training(SPIRAL, epochs=1_000_000)
    compared, view = compare(qtbot, window, [endless, endless])
    click(view, "compare.run")
    qtbot.waitUntil(lambda: standing_of(compared).epoch > 0)
    view.hide()
    compared.poll()
    view.show()
    qtbot.waitUntil(lambda: compared.state == "paused")
    epoch = standing_of(compared).epoch
    compared.step_epoch()
    qtbot.waitUntil(lambda: standing_of(compared).epoch > epoch and compared.state == "paused")
    assert standing_of(compared).epoch == epoch + 1


def test_that_one_who_diverges_says_so_in_its_column(qtbot: QtBot, window: MainWindow) -> None:
    wild = edits.set_training(SPIRAL, learning_rate=1e9, optimizer="sgd")
    compared, view = compare(qtbot, window, [SPIRAL, wild])
    click(view, "compare.run")
    qtbot.waitUntil(lambda: compared.state == "finished")
    assert "diverged" in child(view, QLabel, "compare.note.1").text()
    assert child(view, QLabel, "compare.note.0").isHidden()


def test_that_what_cannot_be_compared_is_said(qtbot: QtBot, window: MainWindow) -> None:
    window.compare.open([SPIRAL, edits.set_layer(SPIRAL, 2, units=5)])
    label = child(window, QLabel, "compare.problem")
    qtbot.waitUntil(label.isVisible)
    assert "network.layers.2.units" in label.text()


def place_of(plane: ComparedPlane, x: float, y: float) -> QPoint:
    return QPointF(plane.view.mapViewToScene(QPointF(x, y))).toPoint()


def paint(qtbot: QtBot, window: MainWindow) -> tuple[Compared, CompareView]:
    window.workspace.adopt(PAINTED)
    qtbot.waitUntil(lambda: window.workspace.snapshot is not None)
    compared, view = compare(qtbot, window, varied(PAINTED, UNITS, "3, 6"))
    click(view, "compare.step")
    qtbot.waitUntil(lambda: standing_of(compared).epoch == 1)
    click(view, "compare.paint")
    child(view, QComboBox, "compare.class").setCurrentIndex(1)
    return compared, view


def test_that_a_click_adds_a_point_for_all_and_their_weights_stay(
    qtbot: QtBot, window: MainWindow
) -> None:
    compared, view = paint(qtbot, window)
    before = [lane.snapshot.matrices[0] for lane in standing_of(compared).lanes]
    count = len(PAINTED.data.points or ())
    plane = view.columns[1].plane
    corner = place_of(plane, 0.97 * plane.extent()[0], 0.97 * plane.extent()[2])
    QTest.mouseClick(plane.viewport(), Qt.MouseButton.LeftButton, pos=corner)
    points = window.workspace.experiment.data.points or ()
    assert len(points) == count + 1
    assert points[-1][2] == 1
    qtbot.waitUntil(
        lambda: all(len(lane.prepared.dataset) == count + 1 for lane in standing_of(compared).lanes)
    )
    after = standing_of(compared)
    assert after.epoch == 1
    for old, lane in zip(before, after.lanes, strict=True):
        assert np.array_equal(old, lane.snapshot.matrices[0])
    window.workspace.undo_stack.undo()
    assert len(window.workspace.experiment.data.points or ()) == count


def test_that_a_point_is_dragged(qtbot: QtBot, window: MainWindow) -> None:
    _, view = paint(qtbot, window)
    x, y, label = (PAINTED.data.points or ())[0]
    plane = view.columns[0].plane
    left, _, bottom, _ = plane.extent()
    viewport, start, end = plane.viewport(), place_of(plane, x, y), place_of(plane, left, bottom)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(viewport, end)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
    moved = window.workspace.experiment.data.points or ()
    changed = [new for new, old in zip(moved, PAINTED.data.points or (), strict=True) if new != old]
    assert len(changed) == 1
    assert changed[0][2] == label or len(changed) == 1
    assert changed[0][:2] == pytest.approx((left, bottom), abs=0.05 * abs(left))


def test_that_other_data_reach_every_column(qtbot: QtBot, window: MainWindow) -> None:
    compared, _ = compare(qtbot, window, varied(SPIRAL, UNITS, "3, 6"))
    window.workspace.edit("data", lambda e: edits.set_source(e, "circle"))
    qtbot.waitUntil(
        lambda: all(
            lane.prepared.experiment.data.source == "circle" for lane in standing_of(compared).lanes
        )
    )
    assert [e.network.layers[0].units for e in compared.experiments] == [3, 6]


def test_that_an_experiment_is_put_beside_itself_and_changed(
    qtbot: QtBot, window: MainWindow
) -> None:
    action(window, "sideBySide").trigger()
    compared, view = window.compare.compared, child(window, CompareView, "compare")
    assert compared.experiments == (SPIRAL, SPIRAL)
    assert compared.titles == ("Network 1", "Network 2")
    click(view, "compare.settings.1")
    box = child(view, QComboBox, "compare.change.1.setting")
    box.setCurrentIndex(box.findData("training.l2"))
    child(view, QLineEdit, "compare.change.1.value").setText("0.1")
    child(view, QPushButton, "compare.apply.1").click()
    assert compared.titles == ("L2 0", "L2 0.1")
    click(view, "compare.settings.1")
    child(view, QPushButton, "compare.chip.1.training.l2").click()
    assert compared.experiments == (SPIRAL, SPIRAL)
    click(view, "compare.add")
    assert len(view.columns) == 3
    click(view, "compare.remove.0")
    assert len(view.columns) == 2
    assert window.workspace.experiment == SPIRAL


def test_that_a_value_that_cannot_be_is_told_in_place(qtbot: QtBot, window: MainWindow) -> None:
    compared, view = compare(qtbot, window, [SPIRAL, SPIRAL])
    click(view, "compare.settings.0")
    child(view, QLineEdit, "compare.change.0.value").setText("-4")
    child(view, QPushButton, "compare.apply.0").click()
    assert UNITS in child(view, QLabel, "compare.problem.0").text()
    assert compared.experiments == (SPIRAL, SPIRAL)


def test_that_a_setting_is_varied_through_values(qtbot: QtBot, window: MainWindow) -> None:
    action(window, "vary").trigger()
    dialog = child(window, VaryDialog, "vary")
    values = child(dialog, QLineEdit, "vary.values")
    values.setText("3")
    child(dialog, QPushButton, "vary.compare").click()
    assert "2 to 6" in child(dialog, QLabel, "vary.problem").text()
    values.setText("3, 6, 20")
    child(dialog, QPushButton, "vary.compare").click()
    units = [e.network.layers[0].units for e in window.compare.compared.experiments]
    assert units == [3, 6, 20]


def test_that_a_lesson_shows_its_networks_and_sees_its_point_made_in_one_of_them(
    qtbot: QtBot, window: MainWindow
) -> None:
    guide, compared = window.lessons.guide, window.compare.compared
    guide.open("layer-sizes")
    guide.forward()
    column = next(panel for panel in window.findChildren(LessonPanel) if panel.isVisible())
    click(column, "lesson.compare")
    assert compared.titles == tuple(f"{units} hidden neurons" for units in (3, 6, 20))
    qtbot.waitUntil(lambda: compared.standing is not None and bool(compared.standing.lanes))
    assert not guide.is_made
    compared.toggle_run()
    qtbot.waitUntil(lambda: compared.state == "finished", timeout=30_000)
    three, six, twenty = (lane.snapshot.metrics for lane in standing_of(compared).lanes)
    assert three.train_score < six.train_score < twenty.train_score
    assert three.test_score > twenty.test_score
    assert guide.is_made
    guide.forward()
    assert not compared.is_open


def test_that_it_moves_to_the_stage_and_back_in_large_letters(
    qtbot: QtBot, window: MainWindow
) -> None:
    compared, view = compare(qtbot, window, varied(SPIRAL, UNITS, "3, 6, 20"))
    click(view, "compare.step")
    qtbot.waitUntil(lambda: standing_of(compared).epoch == 1)
    size = view.columns[0].fontInfo().pixelSize()
    window.presenter.toggle()
    qtbot.waitUntil(view.isVisible)
    assert view.columns[0].fontInfo().pixelSize() > size
    assert view.minimumSizeHint().width() <= 1280
    window.presenter.toggle()
    qtbot.waitUntil(view.isVisible)
    assert view.columns[0].fontInfo().pixelSize() == size
    assert standing_of(compared).epoch == 1
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert window.panels["regions"].isVisible()


def test_that_a_comparison_begun_on_the_stage_gives_it_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.presenter.toggle()
    stage = child(window, QWidget, "stage")
    bar = child(stage, QWidget, "stage.run")
    _, view = compare(qtbot, window, varied(SPIRAL, UNITS, "3, 6"))
    assert view.isVisible()
    assert not bar.isVisible()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert bar.isVisible()
    window.presenter.toggle()
    assert window.panels["regions"].isVisible()


def test_that_data_without_a_plane_have_scores_as_bars(qtbot: QtBot, window: MainWindow) -> None:
    window.workspace.adopt(experiment_on("wine"))
    _, view = compare(qtbot, window, [experiment_on("wine")] * 2)
    column = view.findChildren(CompareColumn)[0]
    assert column.plane.isHidden()
    assert not column.bars[0].isHidden()
    assert "%" in column.bars[0].text


@pytest.mark.parametrize(
    ("columns", "size"), [("3, 6, 20", (1280, 720)), ("1 2 3 4 5 6", (1920, 1080))]
)
def test_that_nothing_is_cut_in_the_columns(
    qtbot: QtBot, window: MainWindow, columns: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    _, view = compare(qtbot, window, varied(SPIRAL, UNITS, columns))
    assert window.size().toTuple() == size
    for column in view.columns:
        for label in column.findChildren(QLabel):
            if label.isVisible() and label.text() and label.wordWrap():
                assert label.height() >= label.heightForWidth(label.width())
        assert column.plane.frame().width() > 100
