"""Whatever is done to a run, in any order: it rests when told to, and shows its own numbers."""

from collections.abc import Callable
from random import Random

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnstudio.app.window.timeline import Timeline
from nnstudio.app.workspace.parameters import Parameter
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import edits
from tests.app.opened import experiment_on, opened

ACTIONS = 200


def changes(rng: Random) -> list[Callable[[Experiment], Experiment]]:
    rate, batch, units = rng.choice([1e6, 10.0, 0.01]), rng.randint(1, 80), rng.randint(1, 6)
    loss = rng.choice(["cross_entropy", "hinge", "mse"])
    kind = rng.choice(["relu", "prelu", "maxout", "sigmoid"])
    noise, scale = rng.choice([0.0, 0.2]), rng.choice([1.0, 1e8])
    return [
        lambda now: edits.set_training(now, learning_rate=rate),
        lambda now: edits.set_training(now, batch_size=batch),
        lambda now: edits.set_training(now, loss=loss),
        lambda now: edits.set_layer(now, 0, dropout=0.3 - now.network.layers[0].dropout),
        lambda now: edits.set_layer(now, 0, activation=kind),
        lambda now: edits.set_layer(now, 0, scale=scale),
        lambda now: edits.set_units(now, 0, units),
        lambda now: edits.set_data(now, noise=noise),
    ]


def act(workspace: Workspace, rng: Random) -> None:
    newest = 0 if workspace.snapshot is None else workspace.snapshot.newest_step
    edit, moment = rng.choice(changes(rng)), rng.randint(-5, newest + 5)
    actions: list[Callable[[], object]] = [
        workspace.run,
        workspace.run,
        workspace.pause,
        workspace.step,
        workspace.step_epoch,
        workspace.reset,
        workspace.new_weights,
        workspace.go_live,
        workspace.undo_stack.undo,
        workspace.undo_stack.redo,
        lambda: workspace.move_steps(-1),
        lambda: workspace.move_epochs(-1),
        lambda: workspace.show_moment(moment, exactly=rng.random() < 0.5),
        lambda: workspace.set_parameter(Parameter(0, 0, 0), rng.uniform(-5.0, 5.0)),
        lambda: workspace.edit("change", edit),
        lambda: workspace.open(rng.choice(["iris", "xor", "depth"])),
    ]
    rng.choice(actions)()


@pytest.mark.parametrize("seed", [1, 2])
def test_that_no_order_of_actions_harms_a_run(qtbot: QtBot, seed: int) -> None:
    rng = Random(seed)
    with opened(qtbot, experiment_on("spiral")) as workspace:
        timeline = Timeline(workspace)
        qtbot.addWidget(timeline)
        timeline.show()
        for _ in range(ACTIONS):
            act(workspace, rng)
            qtbot.wait(rng.choice([0, 0, 5, 20]))
            shown = workspace.snapshot
            if shown is not None:
                assert all(np.isfinite(matrix).all() for matrix in shown.matrices)
                assert shown.metrics.step <= shown.newest_step
        workspace.pause()
        qtbot.waitUntil(lambda: workspace.phase not in ("running", "loading"))
        qtbot.waitUntil(lambda: workspace.phase == "invalid" or workspace.snapshot is not None)
        assert workspace.phase == "invalid" or workspace.prepared is not None
        if workspace.prepared is not None:
            assert workspace.prepared.experiment == workspace.experiment
