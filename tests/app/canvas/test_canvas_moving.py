"""Moving about on the canvas: the overview in the corner, and what the wheel does."""

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnstudio.app.canvas.add_button import AddButton
from nnstudio.app.canvas.column_header import ColumnHeader
from nnstudio.app.canvas.layer_caption import LayerCaption
from nnstudio.app.canvas.minimap import Minimap
from nnstudio.app.canvas.view import CanvasView
from nnstudio.app.window import dialogs
from nnstudio.app.workspace.workspace import Selection
from tests.app.canvas_driver import at_unit, network, turn_wheel
from tests.app.conftest import MakeWindow, OpenCanvas
from tests.app.opened import child


def overview(canvas: CanvasView) -> Minimap:
    return child(canvas, Minimap, "canvas.minimap")


def test_that_the_overview_is_there_only_while_something_is_out_of_sight(
    open_canvas: OpenCanvas,
) -> None:
    canvas = open_canvas(network((6, 5)))
    assert overview(canvas).isHidden()
    canvas.view.set_zoom(3.0)
    assert overview(canvas).isVisible()
    canvas.zoom_to_fit()
    assert overview(canvas).isHidden()


@pytest.mark.parametrize(("place", "column"), [(0.03, 0), (0.97, 3)])
def test_that_a_press_on_the_overview_looks_there(
    open_canvas: OpenCanvas, place: float, column: int
) -> None:
    canvas = open_canvas(network((6, 5)))
    canvas.view.set_zoom(4.0)
    widget = overview(canvas)
    at = QPoint(round(place * widget.width()), widget.height() // 2)
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at)
    x = canvas.layout_shown.columns[column].x
    assert abs(canvas.view.to_view(x, 0).x() - canvas.view.viewport().width() / 2) < 120
    assert canvas.view.zoom == 4.0


def test_that_the_wheel_zooms_or_scrolls_as_it_was_set_and_that_is_remembered(
    open_canvas: OpenCanvas,
) -> None:
    canvas = open_canvas(network((6, 5)))
    port = canvas.view.viewport()
    turn_wheel(port, QPoint(200, 200), 1)
    assert canvas.view.zoom > 1.0
    canvas.set_wheel_scrolls(True)
    zoom, before = canvas.view.zoom, canvas.view.to_view(0, 0)
    turn_wheel(port, QPoint(200, 200), -1)
    assert canvas.view.zoom == zoom
    assert canvas.view.to_view(0, 0).y() < before.y()
    assert CanvasView(canvas.workspace, canvas).view.wheel_scrolls


@pytest.mark.parametrize("zoom", [0.7, 1.0, 1.4, 2.2, 5.0])
@pytest.mark.parametrize("network_shown", [(6, 5), (8,) * 9])
def test_that_headers_and_captions_at_the_side_are_whole_or_not_there(
    open_canvas: OpenCanvas, zoom: float, network_shown: tuple[int, ...]
) -> None:
    canvas = open_canvas(network(network_shown))
    port = canvas.view.viewport()
    for middle in range(0, round(canvas.layout_shown.width), 37):
        canvas.view.set_zoom(zoom)
        canvas.view.look_at(QPointF(middle, canvas.layout_shown.top + 60))
        for kind in (ColumnHeader, LayerCaption, AddButton):
            seen = [
                part.geometry()
                for part in port.findChildren(kind)
                if part.isVisible() and part.geometry().intersects(port.rect())
            ]
            assert all(port.rect().contains(place) for place in seen)
            assert not any(one.intersects(other) for one, other in combinations(seen, 2))
        hidden = overview(canvas).geometry() if overview(canvas).isVisible() else QRect()
        captions = [caption.geometry() for caption in port.findChildren(LayerCaption)]
        assert not any(hidden.intersects(caption) for caption in captions)


def test_that_the_header_of_a_column_at_the_side_moves_in(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((6, 5)))
    canvas.view.set_zoom(2.0)
    column = canvas.layout_shown.columns[1]
    half = canvas.view.viewport().width() / 4
    canvas.view.look_at(QPointF(column.x + half, column.centers[2]))
    assert abs(canvas.view.to_view(column.x, 0).x()) <= 1
    assert child(canvas, ColumnHeader, "canvas.layer.0").x() >= 0


def test_that_the_overview_goes_where_it_hides_less(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((6, 5)))
    width = canvas.view.viewport().width()
    canvas.view.set_zoom(1.01)
    canvas.view.look_at(QPointF(canvas.layout_shown.columns[1].x + width / 2 - 60, 300))
    assert overview(canvas).x() > width / 2
    canvas.view.look_at(QPointF(canvas.layout_shown.columns[2].x - width / 2 + 60, 300))
    assert overview(canvas).x() < width / 2


def test_that_an_experiment_is_renamed_from_the_menu_and_that_is_undone(
    make_window: MakeWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    before = window.workspace.experiment
    monkeypatch.setattr(dialogs, "ask_name", lambda *_: "Monday’s lecture")
    action = window.findChild(QAction, "rename")
    assert isinstance(action, QAction)
    action.trigger()
    assert window.workspace.experiment.name == "Monday’s lecture"
    assert "Monday’s lecture" in window.windowTitle()
    window.workspace.undo_stack.undo()
    assert window.workspace.experiment == before


def test_that_walking_with_the_arrows_brings_what_is_out_of_sight_into_view(
    open_canvas: OpenCanvas,
) -> None:
    canvas = open_canvas(network((6, 5)))
    canvas.view.set_zoom(3.0)
    port = canvas.view.viewport()
    canvas.workspace.select(Selection(-1, 0))
    for _ in range(3):
        QTest.keyClick(canvas.view, Qt.Key.Key_Right)
    assert canvas.workspace.selection.layer == 2
    at = at_unit(canvas, 3, canvas.workspace.selection.unit or 0)
    assert port.rect().contains(at)
    assert canvas.view.zoom == 3.0


def test_that_walking_in_a_network_that_is_all_seen_moves_nothing(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((6, 5)))
    before = at_unit(canvas, 0, 0)
    for _ in range(5):
        QTest.keyClick(canvas.view, Qt.Key.Key_Right)
        QTest.keyClick(canvas.view, Qt.Key.Key_Down)
    assert at_unit(canvas, 0, 0) == before
    assert canvas.view.fitted


def test_that_the_menu_zooms_in_and_out(in_window: OpenCanvas) -> None:
    canvas = in_window(network((6, 5)))
    start = canvas.view.zoom
    window = canvas.window()
    for name, direction in (("zoomIn", 1), ("zoomOut", -1), ("zoomOut", -1)):
        before = canvas.view.zoom
        action = window.findChild(QAction, name)
        assert isinstance(action, QAction)
        action.trigger()
        assert (canvas.view.zoom > before) == (direction > 0)
    assert canvas.view.zoom < start


def test_that_a_large_network_is_sharp_again_when_zooming_has_come_to_rest(
    open_canvas: OpenCanvas, qtbot: QtBot
) -> None:
    canvas, fresh = (open_canvas(network((8,) * 6)) for _ in range(2))
    for _ in range(2):  # what is painted a second time is kept
        canvas.view.grab()
    canvas.view.set_zoom(1.3)
    fresh.view.set_zoom(1.3)
    assert canvas.view.grab().toImage() != fresh.view.grab().toImage()
    qtbot.waitUntil(lambda: canvas.view.grab().toImage() == fresh.view.grab().toImage())
