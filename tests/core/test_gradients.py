"""The gradient of every layer, activation, loss and penalty, against two independent judges."""

from collections.abc import Callable
from itertools import product
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from nnstudio.core import NetworkSpec, Trainer
from nnstudio.core.arrays import Floats
from nnstudio.core.backprop import Backprop
from nnstudio.core.losses import encode_targets
from nnstudio.core.parameters import Parameters
from nnstudio.core.spec import ACTIVATIONS, Activation, LayerSpec, Loss, TrainingSpec
from tests.core.problems import EXAMPLES, data, full_batch, network, step_gradient

HEADS: tuple[tuple[Loss, int], ...] = (
    ("cross_entropy", 1),
    ("cross_entropy", 3),
    ("hinge", 1),
    ("hinge", 3),
    ("mse", 1),
    ("mse", 2),
)
PENALTIES = ((0.0, 0.0), (0.3, 0.0), (0.0, 0.2), (0.1, 0.2))
CASES = list(product(ACTIVATIONS, HEADS, PENALTIES))


def objective(trainer: Trainer, parameters: Floats) -> float:
    trainer.network.load(parameters)
    return trainer.evaluate(trainer.inputs, trainer.targets).loss + trainer.penalty()


def central_differences(function: Callable[[Floats], float], at: Floats) -> Floats:
    width = 1e-6
    slopes = np.empty_like(at)
    for index in range(len(at)):
        step = np.zeros_like(at)
        step[index] = width
        slopes[index] = (function(at + step) - function(at - step)) / (2 * width)
    return slopes


def relative_error(first: Floats, second: Floats) -> float:
    return float(np.linalg.norm(first - second) / max(1e-12, float(np.linalg.norm(second))))


@pytest.mark.parametrize(("activation", "head", "penalty"), CASES)
def test_step_follows_the_gradient_of_loss_and_penalty(
    activation: Activation, head: tuple[Loss, int], penalty: tuple[float, float]
) -> None:
    loss, outputs = head
    spec = network(activation, outputs)
    trainer, before, gradient = step_gradient(
        spec, full_batch(loss, *penalty), *data(loss, outputs)
    )
    expected = central_differences(lambda parameters: objective(trainer, parameters), before)
    assert relative_error(gradient, expected) <= 1e-6


@pytest.mark.parametrize("output", ACTIVATIONS)
def test_output_layer_may_have_any_activation(output: Activation) -> None:
    spec = network("tanh", 2, output)
    trainer, before, gradient = step_gradient(spec, full_batch("mse"), *data("mse", 2))
    expected = central_differences(lambda parameters: objective(trainer, parameters), before)
    assert relative_error(gradient, expected) <= 1e-6


def layer_by_autograd(layer: LayerSpec, z: Any, slopes: Any) -> Any:
    match layer.activation:
        case "sigmoid":
            return 1 / (1 + anp.exp(-z))
        case "tanh":
            return anp.tanh(z)
        case "relu":
            return anp.maximum(z, 0.0)
        case "leaky_relu":
            return anp.where(z > 0, z, layer.slope * z)
        case "prelu":
            return anp.where(z > 0, z, slopes * z)
        case "maxout":
            return anp.max(anp.reshape(z, (len(z), layer.pieces, layer.units)), axis=1)
    return z


def scores_by_autograd(spec: NetworkSpec, vector: Any, inputs: Floats) -> Any:
    """An independent forward pass, written row by row from the definition of the layout."""
    values, start = inputs, 0
    for layer in spec.layers:
        width = values.shape[1] + 1
        matrix = anp.reshape(vector[start : start + layer.rows * width], (layer.rows, width))
        start += layer.rows * width
        slopes = vector[start : start + layer.units]
        start += layer.units if layer.activation == "prelu" else 0
        values = layer_by_autograd(layer, values @ matrix[:, :-1].T + matrix[:, -1], slopes)
    return values


def loss_by_autograd(loss: Loss, scores: Any, targets: Any) -> Any:
    if loss == "mse":
        return anp.mean((scores - targets) ** 2)
    if scores.shape[1] == 1:
        signs = 2 * targets - 1
        agreement = scores[:, 0] * signs
        if loss == "hinge":
            return anp.mean(anp.maximum(0, 1 - agreement))
        return anp.mean(anp.log(1 + anp.exp(-agreement)))
    rows = np.arange(len(targets))
    right = scores[rows, targets]
    if loss == "hinge":
        margins = anp.maximum(0, scores - right[:, None] + 1)
        return anp.mean(anp.sum(margins, axis=1) - 1)
    return anp.mean(anp.log(anp.sum(anp.exp(scores), axis=1)) - right)


@pytest.mark.parametrize(("activation", "head"), list(product(ACTIVATIONS, HEADS)))
def test_gradient_equals_that_of_an_independent_engine(
    activation: Activation, head: tuple[Loss, int]
) -> None:
    loss, outputs = head
    spec = network(activation, outputs)
    inputs, targets = data(loss, outputs, seed=5)
    _, before, gradient = step_gradient(spec, full_batch(loss), inputs, targets)
    expected = autograd.grad(
        lambda vector: loss_by_autograd(loss, scores_by_autograd(spec, vector, inputs), targets)
    )(before)
    np.testing.assert_allclose(gradient, expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradient_holds_under_dropout_and_input_noise(activation: Activation) -> None:
    dropped = LayerSpec(6, activation, "lecun", bias_scale=0.5, slope=0.2, dropout=0.4)
    spec = NetworkSpec(3, (dropped, dropped, LayerSpec(2, "linear", "lecun")))
    training = TrainingSpec("cross_entropy", "sgd", 1.0, 7, input_noise=0.3)
    inputs, labels = data("cross_entropy", 2)
    rows = np.hstack([inputs, np.ones((EXAMPLES, 1))])
    targets = encode_targets("cross_entropy", labels, 2)

    def learn(vector: Floats) -> tuple[float, Floats]:
        parameters, gradient = Parameters(spec, np.float64), Parameters(spec, np.float64)
        parameters.vector[:] = vector
        losses, noises = np.zeros(EXAMPLES), [np.random.default_rng(3)]
        learning = Backprop(spec, training, parameters, gradient, EXAMPLES, noises)
        for operation in learning.operations(rows.T, targets.T.copy(), losses):
            operation()
        return float(losses.mean()), gradient.vector

    start = Trainer(spec, training, inputs, labels, seed=2, dtype=np.float64).network.parameters
    expected = central_differences(lambda vector: learn(vector)[0], start)
    assert relative_error(learn(start)[1], expected) <= 1e-6
