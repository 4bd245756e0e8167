"""A trainer that is put back to an earlier moment goes on exactly as it went on then."""

from dataclasses import replace

import numpy as np
import pytest

from nnstudio.core import Diverged, LayerSpec, NetworkSpec, Trainer, TrainingSpec
from nnstudio.core.spec import OPTIMIZERS, Optimizer, Schedule
from tests.core.test_trainer import rings

HIDDEN = LayerSpec(8, "prelu", dropout=0.3, frozen_weights=((1, 2),))
SPEC = NetworkSpec(2, (HIDDEN, LayerSpec(2)))
TRAINING = TrainingSpec(batch_size=10, input_noise=0.1, l2=0.01)


def trainer(training: TrainingSpec = TRAINING, seed: int = 4) -> Trainer:
    return Trainer(SPEC, training, *rings(), seed=seed)


def moment(run: Trainer) -> tuple[bytes, int, int, int]:
    return run.network.parameters.tobytes(), run.step, run.epoch, run.steps_left


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("steps", [0, 1, 25, 33, 300])
def test_going_on_from_a_state_is_never_having_left(optimizer: Optimizer, steps: int) -> None:
    training = replace(TRAINING, optimizer=optimizer)
    straight, run = trainer(training), trainer(training)
    straight.advance(steps + 500)
    run.advance(steps)
    state, then = run.state(), moment(run)
    run.advance(170)
    run.restore(state)
    assert moment(run) == then
    run.advance(500)
    assert moment(run) == moment(straight)


def test_a_state_goes_into_another_trainer_and_back_in_time_again_and_again() -> None:
    run, other = trainer(), trainer()
    states = []
    for _ in range(4):
        run.advance(7)
        states.append((run.state(), moment(run)))
    for place in (2, 0, 3, 1):
        state, then = states[place]
        other.restore(state)
        assert moment(other) == then
        assert (state.epoch, state.step) == (other.epoch, other.step)


@pytest.mark.parametrize("schedule", ["step", "exponential", "cosine"])
def test_a_state_meets_the_rates_of_its_own_epoch(schedule: Schedule) -> None:
    training = replace(TRAINING, schedule=schedule, schedule_epochs=9)
    straight, run = trainer(training), trainer(training)
    straight.advance(150)
    run.advance(40)
    state = run.state()
    run.advance(90)
    run.restore(state)
    run.advance(110)
    assert moment(run) == moment(straight)


def test_divergence_after_a_state_ends_where_it_would_have_ended() -> None:
    training = replace(TRAINING, optimizer="sgd", learning_rate=0.05, l2=41.0)
    ends = []
    for leaves in (False, True):
        run = trainer(training, seed=0)
        run.advance(3)
        if leaves:
            state = run.state()
            run.advance(2)
            run.restore(state)
        with pytest.raises(Diverged) as caught:
            run.advance(5000)
        assert run.step > 3
        ends.append((moment(run), str(caught.value)))
    assert ends[0] == ends[1]


def test_other_settings_stay_when_an_earlier_moment_is_restored() -> None:
    run = trainer()
    run.advance(25)
    state = run.state()
    changed = replace(TRAINING, optimizer="sgd", batch_size=7, learning_rate=0.5)
    run.configure(SPEC, changed)
    run.advance(40)
    run.restore(state)
    assert (run.training, run.step, run.epoch) == (changed, 25, 2)
    assert run.steps_left == run.steps_per_epoch
    np.testing.assert_array_equal(run.network.parameters, state.parameters)
    run.advance(40)
    assert np.isfinite(run.evaluate(*rings()).loss)


def test_frozen_weights_stay_at_the_values_of_the_restored_moment() -> None:
    run = trainer()
    run.set_parameter(0, 1, 2, 1.5)
    state = run.state()
    run.set_parameter(0, 1, 2, -3.0)
    run.advance(20)
    run.restore(state)
    run.advance(20)
    assert run.network.matrices[0][1, 2] == 1.5


def test_training_on_writes_into_no_state() -> None:
    run = trainer()
    run.advance(20)
    state = run.state()
    arrays = (state.parameters, state.notes.good, state.notes.latest, state.engine.losses)
    before = [array.tobytes() for array in arrays]
    run.advance(600)
    assert [array.tobytes() for array in arrays] == before


def test_moments_between_two_looks_share_what_was_noted() -> None:
    run = trainer()
    run.advance(300)
    first = run.state()
    run.advance(5)
    assert run.state().notes is first.notes


def test_a_state_of_another_network_is_refused() -> None:
    other = Trainer(NetworkSpec(2, (LayerSpec(2),)), TRAINING, *rings(), seed=0)
    with pytest.raises(ValueError, match="size"):
        trainer().restore(other.state())


def test_states_taken_at_every_look_stay_what_they_were() -> None:
    run, kept = trainer(), []
    for _ in range(12):
        run.advance(128)
        notes = run.state().notes
        kept.append((notes, notes.good.tobytes(), notes.latest.tobytes()))
    run.advance(2000)
    for notes, good, latest in kept:
        assert (notes.good.tobytes(), notes.latest.tobytes()) == (good, latest)
