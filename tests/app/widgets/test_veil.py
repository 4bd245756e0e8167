"""What the right column shows while the network cannot train: dimmed, and why."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.widgets.veil import Veil
from nnstudio.app.window.main_window import MainWindow
from nnstudio.experiment.editing.edits import set_data
from tests.app.conftest import MakeWindow
from tests.app.paint.test_paint import Painter
from tests.app.panels.test_regions import experiment


def veil(window: MainWindow, name: str) -> Veil:
    panel: QWidget = window.panels[name]
    found = panel.findChild(Veil)
    assert isinstance(found, Veil)
    return found


def test_that_panels_are_dimmed_and_say_why_until_the_network_can_train(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(experiment("function"))
    window.show()
    workspace = window.workspace
    qtbot.waitUntil(lambda: workspace.snapshot is not None)
    workspace.edit("formula", lambda e: set_data(e, formula="1/x/0"))
    qtbot.waitUntil(lambda: workspace.phase == "invalid")
    for name in ("regions", "curves", "activations"):
        assert veil(window, name).isVisible()
        assert "must have a value" in veil(window, name).sentence
    assert window.panels["curves"].score_caption.name == "R²"  # type: ignore[attr-defined]
    workspace.undo_stack.undo()
    qtbot.waitUntil(lambda: workspace.phase != "invalid")
    assert not any(veil(window, n).isVisible() for n in ("regions", "curves", "activations"))


def test_that_painted_points_stay_to_be_seen_while_the_network_cannot_train(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(experiment("moons"))
    window.show()
    painter = Painter(window, qtbot)
    painter.settle()
    painter.click("regions.paint")
    painter.click("paint.clear")
    painter.stroke((0.2, 0.2), (0.8, 0.2))
    qtbot.waitUntil(lambda: window.workspace.phase == "invalid")
    assert veil(window, "regions").sentence == "Cannot train yet"
    assert painter.panel.plot.picture.opacity() < 0.5
    assert painter.panel.plot.marks.opacity() == 1.0
