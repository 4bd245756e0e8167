"""Alarms last: single looks turn nothing on or off while training, and everything at rest."""

from nnstudio.experiment.advice.alarms import TURNS_OFF, TURNS_ON, Alarms
from nnstudio.experiment.advice.verdicts import Verdict

BAD = (Verdict("dead", "9 of 9 dead", "bad", 1.0),)
GOOD = (Verdict("dead", "0 dead", "good", 0.0),)


def test_that_an_alarm_comes_only_when_it_lasts() -> None:
    alarms = Alarms()
    for _ in range(TURNS_ON - 1):
        assert alarms.look([BAD], hurried=True) == ((),)
    assert alarms.look([BAD], hurried=True) == (BAD,)


def test_that_an_alarm_that_comes_and_goes_never_shows() -> None:
    alarms = Alarms()
    for _ in range(50):
        assert alarms.look([BAD], hurried=True) == ((),)
        assert alarms.look([GOOD], hurried=True) == ((),)


def test_that_an_alarm_stays_until_it_is_over_for_long() -> None:
    alarms = Alarms()
    for _ in range(TURNS_ON):
        alarms.look([GOOD, BAD], hurried=True)
    for _ in range(TURNS_OFF - 1):
        assert alarms.look([GOOD, GOOD], hurried=True) == ((), BAD)
    assert alarms.look([GOOD, GOOD], hurried=True) == ((), ())


def test_that_at_rest_what_is_seen_counts_at_once() -> None:
    alarms = Alarms()
    assert alarms.look([BAD], hurried=False) == (BAD,)
    assert alarms.look([GOOD], hurried=False) == ((),)
