"""Going back in time, bit by bit: what followed a moment follows it again."""

import numpy as np
import pytest

from nnstudio.core.arrays import Floats
from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import edits
from nnstudio.experiment.looks.snapshot import Metrics
from nnstudio.experiment.training.recorder import Recorder, size_of
from nnstudio.experiment.training.training_run import TrainingRun
from tests.experiment.session_driver import experiment


def recorded(document: Experiment, budget: int = 10**8) -> tuple[TrainingRun, Recorder]:
    run = TrainingRun(1, prepare(document))
    return run, Recorder(run, budget)


def train(run: TrainingRun, recorder: Recorder, epochs: int) -> list[Metrics]:
    """As the session does, in pieces of any size."""
    found = []
    while run.trainer.epoch < epochs:
        metrics = run.advance(epochs, 0.001)
        recorder.note_if_due(metrics is not None)
        if metrics is not None:
            found.append(metrics)
    return found


def weights(run: TrainingRun) -> Floats:
    return run.trainer.network.parameters.copy()


@pytest.mark.parametrize(
    "training",
    [
        {"optimizer": "adam", "l2": 0.001, "input_noise": 0.05},
        {"optimizer": "momentum", "schedule": "cosine", "schedule_epochs": 80},
        {"optimizer": "rmsprop", "batch_size": 7},
    ],
)
def test_that_50_epochs_back_and_forward_again_are_bit_identical(
    training: dict[str, object],
) -> None:
    document = edits.set_layer(experiment(6, 5, training=training), 0, dropout=0.2)
    run, recorder = recorded(document)
    original = train(run, recorder, 120)
    end = weights(run)
    recorder.show(70 * run.trainer.steps_per_epoch, exactly=True)
    assert run.trainer.epoch == 70
    assert recorder.is_past
    recorder.go_on()
    again = train(run, recorder, 120)
    assert again == original[-50:]
    assert weights(run).tobytes() == end.tobytes()


def test_that_any_step_can_be_reached_exactly() -> None:
    run, recorder = recorded(experiment(6, 5))
    seen = {}
    for step in range(1, 41):
        run.take(1)
        recorder.note_if_due(step % 10 == 0)
        seen[step] = weights(run)
    for step in (33, 7, 12, 40, 1):
        recorder.show(step, exactly=True)
        assert run.trainer.step == step
        assert weights(run).tobytes() == seen[step].tobytes()


