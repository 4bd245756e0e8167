"""How often parts of the drawing follow: at once at rest, at their pace while training runs."""

from pytestqt.qtbot import QtBot

from nnstudio.app.canvas.following import Due, Following
from nnstudio.app.canvas.pace import Pace

_COLUMNS = list(range(10))
_EVERYTHING = Due(slice(None), slice(None), signs=True)


def test_that_a_part_follows_a_running_network_at_its_pace(qtbot: QtBot) -> None:
    pace = Pace(20)
    assert pace.is_due(running=True)
    assert not pace.is_due(running=True)
    qtbot.waitUntil(lambda: pace.is_due(running=True))


def test_that_a_part_follows_at_once_at_rest_or_when_it_has_to() -> None:
    pace = Pace(60_000)
    assert pace.is_due(running=True)
    assert pace.is_due(running=False)
    assert not pace.is_due(running=True)
    pace.forget()
    assert pace.is_due(running=True)


def test_that_all_of_a_network_follows_at_rest_and_when_nothing_is_shown_yet() -> None:
    for by_turns in (False, True):
        following = Following()
        assert following.due(running=True, by_turns=by_turns) == _EVERYTHING
        assert following.due(running=True, by_turns=by_turns) != _EVERYTHING
        following.forget()
        assert following.due(running=True, by_turns=by_turns) == _EVERYTHING
        assert following.due(running=False, by_turns=by_turns) == _EVERYTHING


def test_that_every_other_column_of_a_large_network_follows_by_turns() -> None:
    following = Following()
    following.due(running=True, by_turns=True)
    turns = [following.due(running=True, by_turns=True) for _ in range(3)]
    assert all(due.maps == due.links for due in turns)
    first, second, third = (_COLUMNS[due.maps] for due in turns)
    assert first == third
    assert sorted(first + second) == _COLUMNS
