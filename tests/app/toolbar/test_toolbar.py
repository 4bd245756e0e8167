"""The training bar: shows the experiment, edits it, drives the run."""

from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.widgets.number_edit import (
    NumberEdit,
    Stepper,
    by_doubling,
    by_five,
    by_ladder,
    by_one,
)
from nnstudio.app.window.main_window import MainWindow
from tests.app.conftest import MakeWindow

Found = TypeVar("Found", bound=QWidget)


def find(window: MainWindow, kind: type[Found], name: str) -> Found:
    found = window.findChild(kind, name)
    assert isinstance(found, kind), name
    return found


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    return make_window("svm-neuron")


def enter(field: NumberEdit, text: str) -> None:
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("stepper", "value", "up", "down"),
    [
        (by_ladder, 0.01, 0.03, 0.003),
        (by_ladder, 0.02, 0.03, 0.01),
        (by_ladder, 0.0, 1e-5, 0.0),
        (by_ladder, 1e-5, 3e-5, 0.0),
        (by_doubling, 32, 64, 16),
        (by_doubling, 40, 64, 32),
        (by_doubling, 1, 2, 1),
        (by_five, 0, 5, 0),
        (by_five, 12, 15, 5),
        (by_one, 0, 1, 0),
    ],
)
def test_that_numbers_step_the_way_they_move(
    stepper: Stepper, value: float, up: float, down: float
) -> None:
    assert stepper(value, 1) == pytest.approx(up)
    assert stepper(value, -1) == pytest.approx(down)


def test_that_a_typed_learning_rate_is_edited_and_undone(window: MainWindow) -> None:
    field = find(window, NumberEdit, "learningRate")
    before = window.workspace.experiment.training.learning_rate
    enter(field, "0.125")
    assert window.workspace.experiment.training.learning_rate == 0.125
    assert window.workspace.undo_stack.undoText() == "set learning rate to 0.125"
    window.workspace.undo_stack.undo()
    assert field.value() == before


def test_that_a_negative_learning_rate_is_refused_in_one_sentence(window: MainWindow) -> None:
    field = find(window, NumberEdit, "learningRate")
    before = window.workspace.experiment
    enter(field, "-1")
    assert window.workspace.experiment == before
    assert field.value() == before.training.learning_rate
    sentence = find(window, QLabel, "problemBanner.sentence")
    assert sentence.text().startswith("Learning rate: -1.0 is too small")


def test_that_words_in_a_number_field_change_nothing(window: MainWindow) -> None:
    before = window.workspace.experiment
    enter(find(window, NumberEdit, "batchSize"), "many")
    assert window.workspace.experiment == before


def test_that_the_largest_seed_fits(window: MainWindow) -> None:
    field = find(window, NumberEdit, "seed")
    field.setValue(2**32 - 1)
    assert window.workspace.experiment.seed == 2**32 - 1
    assert field.text() == "4,294,967,295"


def test_that_regularization_moves_its_strength(window: MainWindow) -> None:
    kind = find(window, QComboBox, "regularization")
    strength = find(window, NumberEdit, "strength")
    kind.setCurrentText("L2")
    strength.setValue(0.05)
    kind.setCurrentText("L1")
    training = window.workspace.experiment.training
    assert (training.l1, training.l2) == (0.05, 0.0)
    assert strength.value() == 0.05
    kind.setCurrentText("None")
    assert not strength.isEnabled()
    assert window.workspace.experiment.training.l1 == 0.0


def test_that_dropout_reaches_every_hidden_layer_but_not_the_output(
    make_window: MakeWindow,
) -> None:
    window = make_window("spiral")
    find(window, NumberEdit, "dropout").setValue(20)
    *hidden, output = window.workspace.experiment.network.layers
    assert {layer.dropout for layer in hidden} == {0.2}
    assert output.dropout == 0.0


def test_that_class_losses_are_closed_to_numbers_as_targets(
    make_window: MakeWindow,
) -> None:
    window = make_window("approximation")
    loss = find(window, QComboBox, "loss")
    enabled = [
        bool(loss.model().flags(loss.model().index(row, 0)) & Qt.ItemFlag.ItemIsEnabled)
        for row in range(loss.count())
    ]
    assert enabled == [False, False, True]


def test_that_run_pause_step_and_reset_follow_the_buttons(qtbot: QtBot, window: MainWindow) -> None:
    workspace = window.workspace
    counter = find(window, QLabel, "epochCounter")
    find(window, NumberEdit, "epochs").setValue(1_000_000)
    run = find(window, QPushButton, "runButton")
    run.click()
    qtbot.waitUntil(lambda: workspace.phase == "running" and counter.text() != "0")
    assert run.accessibleName() == "Pause"
    run.click()
    qtbot.waitUntil(lambda: workspace.phase == "paused")
    find(window, QPushButton, "resetButton").click()
    qtbot.waitUntil(lambda: counter.text() == "0")
    find(window, QPushButton, "stepButton").click()
    qtbot.waitUntil(lambda: workspace.snapshot is not None and workspace.snapshot.metrics.step == 1)


def test_that_new_weights_take_the_next_seed(window: MainWindow) -> None:
    seed = window.workspace.experiment.seed
    find(window, QPushButton, "newWeightsButton").click()
    assert window.workspace.experiment.seed == seed + 1
