"""Runs that ended: kept, named, hidden, forgotten, smoothed and exported."""

import csv

import numpy as np

from nnstudio.experiment.exports.curves_table import curves_table
from nnstudio.experiment.looks.snapshot import Metrics
from nnstudio.experiment.training import past_runs
from nnstudio.experiment.training.history import Curves, History
from tests.experiment.session_driver import experiment


def curves(*losses: float) -> Curves:
    history = History()
    for epoch, loss in enumerate(losses):
        history.append(Metrics(epoch, 10 * epoch, loss, 2 * loss, 0.0, 0.5, 0.25))
    return history.curves()


def shelf(count: int) -> past_runs.Runs:
    runs: past_runs.Runs = ()
    for number in range(1, count + 1):
        runs = past_runs.keep(runs, number, experiment(6, 5), curves(1.0))
    return runs


def test_that_a_run_is_called_by_what_it_was() -> None:
    assert shelf(1)[0].name == "1: adam 0.01, 6-5 tanh, seed 3"


def test_that_the_newest_twelve_are_kept() -> None:
    assert [run.number for run in shelf(15)] == list(range(4, 16))


def test_that_runs_are_renamed_hidden_and_forgotten_one_by_one() -> None:
    runs = past_runs.rename(shelf(3), 2, " no momentum ")
    runs = past_runs.show(past_runs.remove(runs, 1), 3, False)
    assert [(run.number, run.is_shown) for run in runs] == [(2, True), (3, False)]
    assert runs[0].name == "no momentum"
    assert past_runs.rename(runs, 2, "  ")[0].name == "no momentum"


def test_that_smoothing_keeps_a_constant_and_follows_slowly() -> None:
    np.testing.assert_allclose(past_runs.smoothed(np.full(9, 2.0), 0.9), 2.0)
    step = past_runs.smoothed(np.array([0.0] * 50 + [1.0] * 50), 0.9)
    assert 0.05 < step[50] < 0.2
    assert step[-1] > 0.99
    values = np.array([1.0, 5.0])
    assert past_runs.smoothed(values, 0.0) is values


def test_that_smoothing_leaves_out_what_is_not_known() -> None:
    found = past_runs.smoothed(np.array([1.0, np.nan, 1.0]), 0.5)
    np.testing.assert_array_equal(found, [1.0, np.nan, 1.0])


def test_that_the_table_holds_every_point_exactly_and_unknown_ones_empty() -> None:
    first, second = curves(1.0 / 3.0, 0.25), curves(0.1)
    rows = list(csv.DictReader(curves_table([("a, b", first), ("now", second)]).splitlines()))
    assert [(row["run"], row["epoch"], row["step"]) for row in rows] == [
        ("a, b", "0", "0"),
        ("a, b", "1", "10"),
        ("now", "0", "0"),
    ]
    assert float(rows[0]["train_loss"]) == 1.0 / 3.0
    assert rows[0]["validation_loss"] == ""


def test_that_futures_left_behind_stay_with_a_run_and_in_the_table() -> None:
    history = History()
    for epoch, loss in ((0, 1.0), (1, 0.9), (2, 0.8), (1, 0.9), (2, 0.5)):
        history.append(Metrics(epoch, 10 * epoch, loss, loss, 0.0, 0.5, 0.5))
    runs = past_runs.keep((), 1, experiment(), history.curves())
    history.clear()
    rows = list(csv.DictReader(curves_table([("old", runs[0].curves)]).splitlines()))
    found = [(row["branch"], row["epoch"], float(row["train_loss"])) for row in rows]
    assert [point for point in found if not point[0]] == [
        ("", "0", 1.0),
        ("", "1", 0.9),
        ("", "2", 0.5),
    ]
    assert ("1", "2", 0.8) in found
