"""An example's way forward and back: every number against two independent judges."""

from dataclasses import replace

import numpy as np
import pytest

from nnstudio.core.spec import OPTIMIZERS, Loss, Optimizer
from nnstudio.core.trainer import Trainer
from nnstudio.experiment.data.prepare import Prepared, prepare
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import edits
from nnstudio.experiment.looks.judgment import judge
from nnstudio.experiment.looks.own_step import loss_after, own_step
from nnstudio.experiment.looks.walkthrough import Walk, walk
from tests.experiment.independent_walk import (
    METRICS,
    Floats,
    moved,
    random_experiments,
    random_snapshot,
    reference,
)

EXPERIMENTS = list(random_experiments())
PLACE = 3


def close(actual: Floats, expected: Floats) -> None:
    np.testing.assert_allclose(actual, expected, rtol=1e-6, atol=1e-9)


def walked(experiment: Experiment) -> tuple[Prepared, Walk]:
    prepared = prepare(experiment)
    return prepared, walk(prepared, random_snapshot(prepared), PLACE)


def changed_layer(prepared: Prepared, **changes: object) -> Prepared:
    """The same data under a network whose first layer has other settings."""
    first, *rest = prepared.network.layers
    layers = (replace(first, **changes), *rest)  # type: ignore[arg-type]
    return replace(prepared, network=replace(prepared.network, layers=layers))


def test_that_there_are_fifty_networks() -> None:
    assert len(EXPERIMENTS) == 50


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_that_every_number_is_that_of_another_engine(experiment: Experiment) -> None:
    prepared, found = walked(experiment)
    expected = reference(prepared, random_snapshot(prepared), PLACE)
    assert found.judgment.value == pytest.approx(expected.loss, rel=1e-6, abs=1e-9)
    for place, layer in enumerate(found.layers):
        close(layer.z.ravel(), expected.z[place])
        close(layer.h, expected.h[place])
        close(layer.upstream, expected.outputs[place])
        close(layer.delta.ravel(), expected.layers[place][:, -1])
        close(layer.upstream * layer.local, layer.delta)
        close(layer.gradients, expected.layers[place])
        if layer.slope_gradient is not None:
            close(layer.slope_gradient, expected.slopes[place])


