"""Curves of several runs: earlier ones stay, named; what was left by going back stays faint."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from nnstudio.app.panels.curves import CurvesPanel
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.editing import edits
from tests.app.conftest import MakeWindow
from tests.app.opened import child, experiment_on, opened


def panel_on(qtbot: QtBot, workspace: Workspace) -> CurvesPanel:
    panel = CurvesPanel(workspace)
    qtbot.addWidget(panel)
    panel.resize(330, 160)
    panel.show()
    return panel


def train(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.run()
    qtbot.waitUntil(lambda: workspace.phase == "finished")
    qtbot.waitUntil(
        lambda: workspace.snapshot is not None and workspace.snapshot.metrics.epoch == 20
    )


def lines(panel: CurvesPanel) -> int:
    return len(panel.loss.others)


def test_that_new_weights_leave_the_run_before_as_a_thin_line(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        panel = panel_on(qtbot, workspace)
        train(qtbot, workspace)
        before = workspace.history.train_loss
        workspace.new_weights()
        qtbot.waitUntil(lambda: len(workspace.runs.runs) == 1)
        (run,) = workspace.runs.runs
        assert run.name == "1: adam 0.01, 4-4 tanh, seed 3"
        np.testing.assert_array_equal(run.curves.train_loss, before)
        qtbot.waitUntil(lambda: lines(panel) == 1)


def test_that_runs_can_be_hidden_named_and_forgotten(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        panel = panel_on(qtbot, workspace)
        train(qtbot, workspace)
        workspace.reset()
        qtbot.waitUntil(lambda: lines(panel) == 1)
        name = child(panel, QLineEdit, "curves.run.1.name")
        name.setText("small steps")
        name.editingFinished.emit()
        assert workspace.runs.runs[0].name == "small steps"
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        child(panel, QCheckBox, "curves.run.1.shown").setChecked(False)
        assert lines(panel) == 0
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        child(panel, QToolButton, "curves.run.1.remove").click()
        assert workspace.runs.runs == ()


def test_that_another_experiment_has_nothing_to_compare_with(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        train(qtbot, workspace)
        workspace.reset()
        qtbot.waitUntil(lambda: len(workspace.runs.runs) == 1)
        workspace.adopt(experiment_on("circle"))
        assert workspace.runs.runs == ()
        qtbot.waitUntil(lambda: workspace.phase == "ready")
        assert workspace.runs.runs == ()


def test_that_the_old_future_stays_as_a_faint_line_until_a_reset(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        panel = panel_on(qtbot, workspace)
        train(qtbot, workspace)
        workspace.show_moment(10)
        qtbot.waitUntil(lambda: workspace.phase == "paused")
        workspace.step()
        qtbot.waitUntil(lambda: lines(panel) == 1)
        workspace.reset()
        qtbot.waitUntil(lambda: workspace.history.branches == ())


def test_that_a_moment_of_the_past_is_marked_and_read(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        panel = panel_on(qtbot, workspace)
        train(qtbot, workspace)
        workspace.show_moment(20)
        qtbot.waitUntil(lambda: "at epoch 10" in panel.loss_caption.remark)
        assert f"{workspace.history.train_loss[10]:.4f}" in panel._summary.text()
        assert panel.loss.cursor_epoch == 10
        workspace.go_live()
        qtbot.waitUntil(lambda: "at epoch" not in panel.loss_caption.remark)


def test_that_smoothing_changes_what_is_drawn_and_not_what_is_read(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        panel = panel_on(qtbot, workspace)
        train(qtbot, workspace)
        qtbot.waitUntil(lambda: len(panel.loss.train.y) == len(workspace.history))
        before, summary = panel.loss.train.y.copy(), panel._summary.text()
        child(panel, QComboBox, "curves.smoothing").setCurrentIndex(2)
        assert np.abs(np.diff(panel.loss.train.y)).sum() < np.abs(np.diff(before)).sum()
        assert panel._summary.text() == summary


def test_that_validation_and_penalty_have_curves_of_their_own(qtbot: QtBot) -> None:
    document = edits.set_data(experiment_on("spiral"), validation_fraction=0.2)
    with opened(qtbot, edits.set_training(document, l2=0.1)) as workspace:
        panel = panel_on(qtbot, workspace)
        train(qtbot, workspace)
        qtbot.waitUntil(lambda: len(panel.loss.validation.x) == len(workspace.history))
        assert "validation" in panel._summary.text()
        history = workspace.history
        assert f"{history.validation_loss[-1]:.3g}" in panel.loss_caption.remark
        assert panel.score_caption.remark.count("·") == 2
        assert len(panel.loss.penalty.x) == 0
        child(panel, QCheckBox, "curves.penalty").setChecked(True)
        assert len(panel.loss.penalty.x) == len(workspace.history)


def test_that_a_double_click_shows_the_curves_large(make_window: MakeWindow) -> None:
    window = make_window("spiral")
    window.show()
    panel = window.panels["curves"]
    action = window.findChild(QAction, "view.curves")
    assert isinstance(action, QAction)
    place = QPointF(5, 5)
    double = QMouseEvent(
        QEvent.Type.MouseButtonDblClick,
        place,
        panel.mapToGlobal(place),
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(panel, double)
    assert window.views.shown == "curves"
    assert action.isChecked()


def test_that_both_axes_can_be_logarithmic_and_are_still_read_exactly(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        panel = panel_on(qtbot, workspace)
        train(qtbot, workspace)
        qtbot.waitUntil(lambda: len(panel.loss.train.x) == len(workspace.history))
        child(panel, QCheckBox, "curves.logEpochs").setChecked(True)
        child(panel, QToolButton, "curves.logScale").setChecked(True)
        for plot in (panel.loss, panel.score):
            np.testing.assert_allclose(plot.train.x, np.log10(workspace.history.epochs[1:]))
            assert plot.axes.across == (0.0, np.log10(20.0))
        np.testing.assert_allclose(panel.loss.train.y, np.log10(workspace.history.train_loss[1:]))
        frame = panel.score.frame()
        place = QPointF(panel.score.axes.place_of(10.0, frame), frame.center().y())
        assert panel.score.to_data(place).x() == pytest.approx(10.0)
        child(panel, QCheckBox, "curves.logEpochs").setChecked(False)
        assert panel.score.to_data(frame.bottomRight()).x() == pytest.approx(20.0)
