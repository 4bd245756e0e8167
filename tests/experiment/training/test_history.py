"""The curves of a run, and the epochs at which their points are taken."""

from dataclasses import replace

import numpy as np

from nnstudio.experiment.looks.snapshot import Metrics
from nnstudio.experiment.training.history import History
from nnstudio.experiment.training.schedule import next_due


def metrics(epoch: int, train_loss: float = 0.5) -> Metrics:
    return Metrics(epoch, 10 * epoch, train_loss, 0.6, 0.01, 0.9, 0.8)


def due_epochs(end: int) -> list[int]:
    epochs = [0]
    while epochs[-1] < end:
        epochs.append(next_due(epochs[-1]))
    return epochs


def test_that_points_come_back_in_order_by_name() -> None:
    history = History()
    for epoch in range(3):
        history.append(metrics(epoch, train_loss=1.0 / (1 + epoch)))
    assert history.epochs.tolist() == [0, 1, 2]
    assert history.steps.tolist() == [0, 10, 20]
    assert history.train_loss.tolist() == [1.0, 0.5, 1.0 / 3.0]
    assert history.test_loss.tolist() == [0.6] * 3
    assert history.penalty.tolist() == [0.01] * 3
    assert history.train_score.tolist() == [0.9] * 3
    assert history.test_score.tolist() == [0.8] * 3


def test_that_thousands_of_points_are_kept() -> None:
    history = History()
    for epoch in range(5000):
        history.append(metrics(epoch))
    assert len(history) == 5000
    assert history.epochs.tolist() == list(range(5000))


def test_that_epoch_zero_after_a_reset_starts_the_curves_over() -> None:
    history = History()
    for epoch in (0, 1, 2, 0, 1):
        history.append(metrics(epoch))
    assert history.epochs.tolist() == [0, 1]


def test_that_arrays_handed_out_do_not_change() -> None:
    history = History()
    history.append(metrics(0, train_loss=1.0))
    before = history.train_loss
    history.append(metrics(0, train_loss=2.0))
    assert before.tolist() == [1.0]


def test_that_a_cleared_history_is_empty() -> None:
    history = History()
    history.append(metrics(0))
    history.clear()
    assert len(history) == 0
    assert history.epochs.size == 0


def test_that_metrics_are_due_every_epoch_to_128_then_ever_more_rarely() -> None:
    epochs = due_epochs(1024)
    assert epochs[:131] == [*range(129), 130, 132]
    assert {256, 260, 512, 520, 1024} <= set(epochs)
    assert not {257, 258, 514, 516} & set(epochs)


def test_that_every_doubling_gets_64_points() -> None:
    epochs = due_epochs(128 * 2**10)
    for octave in range(10):
        start, end = 128 * 2**octave, 128 * 2 ** (octave + 1)
        assert sum(start < epoch <= end for epoch in epochs) == 64


def test_that_the_next_due_epoch_depends_on_nothing_but_the_present_one() -> None:
    epochs = due_epochs(2000)
    for epoch in range(2000):
        assert next_due(epoch) == next(due for due in epochs if due > epoch)


def test_that_going_back_leaves_the_old_future_as_a_branch() -> None:
    history = History()
    for epoch in (0, 1, 2, 3):
        history.append(metrics(epoch, train_loss=0.5))
    for epoch in (1, 2):
        history.append(metrics(epoch, train_loss=0.25))
    assert history.epochs.tolist() == [0, 1, 2]
    assert history.train_loss.tolist() == [0.5, 0.25, 0.25]
    (branch,) = history.branches
    assert branch.epochs.tolist() == [1, 2, 3]
    assert branch.train_loss.tolist() == [0.5] * 3


def test_that_a_branch_left_between_two_points_begins_with_the_one_before() -> None:
    history = History()
    for step in (0, 10, 20, 30, 15):
        history.append(replace(metrics(step // 10), step=step))
    (branch,) = history.branches
    assert branch.steps.tolist() == [10, 20, 30]


def test_that_measuring_the_newest_moment_again_leaves_no_branch() -> None:
    history = History()
    for epoch in (0, 1, 1):
        history.append(metrics(epoch))
    assert history.branches == ()


def test_that_a_reset_forgets_the_branches() -> None:
    history = History()
    for epoch in (0, 1, 2, 1, 0):
        history.append(metrics(epoch))
    assert history.branches == ()
    assert history.epochs.tolist() == [0]


def test_that_what_was_not_measured_is_nan() -> None:
    history = History()
    history.append(metrics(0))
    assert np.isnan(history.validation_loss).all()
