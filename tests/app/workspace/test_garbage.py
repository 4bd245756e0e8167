"""While a run lives, garbage ends in the window's thread and in no other."""

import gc
import threading

from pytestqt.qtbot import QtBot

from nnstudio.app.workspace.workspace import Workspace
from tests.app.opened import experiment_on


class _Ring:
    """Refers to itself, so that only the collector ends it; notes in which thread."""

    def __init__(self, ends: list[int]) -> None:
        self._ends, self._me = ends, self

    def __del__(self) -> None:
        self._ends.append(threading.get_ident())


def _make_much(kept: list[list[int]]) -> None:
    kept += [[number] for number in range(200_000)]


def test_that_a_thread_that_makes_much_ends_nothing_of_the_window(qtbot: QtBot) -> None:
    workspace, ends, kept = Workspace(experiment_on("xor")), list[int](), list[list[int]]()
    try:
        _Ring(ends)
        thread = threading.Thread(target=_make_much, args=(kept,))
        thread.start()
        thread.join()
        assert not ends
        qtbot.waitUntil(lambda: bool(ends))
        assert ends == [threading.get_ident()]
    finally:
        workspace.close()


def test_that_python_collects_again_after_the_run(qtbot: QtBot) -> None:
    assert gc.isenabled()
    workspace = Workspace(experiment_on("xor"))
    assert not gc.isenabled()
    workspace.close()
    assert gc.isenabled()
