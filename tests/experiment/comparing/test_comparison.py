"""Comparisons: networks in step learn as they do alone, keep up with their data, and are told."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnstudio.experiment.comparing.comparison import Comparison, Lane
from nnstudio.experiment.comparing.comparison_thread import ComparisonThread, Standing
from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import edits, painting
from nnstudio.experiment.editing.variations import varied
from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.lessons.library import load_lesson
from nnstudio.experiment.looks.snapshot import ProbeRequest
from nnstudio.experiment.training.run import train
from tests.app.opened import experiment_on

SPIRAL = experiment_on("spiral")
NOTHING = ProbeRequest()


def trained(experiments: Sequence[Experiment]) -> tuple[Lane, ...]:
    comparison = Comparison(experiments)
    while not comparison.is_over:
        comparison.advance(0.01)
    return comparison.lanes(NOTHING)


def assert_as_alone(experiments: Sequence[Experiment]) -> None:
    for lane, experiment in zip(trained(experiments), experiments, strict=True):
        alone = train(experiment)
        assert lane.snapshot.metrics == alone.metrics
        for mine, its in zip(lane.snapshot.matrices, alone.matrices, strict=True):
            assert np.array_equal(mine, its)


def test_that_each_network_learns_bit_by_bit_as_it_does_alone() -> None:
    assert_as_alone(varied(SPIRAL, "network.layers.0.units", "3, 6, 20"))


def test_that_epochs_batches_and_stop_rules_are_those_of_each_network() -> None:
    early = edits.set_training(SPIRAL, until_loss=0.6, epochs=60)
    longer = edits.set_training(SPIRAL, batch_size=7, epochs=150)
    assert_as_alone([SPIRAL, early, longer])


def test_that_the_lesson_on_layer_sizes_has_the_numbers_of_single_runs() -> None:
    step = load_lesson("layer-sizes").steps[0]
    short = [edits.set_training(experiment, epochs=300) for experiment in step.compare]
    assert_as_alone(short)


def test_that_networks_are_never_more_than_an_epoch_apart() -> None:
    comparison = Comparison(varied(SPIRAL, "training.batch_size", "1, 50"))
    for _ in range(20):
        while not comparison.advance(1e-6):
            epochs = [lane.snapshot.metrics.epoch for lane in comparison.lanes(NOTHING)]
            assert max(epochs) - min(epochs) <= 1


def test_that_one_who_diverges_says_so_and_the_others_go_on() -> None:
    wild = edits.set_training(SPIRAL, learning_rate=1e9, optimizer="sgd")
    calm, blown = trained([SPIRAL, wild])
    assert blown.diverged
    assert blown.note is not None
    assert "diverged" in blown.note
    assert calm.note is None
    assert calm.snapshot.metrics.epoch == SPIRAL.training.epochs


def test_that_a_painted_point_reaches_all_and_weights_stay() -> None:
    columns = varied(painted(SPIRAL), "network.layers.0.units", "3, 6")
    before = Comparison(columns)
    while before.epoch < 5 or not before.advance(0.01):
        before.advance(0.01)
    after = Comparison([with_point(experiment) for experiment in columns])
    after.take_over(before)
    for old, new in zip(before.lanes(NOTHING), after.lanes(NOTHING), strict=True):
        assert len(new.prepared.dataset) == len(old.prepared.dataset) + 1
        assert new.snapshot.metrics.epoch == old.snapshot.metrics.epoch
        assert np.array_equal(new.snapshot.matrices[0], old.snapshot.matrices[0])


def painted(experiment: Experiment) -> Experiment:
    return painting.with_points(experiment, painting.points_in(experiment, prepare(experiment)))


def with_point(experiment: Experiment) -> Experiment:
    return painting.with_points(experiment, (*(experiment.data.points or ()), (0.0, 0.0, 1)))


def test_that_going_on_trains_as_many_epochs_again() -> None:
    comparison = Comparison([SPIRAL, SPIRAL])
    for rounds in (1, 2):
        comparison.go_on()
        while not comparison.is_over:
            comparison.advance(0.01)
        assert comparison.epoch == rounds * SPIRAL.training.epochs


def test_that_what_cannot_be_trained_is_refused_with_its_field() -> None:
    short = edits.set_layer(SPIRAL, 2, units=1)
    five = edits.set_layer(SPIRAL, 2, units=5)
    with pytest.raises(ExperimentError) as caught:
        Comparison([short, five])
    assert "network.layers.2.units" in str(caught.value)


@pytest.fixture
def thread() -> Iterator[ComparisonThread]:
    made = ComparisonThread()
    made.start()
    yield made
    assert made.close()


def wait(qtbot: QtBot, thread: ComparisonThread, is_wanted: Callable[[Standing], bool]) -> Standing:
    found: list[Standing] = []

    def look() -> bool:
        standing = thread.take()
        if standing is not None and is_wanted(standing):
            found.append(standing)
        return bool(found)

    qtbot.waitUntil(look)
    return found[-1]


def test_that_the_thread_runs_to_the_end_and_resets(qtbot: QtBot, thread: ComparisonThread) -> None:
    run_id = thread.load([SPIRAL, SPIRAL])
    thread.request(ProbeRequest(regions=8))
    thread.run()
    standing = wait(qtbot, thread, lambda standing: standing.state == "finished")
    assert standing.run_id == run_id
    assert standing.epoch == SPIRAL.training.epochs
    assert all(lane.snapshot.regions is not None for lane in standing.lanes)
    assert all(len(lane.curves) == standing.epoch + 1 for lane in standing.lanes)
    thread.reset()
    standing = wait(qtbot, thread, lambda standing: standing.epoch == 0)
    assert standing.state == "paused"


def test_that_the_thread_trains_single_epochs(qtbot: QtBot, thread: ComparisonThread) -> None:
    thread.load([SPIRAL, SPIRAL])
    thread.step_epoch()
    wait(qtbot, thread, lambda standing: standing.epoch == 1 and standing.state == "paused")


def test_that_the_thread_says_what_it_cannot_compare(
    qtbot: QtBot, thread: ComparisonThread
) -> None:
    thread.load([SPIRAL, edits.set_layer(SPIRAL, 2, units=5)])
    standing = wait(qtbot, thread, lambda standing: not standing.lanes)
    assert "network.layers.2.units" in str(standing.problems[0])


def test_that_a_training_thread_ends_at_once(thread: ComparisonThread) -> None:
    endless = edits.set_training(SPIRAL, epochs=1_000_000)
    thread.load([endless, endless])
    thread.run()
