"""Stages: the sampled training split after each step, the last one being what is trained on."""

import numpy as np
import pytest

from nnstudio.core.preprocessing.spectrum import covariance
from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.data.stages import stages
from nnstudio.experiment.document import CenterStep, PcaStep, ScaleStep, Step, WhitenStep
from tests.app.opened import experiment_on


@pytest.mark.parametrize("source", ["spiral", "iris", "digits", "breast_cancer"])
def test_that_the_last_stage_is_what_the_network_is_trained_on(source: str) -> None:
    steps: tuple[Step, ...] = (CenterStep(), ScaleStep(), WhitenStep(epsilon=0.0))
    prepared = prepare(experiment_on(source, *steps))
    found = stages(prepared)
    last = found.stages[-1]
    np.testing.assert_allclose(last.rows, prepared.train_inputs, atol=1e-9)
    np.testing.assert_allclose(covariance(last.rows), np.eye(last.rows.shape[1]), atol=1e-6)
    assert [stage.index for stage in found.stages] == [0, 1, 2, 3]
    assert found.examples == len(found.targets) == len(prepared.train_index)


def test_that_images_are_images_until_a_rotation() -> None:
    found = stages(prepare(experiment_on("digits", CenterStep(), PcaStep(components=3)))).stages
    assert [stage.image_shape for stage in found] == [(8, 8, 1), (8, 8, 1), None]
    assert found[-1].names == ("PC 1", "PC 2", "PC 3")
