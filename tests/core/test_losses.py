"""Losses, metrics and activations: stable at every finite number, right by hand."""

import math

import numpy as np
import pytest

from nnstudio.core import LayerSpec, NetworkSpec, Trainer, TrainingSpec, data_loss, probabilities
from nnstudio.core.losses import encode_targets, predicted_labels
from nnstudio.core.metrics import accuracy, r_squared
from nnstudio.core.network import Network
from nnstudio.core.spec import ACTIVATIONS, LOSSES, Activation, Loss

HUGE = np.array([[400.0, -400.0], [-1e30, 1e30], [0.0, 0.0]])


def test_losses_by_hand() -> None:
    scores, labels = np.array([[2.0, 1.0, -1.0]]), np.array([1])
    logs = math.log(math.exp(2) + math.exp(1) + math.exp(-1))
    assert data_loss("cross_entropy", scores, labels) == pytest.approx(logs - 1.0)
    assert data_loss("hinge", scores, labels) == pytest.approx(2.0)
    assert data_loss("mse", scores, labels) == pytest.approx((4 + 0 + 1) / 3)
    single = np.array([[0.25]])
    assert data_loss("cross_entropy", single, np.array([1])) == pytest.approx(
        math.log(1 + math.exp(-0.25))
    )
    assert data_loss("hinge", single, np.array([0])) == pytest.approx(1.25)


@pytest.mark.parametrize("loss", LOSSES)
def test_losses_of_huge_scores_are_finite(loss: Loss) -> None:
    assert np.isfinite(data_loss(loss, HUGE, np.array([1, 0, 1])))
    assert np.isfinite(data_loss(loss, HUGE[:, :1], np.array([1, 0, 1])))


def test_probabilities_sum_to_one_and_one_output_equals_two() -> None:
    scores = np.array([[3.0], [-500.0], [0.0]])
    single = probabilities("cross_entropy", scores)
    double = probabilities("cross_entropy", np.hstack([np.zeros_like(scores), scores]))
    np.testing.assert_allclose(single.sum(axis=1), 1.0)
    np.testing.assert_allclose(single, double, atol=1e-12)
    with pytest.raises(ValueError, match="hinge"):
        probabilities("hinge", scores)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_activations_of_huge_inputs_are_finite(activation: Activation) -> None:
    network = Network(NetworkSpec(1, (LayerSpec(1, activation, slope=0.1),)))
    for matrix in network.matrices:
        matrix[:, 0] = 1.0
    outputs = network.forward(np.array([[400.0], [-400.0], [1e30], [-1e30]]))
    assert np.isfinite(outputs).all()
    if activation == "tanh":
        assert outputs.ravel().tolist() == [1.0, -1.0, 1.0, -1.0]
    if activation == "sigmoid":
        assert outputs.ravel().tolist() == [1.0, 0.0, 1.0, 0.0]


def test_tanh_is_a_scaled_sigmoid() -> None:
    x = np.linspace(-20, 20, 1001)[:, np.newaxis]
    curves = {}
    for activation, factor in (("tanh", 1.0), ("sigmoid", 2.0)):
        network = Network(NetworkSpec(1, (LayerSpec(1, activation),)), np.float64)  # type: ignore[arg-type]
        network.matrices[0][0, 0] = factor
        curves[activation] = network.forward(x)
    np.testing.assert_allclose(curves["tanh"], 2 * curves["sigmoid"] - 1, atol=1e-15)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("outputs", [1, 2])
def test_a_step_from_huge_inputs_stays_finite(loss: Loss, outputs: int) -> None:
    inputs = np.array([[1e4, -1e4], [-1e4, 1e4]])
    spec = NetworkSpec(2, (LayerSpec(3, "tanh", "normal"), LayerSpec(outputs)))
    training = TrainingSpec(loss, "adam", 0.01, 2)
    trainer = Trainer(spec, training, inputs, np.array([0, 1]), seed=0)
    trainer.advance(20)
    assert np.isfinite(trainer.network.parameters).all()


def test_targets_that_cannot_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="classes"):
        encode_targets("cross_entropy", np.array([0, 1, 2]), 2)
    with pytest.raises(ValueError, match="labels"):
        encode_targets("hinge", np.array([[0.5]]), 1)
    with pytest.raises(ValueError, match="targets"):
        encode_targets("mse", np.ones((3, 2)), 1)


def test_predictions_and_metrics() -> None:
    assert predicted_labels(np.array([[0.1], [-0.1]])).tolist() == [1, 0]
    assert predicted_labels(HUGE).tolist() == [0, 1, 0]
    assert accuracy(np.array([0, 1, 1, 0]), np.array([0, 1, 0, 0])) == 0.75
    targets = np.array([[1.0], [2.0], [3.0]])
    assert r_squared(targets, targets) == 1.0
    assert r_squared(targets, np.full((3, 1), 2.0)) == 0.0
    assert r_squared(np.ones((3, 1)), np.zeros((3, 1))) == 0.0
