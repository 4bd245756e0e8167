"""Every number in the models of the walk, for 50 random networks, against another engine."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnstudio.app.center.walk.page import WalkPage
from nnstudio.app.workspace.selection import Selection
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.core.schedules import rate_at
from nnstudio.experiment.document import Experiment
from tests.app.opened import opened
from tests.app.walk_driver import cells, close, column, go, shown
from tests.experiment.independent_walk import Reference, random_experiments, reference

EXPERIMENTS = list(random_experiments())
PARTS = 5
PLACE = 3


def check_layer_forward(page: WalkPage, expected: Reference, layer: int, last: int) -> None:
    go(page, "forward", layer)
    sign = "s" if layer == last else f"h{'₁₂₃₄'[layer]}"
    close(column(page, layer, sign), expected.h[layer])
    source = "x" if layer == 0 else f"h{'₁₂₃₄'[layer - 1]}"
    parts = cells(page, f"w × {source}")
    z = {name: value for name, value in parts.items() if name.partition(" ")[0] == "z"}
    units = len(expected.h[layer])
    close(list(z.values()), expected.z[layer][::units])
    for name, total in z.items():
        tag = name.removeprefix("z")
        own = [v for key, v in parts.items() if key.endswith(tag) and key not in (name, sign)]
        assert sum(own) == pytest.approx(total, rel=1e-6, abs=1e-9) or not tag
    assert parts[sign] == pytest.approx(expected.h[layer][0], rel=1e-6, abs=1e-9)


def check_layer_backward(page: WalkPage, expected: Reference, layer: int, last: int) -> None:
    go(page, "backward", layer)
    sign = "s" if layer == last else f"h{'₁₂₃₄'[layer]}"
    upstream, local = column(page, layer, f"∂L/∂{sign}"), column(page, layer, f"∂{sign}/∂z")
    delta = column(page, layer, "∂L/∂z")
    units = len(expected.h[layer])
    close(upstream, expected.outputs[layer])
    pieces = expected.layers[layer][:, -1].reshape(-1, units)
    close(delta, pieces.sum(axis=0))  # only one piece has a gradient
    close(np.array(upstream, np.float64) * np.array(local, np.float64), delta)  # type: ignore[arg-type]
    gradients = cells(page, "∂L/∂w")
    slope = gradients.pop("slope a", None)
    close(list(gradients.values()), expected.layers[layer][::units].ravel())
    if slope is not None:
        assert slope == pytest.approx(expected.slopes[layer][0], rel=1e-6, abs=1e-9)


def check_update(page: WalkPage, expected: Reference, layer: int) -> None:
    prepared, snapshot = page.workspace.prepared, page.workspace.snapshot
    assert prepared is not None
    assert snapshot is not None
    page.workspace.select(Selection(layer, 0))
    go(page, "update")
    training, units = prepared.training, len(expected.h[layer])
    before = snapshot.matrices[layer][::units].astype(np.float64)
    penalty = training.l2 * before + training.l1 * np.sign(before)
    penalty[:, -1] = 0
    step = -rate_at(training, 0) * (expected.layers[layer][::units] + penalty)
    found = {name: cells(page, name) for name in ("w", "step", "new w")}
    for values in found.values():
        values.pop("slope a", None)
    close(list(found["w"].values()), before.ravel())
    close(list(found["step"].values()), step.ravel())
    close(list(found["new w"].values()), (before + step).ravel())


@pytest.mark.parametrize("part", range(PARTS))
def test_that_every_number_shown_is_that_of_another_engine(qtbot: QtBot, part: int) -> None:
    first, *others = EXPERIMENTS[part::PARTS]
    with opened(qtbot, first) as workspace:
        page = shown(qtbot, workspace)
        check(page)
        for experiment in others:
            workspace.adopt(experiment)
            qtbot.waitUntil(lambda wanted=experiment: is_on(workspace, wanted))  # type: ignore[misc]
            check(page)


def is_on(workspace: Workspace, experiment: Experiment) -> bool:
    ready = workspace.prepared
    return ready is not None and ready.experiment == experiment and workspace.snapshot is not None


def check(page: WalkPage) -> None:
    """Every number at every station."""
    workspace = page.workspace
    workspace.select_example(PLACE)
    prepared, snapshot = workspace.prepared, workspace.snapshot
    assert prepared is not None
    assert snapshot is not None
    expected = reference(prepared, snapshot, PLACE)
    last = len(expected.h) - 1
    choose_first_output(page, last)
    row = prepared.encode(prepared.dataset.examples(slice(PLACE, PLACE + 1)))[0]
    close(column(page, -1, "x"), row)
    for layer in range(last + 1):
        check_layer_forward(page, expected, layer, last)
    go(page, "loss")
    assert cells(page, "score")["loss L"] == pytest.approx(expected.loss, rel=1e-6, abs=1e-9)
    go(page, "scores")
    close(list(cells(page, "∂L/∂s").values()), expected.outputs[last])
    close(column(page, last, "∂L/∂s"), expected.outputs[last])
    for layer in range(last, -1, -1):
        check_layer_backward(page, expected, layer, last)
    for layer in range(last + 1):
        check_update(page, expected, layer)


def choose_first_output(page: WalkPage, last: int) -> None:
    """Without a choice the output of the right class is looked at."""
    page.workspace.select(Selection(last, 0))
    page.go_to(0)
