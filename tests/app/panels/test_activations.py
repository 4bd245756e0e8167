"""The activations panel: verdicts in words, one row a layer, zeros apart, selection shared."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnstudio.app.appearance.colors import LIGHT
from nnstudio.app.panels.activations import ActivationsPanel
from nnstudio.app.widgets.activity_row import ActivityRow, row_verdicts
from nnstudio.app.workspace.workspace import Selection, Workspace
from nnstudio.experiment.advice.verdicts import judge
from nnstudio.experiment.document import (
    DataSettings,
    Experiment,
    LayerSettings,
    NetworkSettings,
)
from nnstudio.experiment.looks.insights import GradientFacts
from nnstudio.experiment.looks.snapshot import LayerActivity

EXPERIMENT = Experiment(
    data=DataSettings(source="moons", samples=80),
    network=NetworkSettings(
        layers=(
            LayerSettings(units=4, activation="tanh"),
            LayerSettings(units=3, activation="relu"),
            LayerSettings(units="auto"),
        )
    ),
)


def activity(
    dead: int = 0, units: int = 20, saturated: float | None = None, zeros: int = 0
) -> LayerActivity:
    return LayerActivity(
        edges=np.linspace(0.0, 1.0, 41),
        counts=np.full(40, 10, dtype=np.int64),
        zeros=zeros,
        mean=0.5,
        std=0.3,
        dead=np.arange(units) < dead,
        saturated_fraction=saturated,
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
def panel(qtbot: QtBot, workspace: Workspace) -> ActivationsPanel:
    panel = ActivationsPanel(workspace)
    qtbot.addWidget(panel)
    panel.resize(330, 180)
    panel.show()
    qtbot.waitUntil(lambda: len(panel.rows) == 3)
    return panel


def row_of(qtbot: QtBot, shown: LayerActivity) -> ActivityRow:
    row = ActivityRow(0)
    qtbot.addWidget(row)
    row.resize(300, 44)
    row.show_activity("Hidden 1", "relu", shown, judge(shown), selected=False)
    row.show()
    return row


def row_colors(qtbot: QtBot, shown: LayerActivity) -> set[str]:
    row = row_of(qtbot, shown)
    image = row.grab().toImage()
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


def said(shown: LayerActivity, size: float = 1.0) -> list[tuple[str, str]]:
    facts, last = GradientFacts(size, 0, 4, 8), GradientFacts(1.0, 0, 4, 8)
    found = row_verdicts(shown, judge(shown, facts, last))
    return [(verdict.text, verdict.level) for verdict in found]


def test_that_a_healthy_layer_is_said_to_have_no_dead_unit() -> None:
    assert said(activity()) == [("0 dead", "good")]


def test_that_dead_units_are_counted_in_words_and_color() -> None:
    assert said(activity(dead=6)) == [("6 of 20 dead", "warning")]
    assert said(activity(dead=15)) == [("15 of 20 dead", "bad")]


def test_that_saturation_is_told_where_it_can_happen() -> None:
    assert said(activity(saturated=0.4))[0] == ("40 % saturated", "warning")
    assert said(activity(saturated=0.02))[0] == ("2 % saturated", "good")


def test_that_the_share_of_exact_zeros_is_told() -> None:
    assert said(activity(zeros=400))[-1] == ("50 % exactly 0", "muted")


def test_that_a_vanishing_gradient_is_told_instead() -> None:
    assert said(activity(zeros=400), size=1e-4) == [("vanishing ×1.0e−4", "bad")]
    both = said(activity(dead=15), size=1e-4)
    assert [text for text, _ in both] == ["15 of 20 dead", "vanishing ×1.0e−4"]


def test_that_a_bar_is_as_high_as_its_count(qtbot: QtBot) -> None:
    shown = activity()
    counts = np.arange(40)
    row = row_of(qtbot, replace(shown, counts=counts))
    assert np.allclose(row.histogram.heights, counts / 39)


def test_that_zeros_more_frequent_than_all_else_are_drawn_cut(qtbot: QtBot) -> None:
    for zeros, height, is_cut in ((5, 0.5, False), (10, 1.0, False), (400, 1.0, True)):
        row = row_of(qtbot, activity(zeros=zeros))
        assert row.histogram.zeros == height
        assert row.histogram.is_cut is is_cut


def test_that_exact_zeros_have_a_bar_of_their_own_color(qtbot: QtBot) -> None:
    assert LIGHT.warning in row_colors(qtbot, activity(zeros=5))
    assert LIGHT.warning not in row_colors(qtbot, activity(zeros=0))


def test_that_a_layer_that_gives_only_zeros_can_be_drawn(qtbot: QtBot) -> None:
    empty = LayerActivity(
        edges=np.linspace(0.0, 0.1, 41),
        counts=np.zeros(40, dtype=np.int64),
        zeros=100,
        mean=0.0,
        std=0.0,
        dead=np.ones(4, dtype=bool),
        saturated_fraction=None,
    )
    assert LIGHT.warning in row_colors(qtbot, empty)
    assert said(empty)[0] == ("4 of 4 dead", "bad")


def test_that_there_is_a_row_for_every_layer_and_no_other(
    qtbot: QtBot, workspace: Workspace, panel: ActivationsPanel
) -> None:
    names = [row.accessibleName() for row in panel.rows]
    assert names == ["Activations of Hidden 1", "Activations of Hidden 2", "Activations of Output"]
    workspace.edit(
        "remove layer",
        lambda old: old.model_copy(
            update={
                "network": old.network.model_copy(
                    update={"layers": (old.network.layers[0], old.network.layers[2])}
                )
            }
        ),
    )
    qtbot.waitUntil(lambda: len(panel.rows) == 2)
    assert panel.rows[1].accessibleName() == "Activations of Output"


def test_that_three_layers_fit_without_scrolling(panel: ActivationsPanel) -> None:
    bottom = panel.rows[2].mapTo(panel, panel.rows[2].rect().bottomLeft()).y()
    assert bottom < panel.height()


def test_that_a_click_on_a_row_selects_its_layer(
    qtbot: QtBot, workspace: Workspace, panel: ActivationsPanel
) -> None:
    QTest.mouseClick(panel.rows[1], Qt.MouseButton.LeftButton)
    assert workspace.selection == Selection(1)
    assert panel.rows[1].selected
    assert not panel.rows[0].selected


def test_that_a_tooltip_says_what_dead_and_saturated_mean(panel: ActivationsPanel) -> None:
    assert "gradient of the neuron is zero for every training example" in panel.rows[0].toolTip()
    assert "within 5 % of an end of its range" in panel.rows[0].toolTip()


def test_that_screen_readers_hear_the_verdicts(qtbot: QtBot, panel: ActivationsPanel) -> None:
    qtbot.waitUntil(lambda: "Hidden 2: " in panel.accessibleDescription())
    assert "dead" in panel.accessibleDescription()
