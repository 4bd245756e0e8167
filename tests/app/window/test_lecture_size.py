"""The window on a small projector: no data and no pipeline make it larger."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from nnstudio.app.panels.preprocessing import PreprocessingPanel
from nnstudio.app.panels.step_scroll import StepScroll
from nnstudio.app.window.main_window import MainWindow
from nnstudio.experiment.document import (
    CenterStep,
    DataSettings,
    Experiment,
    LayerSettings,
    MeanImageStep,
    NetworkSettings,
    StandardizeStep,
    Step,
)
from tests.app.conftest import MakeWindow

LECTURE_SIZE = (1280, 720)
NETWORK = NetworkSettings(
    layers=(LayerSettings(units=3, activation="tanh"), LayerSettings(units="auto"))
)


def _shown(qtbot: QtBot, make_window: MakeWindow, experiment: Experiment) -> MainWindow:
    window = make_window()
    window.resize(*LECTURE_SIZE)
    window.show()
    window.workspace.edit("other data", lambda _: experiment)
    qtbot.waitUntil(lambda: _seen(window) is experiment)
    window.workspace.step()
    qtbot.waitUntil(lambda: window.workspace.phase == "paused")
    return window


def _seen(window: MainWindow) -> Experiment | None:
    prepared, snapshot = window.workspace.prepared, window.workspace.snapshot
    return None if prepared is None or snapshot is None else prepared.experiment


@pytest.mark.parametrize("classes", [10, 60, 300])
def test_many_classes_do_not_make_it_larger(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path, classes: int
) -> None:
    lines = [f"{i * 7919 % 1000},{i * 104729 % 1000},class {i % classes}" for i in range(1200)]
    path = tmp_path / "classes.csv"
    path.write_text("\n".join(("x,y,name", *lines)))
    data = DataSettings(source="table", path=str(path), target="name")
    window = _shown(qtbot, make_window, Experiment(data=data, network=NETWORK))
    for view in ("table", "formula", "data", "canvas"):
        window.views.show_view(view)
        assert window.minimumSizeHint().height() <= LECTURE_SIZE[1], view
    assert (window.width(), window.height()) == LECTURE_SIZE


@pytest.mark.parametrize(
    "steps", [(), (MeanImageStep(), *(CenterStep(), StandardizeStep()) * 6)], ids=["few", "many"]
)
def test_pictures_and_many_steps_do_not_make_it_larger(
    qtbot: QtBot, make_window: MakeWindow, steps: tuple[Step, ...]
) -> None:
    data = DataSettings(source="shapes", samples=100)
    experiment = Experiment(data=data, preprocessing=steps, network=NETWORK)
    window = _shown(qtbot, make_window, experiment)
    assert (window.width(), window.height()) == LECTURE_SIZE
    assert window.minimumSizeHint().height() <= LECTURE_SIZE[1]


def test_steps_get_the_room_that_the_inspector_can_spare(
    qtbot: QtBot, make_window: MakeWindow
) -> None:
    data = DataSettings(source="shapes", samples=100)
    window = _shown(qtbot, make_window, Experiment(data=data, network=NETWORK))
    panel = window.panels["preprocessing"]
    assert isinstance(panel, PreprocessingPanel)
    scroll = panel.findChild(QScrollArea)
    assert isinstance(scroll, StepScroll)
    qtbot.waitUntil(lambda: panel.lack == 0)
