"""A workspace that is open and ready, for tests of single panels."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnstudio.app.workspace.workspace import Workspace
from nnstudio.experiment.document import (
    DataSettings,
    Experiment,
    LayerSettings,
    NetworkSettings,
    Step,
    TrainingSettings,
)

Kind = TypeVar("Kind", bound=QWidget)


def experiment_on(source: str, *steps: Step, activation: str = "tanh") -> Experiment:
    """A small network with two hidden layers on 100 examples of `source`."""
    regression = source in ("plane", "cones", "function")
    hidden = LayerSettings.model_validate({"units": 4, "activation": activation})
    return Experiment(
        seed=3,
        data=DataSettings.model_validate({"source": source, "samples": 100, "noise": 0.1}),
        preprocessing=steps,
        network=NetworkSettings(layers=(hidden, hidden, LayerSettings(units="auto"))),
        training=TrainingSettings(loss="mse" if regression else "cross_entropy", epochs=20),
    )


@contextmanager
def opened(qtbot: QtBot, experiment: Experiment) -> Iterator[Workspace]:
    """A workspace on `experiment` whose run is ready; closed at the end."""
    workspace = Workspace(experiment)
    try:
        qtbot.waitUntil(lambda: workspace.snapshot is not None)
        yield workspace
    finally:
        workspace.close()


def child(parent: QWidget, kind: type[Kind], name: str) -> Kind:
    """The control called `name`."""
    found = parent.findChild(kind, name)
    assert isinstance(found, kind), name
    return found
