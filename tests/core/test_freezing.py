"""Frozen parameters stay, units that are off learn nothing, and hands may set weights."""

from dataclasses import replace

import numpy as np
import pytest

from nnstudio.core import LayerSpec, NetworkSpec, Trainer, TrainingSpec
from nnstudio.core.spec import ACTIVATIONS, OPTIMIZERS, Activation, Optimizer
from tests.core.test_trainer import rings

HIDDEN = LayerSpec(6, "prelu", bias_scale=0.5)


def trainer(hidden: LayerSpec, optimizer: Optimizer = "adam", l2: float = 0.01) -> Trainer:
    spec = NetworkSpec(2, (hidden, LayerSpec(2)))
    training = TrainingSpec(optimizer=optimizer, batch_size=10, l2=l2)
    return Trainer(spec, training, *rings(), seed=1)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_frozen_layer_stays_bit_by_bit_while_others_learn(optimizer: Optimizer) -> None:
    run = trainer(replace(HIDDEN, frozen=True), optimizer)
    before = run.network.parameters.copy()
    run.advance(100)
    frozen = run.network.matrices[0].size + 6
    np.testing.assert_array_equal(run.network.parameters[:frozen], before[:frozen])
    assert (run.network.matrices[1] != before[frozen:].reshape(2, 7)).any(axis=1).all()


def test_a_frozen_unit_and_a_frozen_weight_stay_alone() -> None:
    run = trainer(replace(HIDDEN, frozen_units=(2,), frozen_weights=((4, 1), (5, 2))))
    before = run.network.matrices[0].copy()
    run.advance(100)
    stayed = run.network.matrices[0] == before
    expected = np.zeros((6, 3), np.bool_)
    expected[2], expected[4, 1], expected[5, 2] = True, True, True
    np.testing.assert_array_equal(stayed, expected)


def test_all_pieces_of_a_frozen_maxout_unit_stay() -> None:
    run = trainer(LayerSpec(4, "maxout", pieces=3, frozen_units=(1,)))
    before = run.network.matrices[0].copy()
    run.advance(100)
    stayed = (run.network.matrices[0] == before).all(axis=1).reshape(3, 4)
    assert stayed.tolist() == [[False, True, False, False]] * 3


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_unit_that_is_off_puts_out_zero_and_does_not_learn(activation: Activation) -> None:
    run = trainer(LayerSpec(6, activation, bias_scale=0.5, off=(1, 3)), l2=0.0)
    before, onward = run.network.matrices[0].copy(), run.network.matrices[1][:, [1, 3]].copy()
    run.advance(50)
    outputs = run.network.layer_outputs(rings()[0])[0]
    assert (outputs[:, [1, 3]] == 0).all()
    rows = [row for row in range(len(before)) if row % 6 in (1, 3)]
    np.testing.assert_array_equal(run.network.matrices[0][rows], before[rows])
    np.testing.assert_array_equal(run.network.matrices[1][:, [1, 3]], onward)


def test_switching_on_again_goes_on_with_the_old_weights() -> None:
    run = trainer(LayerSpec(6, "tanh"))
    run.advance(50)
    outputs = run.network.forward(rings()[0])
    run.configure(NetworkSpec(2, (LayerSpec(6, "tanh", off=(0,)), LayerSpec(2))), run.training)
    assert not np.array_equal(run.network.forward(rings()[0]), outputs)
    run.configure(NetworkSpec(2, (LayerSpec(6, "tanh"), LayerSpec(2))), run.training)
    np.testing.assert_array_equal(run.network.forward(rings()[0]), outputs)


def test_a_weight_set_by_hand_is_where_training_goes_on() -> None:
    run = trainer(replace(HIDDEN, frozen_weights=((0, 1),)))
    run.advance(20)
    run.set_parameter(0, 0, 1, 2.5)
    run.set_slope(0, 3, 0.4)
    run.advance(20)
    assert run.network.matrices[0][0, 1] == 2.5
    assert run.network.slopes[0] is not None
    assert 0.2 < run.network.slopes[0][3] < 0.6
    with pytest.raises(ValueError, match="slopes"):
        run.set_slope(1, 0, 0.1)
