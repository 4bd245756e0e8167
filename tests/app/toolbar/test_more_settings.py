"""Settings under More: schedules of the learning rate, and when training stops."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from nnstudio.app.toolbar.toolbar import TrainingBar
from nnstudio.app.widgets.number_edit import NumberEdit
from nnstudio.experiment.editing import edits
from tests.app.opened import child, experiment_on, opened


def test_that_the_rules_to_stop_by_are_never_until_set(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        bar = TrainingBar(workspace)
        qtbot.addWidget(bar)
        loss, accuracy = (
            child(bar, NumberEdit, "untilLoss"),
            child(bar, NumberEdit, "untilAccuracy"),
        )
        assert (loss.text(), accuracy.text()) == ("never", "never")
        loss.setValue(0.1)
        accuracy.setValue(95.0)
        training = workspace.experiment.training
        assert (training.until_loss, training.until_accuracy) == (0.1, 0.95)
        loss.lineEdit().setText("never")
        loss.interpretText()
        assert workspace.experiment.training.until_loss is None


def test_that_patience_holds_out_a_fifth_where_nothing_is_held_out(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        bar = TrainingBar(workspace)
        qtbot.addWidget(bar)
        patience = child(bar, NumberEdit, "patience")
        assert "20 % of the training data" in patience.toolTip()
        patience.setValue(10.0)
        assert workspace.experiment.training.patience == 10
        assert workspace.experiment.data.validation_fraction == 0.2
        workspace.edit("more", lambda old: edits.set_data(old, validation_fraction=0.3))
        patience.setValue(20.0)
        assert workspace.experiment.data.validation_fraction == 0.3
        workspace.undo_stack.undo()
        workspace.undo_stack.undo()
        workspace.undo_stack.undo()
        assert workspace.experiment == experiment_on("spiral")


def test_that_the_rate_of_the_epoch_shown_is_told(qtbot: QtBot) -> None:
    document = edits.set_training(
        experiment_on("spiral"), schedule="step", schedule_epochs=10, learning_rate=0.1
    )
    with opened(qtbot, document) as workspace:
        bar = TrainingBar(workspace)
        qtbot.addWidget(bar)
        workspace.show_moment(0)
        rate = child(bar, QLabel, "currentRate")
        assert rate.text() == "Learning rate in epoch 1: 0.1"
        workspace.run()
        qtbot.waitUntil(lambda: workspace.phase == "finished")
        qtbot.waitUntil(lambda: rate.text() == "Learning rate in epoch 21: 0.025")
