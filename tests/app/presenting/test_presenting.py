"""Presenting: large letters, strong lines, nothing but what matters, and back as it was."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.appearance.theme import CONTRAST, DARK, LIGHT, current_theme, set_theme
from nnstudio.app.lessons.pointer import Pointer
from nnstudio.app.presenting.halo import Halo
from nnstudio.app.presenting.scale import SCALES, next_scale, remembered_scale
from nnstudio.app.presenting.stage import Stage
from nnstudio.app.widgets.number_edit import NumberEdit
from nnstudio.app.window.main_window import MainWindow
from tests.app.conftest import MakeWindow
from tests.app.opened import child

SMALLEST = 18  # pixels


@pytest.fixture
def window(make_window: MakeWindow) -> Iterator[MainWindow]:
    window = make_window("small-network")
    set_theme("light")
    window.resize(1280, 720)
    window.show()
    yield window
    window.presenter.close()


def present(window: MainWindow) -> Stage:
    QTest.keyClick(window, Qt.Key.Key_F5)
    return child(window, Stage, "stage")


def letters(stage: QWidget | None) -> dict[str, int]:
    assert stage is not None
    shown = (widget for widget in stage.findChildren(QWidget) if widget.isVisible())
    return {
        f"{type(widget).__name__} {widget.objectName()}": widget.fontInfo().pixelSize()
        for widget in shown
    }


def test_that_one_key_enters_and_leaves_as_it_was(window: MainWindow) -> None:
    before = [panel.isVisible() for panel in window.panels.values()]
    theme, size = current_theme(), window.size()
    present(window)
    assert not window.statusBar().isVisible()
    assert not any(panel.isVisible() for panel in window.panels.values())
    QTest.keyClick(window, Qt.Key.Key_F5)
    assert window.findChild(Stage, "stage") is None or not window.presenter.is_presenting
    assert [panel.isVisible() for panel in window.panels.values()] == before
    assert window.statusBar().isVisible()
    assert current_theme() is theme
    assert window.size() == size


def test_that_no_letter_is_too_small_for_the_last_row(window: MainWindow) -> None:
    window.lessons.open("dying-relu")
    window.lessons.guide.forward()
    small = {name: size for name, size in letters(present(window)).items() if size < SMALLEST}
    assert not small


def test_that_letters_stay_large_when_the_theme_changes(window: MainWindow) -> None:
    stage = present(window)
    set_theme("dark")
    assert min(letters(stage).values()) >= SMALLEST
    set_theme("light")


@pytest.mark.parametrize(("chosen", "shown"), [("light", CONTRAST), ("dark", DARK)])
def test_that_it_has_strong_lines_and_contrast(
    window: MainWindow, chosen: str, shown: object
) -> None:
    set_theme(chosen)
    usual = current_theme()
    present(window)
    assert current_theme().text == getattr(shown, "text")  # noqa: B009
    assert current_theme().stroke > usual.stroke
    window.presenter.toggle()
    assert current_theme() is usual


def test_that_the_scale_goes_in_steps_is_live_and_is_remembered(window: MainWindow) -> None:
    scale, before = remembered_scale(), min(letters(present(window)).values())
    child(window, QAbstractButton, "stage.larger").click()
    assert remembered_scale() == SCALES[SCALES.index(scale) + 1]
    assert min(letters(window.centralWidget()).values()) > before
    for _ in SCALES:
        last = next_scale(remembered_scale(), larger=True)
    assert last == SCALES[-1]


def test_that_a_clicker_walks_the_lesson(window: MainWindow) -> None:
    window.lessons.open("counting")
    stage = present(window)
    QTest.keyClick(stage, Qt.Key.Key_PageDown)
    assert window.lessons.guide.page == 1
    QTest.keyClick(stage, Qt.Key.Key_PageUp)
    assert window.lessons.guide.page == 0


def test_that_the_settings_a_step_points_at_are_on_stage(window: MainWindow) -> None:
    window.lessons.open("dying-relu")
    stage = present(window)
    assert stage.findChild(QWidget, "learningRate") is None
    window.lessons.guide.forward()
    assert child(stage, QWidget, "learningRate").isVisible()


def test_that_it_runs_and_counts_the_epochs(window: MainWindow, qtbot: QtBot) -> None:
    stage = present(window)
    child(stage, QAbstractButton, "stage.run").click()
    qtbot.waitUntil(lambda: window.workspace.phase == "finished", timeout=20_000)
    epochs = window.workspace.experiment.training.epochs
    label = child(stage, QLabel, "stage.epoch")
    qtbot.waitUntil(lambda: label.text() == f"Epoch {epochs:,}")


def test_that_the_pointer_has_a_halo_and_keys_are_shown(window: MainWindow, qtbot: QtBot) -> None:
    stage = present(window)
    halo = child(stage, Halo, "stage.halo")
    handle = window.windowHandle()
    QTest.mouseMove(handle, QPoint(200, 150))
    qtbot.waitUntil(lambda: halo._at is not None)
    QTest.keyClick(handle, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert halo._keys == "Ctrl+R"
    qtbot.waitUntil(lambda: not halo._keys)


def test_that_the_projector_has_a_window_of_its_own(window: MainWindow, qapp: QApplication) -> None:
    window.presenter.toggle_projector()
    stages = [widget for widget in qapp.topLevelWidgets() if isinstance(widget, Stage)]
    assert len(stages) == 1
    assert stages[0].isVisible()
    assert window.panels["data"].isVisible()
    assert min(letters(stages[0]).values()) >= SMALLEST
    QTest.keyClick(stages[0], Qt.Key.Key_Escape)
    assert not stages[0].isVisible()
    assert current_theme() is LIGHT


def test_that_leaving_brings_back_the_focus_the_page_and_the_columns(window: MainWindow) -> None:
    window.views.open_view("table")
    rate = child(window, QWidget, "learningRate")
    rate.setFocus()
    focused = window.focusWidget()
    columns = [window._columns.sizes(), window._left.sizes(), window._right.sizes()]
    present(window)
    QTest.keyClick(window, Qt.Key.Key_F5)
    assert window.views.shown == "table"
    assert window.focusWidget() is focused
    assert [window._columns.sizes(), window._left.sizes(), window._right.sizes()] == columns


def test_that_a_clicker_does_nothing_to_a_lesson_that_was_left(window: MainWindow) -> None:
    window.lessons.open("counting")
    window.lessons.guide.leave()
    QTest.keyClick(present(window), Qt.Key.Key_PageDown)
    assert window.lessons.guide.page == 0


def test_that_a_clicker_walks_the_lesson_from_within_a_field(window: MainWindow) -> None:
    window.lessons.open("dying-relu")
    window.lessons.guide.forward()
    rate = child(present(window), NumberEdit, "learningRate")
    rate.setFocus()
    before = window.workspace.experiment.training.learning_rate
    QTest.keyClick(rate.lineEdit(), Qt.Key.Key_PageDown)
    assert window.lessons.guide.page == 2
    assert before == 0.1
    QTest.keyClick(rate.lineEdit(), Qt.Key.Key_PageUp)
    assert window.lessons.guide.page == 1


def test_that_a_clicker_walks_the_lesson_from_a_field_on_the_projector(
    window: MainWindow, qapp: QApplication
) -> None:
    window.lessons.open("dying-relu")
    window.lessons.guide.forward()
    window.presenter.toggle_projector()
    (stage,) = (widget for widget in qapp.topLevelWidgets() if isinstance(widget, Stage))
    rate = child(stage, NumberEdit, "learningRate")
    QTest.keyClick(rate.lineEdit(), Qt.Key.Key_PageDown)
    assert window.lessons.guide.page == 2
    assert window.workspace.experiment.training.learning_rate == 7.0


@pytest.mark.parametrize("size", [QSize(1024, 768), QSize(1280, 720), QSize(1920, 1080)])
def test_that_the_stage_fits_the_screens_of_lecture_halls(window: MainWindow, size: QSize) -> None:
    window.lessons.open("dying-relu")
    window.lessons.guide.forward()
    stage = present(window)
    least = stage.minimumSizeHint()
    assert least.width() <= size.width()
    assert least.height() <= size.height()


def test_that_the_run_button_of_the_stage_is_ringed(window: MainWindow, qtbot: QtBot) -> None:
    window.lessons.open("luck")
    window.lessons.guide.forward()
    stage = present(window)
    pointer = child(stage, Pointer, "lesson.pointer")
    qtbot.waitUntil(lambda: len(pointer._rings) == 3)
    child(stage, QAbstractButton, "stage.dice").click()
    assert window.workspace.experiment.seed == 1


def test_that_a_clicker_walks_the_lesson_from_the_canvas_of_the_projector(
    window: MainWindow, qapp: QApplication
) -> None:
    window.lessons.open("dying-relu")
    window.presenter.toggle_projector()
    (stage,) = (widget for widget in qapp.topLevelWidgets() if isinstance(widget, Stage))
    stage.activateWindow()
    QTest.qWaitForWindowActive(stage)
    stage.canvas.setFocus()
    focused = qapp.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_PageDown)
    assert window.lessons.guide.page == 1
