"""Images on the preprocessing page: examples after every step, and what one step is about."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from nnstudio.app.center.preprocessing.album import Album, album
from nnstudio.app.center.preprocessing.image_sheet import ImageSheet
from nnstudio.app.center.preprocessing.page import PreprocessingPage
from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.data.stages import Stages, stages
from nnstudio.experiment.document import (
    MeanImageStep,
    PcaStep,
    ScaleStep,
    StandardizeStep,
    Step,
    WhitenStep,
)
from tests.app.opened import child, experiment_on, opened

WHITE: tuple[Step, ...] = (MeanImageStep(), ScaleStep(), WhitenStep())


def _found(*steps: Step) -> Stages:
    return stages(prepare(experiment_on("digits", *steps)))


def _album(found: Stages, chosen: int) -> Album:
    made = album(found, chosen)
    assert made is not None
    return made


def test_an_example_is_seen_after_each_step() -> None:
    found = _found(*WHITE)
    way = _album(found, 1).way(3)
    assert [picture.name for picture in way] == ["Raw", "Mean image", "Scale", "Whiten"]
    assert [picture.signed for picture in way] == [False, True, True, True]
    for picture, stage in zip(way[:3], found.stages, strict=False):
        np.testing.assert_array_equal(picture.pixels, stage.rows[3])


def test_whitened_rows_are_turned_back_to_pixels() -> None:
    found = _found(WhitenStep())
    white = _album(found, 1).way(0)[1].pixels
    step = found.stages[1].step
    assert step is not None
    raw = found.stages[0].rows
    covariance = np.cov((raw - raw.mean(axis=0)).T, bias=True)
    values, axes = np.linalg.eigh(covariance)
    kept = values > 1e-9 * values[-1]
    by_hand = axes[:, kept] / np.sqrt(values[kept]) @ axes[:, kept].T
    np.testing.assert_allclose(white, (raw[0] - raw.mean(axis=0)) @ by_hand, atol=1e-6)


def test_components_that_are_kept_turn_back_to_the_rebuilt_image() -> None:
    found = _found(PcaStep(components=5))
    made = _album(found, 1)
    from_step = made.way(2)[1].pixels + made.axes.mean
    np.testing.assert_allclose(made.rebuilt(2, 5), from_step, atol=1e-9)


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        (0, ["mean image"]),
        (1, ["− mean image"]),
        (2, ["− mean image", "÷ deviation"]),
        (3, ["mean image"]),
    ],
)
def test_what_a_step_fitted_stands_before_the_axes(chosen: int, names: list[str]) -> None:
    found = _album(_found(MeanImageStep(), StandardizeStep(), PcaStep()), chosen).found()
    assert [picture.name for picture in found][: len(names)] == names
    assert all(picture.name.startswith("axis") for picture in found[len(names) :])


def test_rounding_has_no_color() -> None:
    left = _album(_found(MeanImageStep(), StandardizeStep()), 2).found()[0]
    assert float(np.abs(left.pixels).max()) / left.bound < 1e-9


def test_a_whitened_example_is_there_though_nothing_whitens() -> None:
    names = [picture.name for picture in _album(_found(MeanImageStep()), 1).others(0, 8)]
    assert names == ["from k = 8", "what is missing", "if whitened", "example 2", "example 3"]
    assert "if whitened" not in [p.name for p in _album(_found(*WHITE), 3).others(0, 8)]


def test_the_view_follows_the_chosen_step_and_a_click_on_an_image_chooses(qtbot: QtBot) -> None:
    with opened(qtbot, experiment_on("digits", *WHITE)) as workspace:
        page = PreprocessingPage(workspace)
        qtbot.addWidget(page, before_close_func=lambda _: page.hide())
        page.resize(660, 540)
        page.show()
        child(page, QAbstractButton, "preprocessing.view.images").click()
        sheet = child(page, ImageSheet, "preprocessing.images")
        assert sheet.rows[2][-1].signed
        first = QPoint(sheet.width() // 10, sheet.height() // 6)
        QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=first)
        assert child(page, QAbstractButton, "preprocessing.stage.0").isChecked()
        assert not sheet.rows[2][-1].signed
        child(page, QAbstractButton, "preprocessing.stage.2").click()
        assert sheet.rows[1][0].name == "lowest"
        assert not sheet.grab().isNull()
