"""The banner: what is wrong in a sentence, and a button that does what would help."""

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from nnstudio.app.window.banner import ProblemBanner
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import edits
from nnstudio.experiment.files.documents import load
from tests.app.opened import child, experiment_on, opened


def banner_on(qtbot: QtBot, workspace: Workspace) -> ProblemBanner:
    banner = ProblemBanner(workspace)
    qtbot.addWidget(banner)
    return banner


def wild() -> Experiment:
    """Learns for a while, then blows up."""
    return edits.set_training(
        experiment_on("spiral"), learning_rate=1e6, optimizer="sgd", batch_size=10, loss="mse"
    )


def test_that_a_divergence_is_mended_by_one_button(qtbot: QtBot) -> None:
    with opened(qtbot, wild()) as workspace:
        banner = banner_on(qtbot, workspace)
        workspace.run()
        qtbot.waitUntil(lambda: workspace.phase == "diverged")
        take = child(banner, QPushButton, "problemBanner.take")
        assert not banner.isHidden()
        assert "diverged" in child(banner, QLabel, "problemBanner.sentence").text()
        assert take.text() == "Learning rate 1e+06 → 0.1 and start again"
        take.click()
        qtbot.waitUntil(lambda: workspace.phase == "paused")
        assert workspace.experiment.training.learning_rate == 0.1
        assert banner.isHidden()
        workspace.undo_stack.undo()
        assert workspace.experiment.training.learning_rate == 1e6


def test_that_early_stopping_offers_the_best_moment(qtbot: QtBot) -> None:
    document = edits.set_data(experiment_on("spiral"), validation_fraction=0.3, noise=0.4)
    document = edits.set_training(
        document, patience=2, epochs=500, learning_rate=0.1, batch_size=10
    )
    with opened(qtbot, document) as workspace:
        banner = banner_on(qtbot, workspace)
        workspace.run()
        qtbot.waitUntil(lambda: workspace.phase == "finished")
        assert "Stopped early at epoch" in child(banner, QLabel, "problemBanner.sentence").text()
        take = child(banner, QPushButton, "problemBanner.take")
        epoch = int(take.text().removeprefix("Go back to epoch "))
        take.click()
        qtbot.waitUntil(
            lambda: workspace.snapshot is not None and workspace.snapshot.metrics.epoch == epoch
        )
        assert banner.isHidden()


def test_that_nothing_is_shown_while_all_is_well_and_hidden_stays_hidden(qtbot: QtBot) -> None:
    document = edits.set_training(experiment_on("circle"), until_accuracy=0.6, epochs=500)
    with opened(qtbot, document) as workspace:
        banner = banner_on(qtbot, workspace)
        assert banner.isHidden()
        workspace.run()
        qtbot.waitUntil(lambda: workspace.phase == "finished")
        assert "reached the goal of 0.6" in child(banner, QLabel, "problemBanner.sentence").text()
        assert child(banner, QPushButton, "problemBanner.take").isHidden()
        child(banner, QPushButton, "problemBanner.hide").click()
        assert banner.isHidden()


def test_that_steps_too_large_are_told_also_of_a_training_that_is_over_at_once(
    qtbot: QtBot,
) -> None:
    document = edits.set_training(load("iris"), learning_rate=10.0, optimizer="sgd", epochs=60)
    with opened(qtbot, document) as workspace:
        banner = banner_on(qtbot, workspace)
        workspace.run()
        take = child(banner, QPushButton, "problemBanner.take")
        qtbot.waitUntil(lambda: take.text() == "Learning rate 10 → 0.1 and start again")
        take.click()
        qtbot.waitUntil(
            lambda: workspace.snapshot is not None and workspace.snapshot.metrics.step == 0
        )
        assert workspace.experiment.training.learning_rate == 0.1
        assert banner.isHidden()


def test_that_a_drawing_without_data_is_no_failure(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        banner = banner_on(qtbot, workspace)
        workspace.edit("three inputs", lambda old: edits.set_inputs(old, 3))
        qtbot.waitUntil(lambda: workspace.phase == "invalid")
        assert banner.property("tone") == "advice"
        told = child(banner, QLabel, "problemBanner.sentence").text()
        assert told.startswith("The network has 3 inputs but Spiral has 2 features")
        assert told.endswith("Fit the drawing to the data to train it.")
        child(banner, QPushButton, "problemBanner.fit").click()
        qtbot.waitUntil(lambda: workspace.phase == "ready")
        assert banner.isHidden()
