"""A population's members are the single runs of their seeds."""

import numpy as np
import pytest

from nnstudio.core import Diverged, LayerSpec, NetworkSpec, Trainer, TrainingSpec
from nnstudio.core.population import Population
from nnstudio.core.spec import ACTIVATIONS, OPTIMIZERS, Activation, Loss, Optimizer
from tests.core.problems import data
from tests.core.test_trainer import rings

SEEDS = (3, 1, 4)
HEADS: tuple[tuple[Loss, int], ...] = (
    ("cross_entropy", 1),
    ("cross_entropy", 3),
    ("hinge", 1),
    ("hinge", 3),
    ("mse", 2),
)


def assert_equals_single_runs(
    spec: NetworkSpec, trainings: list[TrainingSpec], loss: Loss, outputs: int
) -> None:
    inputs, targets = data(loss, outputs)
    population = Population([spec] * 3, trainings, inputs, targets, seeds=SEEDS, dtype=np.float64)
    population.advance(30)
    for member, (seed, training) in enumerate(zip(SEEDS, trainings, strict=True)):
        single = Trainer(spec, training, inputs, targets, seed=seed, dtype=np.float64)
        single.advance(30)
        np.testing.assert_allclose(
            population.parameters[member], single.network.parameters, rtol=1e-9, atol=1e-12
        )
        assert population.evaluate(member, inputs, targets).loss == pytest.approx(
            single.evaluate(inputs, targets).loss, rel=1e-9
        )
        assert population.penalty(member) == pytest.approx(single.penalty(), rel=1e-9)
    assert (population.epoch, population.step) == (single.epoch, single.step)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("head", HEADS)
def test_members_equal_single_runs(activation: Activation, head: tuple[Loss, int]) -> None:
    loss, outputs = head
    layer = LayerSpec(5, activation, "lecun", bias_scale=0.5, slope=0.2, pieces=3, dropout=0.3)
    spec = NetworkSpec(3, (layer, layer, LayerSpec(outputs)))
    training = TrainingSpec(loss, "adam", 0.01, 3, input_noise=0.1)
    assert_equals_single_runs(spec, [training] * 3, loss, outputs)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_members_have_their_own_rates_and_penalties(optimizer: Optimizer) -> None:
    spec = NetworkSpec(3, (LayerSpec(5, "tanh"), LayerSpec(2)))
    trainings = [
        TrainingSpec("cross_entropy", optimizer, rate, 3, l2=l2, l1=l1)
        for rate, l2, l1 in ((0.01, 0.0, 0.0), (0.1, 0.1, 0.0), (0.05, 0.01, 0.02))
    ]
    assert_equals_single_runs(spec, trainings, "cross_entropy", 2)


def test_a_diverging_member_leaves_the_others_alone() -> None:
    spec = NetworkSpec(2, (LayerSpec(8, "tanh"), LayerSpec(1)))
    trainings = [TrainingSpec(learning_rate=rate, batch_size=10) for rate in (0.01, 1e6, 0.01)]
    population = Population([spec] * 3, trainings, *rings(), seeds=SEEDS)
    population.advance(1000)
    assert list(population.diverged) == [1]
    assert np.isfinite(population.parameters).all()
    diverging = Trainer(spec, trainings[1], *rings(), seed=SEEDS[1])
    with pytest.raises(Diverged) as caught:
        diverging.advance(1000)
    noted, raised = population.diverged[1], caught.value
    assert (noted.epoch, noted.step, noted.reason) == (raised.epoch, raised.step, raised.reason)
    np.testing.assert_allclose(
        population.parameters[1], diverging.network.parameters, rtol=1e-4, atol=1e-5
    )
    assert population.evaluate(0, *rings()).score >= 0.9


def test_members_may_start_from_other_scales() -> None:
    specs = [NetworkSpec(3, (LayerSpec(4, scale=scale), LayerSpec(2))) for scale in (1.0, 2.0)]
    inputs, targets = data("cross_entropy", 2)
    population = Population(specs, [TrainingSpec()] * 2, inputs, targets, seeds=(7, 7))
    first, second = (population.network(member).matrices[0] for member in (0, 1))
    np.testing.assert_allclose(second[:, :-1], 2.0 * first[:, :-1], rtol=1e-6)
