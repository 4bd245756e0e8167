"""The side columns: empty at the first sight of the window, filled right after it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QSplitter
from pytestqt.qtbot import QtBot

from nnstudio.app import create_main_window
from nnstudio.app.panels.activations import ActivationsPanel
from nnstudio.app.panels.curves import CurvesPanel
from nnstudio.app.panels.data import DataPanel
from nnstudio.app.panels.inspector import InspectorPanel
from nnstudio.app.panels.preprocessing import PreprocessingPanel
from nnstudio.app.panels.regions import RegionsPanel
from nnstudio.app.widgets.card import Card
from nnstudio.app.window.main_window import MainWindow
from tests.app.own_process import printed_by

KINDS = {
    "data": DataPanel,
    "preprocessing": PreprocessingPanel,
    "inspector": InspectorPanel,
    "regions": RegionsPanel,
    "curves": CurvesPanel,
    "activations": ActivationsPanel,
}

# What plots, trains, prepares data and judges: the window is seen before it is loaded.
LATER = (
    "pyqtgraph",
    "nnstudio.core.trainer",
    "nnstudio.experiment.data.prepare",
    "nnstudio.experiment.advice.verdicts",
)
FIRST_PAINT = f"""
import sys
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from nnstudio.app import create_main_window

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            print([name for name in {LATER} if name in sys.modules])
        return False

application = QApplication([])
window = create_main_window("svm-neuron")
watch = Watch()
window.installEventFilter(watch)
window.show()
while not all(name in sys.modules for name in {LATER}):
    application.processEvents()
window.close()
"""


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    window = create_main_window("svm-neuron")
    qtbot.addWidget(window)
    yield window
    window.close()


def columns(window: MainWindow) -> list[QSplitter]:
    found = [window.findChild(QSplitter, name) for name in ("leftColumn", "rightColumn")]
    return [column for column in found if isinstance(column, QSplitter)]


def heights(window: MainWindow) -> list[int]:
    return [height for column in columns(window) for height in column.sizes()]


def test_that_what_plots_trains_and_judges_is_loaded_after_the_first_paint(tmp_path: Path) -> None:
    assert printed_by(FIRST_PAINT, tmp_path) == "[]\n"


def test_that_a_shown_window_fills_its_columns_and_nothing_jumps(
    qtbot: QtBot, window: MainWindow
) -> None:
    assert [type(card) for card in window.panels.values()] == [Card] * 6
    window.resize(1280, 720)
    window.show()
    before = heights(window)
    qtbot.waitUntil(
        lambda: all(isinstance(window.panels[name], kind) for name, kind in KINDS.items())
    )
    places = [column.widget(index) for column in columns(window) for index in range(3)]
    assert places == list(window.panels.values())
    line = window.fontMetrics().height()  # fonts differ from system to system
    assert all(abs(old - new) < line for old, new in zip(before, heights(window), strict=True))


def test_that_a_table_can_be_chosen_before_the_data_panel_is_built(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.choose_table()
    dialog = window.findChild(QDialog)
    assert isinstance(dialog, QDialog)
    assert dialog.isVisible()
    dialog.close()


def test_that_building_is_finished_once(window: MainWindow) -> None:
    window.finish_building()
    before = dict(window.panels)
    window.finish_building()
    assert window.panels == before


def test_that_a_panel_switched_off_before_it_is_built_stays_hidden(window: MainWindow) -> None:
    action = window.findChild(QAction, "show.curves")
    assert isinstance(action, QAction)
    window.show()
    action.trigger()
    window.finish_building()
    assert not window.panels["curves"].isVisible()
    assert window.panels["regions"].isVisible()
