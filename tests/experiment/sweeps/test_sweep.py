"""A sweep's rows: those of single runs, in whatever order and however often it is interrupted."""

import csv
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import active_children
from pathlib import Path

import pytest

from nnstudio.experiment.errors import ExperimentError
from nnstudio.experiment.sweeps.pool import started
from nnstudio.experiment.sweeps.summary import summarize
from nnstudio.experiment.sweeps.sweep import Sweep
from nnstudio.experiment.sweeps.together import train_together
from nnstudio.experiment.training.run import train
from tests.experiment.session_driver import experiment
from tests.experiment.sweep_grids import TIMES, small_sweep, timeless, trained_file

RATES = "training.learning_rate=0.01,0.1"
BATCHES = "training.batch_size=10,15"


def assert_equals_single_runs(sweep: Sweep) -> None:
    for row, point in zip(sweep.run().rows, sweep.grid.points, strict=True):
        single = train(point.experiment).as_dict()
        assert row["status"] == "done"
        for name in single.keys() - {"layers", *TIMES}:
            assert row[name] == pytest.approx(single[name], rel=1e-4), name


def test_that_a_population_gives_the_rows_of_single_runs() -> None:
    varied = ["network.layers.0.scale=1,2", "training.l2=0,0.1"]
    assert_equals_single_runs(small_sweep(RATES, *varied))


def test_that_seeds_that_draw_the_data_give_the_rows_of_single_runs() -> None:
    base = experiment(source="iris", training={"epochs": 3})
    assert_equals_single_runs(small_sweep(RATES, base=base))


def test_that_a_diverging_run_has_the_row_it_has_alone() -> None:
    training = {"optimizer": "sgd", "epochs": 60, "l1": 0.01}
    base = experiment(8, activation="relu", samples=60, training=training)
    sweep = small_sweep("training.learning_rate=0.01,1e6", seeds=1, base=base)
    assert [row["diverged"] for row in sweep.run().rows] == [False, True]
    assert_equals_single_runs(sweep)
    experiments = [point.experiment for point in sweep.grid.points]
    together = train_together(experiments)
    assert [r.explanation for r in together] == [train(e).explanation for e in experiments]
    assert [r.layers for r in together] == [train(e).layers for e in experiments]


def test_that_the_number_of_workers_changes_no_number() -> None:
    sweep = small_sweep(RATES, BATCHES, seeds=3)
    alone = timeless(sweep.run().rows)
    for workers in (2, 5):
        with ThreadPoolExecutor(workers) as executor:
            assert timeless(sweep.run(executor=executor, workers=workers).rows) == alone


def test_that_progress_counts_runs() -> None:
    seen: list[tuple[int, int]] = []
    small_sweep(BATCHES).run(on_progress=lambda done, total: seen.append((done, total)))
    assert seen == [(0, 4), (2, 4), (4, 4)]


def test_that_killed_workers_cost_nothing_but_time() -> None:
    sweep = small_sweep("training.batch_size=10,15,20,30", seeds=1)
    killed: list[int] = []

    def kill_all(done: int, _total: int) -> None:
        if done == 1:
            killed.extend(child.pid or 0 for child in active_children())
            for pid in killed:
                os.kill(pid, signal.SIGKILL)

    with started(2) as (executor, workers):
        report = sweep.run(None, executor, workers, kill_all)
    assert killed
    assert timeless(report.rows) == timeless(sweep.run().rows)
    assert report.failures == []


def test_that_a_unit_that_fails_leaves_the_others_alone(tmp_path: Path) -> None:
    table = tmp_path / "points.csv"
    table.write_text("a,b\n" + "1,x\n2,y\n" * 20)
    base = experiment(source="table", path=str(table), target="b", training={"epochs": 1})
    sweep = small_sweep(BATCHES, base=base, seeds=1)
    path = tmp_path / "rows.csv"
    with sweep.open(path) as file:
        report = sweep.run(file, on_progress=lambda done, _: table.unlink() if done == 1 else None)
    assert [row["status"] for row in report.rows] == ["done", "failed"]
    (failure,) = report.failures
    assert failure.startswith("1 run failed: ")
    assert "points.csv" in failure
    assert summarize(sweep, report.rows)[1]["test_loss"] is None
    with sweep.open(path) as file:
        assert len(sweep.missing(file)) == 1


