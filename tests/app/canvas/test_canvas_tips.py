"""What the canvas says of the link or neuron that the pointer rests on, live."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from nnstudio.app.canvas.view import CanvasView
from nnstudio.app.canvas.wording import signed
from tests.app.canvas_driver import at_unit, network
from tests.app.conftest import OpenCanvas


@pytest.fixture(autouse=True)
def no_tip_left() -> Iterator[None]:
    yield
    QToolTip.hideText()


def rest(canvas: CanvasView, at: QPoint) -> None:
    """Let the pointer rest at a point of the viewport."""
    port = canvas.view.viewport()
    event = QHelpEvent(QHelpEvent.Type.ToolTip, at, port.mapToGlobal(at))
    QApplication.sendEvent(port, event)


def link_point(canvas: CanvasView) -> QPoint:
    """On the link from the first input to the first neuron, right beside the neuron."""
    target = canvas.scene.columns[1].column
    return canvas.view.to_view(target.left - 1, target.centers[0]).toPoint()


def test_that_a_link_says_its_weight_and_gradient(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = open_canvas(network((3,)))
    rest(canvas, link_point(canvas))
    assert QToolTip.text().startswith("w = ")
    qtbot.waitUntil(lambda: "gradient +" in QToolTip.text() or "gradient −" in QToolTip.text())
    snapshot = canvas.workspace.snapshot
    assert snapshot is not None
    assert snapshot.gradients is not None
    port = canvas.view.viewport()
    link = canvas.scene.link_at(canvas.view.mapToScene(link_point(canvas)))
    assert link is not None
    gradient = snapshot.gradients.matrices[0][link.target, link.source]
    examples = snapshot.gradients.examples
    assert QToolTip.text() == (
        f"w = {signed(link.weight)}\n"
        f"gradient {signed(float(gradient))}, mean over {examples} training examples\n"
        f"Hidden 1, neuron {link.target + 1} ← x{'₁₂'[link.source]}"
    )
    assert port.isVisible()


def test_that_the_text_follows_training(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = open_canvas(network((3,)))
    rest(canvas, link_point(canvas))
    first = QToolTip.text()
    canvas.workspace.run()
    qtbot.waitUntil(lambda: QToolTip.text().split("\n")[0] != first.split("\n")[0])
    assert "mean over" in QToolTip.text()


def test_that_a_neuron_says_its_bias_with_the_gradient(
    open_canvas: OpenCanvas, qtbot: QtBot
) -> None:
    canvas = open_canvas(network((3,)))
    rest(canvas, at_unit(canvas, 1, 1))
    qtbot.waitUntil(lambda: "mean over" in QToolTip.text())
    assert QToolTip.text().startswith("Hidden 1, neuron 2\nb = +0.00\ngradient ")


def test_that_gradients_are_asked_for_only_while_a_tip_is_open(
    open_canvas: OpenCanvas, qtbot: QtBot
) -> None:
    canvas = open_canvas(network((3,)))
    workspace = canvas.workspace
    rest(canvas, at_unit(canvas, 0, 0))  # an input has nothing to learn
    workspace.step()
    qtbot.waitUntil(lambda: workspace.snapshot is not None and workspace.snapshot.metrics.step == 1)
    assert workspace.snapshot is not None
    assert workspace.snapshot.gradients is None
    rest(canvas, link_point(canvas))
    qtbot.waitUntil(lambda: "mean over" in QToolTip.text())
    rest(canvas, canvas.view.to_view(1, 1).toPoint())  # where nothing is
    workspace.run()
    qtbot.waitUntil(lambda: workspace.snapshot is not None and workspace.snapshot.gradients is None)


def test_that_of_maxout_the_drawn_piece_is_told(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = open_canvas(network((3,), activation="maxout"))
    rest(canvas, link_point(canvas))
    qtbot.waitUntil(lambda: "mean over" in QToolTip.text())
    link = canvas.scene.link_at(QPointF(canvas.view.mapToScene(link_point(canvas))))
    assert link is not None
    assert QToolTip.text().startswith(f"w = {signed(link.weight)}\n")
