"""Small random problems for the core's tests: networks, data, and the gradient a step follows."""

import numpy as np
from numpy.typing import NDArray

from nnstudio.core import LayerSpec, NetworkSpec, Trainer, TrainingSpec
from nnstudio.core.arrays import Floats
from nnstudio.core.spec import Activation, Loss

EXAMPLES = 7


def network(activation: Activation, outputs: int, output: Activation = "linear") -> NetworkSpec:
    """Two hidden layers of the activation, biases not zero, so that nothing cancels."""
    hidden = LayerSpec(5, activation, "lecun", scale=1.3, bias_scale=0.5, slope=0.2, pieces=3)
    last = LayerSpec(outputs, output, "lecun", bias_scale=0.5, slope=0.2, pieces=2)
    return NetworkSpec(3, (hidden, hidden, last))


def data(loss: Loss, outputs: int, seed: int = 0) -> tuple[Floats, NDArray[np.generic]]:
    """Inputs (examples, 3) and targets that the loss takes with so many outputs."""
    rng = np.random.default_rng(seed)
    inputs = rng.standard_normal((EXAMPLES, 3))
    if loss == "mse":
        return inputs, rng.standard_normal((EXAMPLES, outputs))
    return inputs, rng.integers(0, max(2, outputs), EXAMPLES)


def step_gradient(
    spec: NetworkSpec, training: TrainingSpec, inputs: Floats, targets: NDArray[np.generic]
) -> tuple[Trainer, Floats, Floats]:
    """A double-precision trainer, its initial parameters, and the gradient its first step took."""
    trainer = Trainer(spec, training, inputs, targets, seed=1, dtype=np.float64)
    before = trainer.network.parameters.copy()
    trainer.advance(1)
    gradient = (before - trainer.network.parameters) / training.learning_rate
    return trainer, before, gradient


def full_batch(loss: Loss, l2: float = 0.0, l1: float = 0.0) -> TrainingSpec:
    """One plain gradient step over all examples at rate 1."""
    return TrainingSpec(loss, "sgd", 1.0, EXAMPLES, l2, l1)
