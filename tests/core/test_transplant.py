"""Editing a trained network keeps the weights of everything that did not change."""

import numpy as np

from nnstudio.core import LayerSpec, NetworkSpec
from nnstudio.core.network import Network
from nnstudio.core.transplant import Source, is_whole, transplant

TANH8, TANH4, RELU4 = LayerSpec(8, "tanh"), LayerSpec(4, "tanh"), LayerSpec(4, "relu")
OUTPUT = LayerSpec(2)


def network(*layers: LayerSpec, inputs: int = 3, seed: int = 0) -> Network:
    made = Network(NetworkSpec(inputs, layers))
    made.initialize(np.random.default_rng(seed))
    for matrix in made.matrices:
        matrix[:, -1] = np.arange(len(matrix))
    return made


def moved(old: Network, new: Network, *layers: int | None) -> Network:
    """`new` with what it has from `old`: its layers were there, with units in the same places."""
    sources = [source(old, new, here, there) for here, there in enumerate(layers)]
    transplant(old, new, range(old.spec.inputs), sources)
    return new


def source(old: Network, new: Network, here: int, there: int | None) -> Source | None:
    if there is None:
        return None
    before, now = old.spec.layers[there].units, new.spec.layers[here].units
    return there, [unit if unit < before else None for unit in range(now)]


def test_an_added_neuron_leaves_all_other_weights() -> None:
    old = network(TANH8, TANH4, OUTPUT)
    new = moved(old, network(LayerSpec(9, "tanh"), TANH4, OUTPUT, seed=1), 0, 1, 2)
    np.testing.assert_array_equal(new.matrices[0][:8], old.matrices[0])
    np.testing.assert_array_equal(new.matrices[1][:, :8], old.matrices[1][:, :8])
    np.testing.assert_array_equal(new.matrices[1][:, -1], old.matrices[1][:, -1])
    np.testing.assert_array_equal(new.matrices[2], old.matrices[2])


def test_a_removed_neuron_takes_only_its_own_weights() -> None:
    old = network(TANH8, OUTPUT)
    new = moved(old, network(LayerSpec(7, "tanh"), OUTPUT, seed=1), 0, 1)
    np.testing.assert_array_equal(new.matrices[0], old.matrices[0][:7])
    np.testing.assert_array_equal(new.matrices[1][:, :7], old.matrices[1][:, :7])


def test_an_added_layer_leaves_the_layers_before_and_behind_it() -> None:
    old = network(TANH8, TANH4, OUTPUT)
    new = moved(old, network(TANH8, RELU4, TANH4, OUTPUT, seed=1), 0, None, 1, 2)
    np.testing.assert_array_equal(new.matrices[0], old.matrices[0])
    np.testing.assert_array_equal(new.matrices[3], old.matrices[2])
    np.testing.assert_array_equal(new.matrices[2][:, -1], old.matrices[1][:, -1])
    fresh = network(TANH8, RELU4, TANH4, OUTPUT, seed=1)
    np.testing.assert_array_equal(new.matrices[1], fresh.matrices[1])
    np.testing.assert_array_equal(new.matrices[2][:, :-1], fresh.matrices[2][:, :-1])


def test_a_removed_layer_leaves_the_rest() -> None:
    old = network(TANH8, RELU4, TANH4, OUTPUT)
    new = moved(old, network(TANH8, TANH4, OUTPUT, seed=1), 0, 2, 3)
    np.testing.assert_array_equal(new.matrices[0], old.matrices[0])
    np.testing.assert_array_equal(new.matrices[2], old.matrices[3])


def test_another_activation_keeps_the_weights_but_another_start_does_not() -> None:
    old = network(TANH8, OUTPUT)
    kept = moved(old, network(LayerSpec(8, "maxout"), OUTPUT, seed=1), 0, 1)
    np.testing.assert_array_equal(kept.matrices[0][:8], old.matrices[0])
    fresh = network(LayerSpec(8, "tanh", scale=3.0), OUTPUT, seed=1)
    restarted = moved(old, network(LayerSpec(8, "tanh", scale=3.0), OUTPUT, seed=1), 0, 1)
    np.testing.assert_array_equal(restarted.matrices[0], fresh.matrices[0])
    np.testing.assert_array_equal(restarted.matrices[1], old.matrices[1])


def test_learned_slopes_stay_with_their_neurons() -> None:
    old = network(LayerSpec(3, "prelu"), OUTPUT)
    assert old.slopes[0] is not None
    old.slopes[0][:] = (0.1, 0.2, 0.3)
    new = moved(old, network(LayerSpec(4, "prelu"), OUTPUT), 0, 1)
    assert new.slopes[0] is not None
    np.testing.assert_allclose(new.slopes[0], (0.1, 0.2, 0.3, 0.01), rtol=1e-6)


def test_inputs_are_matched_as_told() -> None:
    old, new = network(TANH8, OUTPUT), network(TANH8, OUTPUT, inputs=2, seed=1)
    fresh = new.matrices[0].copy()
    transplant(old, new, [2, None], [source(old, new, 0, 0), source(old, new, 1, 1)])
    np.testing.assert_array_equal(new.matrices[0][:, 0], old.matrices[0][:, 2])
    np.testing.assert_array_equal(new.matrices[0][:, 1], fresh[:, 1])


def test_a_neuron_from_the_middle_takes_only_its_own_weights() -> None:
    old, new = network(TANH8, TANH4, OUTPUT), network(LayerSpec(7, "tanh"), TANH4, OUTPUT, seed=1)
    left = [0, 1, 2, 4, 5, 6, 7]
    transplant(old, new, range(3), [(0, left), (1, range(4)), (2, range(2))])
    np.testing.assert_array_equal(new.matrices[0], old.matrices[0][left])
    np.testing.assert_array_equal(new.matrices[1], old.matrices[1][:, [*left, -1]])
    np.testing.assert_array_equal(new.matrices[2], old.matrices[2])


def test_layers_that_change_places_keep_their_biases_and_start_with_fresh_weights() -> None:
    old = network(TANH4, TANH4, OUTPUT)
    new = moved(old, network(TANH4, TANH4, OUTPUT, seed=1), 1, 0, 2)
    fresh = network(TANH4, TANH4, OUTPUT, seed=1)
    np.testing.assert_array_equal(new.matrices[1][:, :-1], fresh.matrices[1][:, :-1])
    np.testing.assert_array_equal(new.matrices[1][:, -1], old.matrices[0][:, -1])


def test_a_network_is_whole_where_every_unit_was_where_it_is() -> None:
    of = network(TANH4, OUTPUT)
    assert is_whole(of, [(0, range(4)), (1, range(2))])
    assert not is_whole(of, [(0, [0, 1, 3, 2]), (1, range(2))])
    assert not is_whole(of, [(1, range(4)), (0, range(2))])
    assert not is_whole(of, [None, (1, range(2))])
