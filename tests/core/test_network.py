"""Networks: counts equal the arrays, and any number of rows gives the same outputs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnstudio.core import LayerSpec, NetworkSpec, count_layers, count_network, network_name
from nnstudio.core.diagnostics import dead_units, saturated_fraction
from nnstudio.core.network import Network
from nnstudio.core.spec import ACTIVATIONS, INITIALIZERS, Initializer

layers = st.builds(
    LayerSpec,
    units=st.integers(1, 12),
    activation=st.sampled_from(ACTIVATIONS),
    initializer=st.sampled_from(INITIALIZERS),
    pieces=st.integers(2, 5),
)
networks = st.builds(
    NetworkSpec,
    inputs=st.integers(1, 9),
    layers=st.lists(layers, min_size=1, max_size=5).map(tuple),
)


@given(networks)
@settings(max_examples=500, deadline=None)
def test_counts_equal_the_sizes_of_the_arrays(spec: NetworkSpec) -> None:
    network, counts = Network(spec), count_network(spec)
    assert counts.parameters == network.parameters.size
    assert counts.weights == sum(matrix[:, :-1].size for matrix in network.matrices)
    assert counts.biases == sum(matrix[:, -1].size for matrix in network.matrices)
    assert counts.slopes == sum(slopes.size for slopes in network.slopes if slopes is not None)
    assert counts.neurons == sum(network.spec.sizes[1:])


def test_counts_of_the_notes_two_figures() -> None:
    first = NetworkSpec(3, (LayerSpec(4), LayerSpec(2)))
    second = NetworkSpec(3, (LayerSpec(4), LayerSpec(4), LayerSpec(1)))
    counts = count_network(first)
    assert (counts.neurons, counts.weights, counts.biases, counts.parameters) == (6, 20, 6, 26)
    counts = count_network(second)
    assert (counts.neurons, counts.weights, counts.biases, counts.parameters) == (9, 32, 9, 41)
    assert (network_name(first), network_name(second)) == ("2-layer network", "3-layer network")
    assert [layer.weights for layer in count_layers(second)] == [12, 16, 4]


def test_maxout_doubles_the_layer_and_prelu_adds_slopes() -> None:
    maxout = count_network(NetworkSpec(3, (LayerSpec(4, "maxout"), LayerSpec(2))))
    assert (maxout.neurons, maxout.weights, maxout.biases) == (6, 24 + 8, 8 + 2)
    prelu = count_network(NetworkSpec(3, (LayerSpec(4, "prelu"), LayerSpec(2))))
    assert (prelu.slopes, prelu.parameters) == (4, 30)


def random_network(seed: int = 0) -> Network:
    mixed = tuple(LayerSpec(6, activation, bias_scale=1.0) for activation in ACTIVATIONS)
    network = Network(NetworkSpec(4, (*mixed, LayerSpec(3))))
    network.initialize(np.random.default_rng(seed))
    return network


@pytest.mark.parametrize("rows", [1, 2, 15, 16, 17, 255, 3000, 9001])
def test_rows_are_computed_alike_in_any_number(rows: int) -> None:
    network = random_network()
    inputs = np.random.default_rng(1).standard_normal((rows, 4))
    outputs = network.forward(inputs)
    one_by_one = np.vstack([network.forward(inputs[i : i + 1]) for i in (0, rows // 2, rows - 1)])
    np.testing.assert_allclose(outputs[[0, rows // 2, rows - 1]], one_by_one, atol=1e-5)
    np.testing.assert_array_equal(network.layer_outputs(inputs)[-1], outputs)


@pytest.mark.parametrize("initializer", INITIALIZERS)
def test_initial_weights_have_the_spread_of_their_name(initializer: Initializer) -> None:
    layer = LayerSpec(300, "relu", initializer, scale=2.0, bias_scale=0.5)
    network = Network(NetworkSpec(200, (layer,)))
    network.initialize(np.random.default_rng(0))
    spread = {
        "he": (2 / 200) ** 0.5, "glorot": (2 / 500) ** 0.5, "lecun": (1 / 200) ** 0.5,
        "normal": 1.0, "uniform": 3**-0.5, "zeros": 0.0,
    }[initializer]  # fmt: skip
    assert np.std(network.matrices[0][:, :-1]) == pytest.approx(2.0 * spread, rel=0.02)
    assert np.std(network.matrices[0][:, -1]) == pytest.approx(0.5, rel=0.2)


def test_dead_and_saturated_shares_are_exact() -> None:
    outputs = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 2.0]])
    assert dead_units(LayerSpec(3, "relu"), outputs).tolist() == [True, False, False]
    leaks = np.array([[-0.1], [-0.2]])
    assert not dead_units(LayerSpec(1, "leaky_relu"), leaks).any()
    assert dead_units(LayerSpec(1, "leaky_relu", slope=0.0), np.zeros((2, 1))).all()
    flat = np.array([[1.0, 0.5], [1.0, 1.0]])
    assert dead_units(LayerSpec(2, "sigmoid"), flat).tolist() == [True, False]
    assert dead_units(LayerSpec(2, "tanh"), flat).tolist() == [True, False]
    assert saturated_fraction("sigmoid", np.array([[0.04, 0.5], [0.96, 0.05]])) == 0.5
    assert saturated_fraction("tanh", np.array([[0.89, -0.91]])) == 0.5
    assert saturated_fraction("relu", outputs) is None
