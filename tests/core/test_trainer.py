"""What a training run promises: the same numbers however it is cut, and a good end to a bad one."""

from collections.abc import Sequence

import numpy as np
import pytest

from nnstudio.core import Diverged, LayerSpec, NetworkSpec, Trainer, TrainingSpec
from nnstudio.core.arrays import Floats, Labels
from nnstudio.core.spec import OPTIMIZERS, Optimizer


def rings(seed: int = 0, examples: int = 103) -> tuple[Floats, Labels]:
    """Class 1 inside class 0; 103 examples, so that the last batch is smaller."""
    inputs = np.random.default_rng(seed).standard_normal((examples, 2))
    return inputs, (np.hypot(*inputs.T) < 1.1).astype(np.int64)


def small(dropout: float = 0.0, outputs: int = 2) -> NetworkSpec:
    return NetworkSpec(2, (LayerSpec(8, "tanh", dropout=dropout), LayerSpec(outputs)))


def trained(training: TrainingSpec, cuts: list[int], dropout: float = 0.0) -> Trainer:
    trainer = Trainer(small(dropout), training, *rings(), seed=4)
    for steps in cuts:
        trainer.advance(steps)
    return trainer


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_grouping_of_steps_changes_no_bit(optimizer: Optimizer) -> None:
    training = TrainingSpec(optimizer=optimizer, batch_size=10, input_noise=0.1, l2=0.01, l1=0.001)
    once = trained(training, [700], dropout=0.3)
    often = trained(training, [1, 2, 3, 250, 5, 39, 400], dropout=0.3)
    assert once.network.parameters.tobytes() == often.network.parameters.tobytes()
    assert (once.epoch, once.step) == (often.epoch, often.step) == (700 // 11, 700)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_learns_the_rings(optimizer: Optimizer) -> None:
    rate = {"sgd": 0.5, "momentum": 0.1, "nesterov": 0.1, "adagrad": 0.1}.get(optimizer, 0.01)
    trainer = trained(TrainingSpec(optimizer=optimizer, learning_rate=rate, batch_size=10), [4000])
    assert trainer.evaluate(*rings()).score >= 0.95


def reference_update(optimizer: Optimizer, gradients: Sequence[Floats], rate: float) -> Floats:
    """The textbook rules, one array at a time, in double precision."""
    w = v = c = np.zeros_like(gradients[0])
    for time, g in enumerate(gradients, start=1):
        match optimizer:
            case "sgd":
                w = w - rate * g
            case "momentum":
                v = 0.9 * v - rate * g
                w = w + v
            case "nesterov":
                before, v = v, 0.9 * v - rate * g
                w = w - 0.9 * before + 1.9 * v
            case "adagrad":
                c = c + g**2
                w = w - rate * g / (np.sqrt(c) + 1e-8)
            case "rmsprop":
                c = 0.99 * c + 0.01 * g**2
                w = w - rate * g / (np.sqrt(c) + 1e-8)
            case "adam":
                v, c = 0.9 * v + 0.1 * g, 0.999 * c + 0.001 * g**2
                mean, square = v / (1 - 0.9**time), c / (1 - 0.999**time)
                w = w - rate * mean / (np.sqrt(square) + 1e-8)
    return w


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("size", [5, 70_000])
def test_optimizers_follow_the_textbook(optimizer: Optimizer, size: int) -> None:
    from nnstudio.core.optimizers import Optimizer as Memory

    rng = np.random.default_rng(0)
    gradients = [rng.standard_normal(size) for _ in range(6)]
    parameters, gradient = np.zeros(size), np.zeros(size)
    training = TrainingSpec(optimizer=optimizer, learning_rate=0.1)
    memory = Memory(parameters)
    update = memory.operations([training], parameters, gradient, np.ones(size))
    for values in gradients:
        gradient[:] = memory.gain * values
        for operation in update:
            operation()
    np.testing.assert_allclose(
        parameters, reference_update(optimizer, gradients, 0.1), rtol=1e-9, atol=1e-12
    )


def test_reset_goes_back_to_the_same_run() -> None:
    trainer = trained(TrainingSpec(batch_size=10), [300])
    first = trainer.network.parameters.copy()
    trainer.reset()
    assert (trainer.epoch, trainer.step) == (0, 0)
    trainer.advance(300)
    assert trainer.network.parameters.tobytes() == first.tobytes()


def test_another_seed_is_another_run() -> None:
    runs = [Trainer(small(), TrainingSpec(), *rings(), seed=seed) for seed in (1, 2)]
    assert not np.array_equal(runs[0].network.parameters, runs[1].network.parameters)


def test_every_example_is_seen_once_an_epoch() -> None:
    inputs, labels = rings()
    trainer = Trainer(small(), TrainingSpec(batch_size=10), inputs, labels, seed=0)
    for _ in range(3):
        trainer.advance(trainer.steps_per_epoch)
        batches = trainer._engine._batches
        seen = np.concatenate([batches[batch].columns[:2].T for batch in range(batches.count)])
        assert sorted(map(tuple, seen)) == sorted(map(tuple, inputs.astype(np.float32)))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("outputs", [1, 2])
def test_divergence_leaves_the_last_finite_weights(optimizer: Optimizer, outputs: int) -> None:
    training = TrainingSpec(optimizer=optimizer, learning_rate=1e6, batch_size=10)
    trainer = Trainer(small(outputs=outputs), training, *rings(), seed=0)
    with pytest.raises(Diverged, match="loss"):
        trainer.advance(5000)
    assert np.isfinite(trainer.network.parameters).all()
    assert np.isfinite(trainer.evaluate(*rings()).loss)


def test_training_goes_on_after_divergence_with_a_lower_rate() -> None:
    trainer = trained(TrainingSpec(batch_size=10), [0])
    trainer.configure(small(), TrainingSpec(learning_rate=1e7, batch_size=10))
    with pytest.raises(Diverged):
        trainer.advance(5000)
    trainer.configure(small(), TrainingSpec(batch_size=10))
    trainer.advance(4000)
    assert trainer.evaluate(*rings()).score >= 0.95


def test_settings_change_without_losing_the_weights() -> None:
    trainer = trained(TrainingSpec(batch_size=10), [500])
    weights = trainer.network.parameters.copy()
    changed = TrainingSpec("hinge", "sgd", 0.5, 7, l2=0.1, input_noise=0.2)
    trainer.configure(small(dropout=0.5), changed)
    assert np.array_equal(trainer.network.parameters, weights)
    trainer.advance(100)
    assert not np.array_equal(trainer.network.parameters, weights)
    assert trainer.penalty() > 0


def test_penalty_spares_the_biases() -> None:
    trainer = trained(TrainingSpec("cross_entropy", "sgd", 0.1, l2=1.0, l1=0.5), [50])
    weights = np.concatenate([view.ravel() for view in trainer.network.layout.weights])
    expected = 0.5 * float(weights @ weights) + 0.5 * float(np.abs(weights).sum())
    assert trainer.penalty() == pytest.approx(expected, rel=1e-5)


def test_large_networks_equal_an_independent_implementation() -> None:
    from sklearn.neural_network import MLPClassifier

    rng = np.random.default_rng(1)
    inputs = rng.standard_normal((64, 20))
    labels = rng.integers(0, 3, 64)
    rival = MLPClassifier(
        (16, 8), "tanh", solver="sgd", alpha=0.0, batch_size=64, learning_rate_init=0.1,
        momentum=0.0, nesterovs_momentum=False, shuffle=False, random_state=0,
        n_iter_no_change=10**6,
    )  # fmt: skip
    rival.partial_fit(inputs, labels, classes=[0, 1, 2])
    spec = NetworkSpec(20, (LayerSpec(16, "tanh"), LayerSpec(8, "tanh"), LayerSpec(3)))
    ours = Trainer(
        spec,
        TrainingSpec("cross_entropy", "sgd", 0.1, 64),
        inputs,
        labels,
        seed=0,
        dtype=np.float64,
    )
    for matrix, weights, biases in zip(
        ours.network.matrices, rival.coefs_, rival.intercepts_, strict=True
    ):
        matrix[:, :-1], matrix[:, -1] = weights.T, biases
    for _ in range(50):
        rival.partial_fit(inputs, labels)
    ours.advance(50)
    for matrix, weights in zip(ours.network.matrices, rival.coefs_, strict=True):
        np.testing.assert_allclose(matrix[:, :-1], weights.T, rtol=1e-9, atol=1e-12)


def advance_by(trainer: Trainer, cuts: list[int]) -> None:
    for steps in cuts:
        trainer.advance(steps)


@pytest.mark.parametrize("cuts", [[1000], [1] * 1000, [7, 993]])
def test_grouping_changes_nothing_even_after_divergence(cuts: list[int]) -> None:
    training = TrainingSpec(learning_rate=1e5, batch_size=10, input_noise=0.1)
    runs = []
    for way in ([1000], cuts):
        trainer = Trainer(small(0.2), training, *rings(), seed=0)
        with pytest.raises(Diverged):
            advance_by(trainer, way)
        trainer.configure(small(0.2), TrainingSpec(batch_size=10, input_noise=0.1))
        trainer.advance(100)
        runs.append(trainer)
    assert runs[0].network.parameters.tobytes() == runs[1].network.parameters.tobytes()
    assert (runs[0].epoch, runs[0].step) == (runs[1].epoch, runs[1].step)


def test_a_loss_that_blew_up_between_two_looks_is_divergence() -> None:
    trainer = trained(TrainingSpec("mse", "sgd", 1e9, 1000), [1])
    with pytest.raises(Diverged, match="loss"):
        trainer.verify(trainer.evaluate(*rings()).loss)
    assert trainer.evaluate(*rings()).loss < 10


def test_divergence_survives_a_trip_between_processes() -> None:
    import copy

    copied = copy.copy(Diverged(3, 40, "why"))
    assert (copied.epoch, copied.step, copied.reason) == (3, 40, "why")
    assert str(copied) == "training diverged after epoch 3: why"


def test_many_small_batches_are_recorded_as_they_come() -> None:
    inputs, labels = rings(examples=9000)
    trainer = Trainer(small(), TrainingSpec(batch_size=1), inputs, labels, seed=0)
    trainer.advance(9100)
    assert (trainer.epoch, trainer.step) == (1, 9100)


def test_what_cannot_be_trained_is_refused_by_name() -> None:
    inputs, labels = rings()
    with pytest.raises(ValueError, match="targets"):
        Trainer(small(), TrainingSpec(), inputs, labels[:-1], seed=0)
    with pytest.raises(ValueError, match="inputs"):
        Trainer(small(), TrainingSpec(), inputs[:, :1], labels, seed=0)
    with pytest.raises(ValueError, match="labels"):
        Trainer(small(), TrainingSpec(), inputs, 2 * labels - 1, seed=0)
    with pytest.raises(ValueError, match="rows"):
        trained(TrainingSpec(), [0]).network.forward(np.ones((3, 1)))
    with pytest.raises(ValueError, match="tahn"):
        LayerSpec(4, "tahn")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="optimizer"):
        TrainingSpec(optimizer="sdg")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="batch"):
        TrainingSpec(batch_size=0)