def test_that_a_look_back_forgets_nothing_and_training_on_does() -> None:
    run, recorder = recorded(experiment(6, 5))
    train(run, recorder, 20)
    newest = run.trainer.step
    recorder.show(0, exactly=False)
    recorder.show(newest, exactly=False)
    assert (run.trainer.step, recorder.is_past) == (newest, False)
    recorder.show(newest // 2, exactly=True)
    recorder.go_on()
    assert recorder.recording.newest.step == run.trainer.step == newest // 2


def test_that_neighbors_are_recorded_moments() -> None:
    run, recorder = recorded(experiment(6, 5))
    train(run, recorder, 20)
    last = run.trainer.epoch
    recorder.show_neighbor(-1)
    assert run.trainer.epoch == last - 1
    recorder.show_neighbor(5)
    assert run.trainer.epoch == last


def test_that_no_moment_is_made_up_across_a_change_by_hand() -> None:
    run, recorder = recorded(experiment(6, 5))
    run.take(7)
    run.set_parameter(0, 0, 0, 2.5)
    recorder.note_change()
    changed = weights(run)
    run.take(4)
    recorder.note()
    recorder.show(7, exactly=True)
    assert weights(run).tobytes() == changed.tobytes()


def test_that_one_step_back_is_exact_before_an_edit_and_after_one_that_was_undone() -> None:
    run, recorder = recorded(experiment(6, 5))
    seen = {}
    for training in ({"learning_rate": 0.1}, {"learning_rate": 0.02}, {"epochs": 7}, {}):
        for _ in range(13):
            run.take(1)
            seen[run.trainer.step] = weights(run)
        run.configure(edits.set_training(experiment(6, 5), **training))
        recorder.note_settings()
    for step in range(52, 0, -1):
        recorder.show(step, exactly=True)
        assert (run.trainer.step, weights(run).tobytes()) == (step, seen[step].tobytes())


def test_that_an_edit_in_the_past_that_is_undone_changes_nothing() -> None:
    run, recorder = recorded(experiment(6, 5))
    train(run, recorder, 6)
    end, newest = weights(run), run.trainer.step
    recorder.show(13, exactly=True)
    for training in ({"learning_rate": 0.1}, {}):
        run.configure(edits.set_training(experiment(6, 5), **training))
        recorder.note_settings()
    recorder.go_on()
    train(run, recorder, 6)
    assert (run.trainer.step, weights(run).tobytes()) == (newest, end.tobytes())
    recorder.show(29, exactly=True)
    assert run.trainer.step == 29


def test_that_the_last_step_of_a_past_moment_is_seen_and_nothing_changes() -> None:
    run, recorder = recorded(experiment(6, 5))
    seen = [weights(run)]
    for _ in range(30):
        run.take(1)
        seen.append(weights(run))
    end = weights(run)
    for step in (30, 17, 1):
        recorder.show(step, exactly=True)
        recorder.see_last_step()
        before = run.watch.matrices_before
        assert before is not None
        assert weights(run).tobytes() == seen[step].tobytes()
        run.trainer.network.load(seen[step - 1])
        expected = [matrix.copy() for matrix in run.trainer.network.matrices]
        assert all(np.array_equal(a, b) for a, b in zip(before, expected, strict=True))
    recorder.show(1, exactly=True)
    recorder.see_last_step()
    run.take(29)
    assert weights(run).tobytes() == end.tobytes()
    recorder.show(0, exactly=True)
    recorder.see_last_step()
    assert run.watch.matrices_before is None


def test_that_a_step_back_always_goes_back() -> None:
    run, recorder = recorded(experiment(6, 5))
    train(run, recorder, 3)
    run.configure(edits.set_training(experiment(6, 5), learning_rate=0.1))
    recorder.note_settings()
    train(run, recorder, 6)
    while run.trainer.step > 0:
        here = run.trainer.step
        recorder.show(here - 1, exactly=True)
        assert run.trainer.step < here


def test_that_looking_back_with_another_setting_keeps_the_future_until_training_goes_on() -> None:
    run, recorder = recorded(experiment(6, 5))
    train(run, recorder, 6)
    newest = run.trainer.step
    recorder.show(0, exactly=False)
    run.configure(edits.set_training(experiment(6, 5), learning_rate=0.1))
    recorder.note_settings()
    assert recorder.recording.newest.step == newest
    recorder.go_on()
    assert recorder.recording.newest.step == 0


def test_that_metrics_come_back_with_their_moment() -> None:
    run, recorder = recorded(experiment(6, 5))
    original = train(run, recorder, 10)
    recorder.show(original[4].step, exactly=False)
    assert run.known_metrics == original[4]


def test_that_an_hour_of_a_small_and_of_a_large_network_fits_the_budget() -> None:
    for hidden, moments in ((6, 3000), (4000, 300)):
        run, recorder = recorded(experiment(hidden), budget=20 * 2**20)
        for _ in range(moments):
            run.take(1)
            recorder.note()
        recording = recorder.recording
        assert recording.size <= 20 * 2**20
        assert recording.oldest.step == 0
        assert recording.newest.step == moments
        assert recording.size == sum(size_of(moment.state) for moment in recording)


def test_that_the_size_of_a_state_is_that_of_its_arrays() -> None:
    run, _ = recorded(experiment(4000))
    run.take(3)
    parameters = run.trainer.network.parameters.nbytes
    assert 3 * parameters <= size_of(run.trainer.state()) <= 6 * parameters
    assert size_of((np.zeros(1000), np.zeros(1000))) == pytest.approx(16_000, rel=0.05)
