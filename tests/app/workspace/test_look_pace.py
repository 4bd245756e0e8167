"""When the window looks at a running training: in a share of its time, at once when asked to."""

from time import thread_time

from pytestqt.qtbot import QtBot

from nnstudio.app.workspace.look_pace import LookPace


def work(seconds: float) -> None:
    """Keep this thread busy."""
    end = thread_time() + seconds
    while thread_time() < end:
        pass


def rested(seconds: float) -> LookPace:
    """A pace of looks so far apart, whose looks have cost little."""
    pace = LookPace()
    pace.gap = seconds
    for _ in range(30):  # until what the thread did before the test is forgotten
        pace.note()
    return pace


def longest_rest(pace: LookPace, cost: float) -> float:
    """The seconds to the next look after looks that each took this thread `cost` seconds."""
    rests = []
    for _ in range(12):
        work(cost)
        pace.note()
        rests.append(pace.seconds_left())
    return max(rests)


def test_that_two_looks_are_a_gap_apart(qtbot: QtBot) -> None:
    assert 30.0 < rested(60.0).seconds_left() <= 60.0
    pace = rested(0.02)
    qtbot.waitUntil(lambda: pace.seconds_left() == 0.0)


def test_that_costly_looks_are_further_apart_but_not_out_of_sight() -> None:
    assert 0.01 < longest_rest(rested(0.0), cost=0.01) <= 0.1
    assert longest_rest(rested(0.0), cost=0.06) <= 0.1


def test_that_what_somebody_asked_for_is_shown_at_once() -> None:
    pace = rested(60.0)
    assert pace.seconds_left() > 0.0
    pace.hurry()
    assert pace.seconds_left() == 0.0


def test_that_what_follows_slowly_is_told_now_and_then_that_nothing_is_new(qtbot: QtBot) -> None:
    pace = rested(60.0)
    qtbot.waitUntil(pace.is_long_ago)
    pace.note()
    qtbot.waitUntil(pace.is_long_ago)
