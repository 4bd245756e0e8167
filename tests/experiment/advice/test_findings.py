"""What is told about a network is told where it holds, and nowhere else."""

from dataclasses import replace

import numpy as np

from nnstudio.core.spec import LayerSpec, NetworkSpec
from nnstudio.experiment.advice.findings import Finding, find
from nnstudio.experiment.looks.snapshot import LayerActivity, Metrics
from nnstudio.experiment.training.history import History

TANH, OUTPUT = LayerSpec(10, "tanh"), LayerSpec(2)


def sentences(*layers: LayerSpec, activity: tuple[LayerActivity, ...] = ()) -> list[Finding]:
    return list(find(NetworkSpec(2, (*layers, OUTPUT)), activity, History()))


def activity(units: int, dead: int, saturated: float | None) -> LayerActivity:
    flags = np.arange(units) < dead
    return LayerActivity(np.zeros(2), np.zeros(1, np.int64), 0, 0.0, 0.0, flags, saturated)


def history(*losses: float) -> History:
    result = History()
    for epoch, loss in enumerate(losses):
        result.append(Metrics(epoch, epoch, loss, loss, 0.0, 0.0, 0.0))
    return result


def test_that_an_ordinary_network_gives_nothing_to_tell() -> None:
    assert sentences(TANH, TANH) == []
    assert sentences(TANH, activity=(activity(10, 4, 0.8), activity(2, 0, None))) == []


def test_that_a_very_wide_layer_after_narrow_data_is_told() -> None:
    (found,) = sentences(LayerSpec(256, "relu"))
    assert found == Finding(
        0, "Hidden 1 is very wide: 256 neurons with 768 parameters for 2 inputs"
    )
    assert sentences(LayerSpec(64, "relu")) == []


def test_that_dead_and_saturated_layers_are_told_with_their_layer() -> None:
    found = sentences(TANH, TANH, activity=(activity(10, 5, None), activity(10, 0, 0.81)))
    assert found == []
    found = sentences(
        TANH, TANH, activity=(activity(10, 5, None), activity(10, 0, 0.81), activity(2, 0, None))
    )
    assert [item.layer for item in found] == [0, 1]
    assert "5 of 10 neurons are dead" in found[0].sentence
    assert "81% of its activations are saturated" in found[1].sentence


def test_that_a_hidden_layer_without_nonlinearity_is_told() -> None:
    (found,) = sentences(LayerSpec(3, "linear"))
    assert (found.layer, "linear" in found.sentence) == (0, True)


def test_that_weights_that_all_start_at_zero_are_told() -> None:
    zeros = [replace(layer, initializer="zeros") for layer in (TANH, OUTPUT)]
    (found,) = find(NetworkSpec(2, tuple(zeros)), (), History())
    assert "start at zero" in found.sentence
    assert find(NetworkSpec(2, (zeros[0], OUTPUT)), (), History()) == ()


def test_that_the_learning_rate_is_blamed_only_when_the_loss_rose_for_good() -> None:
    network = NetworkSpec(2, (TANH, OUTPUT))
    rising, falling = (0.7, 0.9, 1.0, 1.2, 1.3, 1.5), (0.7, 0.9, 1.0, 0.8, 0.7, 0.6)
    (found,) = find(network, (), history(*rising))
    assert "0.7 to 1.5: the learning rate is too high" in found.sentence
    assert find(network, (), history(*falling)) == ()
