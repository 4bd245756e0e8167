"""The tools of painting as functions, files that hold points, and a run that goes on."""

from pathlib import Path

import numpy as np
import pytest

from nnstudio.experiment.data.prepare import prepare
from nnstudio.experiment.document import Experiment
from nnstudio.experiment.editing import painting
from nnstudio.experiment.editing.edits import set_source
from nnstudio.experiment.editing.painting import Touch, points_in, split_of, with_points
from nnstudio.experiment.files.documents import load, save
from nnstudio.experiment.training.training_run import TrainingRun
from tests.experiment.data.test_points import drawn, painted
from tests.experiment.drafts import example

BOUNDS = (-6.0, 6.0, -6.0, 6.0)


def moons() -> Experiment:
    return set_source(example(), "moons")


def touch(x: float, y: float, reach: float = 1.0) -> Touch:
    return Touch((x, y), (reach, reach / 2), BOUNDS)


def test_that_a_plane_set_becomes_painted_points_in_the_same_split() -> None:
    prepared = prepare(moons())
    points = points_in(moons(), prepared)
    rows = {tuple(row) for row in prepared.dataset.rows[prepared.train_index].round(4).tolist()}
    again = prepare(with_points(moons(), points))
    after = {tuple(row) for row in again.dataset.rows[again.train_index].tolist()}
    assert len(points) == len(prepared.dataset.rows)
    assert len(rows & after) >= len(rows) - 3


def test_that_the_brush_sprays_within_its_reach_and_within_the_bounds() -> None:
    spray = painting.sprayed(touch(0, 0), 500, 3, np.random.default_rng(0))
    table = np.array(spray)
    assert (np.hypot(table[:, 0], 2 * table[:, 1]) <= 1.001).all()
    assert set(table[:, 2]) == {3}
    at_the_edge = np.array(painting.sprayed(touch(6, 6), 500, 0, np.random.default_rng(0)))
    assert at_the_edge[:, :2].max() <= 6.0


def test_that_the_same_generator_sprays_the_same_points() -> None:
    sprays = [painting.sprayed(touch(1, 1), 9, 0, np.random.default_rng(4)) for _ in range(2)]
    assert sprays[0] == sprays[1]


def test_that_erasing_takes_what_is_within_reach_and_leaves_the_split_of_the_others() -> None:
    experiment = painted(drawn(400))
    points = experiment.data.points or ()
    before = dict(zip(points, split_of(experiment, points).tolist(), strict=True))
    left = painting.erased(experiment, points, touch(1, 1, 3.0))
    after = dict(zip(left, split_of(experiment, left).tolist(), strict=True))
    assert 0 < len(points) - len(left) < 100
    assert set(left) == {p for p in points if np.hypot((p[0] - 1) / 3, (p[1] - 1) / 1.5) > 1}
    changed = sum(before[point] != split for point, split in after.items())
    assert changed <= 0.05 * len(left)


def test_that_moving_changes_one_point_and_no_class() -> None:
    points = drawn(50)
    index = painting.nearest(points, touch(points[7][0], points[7][1]))
    assert index == 7
    moved = painting.moved(points, index, touch(9, -9))
    assert moved[7] == (6.0, -6.0, points[7][2])
    assert moved[:7] + moved[8:] == points[:7] + points[8:]
    assert painting.nearest(points, touch(100, 100)) is None


def test_that_the_magnet_gathers_and_jitter_scatters() -> None:
    points = drawn(300)
    here = touch(0, 0, 4.0)

    def spread(some: painting.Points) -> float:
        near = [some[i] for i, p in enumerate(points) if np.hypot(p[0] / 4, p[1] / 2) <= 1]
        return float(np.std(np.array(near)[:, :2]))

    assert spread(painting.gathered(points, here)) < 0.9 * spread(points)
    shaken = painting.shaken(points, here, np.random.default_rng(0))
    assert spread(shaken) > spread(points)
    assert [p[2] for p in shaken] == [p[2] for p in points]


@pytest.mark.parametrize("suffix", [".json", ".nnstudio"])
def test_that_a_file_gives_back_the_very_points(tmp_path: Path, suffix: str) -> None:
    experiment = painted(drawn(2000))
    path = tmp_path / f"painted{suffix}"
    save(experiment, path)
    assert load(path) == experiment


def test_that_a_file_holds_a_point_a_line(tmp_path: Path) -> None:
    path = tmp_path / "painted.json"
    save(painted(((1.5, -2.0, 0), (0.25, 1e-7, 1))), path)
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    assert "[1.5, -2.0, 0]," in lines
    assert "[0.25, 1e-07, 1]" in lines


def trained(experiment: Experiment, last: TrainingRun | None = None) -> TrainingRun:
    run = TrainingRun(1, prepare(experiment))
    assert last is None or run.take_over(last)
    run.take(50)
    return run


def test_that_a_run_goes_on_when_a_plane_set_is_painted_over_and_back() -> None:
    first = trained(moons())
    outlier = (*points_in(moons(), first.prepared), (0.0, 3.0, 1))
    second = trained(with_points(moons(), outlier), first)
    third = trained(moons(), second)
    assert [run.trainer.step for run in (first, second, third)] == [50, 100, 150]


def test_that_painted_points_start_anew_on_other_data() -> None:
    run = TrainingRun(2, prepare(set_source(example(), "xor")))
    assert not run.take_over(trained(painted(drawn(100))))


def test_that_a_new_class_adds_an_output_and_leaves_the_weights_of_the_others() -> None:
    first = trained(painted(drawn(100, classes=2)))
    more = painted((*drawn(100, classes=2), (5.0, 5.0, 2), (5.0, 4.0, 2)))
    second = TrainingRun(2, prepare(more))
    assert second.take_over(first)
    before, after = first.trainer.network, second.trainer.network
    assert after.spec.outputs == 3
    for old, new in zip(before.matrices, after.matrices, strict=True):
        assert np.array_equal(old, new[: len(old)])
