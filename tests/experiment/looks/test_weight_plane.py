"""The loss over two weights, against the loss of the network itself, and the path between."""

import numpy as np
import pytest

from nnstudio.core.losses import data_loss
from nnstudio.core.spec import Activation, Loss
from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.document import ScaleStep
from nnstudio.experiment.looks.insights import Pair
from nnstudio.experiment.looks.loss_surface import POINTS
from nnstudio.experiment.looks.snapshot import ProbeRequest
from nnstudio.experiment.looks.step_watch import LONGEST_PATH
from nnstudio.experiment.training.training_run import TrainingRun
from tests.experiment.session_driver import driven_session, experiment

SAME_UNIT: Pair = ((0, 0, 0), (0, 0, 1))


def run_of(
    activation: Activation = "tanh", loss: Loss = "cross_entropy", source: str = "spiral"
) -> TrainingRun:
    document = experiment(
        4, 3, source=source, activation=activation, samples=120, training={"loss": loss}
    )
    return TrainingRun(1, prepare(document))


@pytest.mark.parametrize(
    "pair", [SAME_UNIT, ((1, 2, 4), (1, 2, 1)), ((0, 1, 0), (2, 1, 3)), ((2, 0, 0), (1, 0, 0))]
)
@pytest.mark.parametrize(
    ("activation", "loss"), [("tanh", "cross_entropy"), ("prelu", "hinge"), ("maxout", "mse")]
)
def test_that_the_surface_is_the_loss_with_the_two_weights_there(
    pair: Pair, activation: Activation, loss: Loss
) -> None:
    run = run_of(activation, loss)
    run.watch.follow(pair)
    surface = run.snapshot(ProbeRequest(pair=pair)).surface
    assert surface is not None
    assert surface.losses.shape == (POINTS, POINTS)
    left, right, bottom, top = surface.extent
    network, prepared = run.trainer.network, run.prepared
    for row, column in ((0, 0), (40, 3), (17, 29)):
        values = (
            left + column * (right - left) / (POINTS - 1),
            bottom + row * (top - bottom) / (POINTS - 1),
        )
        kept = network.parameters.copy()
        for (layer, at, place), value in zip(pair, values, strict=True):
            network.matrices[layer][at, place] = value
        scores = network.forward(prepared.train_inputs.astype(np.float32))
        expected = data_loss(loss, scores, prepared.train_targets)
        network.load(kept)
        assert surface.losses[row, column] == pytest.approx(expected, rel=1e-4)


def test_that_the_path_has_every_step_and_is_where_the_weights_were() -> None:
    run = run_of()
    run.watch.follow(SAME_UNIT)
    expected = []
    for _ in range(3):
        run.take(4)
        expected.append(run.trainer.network.matrices[0][0, :2].copy())
    path = run.snapshot(ProbeRequest(pair=SAME_UNIT)).path
    assert path is not None
    assert path.steps.tolist() == list(range(13))
    np.testing.assert_allclose(path.places[4::4], expected)


def test_that_a_path_goes_on_from_where_a_run_was_taken_back_to() -> None:
    run = run_of()
    run.watch.follow(SAME_UNIT)
    run.take(3)
    state = run.trainer.state()
    run.take(5)
    run.restore(state, None)
    assert run.watch.path().steps[-1] == 8
    run.take(1)
    assert run.watch.path().steps.tolist() == [0, 1, 2, 3, 4]


def test_that_a_long_path_is_thinned_and_keeps_its_ends() -> None:
    run = run_of()
    run.watch.follow(SAME_UNIT)
    run.take(LONGEST_PATH + 500)
    steps = run.watch.path().steps
    assert len(steps) <= LONGEST_PATH
    assert (steps[0], steps[-1]) == (0, LONGEST_PATH + 500)


def test_that_the_plane_stands_still_while_the_path_is_inside() -> None:
    run = run_of()
    run.watch.follow(SAME_UNIT)
    before = run.watch.extent()
    run.take(1)
    assert run.watch.extent() == before
    run.set_parameter(0, 0, 0, 50.0)
    left, right, _, _ = run.watch.extent()
    assert left < 50.0 < right


def test_that_weights_that_are_not_there_have_no_plane() -> None:
    run = run_of()
    run.watch.follow(((0, 0, 0), (9, 0, 0)))
    snapshot = run.snapshot(ProbeRequest(pair=((0, 0, 0), (9, 0, 0))))
    assert snapshot.surface is None
    assert snapshot.path is None


def test_that_a_session_shows_the_path_from_before_it_was_asked_for() -> None:
    with driven_session() as driver:
        run_id = driver.load(experiment(samples=100, training={"epochs": 3}))
        driver.session.run()
        driver.wait_for_phase(run_id, "finished")
        driver.session.request(ProbeRequest(pair=SAME_UNIT))
        path = driver.wait_for_snapshot(lambda shown: shown.path is not None).path
        assert path is not None
        assert path.steps[0] == 0
        assert len(path.steps) > 1
        driver.session.step()
        later = driver.wait_for_snapshot(lambda shown: shown.metrics.step > path.steps[-1]).path
        assert later is not None
        assert later.steps[-1] == path.steps[-1] + 1


def test_that_a_diverging_path_stays_finite() -> None:
    run = run_of()
    run.watch.follow(SAME_UNIT)
    run.take(2)
    for value in (np.nan, np.inf, 1e20):
        run.trainer.network.matrices[0][0, 0] = value
        run.watch.note()
        with np.errstate(all="ignore"):
            snapshot = run.snapshot(ProbeRequest(pair=SAME_UNIT))
        assert snapshot.surface is not None
        assert snapshot.path is not None
        assert np.isfinite(snapshot.surface.losses).all()
        assert np.isfinite(snapshot.surface.extent).all()
        assert np.isfinite(snapshot.path.places).all()


@pytest.mark.parametrize(("low", "share"), [(0.0, 1.0), (-1.0, 0.5)])
def test_that_inputs_of_one_sign_push_both_weights_the_same_way(low: float, share: float) -> None:
    document = experiment(
        1,
        source="plane",
        activation="linear",
        samples=400,
        training={"loss": "mse", "optimizer": "sgd", "batch_size": 1, "learning_rate": 0.02},
    ).model_copy(update={"preprocessing": (ScaleStep(low=low, high=1.0),)})
    run = TrainingRun(1, prepare(document))
    run.watch.follow(SAME_UNIT)
    run.take(150)
    same, moved = run.watch.path().same_way()
    assert moved > 100
    assert same / moved == pytest.approx(share, abs=0.0 if share == 1.0 else 0.15)
