"""The preprocessing page: every stage in every view, and the race of two pipelines."""

import re

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QPushButton,
    QSlider,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from nnstudio.app.center.preprocessing.page import VIEWS, PreprocessingPage
from nnstudio.app.center.preprocessing.scatter import Scatter, scatter
from nnstudio.app.center.preprocessing.scree import scree
from nnstudio.app.center.preprocessing.strip import best_columns, visible_stages
from nnstudio.app.widgets.number_edit import NumberEdit
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.data.stages import stages
from nnstudio.experiment.document import (
    CenterStep,
    PcaStep,
    StandardizeStep,
    WhitenStep,
)
from nnstudio.experiment.editing import edits
from tests.app.opened import child, experiment_on, opened

PIPELINE = (CenterStep(), StandardizeStep(), WhitenStep(epsilon=0.0))


def shown(qtbot: QtBot, workspace: Workspace) -> PreprocessingPage:
    page = PreprocessingPage(workspace)
    # Named here, so that it is not collected while it is painted after the test has let go of it.
    qtbot.addWidget(page, before_close_func=lambda _: page.hide())
    page.resize(660, 540)
    page.show()
    return page


def view(page: PreprocessingPage, name: str) -> None:
    child(page, QAbstractButton, f"preprocessing.view.{name}").click()


def caption(page: PreprocessingPage, stage: int) -> str:
    return child(page, QWidget, f"preprocessing.pane.{stage}").accessibleDescription()


@pytest.mark.parametrize("source", ["spiral", "iris", "digits", "breast_cancer", "function"])
def test_that_every_view_is_drawn_for_every_kind_of_data(qtbot: QtBot, source: str) -> None:
    with opened(qtbot, experiment_on(source, *PIPELINE)) as workspace:
        page = shown(qtbot, workspace)
        for name, _, _ in VIEWS:
            if child(page, QAbstractButton, f"preprocessing.view.{name}").isVisible():
                view(page, name)
                assert not page.grab().isNull()


def test_that_all_stages_stand_side_by_side_and_tell_their_numbers(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("wine", *PIPELINE)) as workspace:
        page = shown(qtbot, workspace)
        view(page, "covariance")
        assert [caption(page, stage).split("≤ ")[1] for stage in (0, 3)][1] == "0.00"
        assert "full color ±1.00" in caption(page, 3)
        view(page, "scatter")
        assert "correlation 0.00" in caption(page, 3)


def test_that_a_click_on_a_pane_or_the_chain_chooses_the_stage(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("wine", *PIPELINE)) as workspace:
        page = shown(qtbot, workspace)
        why = child(page, QLabel, "preprocessing.why")
        assert "identity" in why.text()
        child(page, QAbstractButton, "preprocessing.stage.1").click()
        assert why.text().startswith("Subtracts each feature's mean")
        pane = child(page, QWidget, "preprocessing.pane.2")
        QTest.mouseClick(pane, Qt.MouseButton.LeftButton)
        assert "standard deviation" in why.text()


def test_that_an_edit_is_followed_while_the_page_is_shown(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("wine", *PIPELINE)) as workspace:
        page = shown(qtbot, workspace)
        workspace.edit("off", lambda e: edits.set_preprocessing(e, PIPELINE[:1]))
        gone = "preprocessing.stage.2"
        qtbot.waitUntil(lambda: page.findChild(QAbstractButton, gone) is None)
        assert "mean, so that the data" in child(page, QLabel, "preprocessing.why").text()


def test_that_the_table_holds_the_fitted_numbers(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("wine", StandardizeStep())) as workspace:
        page = shown(qtbot, workspace)
        view(page, "numbers")
        table = child(page, QTableWidget, "preprocessing.numbers")
        assert table.rowCount() == 13
        prepared = workspace.prepared
        assert prepared is not None
        alcohol = prepared.dataset.rows[prepared.train_index][:, 0]
        item = table.item(0, 1)
        assert item is not None
        assert item.text() == f"{alcohol.mean():.2f}"


