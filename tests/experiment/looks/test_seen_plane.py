"""The plane after preprocessing: the same network, the axes in what the network sees."""

import numpy as np
import pytest

from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.document import PcaStep, StandardizeStep, Step, WhitenStep
from nnstudio.experiment.looks.planes import frame
from nnstudio.experiment.looks.probes import ProbeCache, regions
from nnstudio.experiment.looks.snapshot import Plane
from nnstudio.experiment.training.training_run import TrainingRun
from tests.app.opened import experiment_on

PIPELINES: list[tuple[str, tuple[Step, ...]]] = [
    ("spiral", (WhitenStep(),)),
    ("wine", (StandardizeStep(), PcaStep(components=3))),
    ("function", (StandardizeStep(),)),
]


@pytest.mark.parametrize(("source", "steps"), PIPELINES)
def test_that_its_points_are_the_inputs(source: str, steps: tuple[Step, ...]) -> None:
    prepared = prepare(experiment_on(source, *steps))
    shown = frame(prepared, Plane(seen=True))
    inputs = prepared.encode(prepared.dataset.rows)
    np.testing.assert_allclose(shown.points[:, 0], inputs[:, 0])
    assert shown.labels[0] == prepared.input_names[0]
    assert shown.note.endswith("after preprocessing")


def test_that_outputs_over_it_are_those_of_its_own_grid() -> None:
    prepared = prepare(experiment_on("spiral", WhitenStep()))
    network = TrainingRun(0, prepared).trainer.network
    plane = Plane(seen=True)
    shown = regions(ProbeCache(prepared), network, plane, 8)
    grid = frame(prepared, plane).grid(8).astype(np.float32)
    scores = np.asarray(network.forward(grid), np.float64)
    chances = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(shown.outputs.reshape(2, -1).T, chances, atol=1e-5)


def test_that_chosen_features_have_a_plane_of_their_own() -> None:
    experiment = experiment_on("circle", StandardizeStep())
    network = experiment.network.model_copy(update={"inputs": ("x1", "x1^2", "x2")})
    prepared = prepare(experiment.model_copy(update={"network": network}))
    plane = Plane("features", 0, 1, seen=True)
    made = regions(ProbeCache(prepared), TrainingRun(0, prepared).trainer.network, plane, 6)
    assert made.labels == ("x1", "x1^2")
    assert np.isfinite(made.outputs).all()
