"""The workspace: edits, undo, what reaches the run, what panels want, files."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.workspace.parameters import Parameter, value_of
from nnstudio.app.workspace.workspace import Selection, Workspace, read
from nnstudio.experiment.document import (
    DataSettings,
    Experiment,
    LayerSettings,
    NetworkSettings,
    TrainingSettings,
)
from nnstudio.experiment.editing import edits
from nnstudio.experiment.files import documents
from nnstudio.experiment.looks.snapshot import Plane

EXPERIMENT = Experiment(
    name="Small",
    seed=3,
    data=DataSettings(source="moons", samples=100),
    network=NetworkSettings(
        layers=(LayerSettings(units=4, activation="tanh"), LayerSettings(units="auto"))
    ),
    training=TrainingSettings(epochs=20),
)


@pytest.fixture
def workspace(qtbot: QtBot) -> Iterator[Workspace]:
    workspace = Workspace(EXPERIMENT)
    try:
        qtbot.waitUntil(lambda: workspace.snapshot is not None)
        yield workspace
    finally:
        workspace.close()


def set_rate(workspace: Workspace, rate: float) -> bool:
    return workspace.edit(
        f"set learning rate to {rate}",
        partial(edits.set_training, learning_rate=rate),
        merge="learningRate",
    )


def add_layer(workspace: Workspace) -> bool:
    return workspace.edit("add layer of 4 tanh", partial(edits.add_layer, index=1))


def units(workspace: Workspace) -> list[int | str]:
    return [layer.units for layer in workspace.experiment.network.layers]


def test_that_undo_and_redo_restore_the_layers(workspace: Workspace) -> None:
    add_layer(workspace)
    assert units(workspace) == [4, 4, "auto"]
    assert workspace.undo_stack.undoText() == "add layer of 4 tanh"
    workspace.undo_stack.undo()
    assert workspace.experiment == EXPERIMENT
    workspace.undo_stack.redo()
    assert units(workspace) == [4, 4, "auto"]


def test_that_2000_edits_are_all_undone(workspace: Workspace) -> None:
    before = workspace.experiment
    for number in range(2000):
        workspace.edit("seed", partial(edits.set_seed, seed=1000 + number))
    assert workspace.undo_stack.count() == 2000
    workspace.undo_stack.setIndex(0)
    assert workspace.experiment is before


def test_that_consecutive_edits_with_one_key_are_one_undo_step(workspace: Workspace) -> None:
    for rate in (0.02, 0.03, 0.05):
        set_rate(workspace, rate)
    assert workspace.undo_stack.count() == 1
    workspace.undo_stack.undo()
    assert workspace.experiment == EXPERIMENT


def test_that_edits_which_cancel_each_other_leave_nothing_to_undo(workspace: Workspace) -> None:
    set_rate(workspace, 0.05)
    set_rate(workspace, EXPERIMENT.training.learning_rate)
    assert workspace.undo_stack.isClean()
    assert not workspace.undo_stack.canUndo()


def test_that_a_refused_edit_changes_nothing_and_says_why(workspace: Workspace) -> None:
    assert not set_rate(workspace, -1.0)
    assert workspace.experiment == EXPERIMENT
    assert workspace.undo_stack.isClean()
    assert workspace.problem is not None
    assert workspace.problem.startswith("Learning rate: ")


def test_that_an_accepted_edit_clears_the_problem(workspace: Workspace) -> None:
    set_rate(workspace, -1.0)
    set_rate(workspace, 0.05)
    assert workspace.problem is None


def test_that_a_new_learning_rate_keeps_the_learned_weights(
    qtbot: QtBot, workspace: Workspace
) -> None:
    workspace.step_epoch()
    qtbot.waitUntil(
        lambda: workspace.snapshot is not None and workspace.snapshot.metrics.epoch == 1
    )
    set_rate(workspace, 0.05)
    workspace.step_epoch()
    qtbot.waitUntil(
        lambda: workspace.snapshot is not None and workspace.snapshot.metrics.epoch == 2
    )
    assert list(workspace.history.epochs) == [0, 1, 2]


def test_that_a_new_layer_goes_on_from_the_same_epoch(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.step_epoch()
    qtbot.waitUntil(lambda: len(workspace.history) == 2)
    with qtbot.waitSignal(workspace.message) as said:
        add_layer(workspace)
    assert said.args == ["What did not change keeps its weights; new parts start fresh"]
    qtbot.waitUntil(lambda: workspace.snapshot is not None)
    assert workspace.snapshot is not None
    assert [matrix.shape for matrix in workspace.snapshot.matrices] == [(4, 3), (4, 5), (2, 5)]
    assert list(workspace.history.epochs) == [0, 1]


def test_that_a_run_ends_after_its_epochs(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.run()
    qtbot.waitUntil(lambda: workspace.phase == "finished")
    assert workspace.history.epochs[-1] == 20


def test_that_a_renamed_experiment_does_not_disturb_the_run(
    qtbot: QtBot, workspace: Workspace
) -> None:
    before = workspace.snapshot
    workspace.edit("rename", partial(edits.rename, name="Other"))
    assert workspace.snapshot is before
    assert workspace.phase == "ready"


def test_that_new_weights_keep_the_data(qtbot: QtBot, workspace: Workspace) -> None:
    assert workspace.prepared is not None
    rows = workspace.prepared.dataset.rows
    workspace.new_weights()
    qtbot.waitUntil(lambda: workspace.phase == "ready")
    assert workspace.experiment.seed == EXPERIMENT.seed + 1
    assert (workspace.prepared.dataset.rows == rows).all()


def test_that_a_network_that_does_not_fit_is_explained_and_mended(
    qtbot: QtBot, workspace: Workspace
) -> None:
    workspace.edit("set inputs to 7", partial(edits.set_inputs, inputs=7))
    qtbot.waitUntil(lambda: workspace.phase == "invalid")
    assert workspace.prepared is None
    assert workspace.problem is not None
    assert workspace.can_fit_network
    workspace.fit_network()
    qtbot.waitUntil(lambda: workspace.phase == "ready")
    assert workspace.problem is None


def test_that_divergence_is_explained(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.edit(
        "diverge", partial(edits.set_training, learning_rate=1e6, loss="mse", optimizer="sgd")
    )
    workspace.run()
    qtbot.waitUntil(lambda: workspace.phase == "diverged")
    assert workspace.problem is not None


def test_that_the_selection_goes_with_its_layer(workspace: Workspace) -> None:
    add_layer(workspace)
    workspace.select(Selection(0, 3))
    workspace.edit("shrink", partial(edits.set_units, index=0, units=2))
    assert workspace.selection == Selection(0)
    workspace.select(Selection(2))
    workspace.edit("remove", partial(edits.remove_layer, index=0))
    assert workspace.selection == Selection()


def test_that_wants_of_several_panels_are_merged(qtbot: QtBot, workspace: Workspace) -> None:
    first, second = QWidget(), QWidget()
    workspace.want(first, regions=24, plane=Plane("features", 1, 0))
    workspace.want(second, unit_maps=8, activity=True)

    def all_there() -> bool:
        snapshot = workspace.snapshot
        return (
            snapshot is not None
            and snapshot.regions is not None
            and snapshot.regions.outputs.shape[1:] == (24, 24)
            and bool(snapshot.unit_maps)
            and bool(snapshot.activity)
        )

    qtbot.waitUntil(all_there)
    workspace.unwant(first)
    qtbot.waitUntil(lambda: workspace.snapshot is not None and workspace.snapshot.regions is None)


def test_that_saving_cleans_and_opening_gives_the_same_experiment(
    workspace: Workspace, tmp_path: Path
) -> None:
    add_layer(workspace)
    path = tmp_path / "two layers.nnstudio"
    assert workspace.save(path)
    assert workspace.undo_stack.isClean()
    assert workspace.path == path
    saved = workspace.experiment
    assert workspace.open("iris")
    assert workspace.path is None
    assert workspace.open(path)
    assert workspace.experiment == saved
    assert not workspace.undo_stack.canUndo()


def test_that_a_file_that_cannot_be_read_leaves_the_experiment_open(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "broken.json"
    path.write_text("{")
    assert not workspace.open(path)
    assert workspace.problem is not None
    assert workspace.experiment == EXPERIMENT


def test_that_a_table_is_found_after_saving_elsewhere(tmp_path: Path) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    data = DataSettings(source="table", path="numbers.csv", target="label")
    documents.save(EXPERIMENT.model_copy(update={"data": data}), folder / "one.json")
    experiment, path = read(folder / "one.json")
    assert path == folder / "one.json"
    assert experiment.data.path == str(folder / "numbers.csv")


WEIGHT = Parameter(0, 2, 1)


def value(workspace: Workspace, parameter: Parameter = WEIGHT) -> float | None:
    return None if workspace.snapshot is None else value_of(parameter, workspace.snapshot)


def test_that_a_weight_set_by_hand_reaches_the_run_and_is_undone(
    qtbot: QtBot, workspace: Workspace
) -> None:
    before, losses = value(workspace), workspace.history.train_loss
    assert workspace.set_parameter(WEIGHT, 2.5)
    assert workspace.undo_stack.undoText() == "weight x₂ → Hidden 1 neuron 3"
    qtbot.waitUntil(lambda: value(workspace) == 2.5)
    assert len(workspace.history.train_loss) == len(losses)
    assert workspace.history.train_loss[-1] != losses[-1]
    workspace.undo_stack.undo()
    qtbot.waitUntil(lambda: value(workspace) == before)
    workspace.undo_stack.redo()
    qtbot.waitUntil(lambda: value(workspace) == 2.5)


def test_that_the_changes_of_one_weight_in_one_gesture_are_one_undo_step(
    qtbot: QtBot, workspace: Workspace
) -> None:
    before = value(workspace)
    for number in (1.0, 1.5, 2.0):
        workspace.set_parameter(WEIGHT, number)
    qtbot.waitUntil(lambda: value(workspace) == 2.0)
    workspace.begin_gesture()
    workspace.set_parameter(WEIGHT, 2.5)
    workspace.set_parameter(Parameter(1, 0, 4), 0.5)
    assert workspace.undo_stack.count() == 3
    assert workspace.undo_stack.undoText() == "bias of Output neuron 1"
    workspace.undo_stack.undo()
    workspace.undo_stack.undo()
    qtbot.waitUntil(lambda: value(workspace) == 2.0)
    workspace.undo_stack.undo()
    qtbot.waitUntil(lambda: value(workspace) == before)


def test_that_weights_and_the_document_share_one_undo_stack(
    qtbot: QtBot, workspace: Workspace
) -> None:
    workspace.set_parameter(WEIGHT, 2.5)
    qtbot.waitUntil(lambda: value(workspace) == 2.5)
    add_layer(workspace)
    qtbot.waitUntil(lambda: value(workspace) == 2.5)
    workspace.undo_stack.undo()
    workspace.undo_stack.undo()
    assert workspace.experiment == EXPERIMENT
    qtbot.waitUntil(lambda: value(workspace) not in (None, 2.5))


def test_that_a_frozen_weight_set_while_training_stays(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.edit("freeze", partial(edits.freeze_weight, index=0, unit=2, source=1, frozen=True))
    workspace.run()
    qtbot.waitUntil(lambda: len(workspace.history) > 1)
    assert workspace.set_parameter(WEIGHT, -1.25)
    qtbot.waitUntil(lambda: workspace.phase == "finished")
    qtbot.waitUntil(lambda: value(workspace) == -1.25)


def test_that_numbers_that_are_not_there_cannot_be_set(workspace: Workspace) -> None:
    for parameter in (Parameter(0, 4, 0), Parameter(0, 0, 3), Parameter(0, 0, None)):
        assert not workspace.set_parameter(parameter, 1.0)
    assert not workspace.set_parameter(WEIGHT, float("nan"))
    assert not workspace.undo_stack.canUndo()
