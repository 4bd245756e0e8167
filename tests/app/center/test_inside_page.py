"""The page that looks inside: rows, verdicts, marked bins, ridges, and what it asks for."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from nnstudio.app.appearance.colors import DARK, LIGHT
from nnstudio.app.center.inside.bins import bin_words, filled_bins, fullest_bin, units_in
from nnstudio.app.center.inside.layer_row import InsideRow
from nnstudio.app.center.inside.page import InsidePage
from nnstudio.app.center.inside.surface_plot import surface_pixels
from nnstudio.app.center.inside.weight_plane import WeightPlane
from nnstudio.app.widgets.histogram import ZEROS
from nnstudio.app.workspace.workspace import Selection, Workspace
from nnstudio.experiment.looks.insights import Distribution
from nnstudio.experiment.looks.snapshot import ProbeRequest
from tests.app.opened import child, experiment_on, opened

VIEWS = ("activations", "preactivations", "weights", "gradients", "updates")


@pytest.fixture(params=["relu"])
def page(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[InsidePage]:
    with opened(qtbot, experiment_on("moons", activation=request.param)) as workspace:
        page = InsidePage(workspace)
        qtbot.addWidget(page)
        page.resize(640, 420)
        page.show()
        qtbot.waitUntil(lambda: len(page.rows) == 3)
        yield page


def inside(page: InsidePage, view: str) -> list[Distribution | None]:
    assert page.workspace.snapshot is not None
    return [layer.of(view) for layer in page.workspace.snapshot.inside]  # type: ignore[arg-type]


def _are(found: Callable[[], object], wanted: object) -> bool:
    return found() == wanted


def click_bin(row: InsideRow, place: int) -> None:
    area = row.histogram_area()
    xs = np.arange(area.left() - 1, area.right(), 1.0)
    x = next(x for x in xs if row.histogram.bin_at(area, float(x)) == place)
    point = QPointF(float(x) + 1, area.center().y()).toPoint()
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=point)


@pytest.mark.parametrize("view", VIEWS)
def test_that_every_layer_shows_the_quantity_that_is_chosen(
    qtbot: QtBot, page: InsidePage, view: str
) -> None:
    page.workspace.step()
    qtbot.waitUntil(lambda: all(shown is not None for shown in inside(page, "updates")))
    child(page, QAbstractButton, f"inside.{view}").click()
    for row, shown in zip(page.rows, inside(page, view), strict=True):
        assert shown is not None
        assert row.look is not None
        assert row.look.now is shown
        highest = shown.counts.sum(axis=0).max()
        assert row.histogram.heights.sum() == pytest.approx(shown.counts.sum() / highest)
        assert row.look.ridges[-1].counts.tolist() == shown.counts.sum(axis=0).tolist()


def test_that_before_the_first_step_there_is_no_update_to_show(page: InsidePage) -> None:
    child(page, QAbstractButton, "inside.updates").click()
    assert all(row.look is not None and row.look.now is None for row in page.rows)
    assert not page.grab().isNull()


def test_that_ridges_grow_while_training_and_start_anew_with_another_run(
    qtbot: QtBot, page: InsidePage
) -> None:
    for count in (1, 2, 3):
        page.workspace.step()
        qtbot.waitUntil(partial(_are, lambda: _steps(page), list(range(count + 1))))
    page.workspace.reset()
    qtbot.waitUntil(lambda: _steps(page) == [0])


def test_that_a_past_moment_shows_its_own_distribution_and_what_led_there(
    qtbot: QtBot, page: InsidePage
) -> None:
    child(page, QAbstractButton, "inside.weights").click()
    seen = []
    for count in range(4):
        if count:
            page.workspace.step()
        qtbot.waitUntil(partial(_are, lambda: _steps(page), list(range(count + 1))))
        shown = inside(page, "weights")[0]
        assert shown is not None
        seen.append(shown.counts.tolist())
    page.workspace.show_moment(1, exactly=True)
    qtbot.waitUntil(partial(_are, lambda: _steps(page), [0, 1]))
    shown = inside(page, "weights")[0]
    assert shown is not None
    assert shown.counts.tolist() == seen[1]


def _steps(page: InsidePage) -> list[int]:
    look = page.rows[0].look
    return [] if look is None else [ridge.step for ridge in look.ridges]


def test_that_a_click_on_a_bar_marks_its_neurons_and_a_second_lets_go(
    qtbot: QtBot, page: InsidePage
) -> None:
    row, shown = page.rows[1], inside(page, "activations")[1]
    assert shown is not None
    place = int(shown.counts.sum(axis=0).argmax())
    click_bin(row, place)
    units = units_in(shown, place)
    assert page.workspace.marked == {(1, unit) for unit in units}
    told = child(page, QLabel, "inside.units").text()
    assert all(f">{unit + 1}</a>" in told for unit in units)
    assert row.histogram.chosen == place
    click_bin(row, place)
    assert page.workspace.marked == frozenset()
    assert row.histogram.chosen is None


def test_that_the_bar_of_zeros_marks_the_neurons_that_give_them(page: InsidePage) -> None:
    shown = inside(page, "activations")[0]
    assert shown is not None
    assert shown.zeros.any()
    click_bin(page.rows[0], ZEROS)
    assert page.workspace.marked == {(0, int(unit)) for unit in np.flatnonzero(shown.zeros)}
    assert bin_words(shown, ZEROS).startswith("exactly 0: ")


def test_that_escape_lets_go_of_what_is_marked(page: InsidePage) -> None:
    page.workspace.mark(frozenset({(0, 1)}))
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert page.workspace.marked == frozenset()


def test_that_marked_units_that_are_gone_are_let_go(qtbot: QtBot, page: InsidePage) -> None:
    workspace = page.workspace
    workspace.mark(frozenset({(0, 1), (0, 3), (1, 2)}))
    layers = workspace.experiment.network.layers
    smaller = (layers[0].model_copy(update={"units": 2}), layers[2])
    network = workspace.experiment.network.model_copy(update={"layers": smaller})
    workspace.edit("shrink", lambda old: old.model_copy(update={"network": network}))
    assert (0, 1) in workspace.marked
    assert (0, 3) not in workspace.marked


def test_that_a_click_on_a_verdict_says_what_it_means(page: InsidePage) -> None:
    row = page.rows[0]
    verdict, place = next(pair for pair in row.verdict_places() if pair[0].kind == "dead")
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    text = child(page, QLabel, "verdict.definition")
    assert text.window().isVisible()
    for told in ("Dead neurons", verdict.text, "every training example", "from 50 % of the layer"):
        assert told in text.text()
    text.window().close()


def test_that_verdicts_are_reached_by_the_keyboard(page: InsidePage) -> None:
    QTest.keyClick(page.rows[2], Qt.Key.Key_Return)
    text = child(page, QLabel, "verdict.definition")
    assert text.window().isVisible()
    text.window().close()


def test_that_bins_are_chosen_by_the_keyboard(page: InsidePage) -> None:
    row = page.rows[0]
    assert row.look is not None
    assert row.look.now is not None
    filled = filled_bins(row.look.now)
    QTest.keyClick(row, Qt.Key.Key_Right)
    assert row.histogram.chosen == fullest_bin(row.look.now)
    assert page.workspace.marked
    for _ in filled:
        QTest.keyClick(row, Qt.Key.Key_Left)
    assert row.histogram.chosen == filled[0]
    QTest.keyClick(row, Qt.Key.Key_Right)
    assert row.histogram.chosen == filled[1]
    QTest.keyClick(row, Qt.Key.Key_Escape)
    assert not page.workspace.marked


def test_that_a_click_beside_selects_the_layer(page: InsidePage) -> None:
    QTest.mouseClick(page.rows[1], Qt.MouseButton.LeftButton, pos=QPoint(20, 4))
    assert page.workspace.selection == Selection(1)


def test_that_words_do_not_run_into_the_plots(page: InsidePage) -> None:
    for row in page.rows:
        places = [place for _, place in row.verdict_places()]
        assert max(place.right() for place in places) <= row.histogram_area().left()
        assert max(place.bottom() for place in places) <= row.height()
        for one in places:
            assert not any(one.intersects(other) for other in places if other is not one)


def test_that_a_hidden_page_asks_for_nothing(qtbot: QtBot, page: InsidePage) -> None:
    workspace = page.workspace
    page.hide()
    assert workspace._request == ProbeRequest()
    serial = workspace.snapshot.serial if workspace.snapshot else 0
    workspace.step()
    qtbot.waitUntil(lambda: workspace.snapshot is not None and workspace.snapshot.serial > serial)
    assert workspace.snapshot is not None
    assert workspace.snapshot.inside == ()
    assert workspace.snapshot.gradient_facts == ()


@pytest.fixture
def plane(qtbot: QtBot, page: InsidePage) -> WeightPlane:
    child(page, QAbstractButton, "inside.plane").click()
    plane = page.findChild(WeightPlane)
    assert plane is not None
    qtbot.waitUntil(lambda: shown_pair(page.workspace) == plane.pair)
    return plane


def shown_pair(workspace: Workspace) -> object:
    surface = None if workspace.snapshot is None else workspace.snapshot.surface
    return None if surface is None else surface.pair


def test_that_the_weight_plane_starts_with_the_first_two_weights(
    page: InsidePage, plane: WeightPlane
) -> None:
    assert plane.pair == ((0, 0, 0), (0, 0, 1))
    assert page.workspace.snapshot is not None
    assert page.workspace.snapshot.inside == ()
    assert "examples" in child(page, QLabel, "inside.planeWords").text()


def test_that_the_path_takes_every_step(qtbot: QtBot, page: InsidePage, plane: WeightPlane) -> None:
    for count in (1, 2, 3):
        page.workspace.step()
        qtbot.waitUntil(partial(_are, lambda: len(plane.plot.line.getData()[0]), count + 1))
    snapshot = page.workspace.snapshot
    assert snapshot is not None
    across, up = (float(data[-1]) for data in plane.plot.line.getData())
    assert (across, up) == pytest.approx(tuple(snapshot.matrices[0][0, :2].tolist()))


def test_that_other_weights_are_chosen_by_combo_boxes_and_by_the_selection(
    qtbot: QtBot, page: InsidePage, plane: WeightPlane
) -> None:
    second = child(page, QComboBox, "inside.secondWeight")
    second.setCurrentIndex(2)
    second.activated.emit(2)
    assert second.currentText() == "bias"
    qtbot.waitUntil(lambda: shown_pair(page.workspace) == ((0, 0, 0), (0, 0, 2)))
    page.workspace.select(Selection(1, 3))
    qtbot.waitUntil(lambda: shown_pair(page.workspace) == ((1, 3, 0), (1, 3, 1)))
    assert child(page, QComboBox, "inside.neuron").currentText() == "Hidden 2, neuron 4"


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_a_flat_or_steep_surface_has_a_picture(theme: object) -> None:
    for losses in (np.ones((41, 41)), np.linspace(0, 1e30, 41 * 41).reshape(41, 41)):
        pixels = surface_pixels(losses, theme)  # type: ignore[arg-type]
        assert pixels.shape[2] == 4
        height, width = pixels.shape[:2]
        assert not QImage(pixels.data, width, height, QImage.Format.Format_RGBA8888).isNull()
