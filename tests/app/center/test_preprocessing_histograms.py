"""Histograms on the preprocessing page: every column can be reached, each readable on its axis."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.center.preprocessing.histogram_strip import HistogramStrip
from nnstudio.app.center.preprocessing.histograms import histograms, rows_in
from nnstudio.app.center.preprocessing.page import PreprocessingPage
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.data.stages import Stages, stages
from nnstudio.experiment.document import CenterStep, PcaStep, StandardizeStep, WhitenStep
from tests.app.opened import child, experiment_on, opened

PIPELINE = (CenterStep(), StandardizeStep(), PcaStep(components=2), WhitenStep())


def _found() -> Stages:
    return stages(prepare(experiment_on("breast_cancer", *PIPELINE)))


def _shown(qtbot: QtBot, workspace: Workspace) -> PreprocessingPage:
    page = PreprocessingPage(workspace)
    qtbot.addWidget(page, before_close_func=lambda _: page.hide())
    page.resize(650, 470)  # as in a window of 1280 x 720
    page.show()
    child(page, QAbstractButton, "preprocessing.view.histograms").click()
    return page


def _caption(page: PreprocessingPage, stage: int) -> str:
    strip = page.findChild(HistogramStrip)
    assert strip is not None
    return child(strip, QWidget, f"preprocessing.pane.{stage}").accessibleDescription()


def test_no_feature_is_a_spike_on_its_own_axis() -> None:
    for row in histograms(_found().stages[0], 0, 30, common=False).rows:
        assert np.count_nonzero(row.counts) >= 10, row.name
        assert row.counts[0] > 0
        assert row.counts[-1] > 0


def test_a_common_axis_holds_the_values_of_all_columns_whichever_are_shown() -> None:
    stage = _found().stages[0]
    for first in (0, 7, 29):
        for row in histograms(stage, first, 3, common=True).rows:
            assert (row.low, row.high) == (stage.rows.min(), stage.rows.max())


def test_a_column_that_never_varies_has_an_axis_around_it() -> None:
    stage = stages(prepare(experiment_on("digits", CenterStep()))).stages[0]
    row = histograms(stage, 0, 1, common=False).rows[0]
    assert stage.rows[:, 0].std() == 0.0
    assert row.low < row.mean < row.high
    assert row.counts.sum() == len(stage.rows)


def test_there_is_place_for_a_row_at_least() -> None:
    assert rows_in(0.0, 16.0, common=True) == 1
    assert rows_in(200.0, 16.0, common=False) > rows_in(200.0, 16.0, common=True) >= 3


def test_all_columns_can_be_scrolled_to_after_four_steps(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("breast_cancer", *PIPELINE)) as workspace:
        page = _shown(qtbot, workspace)
        bar = child(page, QScrollBar, "preprocessing.columns")
        qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.pageStep() >= 3)
        assert bar.isVisible()
        assert _caption(page, 0).startswith(f"1–{bar.pageStep()} of 30 columns")
        bar.setValue(bar.maximum())
        assert _caption(page, 0).startswith(f"{31 - bar.pageStep()}–30 of 30 columns")
        assert _caption(page, 4) == "2 columns\nno more"
        assert not page.grab().isNull()


def test_the_wheel_scrolls_and_the_switch_changes_the_axis(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("breast_cancer", *PIPELINE)) as workspace:
        page = _shown(qtbot, workspace)
        bar = child(page, QScrollBar, "preprocessing.columns")
        qtbot.waitUntil(lambda: bar.maximum() > 0)
        strip = page.findChild(HistogramStrip)
        assert strip is not None
        place, none = QPointF(20.0, 20.0), Qt.MouseButton.NoButton
        plain, still = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
        turn = QPoint(0, -120)
        wheel = QWheelEvent(place, place, QPoint(), turn, none, plain, still, False)
        QApplication.sendEvent(strip, wheel)
        assert bar.value() > 0
        assert "an axis each" in _caption(page, 0)
        child(page, QAbstractButton, "preprocessing.commonAxis").click()
        assert "one axis for all" in _caption(page, 0)


@pytest.mark.parametrize("source", ["iris", "function"])
def test_few_columns_need_no_scrolling(qtbot: QtBot, source: str) -> None:
    with opened(qtbot, experiment_on(source)) as workspace:
        page = _shown(qtbot, workspace)
        bar = child(page, QScrollBar, "preprocessing.columns")
        qtbot.waitUntil(lambda: not bar.isVisible())
        columns = "1 column\nσ" if source == "function" else "4 columns, an axis each"
        assert _caption(page, 0).startswith(columns)
