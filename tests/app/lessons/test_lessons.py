"""Lessons in the window: the text, the question, the check on the state, and the way through."""

from functools import partial
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.lessons.guide import LessonGuide, finished_lessons
from nnstudio.app.lessons.pointer import Pointer
from nnstudio.app.window.main_window import MainWindow
from nnstudio.experiment.editing import edits
from nnstudio.experiment.lessons.library import lesson_names
from tests.app.conftest import MakeWindow
from tests.app.opened import child

LESSON = "counting"


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    window = make_window("small-network")
    window.resize(1280, 720)
    window.show()
    return window


def begin(window: MainWindow, name: str = LESSON, page: int = 0) -> LessonGuide:
    window.lessons.open(name)
    for _ in range(page):
        press(window, "lesson.next")
    return window.lessons.guide


def press(window: MainWindow, name: str) -> None:
    QTest.mouseClick(child(window, QAbstractButton, name), Qt.MouseButton.LeftButton)


def text(window: MainWindow, name: str) -> str:
    return child(window, QLabel, name).text()


def trigger(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, name)
    assert isinstance(action, QAction), name
    action.trigger()


def points_at(pointer: Pointer, controls: int) -> bool:
    return len(pointer._rings) == controls


def test_that_a_lesson_opens_its_experiment_beside_its_claim(window: MainWindow) -> None:
    guide = begin(window)
    assert guide.lesson is not None
    assert text(window, "lesson.title") == guide.lesson.title
    assert guide.lesson.claim in text(window, "lesson.text")
    assert window.workspace.experiment.name == guide.lesson.experiment.name
    assert not window.panels["data"].isVisible()
    assert window.panels["regions"].isVisible()


def test_that_the_point_is_made_by_the_state_and_not_by_a_click(
    window: MainWindow, qtbot: QtBot
) -> None:
    guide = begin(window, page=1)
    qtbot.waitUntil(lambda: [goal.is_met for goal in guide.goals] == [True])
    guide = begin(window, "logistic-neuron", page=1)
    assert not guide.is_made
    assert "epoch ≥ 200" in text(window, "lesson.goals")
    press(window, "runButton")
    qtbot.waitUntil(lambda: guide.is_made, timeout=20_000)
    assert "Seen" in text(window, "lesson.goals")


def test_that_the_answer_waits_until_the_class_has_seen(window: MainWindow, qtbot: QtBot) -> None:
    guide = begin(window, "logistic-neuron", page=1)
    step = guide.step
    assert step is not None
    assert step.predict is not None
    press(window, "lesson.choice.1")
    assert guide.prediction == 1
    assert step.predict.because not in text(window, "lesson.answer")
    press(window, "runButton")
    qtbot.waitUntil(lambda: guide.is_made, timeout=20_000)
    answer = step.predict.choices[step.predict.answer]
    assert f"It is: {answer}" in text(window, "lesson.answer")
    assert step.predict.because in text(window, "lesson.answer")


def test_that_one_may_leave_play_and_come_back(window: MainWindow) -> None:
    guide = begin(window, page=1)
    press(window, "lesson.close")
    assert not child(window, QWidget, "lesson").isVisible()
    assert window.panels["data"].isVisible()
    window.workspace.edit("play", lambda experiment: edits.add_layer(experiment, 0))
    played = window.workspace.experiment
    trigger(window, "lesson.continue")
    assert child(window, QWidget, "lesson").isVisible()
    assert guide.page == 1
    assert window.workspace.experiment == played
    press(window, "lesson.again")
    assert window.workspace.experiment != played
    window.workspace.undo_stack.undo()
    assert window.workspace.experiment == played


def test_that_the_panels_a_step_points_at_stay(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, "preprocessing", page=1)
    panel, pointer = window.panels["preprocessing"], child(window, Pointer, "lesson.pointer")
    assert panel.isVisible()
    assert not window.panels["data"].isVisible()
    qtbot.waitUntil(lambda: len(pointer._rings) >= 2)


def test_that_the_rings_let_clicks_through(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, "logistic-neuron", page=1)
    pointer, run = child(window, Pointer, "lesson.pointer"), child(window, QWidget, "runButton")
    middle = run.mapTo(window._desk, run.rect().center())
    qtbot.waitUntil(lambda: any(ring.contains(middle) for ring in pointer._rings))
    assert window.childAt(run.mapTo(window, run.rect().center())) is run


def test_that_keys_walk_the_lesson_and_its_end_is_remembered(
    window: MainWindow, qtbot: QtBot
) -> None:
    guide = begin(window, "forward-pass")
    assert guide.lesson is not None
    for _ in guide.lesson.steps:
        QTest.keyClick(window, Qt.Key.Key_PageDown)
    assert guide.page == len(guide.lesson.steps)
    assert "forward-pass" in finished_lessons()
    QTest.keyClick(window, Qt.Key.Key_PageUp)
    assert guide.page == len(guide.lesson.steps) - 1


def test_that_after_the_last_page_the_next_lesson_begins(window: MainWindow) -> None:
    guide = begin(window, "forward-pass")
    assert guide.lesson is not None
    for _ in range(len(guide.lesson.steps) + 1):
        press(window, "lesson.next")
    names = lesson_names()
    assert guide.lesson.name == names[names.index("forward-pass") + 1]
    assert guide.page == 0


def test_that_a_folder_of_ones_own_is_a_lesson_and_a_bad_one_is_refused(
    window: MainWindow, tmp_path: Path
) -> None:
    own = tmp_path / "mine"
    copytree(Path("resources/lessons") / LESSON, own)
    (own / "lesson.md").write_text(
        (own / "lesson.md").read_text("utf-8").replace("# ", "# My own: ", 1), "utf-8"
    )
    guide = window.lessons.guide
    assert guide.open(own)
    assert text(window, "lesson.title").startswith("My own")
    (own / "check.toml").unlink()
    assert not guide.open(own)
    assert "check.toml" in (window.workspace.problem or "")


