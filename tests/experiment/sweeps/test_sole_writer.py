"""One sweep at a time writes a results file, and the lock of a finished or killed one is gone."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nnstudio.bootstrap import PROJECT
from nnstudio.experiment.errors import ExperimentError
from tests.experiment.sweep_grids import small_sweep, trained_file

RATES = "training.learning_rate=0.01,0.1"
TAKEN = "is being written by another sweep; wait for it or name another file"
UNWRITABLE = "cannot be written: "


def test_that_a_second_sweep_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    sweep = small_sweep(RATES)
    with sweep.open(path) as file:
        with pytest.raises(ExperimentError, match=TAKEN) as refused:
            sweep.open(path)
        rows = sweep.run(file).rows
    assert "rows.csv" in str(refused.value)
    assert trained_file(sweep, path) == rows
    assert len(path.read_bytes().splitlines()) == 1 + 4


def test_that_a_sweep_of_another_file_is_not_refused(tmp_path: Path) -> None:
    sweep = small_sweep(RATES)
    with sweep.open(tmp_path / "rows.csv"):
        assert len(trained_file(sweep, tmp_path / "more.csv")) == 4


def test_that_another_name_of_the_same_file_is_refused_too(tmp_path: Path) -> None:
    path, link = tmp_path / "rows.csv", tmp_path / "link.csv"
    link.symlink_to(path)
    sweep = small_sweep(RATES)
    with sweep.open(path), pytest.raises(ExperimentError, match=TAKEN):
        sweep.open(link)
    with sweep.open(link), pytest.raises(ExperimentError, match=TAKEN):
        sweep.open(path)


def test_that_a_finished_sweep_leaves_its_file_alone_behind(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    trained_file(small_sweep(RATES), path)
    assert list(tmp_path.iterdir()) == [path]


def test_that_a_refused_file_is_not_locked_on(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("my diary\n")
    sweep = small_sweep(RATES)
    with pytest.raises(ExperimentError, match="something else"):
        sweep.open(path)
    assert list(tmp_path.iterdir()) == [path]
    path.unlink()
    assert len(trained_file(sweep, path)) == 4


def test_that_a_folder_is_refused_without_a_lock_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "folder"
    path.mkdir()
    with pytest.raises(ExperimentError, match="is not a file"):
        small_sweep(RATES).open(path)
    assert list(tmp_path.iterdir()) == [path]


_HOLDER = """
import sys
from pathlib import Path
from tests.experiment.sweep_grids import small_sweep

with small_sweep(sys.argv[2]).open(Path(sys.argv[1])) as file:
    print("open", flush=True)
    sys.stdin.read()
"""


def test_that_the_lock_of_a_killed_process_is_none(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    sweep = small_sweep(RATES)
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(path), RATES],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(ExperimentError, match=TAKEN):
            sweep.open(path)
        holder.kill()
    assert len(trained_file(sweep, path)) == 4
    assert list(tmp_path.iterdir()) == [path]


def test_that_a_missing_folder_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(ExperimentError, match=f"{UNWRITABLE}no such file or directory"):
        small_sweep(RATES).open(tmp_path / "nowhere" / "rows.csv")
    assert list(tmp_path.iterdir()) == []


def test_that_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ExperimentError, match=f"{UNWRITABLE}not a directory"):
        small_sweep(RATES).open(tmp_path / "file" / "rows.csv")


def test_that_a_name_too_long_for_its_lock_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExperimentError, match=UNWRITABLE):
        small_sweep(RATES).open(tmp_path / f"{250 * 'x'}.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("code", {errno.ENOSYS, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP})
def test_that_a_drive_that_cannot_lock_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(_descriptor: int, _operation: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(pytest.importorskip("fcntl"), "flock", refuse)
    with pytest.raises(ExperimentError, match=f"{UNWRITABLE}its drive cannot lock files; name"):
        small_sweep(RATES).open(tmp_path / "rows.csv")
    assert not (tmp_path / "rows.csv").exists()


def test_that_only_opening_a_results_file_loads_the_library_of_locks() -> None:
    modules = "nnstudio.cli.sweep, nnstudio.experiment.sweeps.summary"
    script = f"import sys, {modules}\nprint('filelock' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout == "False\n", done.stderr
