"""`nnstudio sweep --scheduler` on a real Dask cluster of two processes on this machine."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest

from nnstudio.bootstrap import PROJECT
from tests.cli.conftest import Command
from tests.cli.test_train import TIMES

pytest.importorskip("distributed", reason="needs the extra [cluster]")

GRID = ("spiral", "--epochs", "3", "--vary", "training.batch_size=10,20", "--seeds", "3")


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """The address of a scheduler that has a worker, both ended with the test."""
    place = tmp_path / "scheduler.json"
    options = ("--scheduler-file", str(place), "--no-dashboard", "--host", "127.0.0.1")
    roles = (("scheduler", "--port", "0"), ("worker", "--no-nanny"))
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "dask", *role, *options],
            cwd=PROJECT,
            stderr=subprocess.DEVNULL,
        )
        for role in roles
    ]
    while not place.exists():
        sleep(0.01)
    yield json.loads(place.read_text())["address"]
    for process in processes:
        process.kill()
        process.wait()


def test_that_a_cluster_gives_the_numbers_of_this_process(
    nnstudio: Command, scheduler: str
) -> None:
    command = [sys.executable, "-m", "nnstudio", "sweep", *GRID, "--scheduler", scheduler, "--json"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    here = nnstudio("sweep", *GRID, "--workers", "1", "--json").json["rows"]
    for there, row in zip(json.loads(done.stdout)["rows"], here, strict=True):
        assert {k: v for k, v in there.items() if k not in TIMES} == {
            k: v for k, v in row.items() if k not in TIMES
        }