@pytest.mark.parametrize("experiment", EXPERIMENTS[::7])
def test_that_gradients_are_those_of_finite_differences(experiment: Experiment) -> None:
    prepared, found = walked(experiment)
    snapshot, width = random_snapshot(prepared), 1e-6
    for place, layer in enumerate(found.layers):
        for at in np.ndindex(layer.matrix.shape):
            ends = [
                walk(prepared, moved(snapshot, place, at, by), PLACE).judgment.value
                for by in (width, -width)
            ]
            slope = (ends[0] - ends[1]) / (2 * width)
            assert layer.gradients[at] == pytest.approx(slope, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("experiment", EXPERIMENTS[::3])
def test_that_the_update_is_the_step_that_training_takes(
    experiment: Experiment, optimizer: Optimizer
) -> None:
    prepared = prepare(edits.set_training(experiment, optimizer=optimizer, schedule="step"))
    rows = prepared.encode(prepared.dataset.examples(slice(PLACE, PLACE + 1)))
    targets = prepared.dataset.targets[PLACE : PLACE + 1]
    training = replace(prepared.training, batch_size=1, learning_rate=0.003)
    prepared = replace(prepared, training=training)
    trainer = Trainer(prepared.network, training, rows, targets, seed=0, dtype=np.float64)
    snapshot = random_snapshot(prepared)
    for mine, given in zip(trainer.network.matrices, snapshot.matrices, strict=True):
        mine[:] = given
    trainer.advance(3)
    snapshot = replace(
        snapshot,
        metrics=replace(METRICS, epoch=trainer.epoch, step=trainer.step),
        matrices=tuple(matrix.copy() for matrix in trainer.network.matrices),
        slopes=tuple(None if s is None else s.copy() for s in trainer.network.slopes),
        memory=trainer.memory,
    )
    found = walk(prepared, snapshot, PLACE)
    step = own_step(found)
    trainer.advance(1)
    np.testing.assert_allclose(step.after.vector, trainer.network.parameters, rtol=1e-9, atol=1e-12)
    assert step.time == (4 if optimizer == "adam" else 0)
    after = trainer.evaluate(rows, targets).loss
    assert loss_after(found, step) == pytest.approx(after, rel=1e-6, abs=1e-9)


def test_that_a_past_moment_has_the_rate_of_its_time() -> None:
    prepared = prepare(EXPERIMENTS[0])
    then = replace(prepared.training, learning_rate=0.7)
    past = replace(random_snapshot(prepared), then=then, newest_step=50)
    assert walk(prepared, past, PLACE).rate == 0.7
    other = replace(past, then=replace(then, optimizer="adam"))
    assert walk(prepared, other, PLACE).rate == 0.3


def test_that_numbers_that_overflow_are_no_warnings() -> None:
    prepared = prepare(EXPERIMENTS[4])
    snapshot = random_snapshot(prepared)
    wild = tuple(matrix * 1e30 for matrix in snapshot.matrices)
    found = walk(prepared, replace(snapshot, matrices=wild), PLACE)
    loss_after(found, own_step(found))


def test_that_the_penalty_is_apart_from_the_gradient_and_spares_biases() -> None:
    _, found = walked(EXPERIMENTS[-1])
    step = own_step(found)
    weights, penalty = step.before.matrices[0][:, :-1], step.penalty.matrices[0]
    np.testing.assert_allclose(penalty[:, :-1], 0.1 * weights + 0.03 * np.sign(weights))
    assert not penalty[:, -1].any()
    np.testing.assert_array_equal(step.gradient.matrices[0], found.layers[0].gradients)


def test_that_what_is_frozen_has_a_gradient_and_takes_no_step() -> None:
    prepared = changed_layer(prepare(EXPERIMENTS[7]), frozen_units=(0,))
    step = own_step(walk(prepared, random_snapshot(prepared), PLACE))
    assert step.gradient.matrices[0].any()
    assert step.frozen.matrices[0][0].all()
    np.testing.assert_array_equal(step.after.matrices[0][0], step.before.matrices[0][0])
    assert not step.frozen.matrices[0][1:].any()


def test_that_a_unit_switched_off_gives_nothing_and_learns_nothing() -> None:
    prepared = changed_layer(prepare(EXPERIMENTS[7]), off=(0,))
    layer = walk(prepared, random_snapshot(prepared), PLACE).layers[0]
    assert layer.is_off(0)
    assert layer.z[0, 0] != 0.0
    assert (layer.h[0], layer.local[0, 0], layer.delta[0, 0]) == (0.0, 0.0, 0.0)
    assert not layer.gradients[0].any()


def test_that_the_first_of_equal_pieces_wins() -> None:
    prepared = prepare(next(e for e in EXPERIMENTS if e.network.layers[0].activation == "maxout"))
    snapshot = random_snapshot(prepared)
    matrices = tuple(np.zeros_like(matrix) for matrix in snapshot.matrices)
    layer = walk(prepared, replace(snapshot, matrices=matrices), PLACE).layers[0]
    assert layer.winner(0) == 0
    assert layer.local[:, 0].tolist() == [1.0, 0.0, 0.0]
    assert layer.rows_of(0) == tuple(np.arange(3) * layer.spec.units)


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "prelu"])
def test_that_the_slope_at_a_kink_is_the_one_that_training_takes(activation: str) -> None:
    prepared = prepare(next(e for e in EXPERIMENTS if e.network.layers[0].activation == activation))
    snapshot = random_snapshot(prepared)
    matrices = (np.zeros_like(snapshot.matrices[0]), *snapshot.matrices[1:])
    layer = walk(prepared, replace(snapshot, matrices=matrices), PLACE).layers[0]
    assert set(layer.local.ravel()) == {0.0 if activation == "relu" else 1.0}


@pytest.mark.parametrize(
    ("loss", "scores", "target", "terms", "gradient", "value"),
    [
        ("hinge", [3.2, 5.1, -1.7], 0, [0.0, 2.9, -3.9], [-1.0, 1.0, 0.0], 2.9),
        ("hinge", [0.25], 1, [0.75], [-1.0], 0.75),
        ("hinge", [0.25], 0, [1.25], [1.0], 1.25),
        ("hinge", [2.0], 1, [-1.0], [0.0], 0.0),
        ("cross_entropy", [0.0, 0.0], 1, [0.5, 0.5], [0.5, -0.5], np.log(2)),
        ("cross_entropy", [0.0], 1, [0.5], [-0.5], np.log(2)),
        ("mse", [1.0, 3.0], np.array([2.0, 1.0]), [-1.0, 2.0], [-1.0, 2.0], 2.5),
    ],
)
def test_that_losses_judge_scores_as_their_formulas_say(
    loss: Loss,
    scores: list[float],
    target: int,
    terms: list[float],
    gradient: list[float],
    value: float,
) -> None:
    found = judge(loss, np.array(scores), target)
    np.testing.assert_allclose(found.terms, terms)
    np.testing.assert_allclose(found.gradient, gradient)
    assert found.value == pytest.approx(value)


def test_that_huge_scores_are_judged_without_overflow() -> None:
    for loss in ("cross_entropy", "hinge"):
        many = judge(loss, np.array([1e4, -1e4, 0.0]), 1)
        one = judge(loss, np.array([-1e4]), 1)
        for found in (many, one):
            assert np.isfinite([*found.terms, *found.gradient, found.value]).all()
    assert judge("cross_entropy", np.array([-1e4]), 1).value == pytest.approx(1e4)
