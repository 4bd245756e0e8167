"""While training, pictures and measures may be of a moment ago; at rest they are of now."""

import numpy as np

from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.document import DataSettings, Experiment, LayerSettings, NetworkSettings
from nnstudio.experiment.looks.snapshot import Plane, ProbeRequest, Snapshot
from nnstudio.experiment.training.training_run import TrainingRun

REQUEST = ProbeRequest(regions=12, unit_maps=8, unit_histograms=6, activity=True)


def run_of_two_features() -> TrainingRun:
    hidden = LayerSettings(units=4, activation="tanh")
    return TrainingRun(
        0,
        prepare(
            Experiment(
                data=DataSettings(source="moons", samples=80),
                network=NetworkSettings(layers=(hidden, LayerSettings(units="auto"))),
            )
        ),
    )


def is_of_now(run: TrainingRun, snapshot: Snapshot) -> bool:
    """Whether the maps, the activity and the histograms are those of the present weights."""
    now = run.snapshot(REQUEST)
    pairs = [
        *zip(snapshot.unit_maps, now.unit_maps, strict=True),
        *(
            (one.counts, other.counts)
            for one, other in zip(snapshot.activity, now.activity, strict=True)
        ),
    ]
    return all(np.array_equal(one, other) for one, other in pairs)


def test_that_a_hurried_snapshot_takes_what_was_just_looked_at() -> None:
    run = run_of_two_features()
    first = run.snapshot(REQUEST, hurried=True)
    run.take(1)
    second = run.snapshot(REQUEST, hurried=True)
    assert second.activity is first.activity
    assert second.unit_maps is first.unit_maps
    assert second.unit_histograms is first.unit_histograms
    assert second.metrics.step == 1
    assert not is_of_now(run, second)


def test_that_a_snapshot_at_rest_is_of_now() -> None:
    run = run_of_two_features()
    run.snapshot(REQUEST, hurried=True)
    run.take(1)
    rested = run.snapshot(REQUEST)
    assert rested.metrics == run.metrics()
    assert is_of_now(run, rested)


def test_that_another_plane_is_looked_at_at_once() -> None:
    run = run_of_two_features()
    first = run.snapshot(REQUEST, hurried=True)
    nearer = ProbeRequest(regions=12, unit_maps=8, plane=Plane(extent=(0.0, 1.0, 0.0, 1.0)))
    second = run.snapshot(nearer, hurried=True)
    assert first.regions is not None
    assert second.regions is not None
    assert second.regions.extent != first.regions.extent
    assert second.unit_maps is not first.unit_maps
