"""Original units: folded weights give the same sums from raw features as weights from inputs."""

import numpy as np
import pytest

from nnstudio.experiment.data.original_units import original_units
from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.document import (
    CenterStep,
    MeanImageStep,
    PcaStep,
    ScaleStep,
    StandardizeStep,
    Step,
    WhitenStep,
)
from nnstudio.experiment.training.training_run import TrainingRun
from tests.app.opened import experiment_on

PIPELINES: list[tuple[str, tuple[Step, ...]]] = [
    ("wine", (CenterStep(), StandardizeStep(), PcaStep(components=4), WhitenStep())),
    ("iris", (ScaleStep(low=0.0),)),
    ("digits", (MeanImageStep(), WhitenStep())),
    ("spiral", ()),
]


@pytest.mark.parametrize(("source", "steps"), PIPELINES)
def test_that_folded_weights_give_the_same_sums(source: str, steps: tuple[Step, ...]) -> None:
    prepared = prepare(experiment_on(source, *steps))
    matrix = TrainingRun(0, prepared).trainer.network.matrices[0]
    units = original_units(prepared)
    folded = units.fold(matrix)
    rows = np.asarray(prepared.dataset.rows[prepared.test_index], np.float64)
    sums = np.asarray(prepared.test_inputs) @ matrix[:, :-1].T + matrix[:, -1]
    np.testing.assert_allclose(rows @ folded[:, :-1].T + folded[:, -1], sums, atol=1e-6)
    assert units.names == prepared.dataset.feature_names


def test_that_chosen_features_keep_their_names() -> None:
    experiment = experiment_on("circle", StandardizeStep())
    network = experiment.network.model_copy(update={"inputs": ("x1", "x1^2")})
    prepared = prepare(experiment.model_copy(update={"network": network}))
    assert original_units(prepared).names == ("x1", "x1^2")
