"""Moving along a run by epochs, told from its curves."""

import pytest

from nnstudio.experiment.looks.snapshot import Metrics
from nnstudio.experiment.training.epoch_ends import moved
from nnstudio.experiment.training.history import History


def at(epoch: int, step: int) -> Metrics:
    return Metrics(
        epoch=epoch,
        step=step,
        train_loss=1.0,
        test_loss=1.0,
        penalty=0.0,
        train_score=0.5,
        test_score=0.5,
    )


def run(*points: tuple[int, int]) -> History:
    history = History()
    for epoch, step in points:
        history.append(at(epoch, step))
    return history


CHANGED = run((0, 0), (1, 2), (2, 4), (3, 6), (4, 13), (4, 15), (5, 20))


@pytest.mark.parametrize(
    ("epoch", "step", "epochs", "there"),
    [
        (5, 20, -1, 13),
        (4, 15, -1, 13),
        (4, 15, 1, 20),
        (4, 13, -1, 6),
        (4, 13, -2, 4),
        (3, 6, 1, 13),
        (5, 20, 1, 27),
        (0, 0, -1, 0),
    ],
)
def test_that_epochs_of_another_batch_size_end_where_they_ended(
    epoch: int, step: int, epochs: int, there: int
) -> None:
    assert moved(CHANGED, at(epoch, step), epochs, 99) == there


def test_that_ends_that_were_not_measured_lie_between_those_that_were() -> None:
    late = run((0, 0), *((epoch, 10 * epoch) for epoch in range(1, 129)), (129, 1293), (130, 1300))
    assert moved(late, at(130, 1300), -1, 99) == 1290
    assert moved(late, at(129, 1293), -1, 99) == 1290
    assert moved(late, at(129, 1293), 1, 99) == 1300


def test_that_before_the_first_end_an_epoch_is_as_long_as_the_settings_say() -> None:
    begun = run((0, 0), (0, 3))
    assert moved(begun, at(0, 3), 1, 8) == 8
    assert moved(begun, at(0, 3), -1, 8) == 0
