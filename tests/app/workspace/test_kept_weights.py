"""Edits in the window keep, bit for bit, the weights of all they leave alone, and undo brings back
what they took.
"""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from nnstudio.app.canvas.gestures import Gestures
from nnstudio.app.workspace.workspace import Selection, Workspace
from nnstudio.experiment.editing import edits
from tests.app.canvas_driver import network

Matrices = tuple[NDArray[np.floating], ...]


@pytest.fixture
def workspace(qtbot: QtBot) -> Iterator[Workspace]:
    workspace = Workspace(network((4,)))
    try:
        qtbot.waitUntil(lambda: workspace.snapshot is not None)
        yield workspace
    finally:
        workspace.close()


@pytest.fixture
def gestures(workspace: Workspace) -> Gestures:
    return Gestures(workspace)


def trained(qtbot: QtBot, workspace: Workspace, *sizes: int) -> Matrices:
    """The weights after some epochs of a network with hidden layers of these sizes."""
    document = edits.set_training(network(sizes), epochs=5)
    workspace.adopt(document)
    workspace.run()
    qtbot.waitUntil(lambda: workspace.phase == "finished" and shown(workspace) == 5)
    return weights(qtbot, workspace)


def shown(workspace: Workspace) -> int:
    return -1 if workspace.snapshot is None else workspace.snapshot.metrics.epoch


def weights(qtbot: QtBot, workspace: Workspace) -> Matrices:
    """The newest ones, when the run has come to rest."""
    count = len(workspace.experiment.network.layers)
    qtbot.waitUntil(
        lambda: workspace.snapshot is not None and len(workspace.snapshot.matrices) == count
    )
    assert workspace.snapshot is not None
    return workspace.snapshot.matrices


def test_that_a_layer_added_before_an_equal_one_is_the_fresh_one(
    qtbot: QtBot, workspace: Workspace, gestures: Gestures
) -> None:
    before = trained(qtbot, workspace, 4, 4)
    gestures.add_layer(0)
    after = weights(qtbot, workspace)
    np.testing.assert_array_equal(after[2], before[1])
    np.testing.assert_array_equal(after[3], before[2])
    np.testing.assert_array_equal(after[1][:, -1], before[0][:, -1])


def test_that_the_layer_removed_among_equal_ones_is_the_one_that_goes(
    qtbot: QtBot, workspace: Workspace, gestures: Gestures
) -> None:
    before = trained(qtbot, workspace, 4, 4, 4)
    gestures.remove_layer(0)
    after = weights(qtbot, workspace)
    np.testing.assert_array_equal(after[1], before[2])
    np.testing.assert_array_equal(after[2], before[3])


def test_that_undo_brings_back_all_that_a_removed_layer_knew(
    qtbot: QtBot, workspace: Workspace, gestures: Gestures
) -> None:
    before = trained(qtbot, workspace, 4, 5, 4)
    gestures.remove_layer(1)
    weights(qtbot, workspace)
    workspace.undo_stack.undo()
    for then, now in zip(before, weights(qtbot, workspace), strict=True):
        np.testing.assert_array_equal(now, then)


def test_that_a_neuron_that_comes_back_by_undo_is_the_old_one_and_by_hand_a_new_one(
    qtbot: QtBot, workspace: Workspace, gestures: Gestures
) -> None:
    before = trained(qtbot, workspace, 4)
    gestures.set_units(0, 3)
    qtbot.waitUntil(lambda: len(weights(qtbot, workspace)[0]) == 3)
    workspace.undo_stack.undo()
    qtbot.waitUntil(lambda: len(weights(qtbot, workspace)[0]) == 4)
    np.testing.assert_array_equal(weights(qtbot, workspace)[0], before[0])
    gestures.set_units(0, 3, merge="first")
    gestures.set_units(0, 4, merge="second")
    qtbot.waitUntil(lambda: len(weights(qtbot, workspace)[0]) == 4)
    after = weights(qtbot, workspace)
    np.testing.assert_array_equal(after[0][:3], before[0][:3])
    assert not np.array_equal(after[0][3], before[0][3])


def test_that_frozen_weights_stay_through_edits_in_training(
    qtbot: QtBot, workspace: Workspace, gestures: Gestures
) -> None:
    before = trained(qtbot, workspace, 4, 3)
    workspace.edit("freeze", lambda old: edits.freeze_layer(old, 0, True))
    workspace.edit("train on", lambda old: edits.set_training(old, epochs=100_000))
    workspace.run()
    gestures.add_layer(2)
    qtbot.waitUntil(lambda: shown(workspace) > 10)
    gestures.set_units(0, 6)
    qtbot.waitUntil(lambda: len(weights(qtbot, workspace)[0]) == 6 and shown(workspace) > 20)
    np.testing.assert_array_equal(weights(qtbot, workspace)[0][:4], before[0])


def test_that_moved_layers_keep_their_biases(
    qtbot: QtBot, workspace: Workspace, gestures: Gestures
) -> None:
    before = trained(qtbot, workspace, 4, 5)
    workspace.select(Selection(0))
    gestures.shift_selected(right=True)
    qtbot.waitUntil(lambda: len(weights(qtbot, workspace)[0]) == 5)
    after = weights(qtbot, workspace)
    np.testing.assert_array_equal(after[0][:, -1], before[1][:, -1])
    np.testing.assert_array_equal(after[1][:, -1], before[0][:, -1])


def test_that_a_size_dragged_down_and_up_again_takes_no_neuron_away(
    qtbot: QtBot, workspace: Workspace, gestures: Gestures
) -> None:
    before = trained(qtbot, workspace, 4)
    for units in (3, 2, 5, 4):
        gestures.set_units(0, units, merge="drag")
        qtbot.waitUntil(lambda units=units: len(weights(qtbot, workspace)[0]) == units)  # type: ignore[misc]
    assert not workspace.undo_stack.canUndo()
    for then, now in zip(before, weights(qtbot, workspace), strict=True):
        np.testing.assert_array_equal(now, then)


@pytest.mark.parametrize(
    "fields",
    [{"activation": "tanh"}, {"pieces": 2}, {"initializer": "normal"}, {"scale": 2.0}],
    ids=str,
)
def test_that_undo_brings_back_what_an_edit_of_a_layer_cost(
    qtbot: QtBot, workspace: Workspace, gestures: Gestures, fields: dict[str, object]
) -> None:
    workspace.adopt(edits.set_layer(network((4,)), 0, activation="maxout", pieces=3))
    workspace.step_epoch()
    qtbot.waitUntil(lambda: shown(workspace) == 1)
    before = weights(qtbot, workspace)
    workspace.edit("change", lambda old: edits.set_layer(old, 0, **fields))
    qtbot.waitUntil(lambda: not np.array_equal(weights(qtbot, workspace)[0], before[0]))
    workspace.undo_stack.undo()
    qtbot.waitUntil(lambda: weights(qtbot, workspace)[0].shape == before[0].shape)
    for then, now in zip(before, weights(qtbot, workspace), strict=True):
        np.testing.assert_array_equal(now, then)
