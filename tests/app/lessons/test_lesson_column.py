"""The left column in a small window: a lesson that comes and goes never makes it larger."""

from pytestqt.qtbot import QtBot

from nnstudio.app.lessons.panel import LessonPanel
from nnstudio.app.window.main_window import MainWindow
from nnstudio.app.workspace.selection import Selection
from nnstudio.experiment.lessons.library import lesson_names
from tests.app.conftest import MakeWindow

SIZE = (1280, 720)


def _in_lesson(qtbot: QtBot, make_window: MakeWindow) -> MainWindow:
    window = make_window()
    window.resize(*SIZE)
    window.show()
    window.lessons.open(lesson_names()[0])
    qtbot.waitUntil(lambda: window.workspace.snapshot is not None)
    return window


def test_that_leaving_a_lesson_gives_the_freed_height_to_the_inspector(
    qtbot: QtBot, make_window: MakeWindow
) -> None:
    window = _in_lesson(qtbot, make_window)
    steps = window.panels["preprocessing"]
    for _ in range(2):
        window.workspace.select(Selection(0, 0))
        window.lessons.guide.leave()
        qtbot.waitUntil(lambda: steps.height() == steps.minimumSizeHint().height())
        assert (window.width(), window.height()) == SIZE
        window.workspace.select(Selection(None, None))
        assert (window.width(), window.height()) == SIZE
        window.lessons.come_back()


def test_that_a_selection_leaves_the_lesson_its_height(
    qtbot: QtBot, make_window: MakeWindow
) -> None:
    window = _in_lesson(qtbot, make_window)
    window.lessons.guide.forward()
    window.lessons.guide.forward()
    lesson = window.findChild(LessonPanel)
    assert isinstance(lesson, LessonPanel)
    before = lesson.height()
    window.workspace.select(Selection(0, 0))
    assert lesson.height() == before
    assert (window.width(), window.height()) == SIZE
