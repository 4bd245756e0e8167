"""Running the application: errors nobody caught are told once, and garbage is collected."""

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from nnstudio.app.launch import ErrorReporter
from tests.app.conftest import MakeWindow
from tests.app.own_process import printed_by

LAUNCH = """
import gc
import weakref
from PySide6.QtCore import QCoreApplication, QTimer
from nnstudio.app import create_main_window, launch

class Ring:
    def __init__(self):
        self.me = self

rings, made = [], []

def watched(experiment):
    def look():
        if gc.get_freeze_count() > 0:
            made.append([[] for _ in range(1000)])  # so that it is time to collect
            if not rings:
                rings.append(weakref.ref(Ring()))
            elif rings[0]() is None:
                print(gc.get_freeze_count() > 0)
                QCoreApplication.quit()
    window = create_main_window(experiment)
    timer = QTimer(window)
    timer.timeout.connect(look)
    timer.start(20)
    return window

gc.disable()
launch.create_main_window = watched
launch.launch("svm-neuron")
"""


def fail(number: int) -> None:
    raise ValueError(f"mistake {number}")


def raise_in_slot(number: int) -> None:
    try:
        fail(number)
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def raise_in_thread(number: int) -> None:
    thread = threading.Thread(target=fail, args=(number,))
    thread.start()
    thread.join()


@pytest.fixture
def told(make_window: MakeWindow, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    window = make_window("svm-neuron")
    reporter = ErrorReporter(window)
    sentences: list[str] = []
    monkeypatch.setattr(window, "show_error", sentences.append)
    reporter.install()
    yield sentences
    reporter.uninstall()


def test_that_each_distinct_error_is_told_once(
    qtbot: QtBot, told: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    for number in (1, 1, 2):
        raise_in_slot(number)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert [sentence.rpartition(": ")[2] for sentence in told] == ["mistake 1", "mistake 2"]
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert len(errors) == 3


def test_that_an_error_in_a_thread_is_told(qtbot: QtBot, told: list[str]) -> None:
    raise_in_thread(7)
    qtbot.waitUntil(lambda: bool(told))
    assert "mistake 7" in told[0]


def test_that_the_banner_shows_the_error(make_window: MakeWindow) -> None:
    window = make_window("svm-neuron")
    window.show_error("Something went wrong")
    sentence = window.findChild(QLabel, "problemBanner.sentence")
    assert isinstance(sentence, QLabel)
    assert sentence.text() == "Something went wrong"


def test_that_garbage_is_collected_once_the_window_stands(tmp_path: Path) -> None:
    assert printed_by(LAUNCH, tmp_path) == "True\n"
