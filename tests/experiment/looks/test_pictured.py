"""Pictures made afterwards are those of the run."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.document import DataSettings, Experiment, LayerSettings, NetworkSettings
from nnstudio.experiment.looks.pictured import pictured
from nnstudio.experiment.looks.snapshot import ProbeRequest, Snapshot
from nnstudio.experiment.training.training_run import TrainingRun


@pytest.mark.parametrize(
    ("source", "request_"),
    [
        ("spiral", ProbeRequest(unit_maps=8, activity=True)),
        ("iris", ProbeRequest(unit_histograms=6)),
    ],
)
def test_that_pictures_made_afterwards_are_those_of_the_run(
    source: str, request_: ProbeRequest
) -> None:
    hidden = LayerSettings(units=5, activation="prelu", off=(1,))
    prepared = prepare(
        Experiment(
            data=DataSettings.model_validate({"source": source}),
            network=NetworkSettings(layers=(hidden, LayerSettings(units="auto"))),
        )
    )
    run = TrainingRun(0, prepared)
    wanted, bare = run.snapshot(request_), run.snapshot(ProbeRequest())
    made = pictured(prepared, bare, request_)
    assert _pictures(made)
    assert len(_pictures(made)) == len(_pictures(wanted))
    for mine, theirs in zip(_pictures(made), _pictures(wanted), strict=True):
        np.testing.assert_allclose(mine, theirs, atol=1e-5)
    assert pictured(prepared, wanted, request_) is wanted


def _pictures(snapshot: Snapshot) -> list[NDArray[Any]]:
    dead = [layer.dead for layer in snapshot.activity]
    return [*dead, *snapshot.unit_maps, *(each.counts for each in snapshot.unit_histograms)]
