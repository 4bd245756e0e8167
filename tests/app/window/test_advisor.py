"""Advice in the window: dead layers are told as long as they last; one undo takes all back."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from nnstudio.app.window.banner import ProblemBanner
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import edits
from tests.app.opened import child, opened
from tests.experiment.session_driver import experiment


def dying(epochs: int = 60) -> Experiment:
    """All its units die within a few steps."""
    training = {"loss": "hinge", "optimizer": "sgd", "learning_rate": 1.0, "batch_size": 16}
    document = experiment(8, source="iris", activation="relu", seed=5, training=training)
    return edits.set_training(document, epochs=epochs)


class Open:
    """A banner on a workspace whose layers are looked at, as the canvas does."""

    def __init__(self, qtbot: QtBot, workspace: Workspace) -> None:
        self.qtbot, self.workspace = qtbot, workspace
        self.banner = ProblemBanner(workspace)
        qtbot.addWidget(self.banner)
        workspace.want(self.banner, activity=True)
        self.take = child(self.banner, QPushButton, "problemBanner.take")

    @property
    def told(self) -> str:
        """The sentence, where one is shown."""
        sentence = child(self.banner, QLabel, "problemBanner.sentence").text()
        return "" if self.banner.isHidden() else sentence

    @property
    def step(self) -> int:
        """The moment shown."""
        snapshot = self.workspace.snapshot
        return -1 if snapshot is None else snapshot.metrics.step

    def step_one_epoch(self) -> None:
        """Train one epoch, and look."""
        before = self.step
        self.workspace.step_epoch()
        self.qtbot.waitUntil(lambda: self.step > before and self.workspace.phase == "paused")

    def until_dead(self) -> None:
        """Wait until the layer is said to be dead."""
        self.qtbot.waitUntil(lambda: "are dead" in self.told)


@pytest.mark.parametrize("epochs", [5, 20, 40])
def test_that_a_short_training_tells_dead_layers_when_it_is_over(qtbot: QtBot, epochs: int) -> None:
    with opened(qtbot, dying(epochs)) as workspace:
        window = Open(qtbot, workspace)
        workspace.run()
        window.until_dead()


def test_that_dead_layers_are_told_epoch_by_epoch(qtbot: QtBot) -> None:
    with opened(qtbot, dying()) as workspace:
        window = Open(qtbot, workspace)
        for _ in range(8):
            window.step_one_epoch()
        window.until_dead()


def test_that_dead_layers_are_told_again_after_a_pause_unless_hidden(qtbot: QtBot) -> None:
    with opened(qtbot, dying(10**6)) as workspace:
        window = Open(qtbot, workspace)
        for _ in range(2):
            workspace.run()
            window.until_dead()
            workspace.pause()
            qtbot.waitUntil(lambda: workspace.phase == "paused")
            window.until_dead()
        child(window.banner, QPushButton, "problemBanner.hide").click()
        seen = window.step
        workspace.run()
        qtbot.waitUntil(lambda: window.step > seen + 500)
        assert window.told == ""


def test_that_dead_layers_are_not_told_of_a_moment_before_they_died(qtbot: QtBot) -> None:
    with opened(qtbot, dying()) as workspace:
        window = Open(qtbot, workspace)
        workspace.run()
        qtbot.waitUntil(lambda: workspace.phase == "finished")
        window.until_dead()
        workspace.show_moment(0)
        qtbot.waitUntil(lambda: window.step == 0 and window.told == "")


def test_that_one_undo_brings_rate_and_moment_back(qtbot: QtBot) -> None:
    with opened(qtbot, dying()) as workspace:
        window = Open(qtbot, workspace)
        workspace.run()
        qtbot.waitUntil(lambda: workspace.phase == "finished")
        window.until_dead()
        end = window.step
        assert window.take.text() == "Learning rate 1 → 0.1 and start again"
        window.take.click()
        qtbot.waitUntil(lambda: window.step == 0)
        assert window.told == ""
        workspace.undo_stack.undo()
        assert workspace.experiment.training.learning_rate == 1.0
        qtbot.waitUntil(lambda: window.step == end)
        workspace.undo_stack.redo()
        qtbot.waitUntil(lambda: window.step == 0)


def test_that_a_network_edited_when_it_was_dead_starts_again_from_its_initial_weights(
    qtbot: QtBot,
) -> None:
    with opened(qtbot, dying()) as workspace:
        window = Open(qtbot, workspace)
        workspace.run()
        qtbot.waitUntil(lambda: workspace.phase == "finished")
        end = window.step
        workspace.edit("one more unit", lambda document: edits.set_units(document, 0, 9))
        qtbot.waitUntil(lambda: workspace.snapshot is not None and window.step == end)
        workspace.edit("back", lambda document: edits.set_units(document, 0, 8))
        qtbot.waitUntil(lambda: workspace.snapshot is not None and window.step == end)
        window.until_dead()
        window.take.click()
        qtbot.waitUntil(lambda: window.step == 0)
        assert workspace.experiment.training.learning_rate == 0.1
        workspace.undo_stack.undo()
        qtbot.waitUntil(lambda: window.step == end)
        assert workspace.experiment.training.learning_rate == 1.0
