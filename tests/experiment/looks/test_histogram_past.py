"""Histograms as they were: bounded, of one run, without what was undone."""

from dataclasses import replace

from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.looks.histogram_past import MOST, HistogramPast
from nnstudio.experiment.looks.snapshot import ProbeRequest, Snapshot
from nnstudio.experiment.training.training_run import TrainingRun
from tests.experiment.session_driver import experiment


def snapshot() -> Snapshot:
    run = TrainingRun(1, prepare(experiment(samples=60)))
    run.snapshot(ProbeRequest(inside=True))
    run.take(1)
    return run.snapshot(ProbeRequest(inside=True))


def at(shown: Snapshot, step: int, newest: int | None = None) -> Snapshot:
    newest = step if newest is None else newest
    return replace(shown, metrics=replace(shown.metrics, step=step), newest_step=newest)


def steps(past: HistogramPast, upto: int, most: int = 1000) -> list[int]:
    return [ridge.step for ridge in past.ridges(0, "weights", upto, most)]


def test_that_ridges_are_what_the_snapshots_held() -> None:
    shown, past = snapshot(), HistogramPast()
    past.add(at(shown, 5))
    for quantity in ("activations", "gradients", "updates"):
        ridge = past.ridges(1, quantity, 5, 3)[0]
        found = shown.inside[1].of(quantity)
        assert found is not None
        assert ridge.counts.tolist() == found.counts.sum(axis=0).tolist()


def test_that_a_long_run_keeps_few_moments_from_the_first_to_the_newest() -> None:
    shown, past = snapshot(), HistogramPast()
    for step in range(1000):
        past.add(at(shown, step))
        assert len(past) <= MOST
    kept = steps(past, 999)
    assert (kept[0], kept[-1]) == (0, 999)
    few = steps(past, 999, most=7)
    assert len(few) == 7
    assert (few[0], few[-1]) == (0, 999)


def test_that_another_run_starts_anew() -> None:
    shown, past = snapshot(), HistogramPast()
    past.add(at(shown, 5))
    past.add(replace(at(shown, 6), run_id=2))
    assert steps(past, 9) == [6]


def test_that_a_past_moment_shows_only_what_led_there() -> None:
    shown, past = snapshot(), HistogramPast()
    for step in (0, 10, 20):
        past.add(at(shown, step))
    past.add(at(shown, 10, newest=20))
    assert steps(past, 10) == [0, 10]
    assert steps(past, 20) == [0, 10, 20]


def test_that_what_was_undone_is_forgotten() -> None:
    shown, past = snapshot(), HistogramPast()
    for step in (0, 10, 20):
        past.add(at(shown, step))
    past.add(at(shown, 11))
    assert steps(past, 99) == [0, 10, 11]
    past.add(at(shown, 0))
    assert steps(past, 99) == [0]
