"""Worker processes: a killed one is replaced, a deadly task gives up, nobody outlives the pool."""

import os
import signal
import subprocess
import sys
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children
from pathlib import Path
from time import sleep

import pytest

from nnstudio.bootstrap import PROJECT
from nnstudio.experiment.sweeps.pool import TRIES, WorkerPool


def die(folder: Path, times: int) -> int:
    """Leave a mark and be killed, so many times; the number of marks after that."""
    marks = len(list(folder.iterdir()))
    if marks < times:
        (folder / str(marks)).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return marks


def wait_for_file(path: Path) -> None:
    while not path.exists():
        sleep(0.01)


def refuse() -> None:
    raise ValueError("no")


def test_that_only_the_task_of_the_killed_worker_is_done_again(tmp_path: Path) -> None:
    marks, released = tmp_path / "marks", tmp_path / "released"
    marks.mkdir()
    with WorkerPool(2) as pool:
        waiting = pool.submit(wait_for_file, released)
        assert pool.submit(die, marks, 1).result() == 1
        released.touch()
        assert waiting.result() is None
    assert not active_children()


def test_that_a_task_that_kills_every_worker_is_given_up_after_three(tmp_path: Path) -> None:
    with WorkerPool(1) as pool, pytest.raises(BrokenProcessPool):
        pool.submit(die, tmp_path, 99).result()
    assert len(list(tmp_path.iterdir())) == TRIES


def test_that_an_error_is_the_answer_of_its_task_alone() -> None:
    with WorkerPool(1) as pool:
        with pytest.raises(ValueError, match="no"):
            pool.submit(refuse).result()
        assert pool.submit(abs, -1).result() == 1


def test_that_leaving_by_an_error_ends_unfinished_work_at_once(tmp_path: Path) -> None:
    def interrupt() -> None:
        with WorkerPool(1) as pool:
            running = pool.submit(wait_for_file, tmp_path / "never")
            while not running.running() or not active_children():
                sleep(0.01)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupt()
    assert not active_children()


_PARENT = """
import os
from pathlib import Path
from tests.experiment.sweeps.test_sweep_pool import WorkerPool, wait_for_file

if __name__ == "__main__":
    with WorkerPool(1) as pool:
        print(pool.submit(os.getpid).result(), flush=True)
        pool.submit(wait_for_file, Path("never")).result()
"""


def test_that_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(_PARENT)
    with subprocess.Popen(
        [sys.executable, str(script)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        assert int(parent.stdout.readline()) != parent.pid
        parent.kill()
        # The worker shares the output, which ends only when nobody is left to write to it.
        assert parent.stdout.read() == ""
