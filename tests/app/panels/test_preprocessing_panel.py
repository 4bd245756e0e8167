"""The preprocessing panel: switches, settings, and the numbers before and after."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from nnstudio.app.panels.before_after import cloud, numbers_text
from nnstudio.app.panels.numbers import short_number
from nnstudio.app.panels.preprocessing import WRONG_WAY, PreprocessingPanel
from nnstudio.app.panels.step_list import list_entries
from nnstudio.app.widgets.number_edit import NumberEdit
from nnstudio.app.widgets.toggle import ToggleSwitch
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.document import (
    CenterStep,
    PcaStep,
    ScaleStep,
    StandardizeStep,
    WhitenStep,
)
from nnstudio.experiment.editing import edits
from tests.app.opened import child, experiment_on, opened


def shown(qtbot: QtBot, workspace: Workspace) -> PreprocessingPanel:
    panel = PreprocessingPanel(workspace)
    qtbot.addWidget(panel)
    panel.resize(250, panel.sizeHint().height())
    panel.show()
    return panel


def switch(panel: PreprocessingPanel, step: str) -> ToggleSwitch:
    return child(panel, ToggleSwitch, f"preprocessing.{step}")


def steps(workspace: Workspace) -> list[str]:
    return [step.step for step in workspace.experiment.preprocessing]


def after(panel: PreprocessingPanel) -> str:
    return child(panel, QLabel, "preprocessing.afterNumbers").text()


def test_that_switches_build_the_pipeline_in_its_usual_order(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("iris")) as workspace:
        panel = shown(qtbot, workspace)
        for step in ("whiten", "standardize", "center"):
            switch(panel, step).click()
        assert steps(workspace) == ["center", "standardize", "whiten"]
        assert workspace.undo_stack.undoText() == "Center on"
        switch(panel, "standardize").click()
        assert steps(workspace) == ["center", "whiten"]


def test_that_undo_switches_back(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        panel = shown(qtbot, workspace)
        switch(panel, "standardize").click()
        assert switch(panel, "standardize").isChecked()
        workspace.undo_stack.undo()
        assert not switch(panel, "standardize").isChecked()


def test_that_standardizing_is_seen_in_the_numbers(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("gauss")) as workspace:
        panel = shown(qtbot, workspace)
        before = after(panel)
        switch(panel, "standardize").click()
        qtbot.waitUntil(lambda: after(panel) == "μ 0.00, 0.00\nσ 1.00, 1.00")
        assert child(panel, QLabel, "preprocessing.beforeNumbers").text() == before


def test_that_the_numbers_are_those_of_the_training_split(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("wine")) as workspace:
        panel = shown(qtbot, workspace)
        prepared = workspace.prepared
        assert prepared is not None
        rows = prepared.dataset.rows[prepared.train_index][:, :2]
        mean = ", ".join(short_number(value) for value in rows.mean(axis=0))
        text = child(panel, QLabel, "preprocessing.beforeNumbers").text()
        assert text.splitlines()[0] == f"μ {mean}"


def test_that_pca_keeps_as_many_components_as_the_stepper_says(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("iris", PcaStep())) as workspace:
        panel = shown(qtbot, workspace)
        stepper = child(panel, NumberEdit, "preprocessing.pcaComponents")
        assert stepper.text() == "4 of 4"
        stepper.setValue(2)
        assert workspace.experiment.preprocessing == (PcaStep(components=2),)
        qtbot.waitUntil(
            lambda: workspace.prepared is not None and workspace.prepared.network.inputs == 2
        )
        assert stepper.text() == "2 of 4"
        stepper.setValue(4)
        assert workspace.experiment.preprocessing == (PcaStep(),)


def test_that_epsilon_is_visible_and_edits_the_document(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("iris", WhitenStep())) as workspace:
        panel = shown(qtbot, workspace)
        epsilon = child(panel, NumberEdit, "preprocessing.whitenEpsilon")
        assert epsilon.text() == "0"
        epsilon.setValue(0.1)
        assert workspace.experiment.preprocessing == (WhitenStep(epsilon=0.1),)


def test_that_a_negative_epsilon_is_refused_and_the_field_goes_back(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("iris", WhitenStep())) as workspace:
        panel = shown(qtbot, workspace)
        epsilon = child(panel, NumberEdit, "preprocessing.whitenEpsilon")
        epsilon.setValue(-1.0)
        assert "epsilon" in (workspace.problem or "")
        assert workspace.experiment.preprocessing == (WhitenStep(),)
        assert epsilon.value() == 0.0


@pytest.mark.parametrize(("source", "visible"), [("digits", True), ("iris", False)])
def test_that_the_mean_image_is_offered_for_images_alone(
    qtbot: QtBot, source: str, visible: bool
) -> None:
    with opened(qtbot, experiment_on(source)) as workspace:
        panel = shown(qtbot, workspace)
        assert switch(panel, "mean_image").isVisible() == visible


def test_that_a_step_of_the_file_is_never_hidden(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("iris", ScaleStep())) as workspace:
        panel = shown(qtbot, workspace)
        assert switch(panel, "scale").isVisible()
        switch(panel, "scale").click()
        assert steps(workspace) == []


def test_that_one_feature_and_images_are_drawn(qtbot: QtBot) -> None:
    looks: list[Callable[[str], bool]] = [lambda t: t.count(",") == 0, lambda t: "μ" in t]
    for source, looks_right in zip(("function", "digits"), looks, strict=True):
        with opened(qtbot, experiment_on(source, StandardizeStep())) as workspace:
            panel = shown(qtbot, workspace)
            assert looks_right(after(panel))
            assert not panel.grab().isNull()


def test_that_a_steps_own_note_is_told(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("digits", StandardizeStep())) as workspace:
        panel = shown(qtbot, workspace)
        assert "constant" in switch(panel, "standardize").accessibleDescription()


def test_numbers_text_gives_mean_and_deviation_of_each_column() -> None:
    rows = np.array([[1.0, -20.0], [3.0, -10.0]])
    shown_cloud = cloud(rows, np.array([0, 1]), ("a", "b"), (0, 1))
    assert numbers_text(shown_cloud) == "μ 2.00, −15.0\nσ 1.00, 5.00"


def test_short_number_never_shows_a_negative_zero() -> None:
    assert short_number(-0.001) == "0.00"
    assert short_number(746.9) == "747"
    assert short_number(123456.0) == "1.2e+05"


def height(panel: PreprocessingPanel, step: str) -> int:
    """How far below the panel's upper edge a step's row lies."""
    return switch(panel, step).mapTo(panel, QPoint(0, 0)).y()


def drag(panel: PreprocessingPanel, step: str, onto: str) -> None:
    """Drag a step's row by its handle to just below another one's middle."""
    source, target = switch(panel, step).parentWidget(), switch(panel, onto).parentWidget()
    assert source is not None
    assert target is not None
    start = QPoint(4, source.height() // 2)
    end = source.mapFromGlobal(target.mapToGlobal(QPoint(4, target.height() // 2 + 2)))
    QTest.mousePress(source, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(source, end)
    assert child(panel, QFrame, "preprocessing.dropMark").isVisible()
    QTest.mouseRelease(source, Qt.MouseButton.LeftButton, pos=end)


def test_that_a_step_is_dragged_to_another_place_and_back_by_undo(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("wine", CenterStep(), PcaStep(), ScaleStep())) as workspace:
        panel = shown(qtbot, workspace)
        drag(panel, "center", "scale")
        assert steps(workspace) == ["pca", "scale", "center"]
        assert workspace.undo_stack.undoText() == "Center later"
        assert not child(panel, QFrame, "preprocessing.dropMark").isVisible()
        workspace.undo_stack.undo()
        assert steps(workspace) == ["center", "pca", "scale"]


def test_that_a_step_moves_by_keys_and_keeps_the_keyboard(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("wine", CenterStep(), PcaStep(), ScaleStep())) as workspace:
        panel = shown(qtbot, workspace)
        panel.activateWindow()
        switch(panel, "scale").setFocus()
        qtbot.waitUntil(switch(panel, "scale").hasFocus)
        for _ in range(3):  # one more than there are places above
            QTest.keyClick(switch(panel, "scale"), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        assert steps(workspace) == ["scale", "center", "pca"]
        assert switch(panel, "scale").hasFocus()
        qtbot.waitUntil(lambda: height(panel, "scale") < height(panel, "center"))
        QTest.keyClick(switch(panel, "scale"), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        assert steps(workspace) == ["center", "scale", "pca"]


def test_that_a_step_that_comes_twice_has_two_rows(qtbot: QtBot) -> None:
    pipeline = (ScaleStep(), PcaStep(), ScaleStep(low=0.0))
    with opened(qtbot, experiment_on("wine", *pipeline)) as workspace:
        panel = shown(qtbot, workspace)
        child(panel, ToggleSwitch, "preprocessing.scale.2").click()
        assert workspace.experiment.preprocessing == pipeline[:2]


def test_that_both_ends_of_the_range_are_edited(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("wine", ScaleStep())) as workspace:
        panel = shown(qtbot, workspace)
        child(panel, NumberEdit, "preprocessing.scaleLow").setValue(0.0)
        child(panel, NumberEdit, "preprocessing.scaleHigh").setValue(2.0)
        assert workspace.experiment.preprocessing == (ScaleStep(low=0.0, high=2.0),)
        child(panel, NumberEdit, "preprocessing.scaleHigh").setValue(-1.0)
        assert "greater than low" in (workspace.problem or "")
        assert child(panel, NumberEdit, "preprocessing.scaleHigh").value() == 2.0


def test_that_pca_keeps_a_share_of_the_variance_and_goes_back(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("wine", StandardizeStep(), PcaStep())) as workspace:
        panel = shown(qtbot, workspace)
        way = child(panel, QToolButton, "preprocessing.pcaByVariance")
        way.click()
        assert workspace.experiment.preprocessing[1] == PcaStep(variance=0.95)
        child(panel, NumberEdit, "preprocessing.pcaVariance").setValue(60.0)
        assert workspace.experiment.preprocessing[1] == PcaStep(variance=0.6)
        described = switch(panel, "pca").accessibleDescription
        qtbot.waitUntil(lambda: "of 13 · 6" in described())
        way.click()
        assert workspace.experiment.preprocessing[1].model_dump()["variance"] is None


def test_that_the_wrong_way_is_told_in_the_heading(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("wine", StandardizeStep())) as workspace:
        panel = shown(qtbot, workspace)
        workspace.edit("wrong way", partial(edits.set_data, fit_on="all"))
        texts = [label.text() for label in panel.findChildren(QLabel)]
        assert any(WRONG_WAY in text for text in texts)


@pytest.mark.parametrize(
    ("pipeline", "entries"),
    [
        ([], [("center", None), ("pca", None), ("whiten", None)]),
        (["whiten", "center"], [("pca", None), ("whiten", 0), ("center", 1)]),
        (["pca"], [("center", None), ("pca", 0), ("whiten", None)]),
    ],
)
def test_that_steps_that_are_off_stand_where_they_would_go(
    pipeline: list[str], entries: list[tuple[str, int | None]]
) -> None:
    assert list_entries(pipeline, ("center", "pca", "whiten")) == entries


def test_that_data_that_keep_changing_are_drawn_calmly_and_the_last_of_them_shown(
    qtbot: QtBot,
) -> None:
    with opened(qtbot, experiment_on("spiral")) as workspace:
        panel = shown(qtbot, workspace)
        picture, _ = panel._plots._before
        workspace.prepared_changed.emit(workspace.prepared)
        first = picture._cloud
        for _ in range(10):
            workspace.prepared_changed.emit(workspace.prepared)
        assert picture._cloud is first
        qtbot.waitUntil(lambda: picture._cloud is not first)
        assert picture._cloud is not None
