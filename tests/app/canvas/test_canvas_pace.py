"""How often parts of the drawing follow: at once at rest, at their pace while training runs."""

from pytestqt.qtbot import QtBot

from nnstudio.app.canvas.pace import Pace


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
