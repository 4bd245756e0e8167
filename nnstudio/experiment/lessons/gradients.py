"""Gradients of the mean data loss on the whole training split, and what they tell of a network."""

from dataclasses import replace

import numpy as np

from nnstudio.core.arrays import Floats
from nnstudio.core.backprop import Backprop
from nnstudio.core.losses import encode_targets
from nnstudio.core.network import Network
from nnstudio.core.parameters import Parameters
from nnstudio.core.trainer import Trainer
from nnstudio.experiment.data.prepare import Prepared

SIGN_STEPS = 100


def gradient(network: Network, prepared: Prepared) -> Parameters:
    """The gradient in double precision, without dropout, noise and penalty."""
    inputs, training = prepared.train_inputs, replace(prepared.training, input_noise=0.0)
    layers = tuple(replace(layer, dropout=0.0) for layer in network.spec.layers)
    spec = replace(network.spec, layers=layers)
    parameters, result = Parameters(spec, np.float64), Parameters(spec, np.float64)
    parameters.vector[:] = network.parameters
    rows = np.ones((len(inputs), spec.inputs + 1))
    rows[:, :-1] = inputs
    targets = encode_targets(training.loss, prepared.train_targets, spec.outputs)
    backprop = Backprop(spec, training, parameters, result, len(inputs), [np.random.default_rng(0)])
    with np.errstate(all="ignore"):
        columns = np.ascontiguousarray(targets.T, np.float64)
        for operation in backprop.operations(rows.T, columns, np.zeros(len(rows))):
            operation()
    return result


def gradient_sizes(network: Network, prepared: Prepared) -> Floats:
    """Root mean square of the weight gradients of each layer (layers,)."""
    weights = gradient(network, prepared).weights
    return np.array([np.sqrt(np.mean(layer**2)) for layer in weights])


def zero_gradient_fraction(network: Network, prepared: Prepared) -> Floats:
    """Share of the units of each layer whose weights and biases have a gradient of exactly 0."""
    matrices = gradient(network, prepared).matrices
    parts = zip(matrices, network.spec.layers, strict=True)
    return np.array(
        [
            np.mean(~matrix.reshape(-1, layer.units, matrix.shape[-1]).any(axis=(0, 2)))
            for matrix, layer in parts
        ]
    )


def one_sign_share(prepared: Prepared) -> Floats:
    """How often all incoming weights of a unit are pushed the same way, by layer (layers,).

    Over the first steps of training; a push of 0 has no sign, a unit without a push is left out.
    The pushes are read off the weights, so the optimizer must be plain sgd without a penalty.
    """
    trainer = Trainer(
        prepared.network,
        prepared.training,
        prepared.train_inputs,
        prepared.train_targets,
        seed=prepared.experiment.seed,
        dtype=np.float64,
    )
    same, live = np.zeros(len(prepared.network.layers)), np.zeros(len(prepared.network.layers))
    for _ in range(SIGN_STEPS):
        before = [weights.copy() for weights in trainer.network.layout.weights]
        trainer.advance(1)
        for layer, weights in enumerate(trainer.network.layout.weights):
            push = weights - before[layer]
            up, down = (push > 0).any(axis=1), (push < 0).any(axis=1)
            live[layer] += np.sum(up | down)
            same[layer] += np.sum(up ^ down)
    return same / np.maximum(live, 1)
