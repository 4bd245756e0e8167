"""`nnstudio sweep` trains a grid, reports it, and goes on where it was killed."""

import csv
import subprocess
import sys
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from tests.cli.conftest import Command
from tests.cli.test_train import FIELDS, TIMES

SHARED = ("--set", "data.seed=1", "--set", "data.samples=60")
SMALL = ("spiral", *SHARED, "--epochs", "3", "--workers", "1")
RATES = ("--vary", "training.learning_rate=0.01,0.1")


def test_that_json_holds_the_rows_and_their_summary(nnstudio: Command) -> None:
    outcome = nnstudio("sweep", *SMALL, *RATES, "--seeds", "2", "--seed", "8", "--json")
    assert (outcome.code, outcome.errors) == (0, "")
    rows, summary = outcome.json["rows"], outcome.json["summary"]
    assert [(row["training.learning_rate"], row["seed"]) for row in rows] == [
        (0.01, 8),
        (0.01, 9),
        (0.1, 8),
        (0.1, 9),
    ]
    assert rows[0].keys() == FIELDS - {"layers"} | {
        "training.learning_rate",
        "status",
        "experiment",
    }
    assert [line["training.learning_rate"] for line in summary] == [0.01, 0.1]
    assert all(line["test_accuracy"].keys() == {"q1", "median", "q3"} for line in summary)


def test_that_a_row_is_what_train_says(nnstudio: Command) -> None:
    swept = nnstudio("sweep", *SMALL, "--seeds", "2", "--seed", "4", "--json").json["rows"][1]
    single = nnstudio("train", *SMALL[:-2], "--seed", "5", "--json").json
    for name in FIELDS - TIMES - {"layers"}:
        assert swept[name] == pytest.approx(single[name], rel=1e-4), name


def test_that_the_table_has_a_line_a_setting(nnstudio: Command) -> None:
    varied = (*RATES, "--vary", "network.layers.0.units=2,3,4")
    lines = nnstudio("sweep", *SMALL, *varied, "--seeds", "2").output.splitlines()
    assert lines[0].startswith("Spiral lecture: median")
    assert lines[2].split()[:3] == ["training.learning_rate", "network.layers.0.units", "runs"]
    assert [line.split()[:3] for line in lines[3:5]] == [["0.01", "2", "2"], ["0.01", "3", "2"]]
    assert lines[-1].startswith("12 runs, ")


def test_that_the_file_grows_by_what_is_missing(nnstudio: Command, tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "rows.csv"))
    first = nnstudio("sweep", *SMALL, *RATES, "--seeds", "1", *out, "--json").json["rows"]
    more = nnstudio("sweep", *SMALL, *RATES, "--seeds", "2", *out)
    assert more.output.splitlines()[-1].startswith("4 runs, 2 of them now, ")
    again = nnstudio("sweep", *SMALL, *RATES, "--seeds", "1", *out, "--json").json["rows"]
    assert again == first


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--vary", "training.l2=0,-1"], "training.l2"),
        (["--vary", "training.l2"], "training.l2"),
        (["--vary", "training.momentun=1"], "training.momentun"),
        (["--vary", "network.inputs=2,3"], "network.inputs"),
        (["--vary", "training.loss=mse,hinge", "--vary", "training.loss=mse"], "training.loss"),
        (["--seeds", "0"], "--seeds"),
        (["--seeds", "2", "--seed", str(2**32 - 1)], "seed"),
        (["--workers", "0"], "--workers"),
        (["--scheduler", "tcp://127.0.0.1:1", "--workers", "2"], "--workers"),
        (["--out", "nowhere/rows.csv"], "nowhere/rows.csv"),
    ],
)
def test_that_wrong_input_is_one_sentence_before_anything_runs(
    nnstudio: Command, arguments: list[str], word: str
) -> None:
    outcome = nnstudio("sweep", "spiral", *arguments)
    assert (outcome.code, outcome.output) == (2, "")
    assert outcome.errors.startswith("nnstudio: ")
    assert outcome.errors.count("\n") == 1
    assert word in outcome.errors


def test_that_the_file_of_another_sweep_is_refused(nnstudio: Command, tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "rows.csv"))
    nnstudio("sweep", *SMALL, *out)
    outcome = nnstudio("sweep", *SMALL, *out, "--epochs", "4")
    assert outcome.code == 2
    assert "another experiment" in outcome.errors


def test_that_a_cluster_needs_its_extra(nnstudio: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    outcome = nnstudio("sweep", "spiral", "--scheduler", "tcp://127.0.0.1:8786")
    assert outcome.code == 2
    assert "scheduler: needs the extra [cluster]" in outcome.errors


def test_that_a_killed_sweep_is_gone_on_with_and_gives_the_same_numbers(
    nnstudio: Command, tmp_path: Path
) -> None:
    path = tmp_path / "rows.csv"
    grid = ("spiral", *SHARED, "--vary", "training.epochs=2,3000", "--seeds", "2")
    command = ("sweep", *grid, "--workers", "2", "--out", str(path))
    with subprocess.Popen([sys.executable, "-m", "nnstudio", *command]) as process:
        while not path.exists() or path.read_bytes().count(b"\n") < 2:
            sleep(0.005)
        process.kill()
    assert path.read_bytes().count(b"\n") < 5
    with path.open("ab") as file:
        file.write(b"3000,4,done,fal")
    resumed = nnstudio("sweep", *grid, "--workers", "1", "--out", str(path), "--json")
    fresh = nnstudio("sweep", *grid, "--workers", "1", "--json")
    assert _timeless(resumed.json["rows"]) == _timeless(fresh.json["rows"])
    with path.open(newline="") as file:
        assert len(list(csv.reader(file))) == 1 + 4


def test_that_the_file_of_a_running_sweep_is_refused_and_left_alone(
    nnstudio: Command, tmp_path: Path
) -> None:
    path = tmp_path / "rows.csv"
    grid = ("spiral", *SHARED, "--vary", "training.epochs=2,10000000", "--workers", "1")
    command = ("sweep", *grid, "--out", str(path))
    with subprocess.Popen([sys.executable, "-m", "nnstudio", *command]) as process:
        while not path.exists() or path.read_bytes().count(b"\n") < 2:
            sleep(0.005)
        content = path.read_bytes()
        second = nnstudio(*command)
        still_running = process.poll() is None
        process.kill()
    assert (second.code, second.output) == (2, "")
    sentence = "is being written by another sweep; wait for it or name another file"
    assert second.errors == f'nnstudio: "{path}" {sentence}\n'
    assert still_running
    assert path.read_bytes() == content


def _timeless(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: row[name] for name in row if name not in TIMES} for row in rows]