@pytest.mark.parametrize("name", lesson_names())
def test_that_every_page_of_every_lesson_shows_what_it_points_at(
    make_window: MakeWindow, qtbot: QtBot, name: str
) -> None:
    window = make_window("small-network")
    window.show()
    guide = begin(window, name)
    assert guide.lesson is not None
    for step in guide.lesson.steps:
        press(window, "lesson.next")
        pointer, pointed = child(window, Pointer, "lesson.pointer"), len(step.point_at)
        qtbot.waitUntil(partial(points_at, pointer, pointed))


def first_activation(window: MainWindow) -> str:
    return window.workspace.experiment.network.layers[0].activation


def train(window: MainWindow, qtbot: QtBot) -> None:
    press(window, "runButton")
    qtbot.waitUntil(lambda: window.workspace.phase == "finished", timeout=20_000)


def test_that_a_step_begins_with_its_own_settings_and_fresh_weights(
    window: MainWindow, qtbot: QtBot
) -> None:
    guide = begin(window, "tanh-sigmoid", page=1)
    train(window, qtbot)
    press(window, "lesson.next")
    assert first_activation(window) == "sigmoid"
    assert not guide.is_made
    qtbot.waitUntil(lambda: window.workspace.snapshot is not None)
    assert window.workspace.snapshot is not None
    assert window.workspace.snapshot.metrics.step == 0
    assert not guide.is_made


def test_that_a_step_that_changes_a_training_setting_begins_with_fresh_weights(
    window: MainWindow, qtbot: QtBot
) -> None:
    guide = begin(window, "svm-neuron", page=1)
    train(window, qtbot)
    press(window, "lesson.next")
    assert not guide.is_made
    qtbot.waitUntil(lambda: window.workspace.snapshot is not None)
    assert not guide.is_made
    press(window, "runButton")
    qtbot.waitUntil(lambda: guide.is_made, timeout=20_000)


def test_that_turning_back_and_on_again_keeps_what_was_trained(
    window: MainWindow, qtbot: QtBot
) -> None:
    guide = begin(window, "tanh-sigmoid", page=1)
    train(window, qtbot)
    press(window, "lesson.back")
    press(window, "lesson.next")
    assert guide.is_made
    assert window.workspace.phase == "finished"


def test_that_another_step_is_set_up_again_after_an_earlier_one_was(window: MainWindow) -> None:
    begin(window, "tanh-sigmoid", page=2)
    press(window, "lesson.back")
    press(window, "lesson.again")
    assert first_activation(window) == "tanh"
    press(window, "lesson.next")
    assert first_activation(window) == "sigmoid"


def test_that_a_step_set_up_in_training_rests_at_its_beginning(
    window: MainWindow, qtbot: QtBot
) -> None:
    begin(window, "regularization", page=1)
    qtbot.waitUntil(lambda: window.workspace.phase == "ready")
    press(window, "runButton")
    qtbot.waitUntil(lambda: window.workspace.phase == "running")
    press(window, "lesson.again")
    qtbot.waitUntil(lambda: window.workspace.phase == "ready")
    qtbot.waitUntil(lambda: window.workspace.snapshot is not None)
    assert window.workspace.snapshot is not None
    assert window.workspace.snapshot.metrics.step == 0


def test_that_opening_something_else_puts_the_lesson_aside_and_coming_back_leaves_its_file_alone(
    window: MainWindow, tmp_path: Path
) -> None:
    guide = begin(window, "tanh-sigmoid", page=2)
    path = tmp_path / "mine.json"
    window.workspace.open("iris")
    assert window.workspace.save(path)
    assert not guide.is_open
    assert not child(window, QWidget, "lesson").isVisible()
    trigger(window, "lesson.continue")
    assert guide.is_open
    assert guide.page == 2
    assert first_activation(window) == "sigmoid"
    assert window.workspace.path is None


def test_that_a_shorter_lesson_opens_from_the_last_page_of_a_longer_one(
    window: MainWindow, qtbot: QtBot
) -> None:
    begin(window, "logistic-neuron", page=3)
    press(window, "lesson.next")
    assert window.lessons.guide.page == 0
    qtbot.waitUntil(lambda: window.workspace.snapshot is not None)


def test_that_a_long_way_on_does_not_move_the_columns(window: MainWindow, qtbot: QtBot) -> None:
    guide = begin(window, "counting", page=1)
    width = window._left.width()
    press(window, "lesson.next")
    following = child(window, QAbstractButton, "lesson.next")
    qtbot.waitUntil(lambda: "\n" in following.text())
    assert following.text().replace("\n", " ") == guide.words_of_next
    assert window._left.width() == width


def test_that_a_panel_below_the_lesson_gets_the_room_that_the_page_leaves(
    window: MainWindow, qtbot: QtBot
) -> None:
    begin(window, "logistic-neuron", page=2)
    lesson, inspector = child(window, QWidget, "lesson"), window.panels["inspector"]
    qtbot.waitUntil(lambda: inspector.height() > 150)
    assert lesson.height() > inspector.height()


def test_that_a_lesson_begins_at_the_canvas_with_the_keyboard_on_the_way_on(
    window: MainWindow,
) -> None:
    window.views.open_view("table")
    begin(window)
    assert window.canvas.isVisible()
    assert child(window, QAbstractButton, "lesson.next").hasFocus()
