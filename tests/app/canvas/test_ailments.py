"""What ails a layer on the canvas: dead units crossed out, a sign that explains, marked units."""

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from nnstudio.app.appearance.colors import LIGHT
from nnstudio.app.canvas.ailments import AilmentSign
from nnstudio.app.canvas.view import CanvasView
from tests.app.conftest import OpenCanvas
from tests.app.opened import child, experiment_on


def kill(qtbot: QtBot, canvas: CanvasView, units: int) -> None:
    """Make the first units of the first layer dead by their biases and weights."""
    session = canvas.workspace._live.session
    for unit in range(units):
        for column, value in enumerate((0.0, 0.0, -1.0)):
            session.set_parameter(0, unit, column, value)

    def dead() -> int:
        snapshot = canvas.workspace.snapshot
        return 0 if snapshot is None or not snapshot.activity else snapshot.activity[0].dead.sum()

    canvas.workspace._live.expect_news()
    qtbot.waitUntil(lambda: dead() == units)


def colors(canvas: CanvasView, layer: int, unit: int) -> set[str]:
    item = canvas.scene.columns[layer + 1]
    tile = item.tile_rect(unit).adjusted(-6, -6, 6, 6)
    view = canvas.view
    first = view.mapFromScene(tile.topLeft())
    last = view.mapFromScene(tile.bottomRight())
    image = view.viewport().grab().toImage()
    return {
        image.pixelColor(x, y).name()
        for x in range(first.x(), last.x())
        for y in range(first.y(), last.y())
    }


def test_that_dead_units_are_crossed_out(qtbot: QtBot, open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(experiment_on("moons", activation="relu"))
    kill(qtbot, canvas, 1)
    assert LIGHT.bad in colors(canvas, 0, 0)
    assert LIGHT.bad not in colors(canvas, 0, 1)


def test_that_a_layer_that_died_has_a_sign_that_explains(
    qtbot: QtBot, open_canvas: OpenCanvas
) -> None:
    canvas = open_canvas(experiment_on("moons", activation="relu"))
    kill(qtbot, canvas, 3)
    sign = child(canvas, AilmentSign, "canvas.layer.0.ailment")
    qtbot.waitUntil(sign.isVisible)
    assert sign.accessibleName() == "Hidden 1: 3 of 4 dead"
    QTest.mouseClick(sign, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    text = child(sign, QLabel, "verdict.definition")
    assert text.window().isVisible()
    text.window().close()


def test_that_marked_units_have_a_ring_until_a_click_or_escape(
    qtbot: QtBot, open_canvas: OpenCanvas
) -> None:
    canvas = open_canvas(experiment_on("moons"))
    workspace, port = canvas.workspace, canvas.view.viewport()
    escape = partial(QTest.keyClick, canvas.view, Qt.Key.Key_Escape)
    click = partial(QTest.mouseClick, port, Qt.MouseButton.LeftButton, pos=QPoint(3, 300))
    for let_go in (escape, click):
        workspace.mark(frozenset({(0, 2)}))
        assert LIGHT.warning in colors(canvas, 0, 2)
        assert LIGHT.warning not in colors(canvas, 0, 0)
        let_go()
        assert workspace.marked == frozenset()
        assert LIGHT.warning not in colors(canvas, 0, 2)
