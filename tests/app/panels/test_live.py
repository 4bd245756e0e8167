"""Panels that follow a running training now and then do so one after the other."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from typing_extensions import override

from nnstudio.app.panels.live import LivePanel
from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.document import (
    DataSettings,
    Experiment,
    LayerSettings,
    NetworkSettings,
    TrainingSettings,
)


class Counting(LivePanel):
    """Notes at which looks it was refreshed."""

    def __init__(self, pace_ms: int, workspace: Workspace) -> None:
        super().__init__("Counting", workspace)
        self.pace_ms = pace_ms
        self.look = 0
        self.seen: list[int] = []
        workspace._live.looked.connect(self._count)
        workspace.snapshot_changed.connect(self.on_news)

    def _count(self) -> None:
        self.look += 1

    @override
    def refresh(self) -> None:
        if self.workspace.phase == "running":
            self.seen.append(self.look)


@pytest.fixture
def panels(qtbot: QtBot) -> Iterator[list[Counting]]:
    experiment = Experiment(
        data=DataSettings(source="moons", samples=40),
        network=NetworkSettings(layers=(LayerSettings(units="auto"),)),
        training=TrainingSettings(epochs=10_000_000, learning_rate=0.001),
    )
    workspace = Workspace(experiment)
    panels = [Counting(pace, workspace) for pace in (20, 40, 40)]
    for panel in panels:
        qtbot.addWidget(panel)
        panel.show()
    try:
        qtbot.waitUntil(lambda: workspace.phase == "ready")
        yield panels
    finally:
        workspace.close()


def test_that_of_the_slower_panels_one_is_refreshed_at_a_look(
    panels: list[Counting], qtbot: QtBot
) -> None:
    panels[0].workspace.run()
    quick, *slow = panels
    qtbot.waitUntil(lambda: min(len(panel.seen) for panel in slow) > 4)
    quick.workspace.pause()
    first = max(panel.seen[0] for panel in slow)  # at which all showed that training began
    late = [{look for look in panel.seen if look > first} for panel in slow]
    assert not late[0] & late[1]
    assert len(quick.seen) > max(map(len, late))
