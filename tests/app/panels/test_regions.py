"""The regions panel: picture, points, mistakes, planes, readings, and the map of a neuron."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPicture, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from nnstudio.app.appearance.colors import LIGHT
from nnstudio.app.panels.regions import RegionsPanel
from nnstudio.app.widgets.legend import Key
from nnstudio.app.widgets.legended_plane import LegendedPlane
from nnstudio.app.widgets.markers import SHAPES, mark, picture_of
from nnstudio.app.widgets.plane_plot import MOST_POINTS, PlanePlot, Points
from nnstudio.app.workspace.workspace import Selection, Workspace
from nnstudio.experiment.document import (
    DataSettings,
    Experiment,
    LayerSettings,
    NetworkSettings,
    Source,
    StandardizeStep,
    TrainingSettings,
)
from nnstudio.experiment.editing import edits
from nnstudio.experiment.looks.snapshot import Plane

Open = Callable[[Source], RegionsPanel]


def experiment(source: Source) -> Experiment:
    regression = source in ("function", "plane")
    return Experiment(
        data=DataSettings(
            source=source, samples=80, formula="sin(x)" if source == "function" else None
        ),
        network=NetworkSettings(
            layers=(LayerSettings(units=4, activation="tanh"), LayerSettings(units="auto"))
        ),
        training=TrainingSettings(epochs=5, loss="mse" if regression else "cross_entropy"),
    )


@pytest.fixture
def open_panel(qtbot: QtBot) -> Iterator[Open]:
    """Opens a panel on data of a source, and waits until it shows them."""
    workspaces = []

    def opened(source: Source) -> RegionsPanel:
        workspace = Workspace(experiment(source))
        workspaces.append(workspace)
        panel = RegionsPanel(workspace)
        qtbot.addWidget(panel)
        panel.resize(360, 280)
        panel.show()
        qtbot.waitUntil(lambda: "train" in summary(panel))
        return panel

    yield opened
    for workspace in workspaces:
        workspace.close()


def summary(panel: RegionsPanel) -> str:
    return panel._summary.text()


def combo(panel: RegionsPanel, name: str) -> QComboBox:
    found = panel.findChild(QComboBox, name)
    assert isinstance(found, QComboBox)
    return found


def step_of(workspace: Workspace) -> int:
    return -1 if workspace.snapshot is None else workspace.snapshot.metrics.step


def choose(box: QComboBox, index: int) -> None:
    box.setCurrentIndex(index)
    box.activated.emit(index)


def plot_of(qtbot: QtBot, points: Points) -> PlanePlot:
    plot = PlanePlot()
    qtbot.addWidget(plot)
    plot.resize(260, 240)
    plot.set_extent((-1.0, 1.0, -1.0, 1.0), ("x1", "x2"), equal=True)
    plot.set_points(points)
    plot.show()
    return plot


def color_at(plot: PlanePlot, x: float, y: float) -> str:
    place = plot.view.mapViewToScene(QPointF(x, y)).toPoint()
    return plot.grab().toImage().pixelColor(place).name()


def test_that_the_header_says_the_accuracy_on_both_splits(open_panel: Open) -> None:
    panel = open_panel("moons")
    assert panel.accessibleName() == "Decision regions"
    assert summary(panel).startswith("train <b>")
    assert "test <b>" in summary(panel)


def test_that_while_training_the_header_says_what_the_curves_end_with(
    qtbot: QtBot, open_panel: Open
) -> None:
    panel = open_panel("moons")
    workspace = panel.workspace
    workspace.edit("on", lambda e: edits.set_training(e, epochs=100_000))
    workspace.toggle_run()
    qtbot.waitUntil(lambda: workspace.phase == "running" and len(workspace.history) > 1)
    snapshot = workspace.snapshot
    assert snapshot is not None
    newest = replace(snapshot.metrics, step=10**9, train_score=0.123, test_score=0.456)
    workspace.history.append(newest)
    workspace.select(Selection(0))
    assert summary(panel) == "train <b>12.3 %</b> · test <b>45.6 %</b>"


def test_that_a_training_point_is_filled_and_a_test_point_hollow(qtbot: QtBot) -> None:
    positions = np.array([[-0.5, 0.0], [0.5, 0.0]])
    points = Points(positions, np.array([1, 1]), np.array([True, False]))
    plot = plot_of(qtbot, points)
    assert color_at(plot, -0.5, 0.0) == LIGHT.classes[1]
    assert color_at(plot, 0.5, 0.0) == LIGHT.surface


def test_that_a_wrong_point_is_ringed(qtbot: QtBot) -> None:
    points = Points(np.zeros((1, 2)), np.array([0]), np.array([True]))
    plot = plot_of(qtbot, points)
    before = plot.grab().toImage()
    plot.set_wrong(np.array([True]))
    assert plot.rings.positions.tolist() == [[0.0, 0.0]]
    assert plot.grab().toImage() != before
    plot.set_wrong(np.array([False]))
    assert not len(plot.rings.positions)
    assert plot.grab().toImage() == before


def test_that_what_is_put_onto_the_plane_is_seen(qtbot: QtBot) -> None:
    plot = plot_of(qtbot, Points(np.zeros((0, 2)), np.zeros(0, int), np.zeros(0, bool)))
    assert color_at(plot, 0.0, 0.0) == LIGHT.surface
    middle = plot.frame().center()
    item = plot.scene().addRect(middle.x() - 5, middle.y() - 5, 10, 10, brush=QColor("red"))
    qtbot.waitUntil(lambda: color_at(plot, 0.0, 0.0) == "#ff0000")
    item.hide()
    qtbot.waitUntil(lambda: color_at(plot, 0.0, 0.0) == LIGHT.surface)


def test_that_the_picture_fills_the_frame_with_its_first_row_at_the_bottom(qtbot: QtBot) -> None:
    plot = plot_of(qtbot, Points(np.zeros((0, 2)), np.zeros(0, int), np.zeros(0, bool)))
    pixels = np.zeros((2, 2, 4), dtype=np.uint8)
    pixels[..., 3] = 255
    pixels[1, ..., 0] = 255
    plot.set_pixels(pixels)
    assert color_at(plot, -0.9, -0.9) == color_at(plot, 0.9, -0.9) == "#000000"
    assert color_at(plot, -0.9, 0.9) == color_at(plot, 0.9, 0.9) == "#ff0000"
    assert plot.picture.pixels is pixels


def test_that_the_plane_has_equal_units_where_they_can_be_compared(qtbot: QtBot) -> None:
    plot = plot_of(qtbot, Points(np.zeros((1, 2)), np.array([0]), np.array([True])))
    assert abs(plot.frame().width() - plot.frame().height()) <= 1
    plot.set_extent((-1.0, 1.0, -1.0, 1.0), ("x1", "x2"), equal=False)
    plot.resize(500, 200)
    assert plot.frame().width() > 1.5 * plot.frame().height()


def test_that_neither_wheel_nor_drag_moves_the_plane(qtbot: QtBot) -> None:
    plot = plot_of(qtbot, Points(np.zeros((1, 2)), np.array([0]), np.array([True])))
    target, middle = plot.viewport(), plot.frame().center().toPoint()
    before, far = plot.extent(), middle + QPoint(40, 20)
    for button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
        QTest.mousePress(target, button, Qt.KeyboardModifier.NoModifier, middle)
        QTest.mouseMove(target, far)
        QTest.mouseRelease(target, button, Qt.KeyboardModifier.NoModifier, far)
    places, still = QPointF(middle), Qt.ScrollPhase.NoScrollPhase
    plain, up = Qt.KeyboardModifier.NoModifier, QPoint(0, 120)
    none = Qt.MouseButton.NoButton
    wheel = QWheelEvent(places, places, QPoint(), up, none, plain, still, False)
    QApplication.sendEvent(target, wheel)
    assert plot.extent() == before
    assert not QApplication.activePopupWidget()


def test_that_the_legend_stands_where_the_picture_is_larger(qtbot: QtBot) -> None:
    plot = PlanePlot()
    plane = LegendedPlane(plot)
    qtbot.addWidget(plane)
    plot.set_extent((-1.0, 1.0, -1.0, 1.0), ("x1", "x2"), equal=True)
    plane.set_key(Key(("class 0", "class 1")))
    plane.show()
    for width, height, is_below in ((200, 300, True), (400, 150, False)):
        plane.resize(width, height)
        plane.layout().activate()  # type: ignore[union-attr]
        assert (plane.legend.geometry().top() > plot.geometry().bottom()) is is_below
        assert (plane.legend.geometry().left() > plot.geometry().right()) is not is_below


def test_that_no_number_stands_where_the_name_of_the_axis_does(
    qtbot: QtBot,
) -> None:
    plot = plot_of(qtbot, Points(np.zeros((1, 2)), np.array([0]), np.array([True])))
    plot.set_extent((-1.0, 1.0, -1.0, 1.0), ("a rather long name", "x2"), equal=True)
    sheet = QPicture()
    with QPainter(sheet) as painter:
        _, _, numbers = plot.bottom.generateDrawSpecs(painter)
    name = plot.bottom.label.mapRectToParent(plot.bottom.label.boundingRect())
    assert numbers
    assert not any(area.intersects(name) for area, _, _ in numbers)


def test_that_the_points_are_where_their_coordinates_say(qtbot: QtBot) -> None:
    points = Points(np.array([[0.5, 0.5]]), np.array([0]), np.array([True]))
    plot = plot_of(qtbot, points)
    assert color_at(plot, 0.5, 0.5) == LIGHT.classes[0]
    assert color_at(plot, 0.25, -0.25) == LIGHT.surface


def test_that_huge_data_are_drawn_as_an_even_choice(qtbot: QtBot) -> None:
    count = 20 * MOST_POINTS
    rng = np.random.default_rng(0)
    points = Points(rng.uniform(-1, 1, (count, 2)), np.zeros(count, int), np.ones(count, bool))
    plot = plot_of(qtbot, points)
    plot.set_wrong(np.ones(count, bool))
    assert len(plot.marks.positions) == len(plot.rings.positions) == MOST_POINTS
    assert not plot.grab().isNull()


def test_that_data_of_two_features_offer_no_choice_of_a_plane(open_panel: Open) -> None:
    panel = open_panel("moons")
    assert not panel.chooser.isVisible()
    assert not panel.note.isVisible()


def test_that_data_of_more_features_start_on_the_principal_components(open_panel: Open) -> None:
    panel = open_panel("iris")
    assert panel.chooser.isVisible()
    assert panel.chooser.plane.kind == "components"
    assert not combo(panel, "regions.first").isVisible()
    assert panel.note.text() == "The rest at the training mean"


def test_that_two_chosen_features_are_the_axes_and_the_note_says_what_is_fixed(
    qtbot: QtBot, open_panel: Open
) -> None:
    panel = open_panel("iris")
    choose(combo(panel, "regions.plane"), 1)
    choose(combo(panel, "regions.second"), 3)
    names = panel.workspace.prepared.dataset.feature_names  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: panel.plot.left.labelText == names[3])
    assert panel.plot.bottom.labelText == names[0]
    assert panel.note.text() == "The other 2 features at the training mean"


def test_that_one_feature_cannot_be_on_both_axes(open_panel: Open) -> None:
    panel = open_panel("iris")
    choose(combo(panel, "regions.plane"), 1)
    choose(combo(panel, "regions.first"), 1)
    assert panel.chooser.plane == Plane("features", 1, 2)


def test_that_pointing_at_the_plane_reads_the_probabilities(qtbot: QtBot, open_panel: Open) -> None:
    panel = open_panel("iris")
    panel.plot.hovered.emit(panel.plot.to_data(panel.plot.frame().center()))
    assert summary(panel).count("%") == 2
    assert " · " in summary(panel)
    panel.plot.hovered.emit(None)
    assert summary(panel).startswith("train")


def test_that_a_selected_neuron_shows_its_map_until_escape(qtbot: QtBot, open_panel: Open) -> None:
    panel = open_panel("moons")
    panel.workspace.select(Selection(0, 2))
    qtbot.waitUntil(lambda: panel.accessibleName() == "Hidden 1, neuron 3")
    assert panel.legend.key.bound == 1.0
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert panel.workspace.selection == Selection()
    assert panel.accessibleName() == "Decision regions"


def test_that_a_neuron_under_the_pointer_shows_its_map_and_then_the_selected_one_again(
    qtbot: QtBot, open_panel: Open
) -> None:
    panel = open_panel("spiral")
    panel.workspace.select(Selection(0, 2))
    qtbot.waitUntil(lambda: panel.accessibleName() == "Hidden 1, neuron 3")
    panel.workspace.hover(Selection(0, 0))
    qtbot.waitUntil(lambda: panel.accessibleName() == "Hidden 1, neuron 1")
    panel.workspace.hover(Selection())
    qtbot.waitUntil(lambda: panel.accessibleName() == "Hidden 1, neuron 3")


def test_that_the_legend_names_the_classes_and_what_is_wrong(open_panel: Open) -> None:
    panel = open_panel("iris")
    assert panel.legend.key == Key(("setosa", "versicolor", "virginica"), wrong=True)


def test_that_a_function_of_one_feature_is_drawn_as_a_curve(open_panel: Open) -> None:
    panel = open_panel("function")
    assert panel.accessibleName() == "Prediction"
    assert len(panel.plot.curve.xData) > 10
    assert panel.plot.picture.pixels is None
    assert "R²" in summary(panel)


def test_that_a_regression_over_the_plane_has_a_color_scale(open_panel: Open) -> None:
    panel = open_panel("plane")
    assert panel.legend.key.bound is not None
    assert not len(panel.plot.curve.xData)
    assert panel.plot.picture.pixels is not None


def test_that_a_hidden_panel_asks_the_run_for_nothing(qtbot: QtBot, open_panel: Open) -> None:
    panel = open_panel("moons")
    workspace = panel.workspace
    assert workspace.snapshot is not None
    assert workspace.snapshot.regions is not None
    panel.hide()
    workspace.step()
    qtbot.waitUntil(lambda: step_of(workspace) == 1)
    assert workspace.snapshot.regions is None


def test_that_ten_classes_are_told_apart_by_shape_as_well(qapp: QApplication) -> None:
    marks = [mark(LIGHT, QColor("black"), k, False, 1.0) for k in range(len(SHAPES))]
    images = [picture_of(shown, 9.0, 1.0) for shown in marks]
    assert len(images) == 10
    assert not any(images[i] == images[j] for i in range(10) for j in range(i))


def extent(panel: RegionsPanel) -> tuple[float, ...]:
    snapshot = panel.workspace.snapshot
    assert snapshot is not None
    assert snapshot.regions is not None
    return snapshot.regions.extent


def test_that_the_plane_of_two_features_is_switched_in_the_header(
    qtbot: QtBot, open_panel: Open
) -> None:
    panel = open_panel("moons")
    steps = [StandardizeStep()]
    panel.workspace.edit("standardize", lambda e: edits.set_preprocessing(e, steps))
    switch = panel.chooser.switch
    qtbot.waitUntil(switch.isVisible)
    assert not combo(panel, "regions.plane").isVisible()
    before = extent(panel)
    switch.click()
    assert panel.chooser.plane.seen
    qtbot.waitUntil(lambda: extent(panel) != before)
    switch.click()
    qtbot.waitUntil(lambda: extent(panel) == before)
