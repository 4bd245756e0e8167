"""The learning curves: what is drawn, what is written, and that the axes stand still."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnstudio.app.panels.curves import CurvesPanel
from nnstudio.app.widgets.curve import thinned
from nnstudio.app.widgets.line_plot import LinePlot
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.document import (
    DataSettings,
    Experiment,
    LayerSettings,
    NetworkSettings,
    TrainingSettings,
)
from nnstudio.experiment.editing import edits
from tests.app.opened import experiment_on, opened

EXPERIMENT = Experiment(
    data=DataSettings(source="moons", samples=80),
    network=NetworkSettings(
        layers=(LayerSettings(units=4, activation="tanh"), LayerSettings(units="auto"))
    ),
    training=TrainingSettings(epochs=12, l2=0.01),
)


@pytest.fixture
def workspace(qtbot: QtBot) -> Iterator[Workspace]:
    workspace = Workspace(EXPERIMENT)
    try:
        qtbot.waitUntil(lambda: workspace.snapshot is not None)
        yield workspace
    finally:
        workspace.close()


@pytest.fixture
def panel(qtbot: QtBot, workspace: Workspace) -> CurvesPanel:
    panel = CurvesPanel(workspace)
    qtbot.addWidget(panel)
    panel.resize(330, 160)
    panel.show()
    return panel


@pytest.fixture
def plot(qtbot: QtBot) -> LinePlot:
    plot = LinePlot()
    qtbot.addWidget(plot)
    plot.resize(200, 120)
    plot.show()
    return plot


def train(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.run()
    qtbot.waitUntil(lambda: workspace.phase == "finished")


def summary(panel: CurvesPanel) -> str:
    return panel._summary.text()


def show(plot: LinePlot, losses: list[float]) -> None:
    values = np.array(losses)
    plot.set_curves(np.arange(len(values), dtype=float), values, values)


def drawn_points(plot: LinePlot) -> int:
    return len(plot.train.x)


def vertical_range(plot: LinePlot) -> tuple[float, float]:
    """The range of the vertical axis without the room above it."""
    low, high = plot.axes.up
    return low, low + round((high - low) / 1.03, 6)


def test_that_the_header_says_the_newest_losses_and_the_plot_the_penalty(
    qtbot: QtBot, workspace: Workspace, panel: CurvesPanel
) -> None:
    train(qtbot, workspace)
    last = f"{workspace.history.train_loss[-1]:.4f}"
    qtbot.waitUntil(lambda: last in summary(panel))
    assert f"{workspace.history.test_loss[-1]:.4f}" in summary(panel)
    assert panel.loss_caption.remark == f"+ penalty {workspace.history.penalty[-1]:.4f}"


def test_that_every_metric_of_the_run_is_a_point_of_the_curves(
    qtbot: QtBot, workspace: Workspace, panel: CurvesPanel
) -> None:
    train(qtbot, workspace)
    qtbot.waitUntil(lambda: drawn_points(panel.loss) == len(workspace.history) > 12)
    assert drawn_points(panel.score) == len(workspace.history)


def test_that_a_reset_starts_the_curves_over(
    qtbot: QtBot, workspace: Workspace, panel: CurvesPanel
) -> None:
    train(qtbot, workspace)
    qtbot.waitUntil(lambda: drawn_points(panel.loss) > 1)
    workspace.reset()
    qtbot.waitUntil(lambda: drawn_points(panel.loss) == 1)


def test_that_pointing_at_an_epoch_reads_its_exact_values(
    qtbot: QtBot, workspace: Workspace, panel: CurvesPanel
) -> None:
    train(qtbot, workspace)
    qtbot.waitUntil(lambda: drawn_points(panel.loss) == len(workspace.history) > 12)
    place = panel.loss.frame().center().toPoint()
    QTest.mouseMove(panel.loss, place)
    qtbot.waitUntil(lambda: "at epoch" in panel.loss_caption.remark)
    epoch = round(panel.loss.to_data(QPointF(place)).x())
    assert f"{workspace.history.train_loss[epoch]:.4f}" in summary(panel)
    assert f"at epoch {epoch}" in panel.loss_caption.remark
    assert panel.loss.cursor_epoch == epoch
    QApplication.sendEvent(panel.loss, QEvent(QEvent.Type.Leave))
    assert panel.loss.cursor_epoch is None
    assert f"{workspace.history.train_loss[-1]:.4f}" in summary(panel)


def test_that_screen_readers_hear_where_the_loss_is_and_goes(
    qtbot: QtBot, workspace: Workspace, panel: CurvesPanel
) -> None:
    train(qtbot, workspace)
    qtbot.waitUntil(lambda: panel.accessibleDescription().startswith("epoch 12, loss 0."))
    assert panel.accessibleDescription().endswith("falling")


def test_that_both_plots_stay_visible_side_by_side_or_stacked(panel: CurvesPanel) -> None:
    assert panel.loss.geometry().right() < panel.score.geometry().left()
    panel.resize(330, 400)
    panel.layout().activate()  # type: ignore[union-attr]
    assert panel.loss.geometry().bottom() < panel.score.geometry().top()


def test_that_the_loss_axis_stands_still_between_round_numbers(plot: LinePlot) -> None:
    show(plot, [0.72])
    assert vertical_range(plot) == (0.0, 0.8)
    show(plot, [0.72, 0.78, 0.3])
    assert vertical_range(plot) == (0.0, 0.8)
    show(plot, [0.72, 0.78, 0.3, 1.1])
    assert vertical_range(plot) == (0.0, 1.2)


def test_that_the_logarithmic_axis_spans_whole_powers_of_ten(plot: LinePlot) -> None:
    show(plot, [0.7, 0.05])
    plot.set_logarithmic(True)
    assert vertical_range(plot) == (-2, 0)
    show(plot, [0.7, 0.05, 0.0])
    assert plot.train.y[-1] == -12.0


def test_that_a_value_that_is_no_number_is_left_out(plot: LinePlot) -> None:
    show(plot, [0.5, float("nan"), float("inf"), 0.4])
    assert drawn_points(plot) == 2
    assert vertical_range(plot) == (0.0, 0.5)


def test_that_curves_shown_already_are_not_drawn_again(plot: LinePlot) -> None:
    show(plot, [0.5, 0.4])
    first = plot.train.x
    show(plot, [0.5, 0.4])
    assert plot.train.x is first
    show(plot, [0.5, 0.4, 0.3])
    assert drawn_points(plot) == 3


def test_that_another_run_starts_with_an_axis_of_its_own(plot: LinePlot) -> None:
    show(plot, [0.72, 0.78])
    show(plot, [0.3, 0.2, 0.1])
    assert vertical_range(plot) == (0.0, 0.3)


def test_that_a_long_curve_keeps_its_ends_peaks_and_order() -> None:
    x, y = np.arange(10_003.0), np.zeros(10_003)
    y[[1, 5_000, 9_999]] = 1.0, -1.0, 2.0
    across, up = thinned(x, y, 100)
    assert len(across) < 350
    assert (np.diff(across) > 0).all()
    assert (across[0], across[-1]) == (0.0, 10_002.0)
    for place in (1, 5_000, 9_999):
        assert up[across == place] == y[place]


def test_that_a_short_curve_is_drawn_point_by_point() -> None:
    x = np.arange(200.0)
    assert thinned(x, x, 100)[0] is x


def test_that_a_moment_between_two_points_is_told_with_its_own_numbers(qtbot: QtBot) -> None:
    document = edits.set_training(experiment_on("spiral"), batch_size=5, epochs=20)
    with opened(qtbot, document) as workspace:
        panel = CurvesPanel(workspace)
        qtbot.addWidget(panel)
        panel.show()
        workspace.run()
        qtbot.waitUntil(lambda: workspace.phase == "finished")
        workspace.show_moment(53, exactly=True)
        qtbot.waitUntil(lambda: "at step 53" in panel.loss_caption.remark)
        assert workspace.snapshot is not None
        score = workspace.snapshot.metrics.test_score
        assert f"{100 * score:.1f}" in panel.score_caption.remark
