"""Demonstrations that two networks, or two ways of writing one, compute the same thing.

Each takes a seed, which draws the networks and the examples, and returns its measures by name.
"""

from dataclasses import replace
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from nnstudio.core.arrays import Floats
from nnstudio.core.losses import predicted_labels, probabilities
from nnstudio.core.network import Network
from nnstudio.core.spec import LayerSpec, NetworkSpec

_EXAMPLES = 200
_BIAS = 0.5

Found = dict[str, float]


def scaled_sigmoid(seed: int, *, factor: float = 2.0) -> Found:
    """A tanh network and the sigmoid network made of it by tanh(z) = 2 s(2z) - 1.

    Layers take 2z instead of z, and every layer but the first gets 2h - 1 instead of h. Another
    `factor` than 2 inside is not the identity.
    """
    twin_source = _random(seed, NetworkSpec(16, (_layer(12, "tanh"), _layer(8, "tanh"), _layer(5))))
    layers = tuple(
        replace(layer, activation="sigmoid") if layer.activation == "tanh" else layer
        for layer in twin_source.spec.layers
    )
    twin = Network(replace(twin_source.spec, layers=layers), np.float64)
    for index, (matrix, original) in enumerate(
        zip(twin.matrices, twin_source.matrices, strict=True)
    ):
        weights, biases = original[:, :-1], original[:, -1]
        if index:
            weights, biases = 2.0 * weights, biases - weights.sum(axis=1)
        inner = factor if layers[index].activation == "sigmoid" else 1.0
        matrix[:, :-1], matrix[:, -1] = inner * weights, inner * biases
    return _compared(seed, twin_source, twin)


def contained_in_maxout(
    seed: int,
    *,
    activation: Literal["relu", "leaky_relu"] = "relu",
    slope: float = 0.0,
    piece: float = 0.0,
) -> Found:
    """A network of ReLUs, leaky ones where `activation` says so, and the maxout network made of it.

    The second piece of each maxout unit is `piece` times the first: 0 gives ReLU, the slope gives
    leaky ReLU. `hidden_ratio` compares the hidden layers' numbers of parameters.
    """
    hidden = LayerSpec(10, activation, bias_scale=_BIAS, slope=slope)
    source = _random(seed, NetworkSpec(6, (hidden, hidden, _layer(3))))
    maxout = tuple(
        replace(layer, activation="maxout") if layer is hidden else layer
        for layer in source.spec.layers
    )
    twin = Network(replace(source.spec, layers=maxout), np.float64)
    for matrix, original in zip(twin.matrices, source.matrices, strict=True):
        matrix[: len(original)] = original
        matrix[len(original) :] = piece * original[: len(matrix) - len(original)]
    sizes = [sum(matrix.size for matrix in each.matrices[:-1]) for each in (twin, source)]
    return _compared(seed, source, twin) | {"hidden_ratio": sizes[0] / sizes[1]}


def forward_by_hand(seed: int, *, biases: bool = True) -> Found:
    """The forward pass of all examples at once, one by one, and neuron by neuron in plain Python.

    Without `biases` the hand forgets them.
    """
    network = _random(seed, NetworkSpec(3, (_layer(4, "tanh"), _layer(4, "tanh"), _layer(1))))
    rows = _rows(seed, 3)
    together = network.forward(rows)
    singly = np.array([network.forward(row[np.newaxis])[0] for row in rows])
    by_hand = np.array([_by_hand(network, row, biases) for row in rows])
    return {
        "one_by_one": float(np.abs(together - singly).max()),
        "neuron_by_neuron": float(np.abs(together - by_hand).max()),
    }


def softmax_of_two(seed: int, *, outputs: Annotated[int, Field(ge=2, le=100)] = 2) -> Found:
    """Softmax over two scores, and the logistic function of their difference.

    With more `outputs` the two are not the same.
    """
    scores = np.random.default_rng([seed, 0]).standard_normal((_EXAMPLES, outputs)) * 3.0
    softmax = probabilities("cross_entropy", scores)[:, 1]
    logistic = probabilities("cross_entropy", scores[:, 1:2] - scores[:, 0:1])[:, 1]
    return {"difference": float(np.abs(softmax - logistic).max())}


def _by_hand(network: Network, row: Floats, biases: bool) -> list[float]:
    values = [float(value) for value in row]
    for layer, matrix in zip(network.spec.layers, network.matrices, strict=True):
        sums = []
        for neuron in matrix:
            total = float(neuron[-1]) if biases else 0.0
            for weight, value in zip(neuron[:-1], values, strict=True):
                total += float(weight) * value
            sums.append(float(np.tanh(total)) if layer.activation == "tanh" else total)
        values = sums
    return values


def _compared(seed: int, source: Network, twin: Network) -> Found:
    rows = _rows(seed, source.spec.inputs)
    expected, found = source.forward(rows), twin.forward(rows)
    same = predicted_labels(expected) == predicted_labels(found)
    return {
        "difference": float(np.abs(expected - found).max()),
        "same_class": float(np.mean(same)),
    }


def _layer(units: int, activation: Literal["tanh", "linear"] = "linear") -> LayerSpec:
    return LayerSpec(units, activation, bias_scale=_BIAS)


def _random(seed: int, spec: NetworkSpec) -> Network:
    network = Network(spec, np.float64)
    network.initialize(np.random.default_rng([seed, 0]))
    return network


def _rows(seed: int, inputs: int) -> Floats:
    return np.random.default_rng([seed, 10]).standard_normal((_EXAMPLES, inputs))
