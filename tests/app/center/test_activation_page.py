"""The activation explorer: live inputs on any curve, learned slopes, pieces, and the morph."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial

import numpy as np
import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QSlider
from pytestqt.qtbot import QtBot

from nnstudio.app.appearance.theme import current_theme
from nnstudio.app.center.inside.curve_plot import line_color
from nnstudio.app.center.inside.explorer import ActivationPage
from nnstudio.app.workspace.workspace import Selection
from nnstudio.core.spec import ACTIVATIONS
from nnstudio.experiment.editing.edits import set_data
from nnstudio.experiment.looks.snapshot import ProbeRequest
from tests.app.opened import child, experiment_on, opened

Open = Callable[[str], ActivationPage]


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Open]:
    with ExitStack() as stack:

        def make(activation: str) -> ActivationPage:
            document = experiment_on("moons", activation=activation)
            workspace = stack.enter_context(opened(qtbot, document))
            page = ActivationPage(workspace)
            qtbot.addWidget(page)
            page.resize(640, 420)
            page.show()
            qtbot.waitUntil(lambda: len(page.plot.dots.getData()[0]) > 0)
            return page

        yield make


def said(page: ActivationPage, name: str = "words") -> str:
    return child(page, QLabel, f"activation.{name}").text()


def test_that_without_a_selection_the_first_hidden_unit_is_shown(show: Open) -> None:
    page = show("tanh")
    assert "Hidden 1, neuron 1" in said(page)
    x, y = page.plot.dots.getData()
    np.testing.assert_allclose(y, np.tanh(x), rtol=1e-6)
    x, y = page.plot.slope_dots.getData()
    np.testing.assert_allclose(y, 1 - np.tanh(x) ** 2, atol=1e-6)


def test_that_the_selected_unit_is_shown(qtbot: QtBot, show: Open) -> None:
    page = show("tanh")
    page.workspace.select(Selection(1, 2))
    qtbot.waitUntil(lambda: "Hidden 2, neuron 3" in said(page))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_that_any_activation_can_be_tried_on_the_inputs(show: Open, activation: str) -> None:
    page = show("tanh")
    before = page.plot.dots.getData()[0].tolist()
    child(page, QAbstractButton, f"activation.{activation}").click()
    x, y = page.plot.dots.getData()
    assert x.tolist() == before
    assert np.isfinite(y).all()
    assert ("which is tanh" in said(page)) is (activation != "tanh")


def test_that_a_learned_slope_moves(qtbot: QtBot, show: Open) -> None:
    page = show("prelu")

    def slope() -> float:
        x, y = page.plot.curve.getData()
        return float(y[0] / x[0])

    before = slope()
    assert before == pytest.approx(0.01)
    page.workspace.step_epoch()
    qtbot.waitUntil(lambda: abs(slope() - before) > 1e-4)
    snapshot = page.workspace.snapshot
    assert snapshot is not None
    assert snapshot.slopes[0] is not None


def test_that_maxout_shows_its_pieces_and_their_maximum(show: Open) -> None:
    page = show("maxout")
    pieces = [line.getData()[1] for line in page.plot.lines if line.isVisible()]
    assert len(pieces) == 2
    np.testing.assert_allclose(page.plot.curve.getData()[1], np.maximum(*pieces))
    for number in range(2):
        assert line_color(number, current_theme()) in said(page, "formula")
    assert "other inputs at their mean, dots with their own" in said(page, "words")


def test_that_sigmoid_slides_onto_tanh(show: Open) -> None:
    page = show("relu")
    child(page, QAbstractButton, "activation.morph").click()
    slider = child(page, QSlider, "activation.morphShare")
    slider.setValue(50)
    assert "1.50 · σ(1.50 x) − 0.50" in said(page)
    slider.setValue(100)
    x, y = page.plot.curve.getData()
    np.testing.assert_allclose(y, np.tanh(x), atol=1e-12)
    assert "the same function" in said(page, "formula")
    assert page.workspace._request == ProbeRequest()


def test_that_a_hidden_page_asks_for_nothing(show: Open) -> None:
    page = show("relu")
    page.hide()
    assert page.workspace._request == ProbeRequest()


def test_that_the_share_of_examples_looked_at_is_told(qtbot: QtBot) -> None:
    few, many = experiment_on("moons"), set_data(experiment_on("moons"), samples=4000)
    for document, told in ((few, "over 50 training"), (many, "over 1,000 of 2,000 training")):
        with opened(qtbot, document) as workspace:
            page = ActivationPage(workspace)
            qtbot.addWidget(page)
            page.show()
            qtbot.waitUntil(partial(tells, page, told))


def tells(page: ActivationPage, words: str) -> bool:
    return words in said(page, "formula")
