"""A session with its reader: collects what it says and waits for conditions, never for time."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

from nnstudio.experiment.document import (
    DataSettings,
    Experiment,
    LayerSettings,
    NetworkSettings,
    TrainingSettings,
)
from nnstudio.experiment.looks.snapshot import Phase, Snapshot
from nnstudio.experiment.training.events import Event, MetricsAdded, PhaseChanged
from nnstudio.experiment.training.session import Session

E = TypeVar("E", bound=Event)

DEADLINE = 20.0  # seconds


def experiment(
    *hidden: int,
    source: str = "spiral",
    activation: str = "tanh",
    seed: int = 3,
    training: Mapping[str, object] | None = None,
    **data: object,
) -> Experiment:
    """A small experiment with layers of `hidden` units and an automatic output layer."""
    sizes = hidden or (6, 5)
    layers = [LayerSettings.model_validate({"units": n, "activation": activation}) for n in sizes]
    settings: dict[str, object] = {"batch_size": 20, "epochs": 40, **(training or {})}
    return Experiment(
        seed=seed,
        data=DataSettings.model_validate({"source": source, **data}),
        network=NetworkSettings(layers=(*layers, LayerSettings(units="auto"))),
        training=TrainingSettings.model_validate(settings),
    )


class Driver:
    """Reads a session as a window would: all events, and the snapshots that come in between."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.events: list[Event] = []
        self.snapshots: list[Snapshot] = []

    def poll(self) -> None:
        """Take what there is."""
        self.events += self.session.take_events()
        snapshot = self.session.take_snapshot()
        if snapshot is not None:
            self.snapshots.append(snapshot)

    def wait(self, condition: Callable[[], bool]) -> None:
        """Poll until `condition` holds."""
        deadline = time.monotonic() + DEADLINE
        while not condition():
            assert time.monotonic() < deadline, f"still waiting; last events {self.events[-5:]}"
            time.sleep(0.001)
            self.poll()

    def phase(self, run_id: int) -> Phase | None:
        """The last phase reported of a run."""
        changes = [event for event in self.of(PhaseChanged) if event.run_id == run_id]
        return changes[-1].phase if changes else None

    def wait_for_phase(self, run_id: int, phase: Phase) -> None:
        """Poll until the run is in `phase`."""
        self.wait(lambda: self.phase(run_id) == phase)

    def wait_for_snapshot(self, condition: Callable[[Snapshot], bool] = bool) -> Snapshot:
        """Poll until the last snapshot fulfills `condition`; returns it."""
        self.wait(lambda: bool(self.snapshots) and condition(self.snapshots[-1]))
        return self.snapshots[-1]

    def wait_for_epoch(self, run_id: int, epoch: int) -> None:
        """Poll until the metrics of `epoch` of the run, or of a later one, are there."""
        self.wait(
            lambda: any(self._reaches(added, run_id, epoch) for added in self.of(MetricsAdded))
        )

    def _reaches(self, added: MetricsAdded, run_id: int, epoch: int) -> bool:
        return added.run_id == run_id and added.metrics.epoch >= epoch

    def of(self, kind: type[E]) -> list[E]:
        """The events of one kind, oldest first."""
        return [event for event in self.events if isinstance(event, kind)]

    def forget(self) -> None:
        """Forget what was read so far."""
        self.events, self.snapshots = [], []

    def load(self, document: Experiment) -> int:
        """Load and wait until the run is there."""
        run_id = self.session.load(document)
        self.wait_for_phase(run_id, "ready")
        return run_id


@contextmanager
def driven_session() -> Iterator[Driver]:
    """A started session that is closed at the end."""
    session = Session()
    session.start()
    try:
        yield Driver(session)
    finally:
        assert session.close(timeout=DEADLINE)