def test_that_images_are_offered_for_images_and_rebuilt_from_components(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("digits", PcaStep())) as workspace:
        page = shown(qtbot, workspace)
        view(page, "images")
        slider = child(page, QSlider, "preprocessing.components")
        slider.setValue(slider.maximum())
        assert "100.0 %" in child(page, QLabel, "preprocessing.rebuilt").text()
        workspace.edit("iris", lambda e: edits.set_source(e, "iris"))
        words = child(page, QAbstractButton, "preprocessing.view.images")
        qtbot.waitUntil(lambda: not words.isVisible())
        assert child(page, QAbstractButton, "preprocessing.view.scatter").isChecked()


def test_that_the_wrong_way_edits_the_document_and_warns(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("wine", StandardizeStep())) as workspace:
        page = shown(qtbot, workspace)
        child(page, QAbstractButton, "preprocessing.wrongWay").click()
        assert fitted_on(workspace) == "all"
        why = child(page, QLabel, "preprocessing.why")
        qtbot.waitUntil(lambda: "not honest" in why.text())
        workspace.undo_stack.undo()
        assert fitted_on(workspace) == "train"


def fitted_on(workspace: Workspace) -> str:
    return workspace.experiment.data.fit_on


def cell(page: PreprocessingPage, row: int, column: int) -> str:
    item = child(page, QTableWidget, "preprocessing.standing").item(row, column)
    return "" if item is None else item.text()


def test_that_both_are_trained_and_compared(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("wine", *PIPELINE)) as workspace:
        page = shown(qtbot, workspace)
        view(page, "learning")
        start = child(page, QPushButton, "preprocessing.race")
        start.click()
        qtbot.waitUntil(lambda: start.text() == "Train both")
        assert cell(page, 0, 1) == "1.0"
        assert "e7" in cell(page, 1, 1) or "e6" in cell(page, 1, 1)
        child(page, NumberEdit, "preprocessing.goal").setValue(1e6)
        assert (cell(page, 0, 2), cell(page, 1, 2)) == ("0", "0")
        assert workspace.snapshot is not None
        assert workspace.snapshot.metrics.epoch == 0


def test_that_the_page_leads_to_data_where_the_leak_is_plain(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("wine", StandardizeStep())) as workspace:
        page = shown(qtbot, workspace)
        view(page, "learning")
        rival = child(page, QComboBox, "preprocessing.rival")
        rival.setCurrentIndex(rival.findData("leak"))
        told = child(page, QLabel, "preprocessing.told")
        told.linkActivated.emit("leak")
        assert rival.currentData() == "leak"
        qtbot.waitUntil(lambda: workspace.phase == "ready")
        assert workspace.prepared is not None
        assert len(workspace.prepared.train_index) == 60
        child(page, QPushButton, "preprocessing.race").click()
        qtbot.waitUntil(lambda: "flatters" in told.text(), timeout=30_000)
        points = re.search(r"([0-9.]+) points", told.text())
        assert points is not None
        assert float(points[1]) >= 10.0
        workspace.undo_stack.undo()
        assert workspace.experiment.data.source == "wine"


def test_that_the_leak_is_told_in_a_sentence(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("wine", *PIPELINE)) as workspace:
        page = shown(qtbot, workspace)
        view(page, "learning")
        rival = child(page, QComboBox, "preprocessing.rival")
        rival.setCurrentIndex(rival.findData("leak"))
        told = child(page, QLabel, "preprocessing.told")
        assert "statistics see the test examples" in told.text()
        child(page, QPushButton, "preprocessing.race").click()
        qtbot.waitUntil(lambda: "leak" in told.text() and "%" in told.text())


def test_that_a_race_is_canceled_by_its_button_by_hiding_and_with_the_window(
    qtbot: QtBot,
) -> None:
    endless = edits.set_training(experiment_on("wine", *PIPELINE), epochs=10_000_000)
    with opened(qtbot, endless) as workspace:
        page = shown(qtbot, workspace)
        view(page, "learning")
        start = child(page, QPushButton, "preprocessing.race")
        start.click()
        assert start.text() == "Cancel"
        start.click()
        assert start.text() == "Train both"
        start.click()
        view(page, "scatter")
        assert start.text() == "Train both"
        view(page, "learning")
        start.click()  # ends when the workspace closes


