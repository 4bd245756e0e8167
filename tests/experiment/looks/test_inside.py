"""Distributions of every quantity, the sums of a unit, and the last step, against the network."""

import numpy as np
import pytest
from numpy.typing import NDArray

from nnstudio.core.arrays import Floats
from nnstudio.core.network import Network
from nnstudio.core.spec import Activation
from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.looks.distributions import GRADIENT_DECADES, sizes
from nnstudio.experiment.looks.insights import Distribution, Quantity
from nnstudio.experiment.looks.snapshot import ProbeRequest
from nnstudio.experiment.training.training_run import TrainingRun
from tests.experiment.session_driver import experiment

INSIDE = ProbeRequest(inside=True)


def run_of(activation: Activation = "tanh", samples: int = 300) -> TrainingRun:
    return TrainingRun(1, prepare(experiment(6, 5, activation=activation, samples=samples)))


def numpy_counts(values: Floats, found: Distribution) -> NDArray[np.int64]:
    return np.histogram(values, np.asarray(found.edges, np.float64))[0]


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid", "maxout", "prelu", "linear"])
def test_that_counts_sum_to_the_number_of_values(activation: Activation) -> None:
    run = run_of(activation, samples=2600)
    run.take(3)
    run.snapshot(INSIDE)
    run.take(1)
    layers = run.snapshot(INSIDE).inside
    examples = 650
    pieces = 2 if activation == "maxout" else 1
    for layer, units, inputs in zip(layers, (6, 5, 2), (2, 6, 5), strict=True):
        rows = units * (pieces if units != 2 else 1)
        assert layer.activations.total == units * examples
        assert layer.preactivations.total == rows * examples
        assert layer.weights.total == layer.gradients.total == rows * inputs
        assert layer.updates is not None
        assert layer.updates.total == units


def test_that_distributions_are_those_of_numpy() -> None:
    run = run_of(samples=300)
    layers = run.snapshot(INSIDE).inside
    network, inputs = run.trainer.network, run.prepared.train_inputs.astype(np.float32)
    outputs = network.layer_outputs(inputs)
    sums = outputs[0] @ network.matrices[1][:, :-1].T + network.matrices[1][:, -1]
    for found, values in (
        (layers[0].activations, outputs[0]),
        (layers[1].preactivations, sums),
        (layers[1].weights, network.matrices[1][:, :-1]),
    ):
        expected = numpy_counts(values, found)
        np.testing.assert_allclose(found.counts.sum(axis=0), expected, atol=2)


def test_that_a_bin_knows_its_units() -> None:
    run = run_of(samples=300)
    run.trainer.network.matrices[0][3, 0] = 0.93
    weights = run.snapshot(INSIDE).inside[0].weights
    place = int(np.searchsorted(weights.edges, 0.93) - 1)
    assert 3 in np.flatnonzero(weights.counts[:, place])


def test_that_sizes_are_counted_on_a_logarithmic_axis_with_exact_zeros_apart() -> None:
    values = np.array([[0.0, 1.0], [-1e-3, 1e-12], [1e-3, 1e4]])
    found = sizes(values, GRADIENT_DECADES)
    assert found.zeros.tolist() == [1, 0]
    assert found.counts.sum(axis=1).tolist() == [2, 3]
    assert found.edges[0] == pytest.approx(1e-8)
    first, last = found.counts[1][0], found.counts[1][-1]
    assert (first, last) == (1, 1)
    at = int(np.searchsorted(found.edges, 1e-3 * 1.001) - 1)
    assert found.counts[0][at] + found.counts[0][at - 1] == 2


def test_that_updates_are_the_last_step_over_the_weights_before_it() -> None:
    watched, alone = run_of(samples=200), run_of(samples=200)
    watched.snapshot(INSIDE)
    watched.take(7)
    alone.take(6)
    before = [matrix.copy() for matrix in alone.trainer.network.matrices]
    alone.take(1)
    after = alone.trainer.network.matrices
    for layer, old, new in zip(watched.snapshot(INSIDE).inside, before, after, strict=True):
        expected = np.linalg.norm((new - old)[:, :-1]) / np.linalg.norm(old[:, :-1])
        assert layer.update_ratio == pytest.approx(expected, rel=1e-5)


