"""When the window looks at a running training: in a share of its time, at once when asked to."""

from time import thread_time

from pytestqt.qtbot import QtBot

from nnstudio.app.workspace.look_pace import LookPace


def work(seconds: float) -> None:
    """Keep this thread busy."""
    end = thread_time() + seconds
    while thread_time() < end:
        pass


def rested(milliseconds: int) -> LookPace:
    """A pace whose first look, which cost little, is taken."""
    pace = LookPace()
    pace.gap = milliseconds / 1000
    for _ in range(30):  # until what the thread did before the test is forgotten
        pace.note()
    return pace


def test_that_two_looks_are_a_gap_apart(qtbot: QtBot) -> None:
    pace = rested(40)
    assert 0.02 < pace.seconds_left() <= 0.04
    qtbot.waitUntil(lambda: pace.seconds_left() == 0.0)


def test_that_costly_looks_are_further_apart_but_not_out_of_sight() -> None:
    pace = rested(1)
    for _ in range(10):
        work(0.004)
        pace.note()
    assert 0.008 < pace.seconds_left() <= 0.05
    for _ in range(3):
        work(0.1)
        pace.note()
    assert 0.03 < pace.seconds_left() <= 0.05


def test_that_what_somebody_asked_for_is_shown_at_once() -> None:
    pace = rested(60_000)
    assert pace.seconds_left() > 0.0
    pace.hurry()
    assert pace.seconds_left() == 0.0