def test_that_nothing_is_compared_without_steps(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("wine")) as workspace:
        page = shown(qtbot, workspace)
        view(page, "learning")
        assert not child(page, QPushButton, "preprocessing.race").isEnabled()


def test_that_the_features_of_the_scatter_can_be_chosen(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("wine", StandardizeStep())) as workspace:
        page = shown(qtbot, workspace)
        assert workspace.prepared is not None
        names = workspace.prepared.dataset.feature_names
        across = child(page, QComboBox, "preprocessing.across")
        assert across.isVisible()
        across.setCurrentIndex(2)
        across.activated.emit(2)
        up = child(page, QComboBox, "preprocessing.up").currentText()
        looks = [look for look in page._strip._looks if isinstance(look, Scatter)]
        assert [look.names for look in looks] == [(names[2], up)] * 2
        view(page, "histograms")
        assert not across.isVisible()


def test_that_one_stage_is_chosen_also_while_the_network_cannot_train(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("wine", StandardizeStep())) as workspace:
        page = shown(qtbot, workspace)
        workspace.edit("no table", lambda e: edits.set_source(e, "table", path="nowhere.csv"))
        qtbot.waitUntil(lambda: workspace.phase == "invalid")
        stages = [child(page, QAbstractButton, f"preprocessing.stage.{i}") for i in (0, 1)]
        stages[0].click()
        assert sum(stage.isChecked() for stage in stages) == 1


def test_that_a_plane_has_no_features_to_choose_from(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral", StandardizeStep())) as workspace:
        page = shown(qtbot, workspace)
        assert not child(page, QComboBox, "preprocessing.across").isVisible()


def test_that_axes_are_as_long_as_the_deviation_along_them() -> None:
    found = stages(prepare(experiment_on("spiral", *PIPELINE)))
    raw = scatter(found, found.stages[0], (0, 1))
    ends = raw._ends() - raw.axes.mean
    along = (found.stages[0].rows - raw.axes.mean) @ (
        ends / np.linalg.norm(ends, axis=1, keepdims=True)
    ).T
    np.testing.assert_allclose(np.linalg.norm(ends, axis=1), along.std(axis=0), rtol=1e-6)


def test_that_the_scree_plot_marks_what_is_kept() -> None:
    found = stages(prepare(experiment_on("wine", StandardizeStep(), PcaStep(components=3))))
    kept = scree(found, found.stages[-1])
    assert (kept.kept, len(kept.shares)) == (3, 13)
    assert kept.shares.sum() == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("count", "chosen", "room", "expected"),
    [
        (4, 3, 6, (0, 1, 2, 3)),
        (5, 4, 3, (0, 3, 4)),
        (5, 0, 3, (0, 1, 2)),
        (5, 2, 2, (0, 2)),
        (1, 0, 2, (0,)),
    ],
)
def test_that_where_room_is_short_the_chosen_stage_and_the_one_before_stay(
    count: int, chosen: int, room: int, expected: tuple[int, ...]
) -> None:
    assert visible_stages(count, chosen, room) == expected


@pytest.mark.parametrize(
    ("count", "width", "height", "columns"),
    [(4, 900, 800, 2), (4, 640, 390, 4), (1, 640, 390, 1), (5, 640, 390, 3), (0, 640, 390, 1)],
)
def test_that_panes_stand_so_that_their_pictures_are_largest(
    count: int, width: int, height: int, columns: int
) -> None:
    assert best_columns(count, width, height, width // 148) == columns


def test_that_training_draws_nothing_anew(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("wine", *PIPELINE)) as workspace:
        page = shown(qtbot, workspace)
        before = page._strip._looks
        workspace.step_epoch()
        qtbot.waitUntil(
            lambda: workspace.snapshot is not None and workspace.snapshot.metrics.epoch == 1
        )
        page.refresh()
        assert page._strip._looks is before
