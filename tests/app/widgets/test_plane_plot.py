"""What a plane rings while points are painted and erased under a running training."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnstudio.app.widgets.plane_plot import PlanePlot, Points


def _points(count: int) -> Points:
    positions = np.linspace(-1.0, 1.0, 2 * count).reshape(count, 2)
    labels = np.arange(count) % 2
    return Points(positions, labels, np.ones(count, dtype=bool))


@pytest.fixture
def plot(qtbot: QtBot) -> PlanePlot:
    plot = PlanePlot()
    plot.resize(300, 300)
    qtbot.addWidget(plot)
    return plot


@pytest.mark.parametrize("left", [0, 1, 390])
def test_judgments_of_points_that_were_erased_ring_none(plot: PlanePlot, left: int) -> None:
    plot.set_points(_points(left))
    plot.set_wrong(np.ones(834, dtype=bool))
    plot.grab()
    assert not plot.wrong.any()


def test_judgments_of_the_points_known_so_far_ring_these(plot: PlanePlot) -> None:
    plot.set_points(_points(40))
    plot.add_points(_points(60))
    plot.set_wrong(np.ones(40, dtype=bool))
    plot.grab()
    assert plot.wrong.sum() == 40


def test_that_points_added_to_those_shown_look_like_points_shown_at_once(
    plot: PlanePlot, qtbot: QtBot
) -> None:
    whole = PlanePlot()
    whole.resize(300, 300)
    qtbot.addWidget(whole)
    apart = np.array([[0.2, 0.2], [0.8, 0.2], [0.2, 0.8], [0.8, 0.8]])
    points = Points(apart, np.array([0, 1, 1, 0]), np.array([True, True, False, True]))
    few = Points(apart[:2], points.shapes[:2], points.train[:2])
    for each in (plot, whole):
        each.set_extent((0.0, 1.0, 0.0, 1.0), ("x1", "x2"), True)
    plot.set_points(few)
    before = plot.grab().toImage()
    plot.add_points(points)
    whole.set_points(points)
    assert plot.grab().toImage() == whole.grab().toImage() != before
    assert len(plot.marks.positions) == 4
