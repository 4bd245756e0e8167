"""What is frozen or off keeps to its neurons and weights, whatever is drawn around them."""

import numpy as np
import pytest

from nnstudio.core.parameters import Parameters, frozen_mask
from nnstudio.experiment.data.resolve import resolve_network
from nnstudio.experiment.document import BIAS, Experiment, LayerSettings
from nnstudio.experiment.editing import edits, layer_edits
from tests.experiment.drafts import example


def drawn(**second: object) -> Experiment:
    """Hidden layers of 4, with marks in the second one."""
    return example(network={"layers": [{"units": 4}, {"units": 4, **second}, {"units": "auto"}]})


def frozen(experiment: Experiment, layer: int) -> list[list[int]]:
    """The rows and columns that training leaves alone in a layer."""
    network = resolve_network(experiment, 2, 2, None)
    mask = Parameters(network, np.int8)
    mask.vector[:] = frozen_mask(network)
    return np.argwhere(mask.matrices[layer]).tolist()


@pytest.mark.parametrize("column", [4, BIAS])
def test_that_a_frozen_bias_stays_the_bias_whatever_feeds_its_layer(column: int) -> None:
    before = drawn(frozen_weights=[[0, column]])
    assert frozen(before, 1) == [[0, 4]]
    assert frozen(layer_edits.resize_layers(before, {0: 5}), 1) == [[0, 5]]
    assert frozen(layer_edits.resize_layers(before, {0: 3}), 1) == [[0, 3]]
    assert frozen(edits.set_units(before, 0, 6), 1) == [[0, 6]]
    assert frozen(layer_edits.remove_unit(before, 0, 1), 1) == [[0, 3]]
    assert frozen(layer_edits.remove_layers(before, (0,)), 0) == [[0, 2]]
    assert frozen(layer_edits.move_layer(before, 1, 0), 0) == [[0, 2]]
    assert frozen(layer_edits.insert_layers(before, 1, [LayerSettings(units=7)]), 2) == [[0, 7]]


def test_that_a_frozen_weight_goes_with_the_neuron_it_comes_from() -> None:
    before = drawn(frozen_weights=[[0, 1], [0, 3]])
    assert frozen(layer_edits.resize_layers(before, {0: 3}), 1) == [[0, 1]]
    assert frozen(layer_edits.resize_layers(before, {0: 5}), 1) == [[0, 1], [0, 3]]
    assert frozen(layer_edits.remove_layers(before, (0,)), 0) == []


def test_that_a_new_neuron_is_neither_frozen_nor_off() -> None:
    before = drawn(frozen_units=[1, 3], off=[3], frozen_weights=[[3, 0]])
    smaller = layer_edits.resize_layers(before, {1: 3})
    layer = layer_edits.resize_layers(smaller, {1: 4}).network.layers[1]
    assert (layer.frozen_units, layer.off, layer.frozen_weights) == ((1,), (), ())


def test_that_frozen_weights_of_features_follow_them() -> None:
    first = {"units": 4, "frozen_weights": [[0, 1], [1, 2]]}
    before = example(network={"inputs": ["x1", "x2"], "layers": [first, {"units": "auto"}]})
    after = edits.set_inputs(before, ("x1^2", "x1", "x2"))
    assert after.network.layers[0].frozen_weights == ((0, 2), (1, BIAS))