def test_that_watching_steps_changes_no_number() -> None:
    watched, alone = run_of(samples=200), run_of(samples=200)
    watched.watch.follow(((0, 0, 0), (0, 0, 1)))
    for _ in range(3):
        watched.snapshot(INSIDE)
        watched.take(5)
        alone.take(5)
    np.testing.assert_array_equal(
        watched.trainer.network.parameters, alone.trainer.network.parameters
    )


def test_that_there_is_no_update_before_the_first_step_or_after_a_change_by_hand() -> None:
    run = run_of(samples=200)
    assert run.snapshot(INSIDE).inside[0].updates is None
    run.take(1)
    assert run.snapshot(INSIDE).inside[0].update_ratio is not None
    run.set_parameter(0, 0, 0, 0.5)
    assert run.snapshot(INSIDE).inside[0].update_ratio is None


def test_that_activations_have_the_axis_that_the_panel_beside_has() -> None:
    run = run_of("relu", samples=200)
    run.trainer.network.matrices[0][:] *= 100
    run.snapshot(ProbeRequest(activity=True))
    run.trainer.network.matrices[0][:] /= 100
    for _ in range(20):
        seen = run.snapshot(ProbeRequest(activity=True, inside=True, verdicts=True))
        for inside, activity in zip(seen.inside, seen.activity, strict=True):
            np.testing.assert_allclose(inside.activations.edges, activity.edges, atol=1e-5)


def test_that_axes_of_sums_and_weights_never_shrink() -> None:
    run = run_of("relu", samples=200)
    matrices = run.trainer.network.matrices
    matrices[0][:] *= 100
    wide = run.snapshot(INSIDE).inside[0]
    matrices[0][:] /= 100
    small = run.snapshot(INSIDE).inside[0]
    quantities: tuple[Quantity, ...] = ("preactivations", "weights")
    for quantity in quantities:
        before, now = wide.of(quantity), small.of(quantity)
        assert before is not None
        assert now is not None
        np.testing.assert_array_equal(before.edges, now.edges)


def test_that_overflowing_networks_have_finite_distributions() -> None:
    run = run_of("relu", samples=200)
    for matrix in run.trainer.network.matrices:
        matrix[:] = 3e38
    with np.errstate(all="ignore"):
        layers = run.snapshot(ProbeRequest(inside=True, verdicts=True, sums=(1, 0))).inside
    for layer in layers:
        assert np.isfinite(layer.activations.edges).all()
        assert layer.gradients.total == layer.weights.total


@pytest.mark.parametrize("activation", ["tanh", "prelu", "maxout"])
def test_that_the_sums_of_a_unit_give_its_outputs(activation: Activation) -> None:
    run = run_of(activation, samples=300)
    network: Network = run.trainer.network
    sums = run.snapshot(ProbeRequest(sums=(1, 2))).sums
    assert sums is not None
    outputs = network.layer_outputs(run.prepared.train_inputs.astype(np.float32))[1][:, 2]
    made = {
        "tanh": np.tanh(sums.sums[0]),
        "prelu": np.where(sums.sums[0] > 0, sums.sums[0], sums.slope * sums.sums[0]),
        "maxout": sums.sums.max(axis=0),
    }[activation]
    np.testing.assert_allclose(made, outputs, rtol=1e-5, atol=1e-6)


def test_that_the_lines_of_maxout_are_its_pieces_where_there_is_one_input() -> None:
    document = experiment(
        4, source="function", formula="sin(x)", activation="maxout", training={"loss": "mse"}
    )
    run = TrainingRun(1, prepare(document))
    sums = run.snapshot(ProbeRequest(sums=(0, 1))).sums
    assert sums is not None
    assert sums.positions is not None
    assert sums.lines is not None
    lines = sums.lines[:, :1] * sums.positions + sums.lines[:, 1:]
    np.testing.assert_allclose(lines, sums.sums, rtol=1e-5, atol=1e-6)


def test_that_a_unit_that_is_not_there_has_no_sums() -> None:
    run = run_of(samples=200)
    for place in ((3, 0), (-1, 0), (0, 6)):
        assert run.snapshot(ProbeRequest(sums=place)).sums is None
