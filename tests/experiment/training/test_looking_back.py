"""Looking into moments that nobody saw then: what was there, and nothing changes by it."""

import numpy as np
import pytest

from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.looks.histogram_past import HistogramPast
from nnstudio.experiment.looks.snapshot import ProbeRequest
from nnstudio.experiment.training.looking_back import MOST, insides
from nnstudio.experiment.training.recorder import Recorder
from nnstudio.experiment.training.training_run import TrainingRun
from tests.experiment.session_driver import driven_session, experiment


@pytest.fixture
def run() -> TrainingRun:
    return TrainingRun(1, prepare(experiment(6, 5, training={"optimizer": "adam"})))


def test_that_the_recorded_moments_are_seen_as_they_were(run: TrainingRun) -> None:
    recorder, seen = Recorder(run), {}
    for _ in range(18):
        run.take(1)
        recorder.note_if_due(run.trainer.step % 5 == 0)
        recorder.see_last_step()
        seen[run.trainer.step] = run.inside()
    recorder.note()
    found = insides(recorder)
    assert [step for step, _ in found] == [0, *seen]
    assert found[0][1][0].updates is None
    for step, layers in found[1:]:
        for now, then in zip(layers, seen[step], strict=True):
            assert now.weights.counts.sum() == then.weights.counts.sum()
            assert now.update_ratio == then.update_ratio
            assert now.updates is not None
            assert then.updates is not None
            np.testing.assert_array_equal(now.updates.counts, then.updates.counts)


def test_that_training_goes_on_as_if_nobody_had_looked_back() -> None:
    ends = []
    for looks in (False, True):
        run = TrainingRun(1, prepare(experiment(6, 5, training={"optimizer": "adam"})))
        recorder = Recorder(run)
        for _ in range(9):
            run.take(7)
            recorder.note()
            if looks:
                insides(recorder)
        ends.append(run.trainer.network.parameters.tobytes())
    assert ends[0] == ends[1]


def test_that_of_a_long_recording_a_few_are_seen_from_the_first_to_the_newest(
    run: TrainingRun,
) -> None:
    recorder = Recorder(run)
    for _ in range(100):
        run.take(1)
        recorder.note()
    steps = [step for step, _ in insides(recorder)]
    assert 2 < len(steps) <= MOST
    assert steps == sorted(steps)
    assert steps[-1] == 100


def test_that_ridges_are_there_for_what_was_trained_before_anybody_looked() -> None:
    with driven_session() as driver:
        run_id = driver.load(experiment(6, 5))
        driver.session.run()
        driver.wait_for_phase(run_id, "finished")
        driver.session.request(ProbeRequest(inside=True))
        shown = driver.wait_for_snapshot(lambda shown: bool(shown.earlier))
        past = HistogramPast()
        past.add(shown)
        for quantity in ("weights", "updates"):
            assert len(past.ridges(0, quantity, shown.metrics.step, 14)) > 2
        driver.session.show_moment(100, exactly=True)
        shown = driver.wait_for_snapshot(lambda shown: shown.metrics.step == 100)
        assert shown.inside[0].updates is not None