def test_that_the_file_holds_every_row_once_with_all_digits(tmp_path: Path) -> None:
    sweep = small_sweep(RATES, 'network.inputs=["x1","x2"],["x1"]')
    rows = trained_file(sweep, tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(newline="") as file:
        records = list(csv.DictReader(file))
    assert tuple(records[0]) == sweep.columns
    assert {record["network.inputs"] for record in records} == {'["x1","x2"]', '["x1"]'}
    losses = {record["test_loss"] for record in records}
    assert {float(loss) for loss in losses} == {row["test_loss"] for row in rows}
    assert len(records) == len(rows) == 8


def test_that_nothing_is_trained_twice(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    rows = trained_file(small_sweep(RATES), path)
    content = path.read_bytes()
    assert trained_file(small_sweep(RATES), path) == rows
    assert path.read_bytes() == content
    assert trained_file(small_sweep(f"{RATES},1", seeds=3), path)[:2] == rows[:2]
    assert path.read_bytes().startswith(content)
    assert len(path.read_bytes().splitlines()) == 1 + 9


@pytest.mark.parametrize("lost", [1, 40, 400, 600, 10_000])
def test_that_a_torn_file_is_gone_on_with(tmp_path: Path, lost: int) -> None:
    path = tmp_path / "rows.csv"
    rows = trained_file(small_sweep(RATES), path)
    content = path.read_bytes()
    path.write_bytes(content[:-lost])
    assert timeless(trained_file(small_sweep(RATES), path)) == timeless(rows)
    assert len(path.read_bytes().splitlines()) == 1 + 4


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda _: b"my diary\n", "something else"),
        (lambda _: b"\xff\xfe\x00", "something else"),
        (lambda content: content.replace(b"training.l2", b"training.l1"), "something else"),
        (lambda content: content + b"1,2\n", "something else"),
        (lambda content: content[:-5] + b"0000\n", "another experiment"),
    ],
)
def test_that_a_file_of_anything_else_is_refused_and_kept(
    tmp_path: Path, spoil: Callable[[bytes], bytes], word: str
) -> None:
    path = tmp_path / "rows.csv"
    sweep = small_sweep("training.l2=0", seeds=1)
    trained_file(sweep, path)
    spoiled = spoil(path.read_bytes())
    path.write_bytes(spoiled)
    with pytest.raises(ExperimentError, match=word):
        sweep.open(path)
    assert path.read_bytes() == spoiled


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "NaN",
        "1e999",
        "true",
        "[1]",
        '"""1.5"""',
        '"{""a"":1}"',
        "9" * 500,
        "9" * 6000,
        "[" * 20_000,
    ],
)
def test_that_a_file_with_something_else_than_a_number_is_refused_and_kept(
    tmp_path: Path, text: str
) -> None:
    path = tmp_path / "rows.csv"
    sweep = small_sweep("training.l2=0", seeds=1)
    trained_file(sweep, path)
    header, row = path.read_text().splitlines()
    cells = row.split(",")
    cells[sweep.columns.index("test_loss")] = text
    spoiled = "\n".join([header, ",".join(cells), ""])
    path.write_text(spoiled)
    with pytest.raises(ExperimentError, match="as test_loss"):
        sweep.open(path)
    assert path.read_text() == spoiled


def test_that_a_row_that_stands_there_twice_is_kept_once(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    rows = trained_file(small_sweep(RATES), path)
    content = path.read_bytes()
    path.write_bytes(content + content.splitlines(keepends=True)[2])
    assert trained_file(small_sweep(RATES), path) == rows
    assert path.read_bytes() == content


def test_that_the_summary_is_median_and_quartiles_over_seeds() -> None:
    sweep = small_sweep(BATCHES, seeds=3)
    rows = sweep.run().rows
    first, second = summarize(sweep, rows)
    losses = sorted(row["test_loss"] for row in rows[:3])
    assert (first["training.batch_size"], second["training.batch_size"]) == (10, 15)
    assert (first["runs"], first["diverged"], first["failed"]) == (3, 0, 0)
    assert first["test_loss"]["median"] == losses[1]
    assert first["test_loss"]["q1"] == pytest.approx((losses[0] + losses[1]) / 2)
    assert first["test_accuracy"]["q3"] <= 1
