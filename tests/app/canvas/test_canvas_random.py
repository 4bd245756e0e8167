"""Random building with real events: no gesture leaves a network that cannot train."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QMenu
from pytestqt.qtbot import QtBot

from nnstudio.app.canvas.view import CanvasView
from nnstudio.app.commands.network_commands import NetworkCommands
from nnstudio.app.workspace.workspace import Selection
from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing.presets import PRESETS
from nnstudio.experiment.files.documents import save
from tests.app.canvas_driver import (
    click_header,
    drag_edge,
    drag_header,
    header,
    network,
    sizes,
    turn_wheel,
)
from tests.app.conftest import OpenCanvas
from tests.app.opened import child

GESTURES = 500  # for each seed
SEEDS = range(4)
MOST_LAYERS = 4
LEFT = Qt.MouseButton.LeftButton
KEYS = [Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Down]


class RandomHands:
    """Does one random thing at a time to a canvas."""

    def __init__(self, canvas: CanvasView, seed: int) -> None:
        self.canvas = canvas
        self.random = random.Random(seed)
        self.commands = NetworkCommands(canvas.workspace, canvas)

    @property
    def hidden(self) -> int:
        return len(self.canvas.workspace.experiment.network.layers) - 1

    def gesture(self) -> None:
        """Anything; in a deep network what makes it smaller, in an empty one what fills it."""
        if self.hidden == 0:
            self.add_by_button()
        elif self.hidden > MOST_LAYERS:
            self.random.choice((self.remove_by_button, self.remove_by_key))()
        else:
            self.random.choice(ANYTHING)(self)

    def add_by_button(self) -> None:
        gap = self.random.randint(0, self.hidden)
        button = child(self.canvas, QAbstractButton, f"canvas.addLayer.{gap}")
        QTest.mouseClick(button, LEFT)

    def add_by_double_click(self) -> None:
        layout = self.canvas.layout_shown
        x = self.random.choice(layout.gaps)
        at = self.canvas.view.to_view(x, layout.bottom - 2).toPoint()
        QTest.mouseDClick(self.canvas.view.viewport(), LEFT, pos=at)

    def add_from_menu(self) -> None:
        self.commands.add_layer()

    def step(self) -> None:
        name = f"canvas.layer.{self.layer()}.{self.random.choice(('more', 'fewer'))}"
        QTest.mouseClick(child(self.canvas, QAbstractButton, name), LEFT)

    def turn(self) -> None:
        turn_wheel(header(self.canvas, self.layer()), QPoint(4, 4), self.random.randint(-3, 3))

    def drag_edge(self) -> None:
        drag_edge(self.canvas, self.layer(), self.random.randint(-6, 3))

    def drag_header(self) -> None:
        drag_header(self.canvas, self.layer(), self.random.uniform(-4, 4))

    def activate(self) -> None:
        box = child(self.canvas, QComboBox, f"canvas.layer.{self.layer()}.activation")
        box.setCurrentIndex(self.random.randrange(box.count()))

    def pick(self) -> None:
        modifiers = self.random.choice(
            (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
        )
        click_header(self.canvas, self.layer(), modifiers)

    def press_key(self) -> None:
        shift = self.random.choice(
            (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        )
        QTest.keyClick(self.canvas.view, self.random.choice(KEYS), shift)

    def shift(self) -> None:
        self.random.choice((self.commands.move_left, self.commands.move_right))()

    def remove_by_button(self) -> None:
        name = f"canvas.layer.{self.layer()}.remove"
        child(self.canvas, QAbstractButton, name).click()

    def remove_by_key(self) -> None:
        unit = self.random.choice((None, 0))
        self.canvas.workspace.select(Selection(self.layer(), unit))
        QTest.keyClick(self.canvas.view, Qt.Key.Key_Delete)

    def use_clipboard(self) -> None:
        clipboard = self.commands.clipboard
        self.random.choice((clipboard.copy, clipboard.cut, clipboard.paste, clipboard.duplicate))()

    def choose_preset(self) -> None:
        menu = child(self.canvas, QMenu, "canvas.presets.menu")
        preset = self.random.choice([preset for preset in PRESETS if not preset.is_free])
        next(a for a in menu.actions() if a.objectName() == f"preset.{preset.name}").trigger()

    def undo_or_redo(self) -> None:
        stack = self.canvas.workspace.undo_stack
        self.random.choice((stack.undo, stack.redo))()

    def layer(self) -> int:
        return self.random.randrange(self.hidden)


ANYTHING: list[Callable[[RandomHands], None]] = [
    RandomHands.add_by_button,
    RandomHands.add_by_double_click,
    RandomHands.add_from_menu,
    RandomHands.step,
    RandomHands.turn,
    RandomHands.drag_edge,
    RandomHands.drag_header,
    RandomHands.activate,
    RandomHands.pick,
    RandomHands.press_key,
    RandomHands.shift,
    RandomHands.remove_by_button,
    RandomHands.remove_by_key,
    RandomHands.use_clipboard,
    RandomHands.choose_preset,
    RandomHands.undo_or_redo,
]


def same_column_sizes(canvas: CanvasView) -> bool:
    """Whether the picture shows the document."""
    shown = [column.units for column in canvas.layout_shown.columns[1:]]
    return shown == [2 if units == "auto" else units for units in sizes(canvas)]


def saved(canvas: CanvasView, folder: Path) -> bytes:
    """The bytes of the experiment's file."""
    path = folder / "experiment.json"
    save(canvas.workspace.experiment, path)
    return path.read_bytes()


@pytest.mark.parametrize("seed", SEEDS)
def test_that_random_gestures_always_leave_a_network_that_trains_and_undo_takes_all_back(
    open_canvas: OpenCanvas, qtbot: QtBot, tmp_path: Path, seed: int
) -> None:
    canvas = open_canvas(network((6, 5)))
    workspace, before = canvas.workspace, saved(canvas, tmp_path)
    hands, prepared = RandomHands(canvas, seed), dict[Experiment, bool]()
    for _ in range(GESTURES):
        hands.gesture()
        assert workspace.problem is None
        assert same_column_sizes(canvas)
        if workspace.experiment not in prepared:
            prepared[workspace.experiment] = prepare(workspace.experiment).network.inputs == 2
    assert len(prepared) > GESTURES // 3
    assert workspace.undo_stack.count() > GESTURES // 5
    qtbot.waitUntil(lambda: workspace.snapshot is not None)
    assert workspace.problem is None
    while workspace.undo_stack.canUndo():
        workspace.undo_stack.undo()
    assert saved(canvas, tmp_path) == before
    qtbot.waitUntil(lambda: workspace.snapshot is not None)
