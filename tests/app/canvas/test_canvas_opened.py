"""Wide layers on the canvas: opened, paged and closed again; and what the pointer rests on."""

from time import perf_counter

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnstudio.app.appearance.theme import set_theme
from nnstudio.app.canvas.geometry import CHUNK, Column
from nnstudio.app.canvas.gestures import Gestures
from nnstudio.app.canvas.view import CanvasView
from nnstudio.app.workspace.selection import Selection
from nnstudio.experiment.editing import edits
from tests.app.canvas_driver import at_unit, network
from tests.app.conftest import OpenCanvas


def column(canvas: CanvasView, index: int) -> Column:
    return canvas.layout_shown.columns[index]


def mark_point(canvas: CanvasView, index: int, text: str) -> QPoint:
    mark = next(mark for mark in column(canvas, index).marks if text in mark.text)
    return canvas.view.to_view(column(canvas, index).x, mark.y).toPoint()


def click_mark(canvas: CanvasView, index: int, text: str) -> None:
    point = mark_point(canvas, index, text)
    if point.y() > canvas.view.viewport().height() - 5:
        canvas.view.pan(QPoint(0, canvas.view.viewport().height() // 2 - point.y()))
        point = mark_point(canvas, index, text)
    QTest.mouseClick(canvas.view.viewport(), Qt.MouseButton.LeftButton, pos=point)


def test_that_a_click_on_the_mark_shows_all_units_and_another_shortens_again(
    open_canvas: OpenCanvas,
) -> None:
    canvas = open_canvas(network((64, 5)))
    before = column(canvas, 1)
    assert len(before.shown) < 64
    click_mark(canvas, 1, "more")
    assert column(canvas, 1).shown == tuple(range(64))
    click_mark(canvas, 1, "less")
    assert column(canvas, 1) == before


def test_that_opening_moves_and_zooms_nothing_else(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((64, 5)))
    places = [at_unit(canvas, index, 0) for index in (0, 2, 3)]
    zoom = canvas.view.zoom
    click_mark(canvas, 1, "more")
    assert [at_unit(canvas, index, 0) for index in (0, 2, 3)] == places
    assert canvas.view.zoom == zoom


def test_that_opening_is_no_edit(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((64, 5)))
    click_mark(canvas, 1, "more")
    assert canvas.workspace.undo_stack.isClean()
    assert canvas.workspace.undo_stack.count() == 0


def test_that_the_keys_open_page_and_close_a_layer(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((150, 5)))
    canvas.workspace.select(Selection(0))
    QTest.keyClick(canvas.view, Qt.Key.Key_E)
    assert column(canvas, 1).shown == tuple(range(CHUNK))
    QTest.keyClick(canvas.view, Qt.Key.Key_PageDown)
    QTest.keyClick(canvas.view, Qt.Key.Key_PageDown)
    QTest.keyClick(canvas.view, Qt.Key.Key_PageDown)
    assert column(canvas, 1).shown == tuple(range(128, 150))
    QTest.keyClick(canvas.view, Qt.Key.Key_PageUp)
    assert column(canvas, 1).shown == tuple(range(64, 128))
    QTest.keyClick(canvas.view, Qt.Key.Key_E)
    closed = column(canvas, 1)
    assert [mark.text for mark in closed.marks] == [f"… {150 - len(closed.shown)} more"]


def test_that_marks_page_through_a_layer_and_say_what_is_left_out(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((150, 5)))
    click_mark(canvas, 1, "more")
    assert [mark.text for mark in column(canvas, 1).marks] == ["show less", "↓ 86 more"]
    click_mark(canvas, 1, "86 more")
    assert [mark.text for mark in column(canvas, 1).marks] == [
        "show less",
        "↑ 64 before",
        "↓ 22 more",
    ]


def test_that_an_opened_layer_stays_so_while_others_come_and_go(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((64, 5)))
    click_mark(canvas, 1, "more")
    canvas.workspace.edit("add", lambda experiment: edits.add_layer(experiment, 0))
    assert len(column(canvas, 1).shown) == 4
    assert len(column(canvas, 2).shown) == 64
    canvas.workspace.edit("remove", lambda experiment: edits.remove_layer(experiment, 1))
    assert all(len(place.shown) < 64 for place in canvas.layout_shown.columns)


def test_that_a_layer_of_4096_units_opens_at_once(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = open_canvas(network((4096,)))
    start = perf_counter()
    click_mark(canvas, 1, "more")
    canvas.view.viewport().repaint()
    assert perf_counter() - start < 0.5
    assert len(column(canvas, 1).shown) == CHUNK


def test_that_a_unit_is_hovered_after_the_pointer_has_rested_there(
    open_canvas: OpenCanvas, qtbot: QtBot
) -> None:
    canvas = open_canvas(network((6, 5)))
    workspace, port = canvas.workspace, canvas.view.viewport()
    QTest.mouseMove(port, at_unit(canvas, 1, 2))
    assert workspace.hovered == Selection()
    qtbot.waitUntil(lambda: workspace.hovered == Selection(0, 2))
    away = canvas.view.to_view(*QPointF(column(canvas, 1).x + 60, 5).toTuple()).toPoint()
    QTest.mouseMove(port, away)
    assert workspace.hovered == Selection()
    assert workspace.selection == Selection()


def test_that_links_out_of_sight_follow_the_theme(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((64, 64)))
    click_mark(canvas, 1, "more")
    canvas.view.grab()
    try:
        set_theme("dark")
        canvas.workspace.select(Selection(1))
        QTest.keyClick(canvas.view, Qt.Key.Key_E)
        canvas.view.pan(QPoint(0, -40))
        image = canvas.view.viewport().grab().toImage()
    finally:
        set_theme("light")
    pair = canvas.layout_shown.columns[1:3]
    x = round(canvas.view.to_view(sum(place.x for place in pair) / 2, 0).x())
    heights = range(image.height() // 3, 2 * image.height() // 3)
    assert max(image.pixelColor(x, y).lightness() for y in heights) < 180


def test_that_another_experiment_is_seen_whole(qtbot: QtBot, open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(network((64, 5)))
    click_mark(canvas, 1, "more")
    canvas.workspace.adopt(network((64, 6)))
    assert len(column(canvas, 1).shown) < 64
    assert canvas.view.fitted


def test_that_an_opened_column_stays_open_when_a_layer_is_put_before_it(
    open_canvas: OpenCanvas,
) -> None:
    canvas = open_canvas(network((4, 64)))
    click_mark(canvas, 2, "more")
    Gestures(canvas.workspace).add_layer(0)
    assert len(column(canvas, 3).shown) == 64
    canvas.workspace.undo_stack.undo()
    assert len(column(canvas, 2).shown) == 64
